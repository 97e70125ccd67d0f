"""CSL-JSON: the articles as a bibliography for Zotero and pandoc."""

from collections.abc import Iterator

import msgspec

from ssg.export.chosen import Chosen
from ssg.export.cite import citations
from ssg.export.place import Entry
from ssg.formats.citations import csl


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give one array, an item a line."""
    items = [msgspec.json.encode(csl(each)) for each in citations(chosen)]
    yield Entry("", b"[\n" + b",\n".join(items) + b"\n]\n" if items else b"[]\n")
