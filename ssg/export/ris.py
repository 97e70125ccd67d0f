"""RIS: the articles as a bibliography for Zotero, EndNote and Mendeley."""

from collections.abc import Iterator

from ssg.export.chosen import Chosen
from ssg.export.cite import citations
from ssg.export.place import Entry
from ssg.formats.citations import ris


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the records."""
    for each in citations(chosen):
        yield Entry("", ris(each).encode())
