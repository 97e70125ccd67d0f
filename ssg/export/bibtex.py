"""BibTeX: the articles as a bibliography for LaTeX and reference managers."""

from collections.abc import Iterator

from ssg.export.chosen import Chosen
from ssg.export.cite import citations
from ssg.export.place import Entry
from ssg.formats.citations import bibtex


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the entries, an empty line between two."""
    for number, each in enumerate(citations(chosen)):
        yield Entry("", (("\n" if number else "") + bibtex(each)).encode())
