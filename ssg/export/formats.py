"""The formats of `ssg export`: what each is for, what comes of it, and the function that writes it."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Literal, NamedTuple

from ssg.export import place
from ssg.export.chosen import Chosen
from ssg.export.place import Entry

Write = Callable[[Chosen], Iterable[Entry]]


class Format(NamedTuple):
    """A format: `text` is one file (its only entry), `zip` one file that is a zip, `folder` a folder, or a zip of it where the
    name to write ends so. `write` stands in the module of the format's name."""

    name: str
    ending: str
    shape: Literal["text", "zip", "folder"]

    @property
    def write(self) -> Write:
        """The function that gives the entries; its libraries are imported only now."""
        found: Write = import_module(f"ssg.export.{self.name}").write
        return found


FORMATS = {each.name: each for each in (
    Format("bagit", "-bag", "folder"), Format("epub", ".epub", "zip"), Format("jsonl", ".jsonl", "text"),
    Format("bibtex", ".bib", "text"), Format("csl", ".csl.json", "text"), Format("ris", ".ris", "text"),
    Format("hugo", "-hugo", "folder"), Format("obsidian", "-obsidian", "folder"),
)}  # fmt: skip


def export(format_: Format, chosen: Chosen, target: Path, *, force: bool = False) -> None:
    """Write what was chosen to `target`: whole, or not at all. Raises SsgError where it can't be written."""
    entries = format_.write(chosen)
    if format_.shape == "text":
        place.write_file(target, text(entries))
    elif format_.shape == "zip":
        place.write_zip(target, entries)
    elif target.suffix.lower() == ".zip":
        place.write_zip(target, entries, f"{target.stem}/")
    else:
        place.write_folder(target, entries, force=force)


def text(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of an export that is one file."""
    return b"".join(_bytes(entries))


def _bytes(entries: Iterable[Entry]) -> Iterator[bytes]:
    for entry in entries:
        yield entry.content if isinstance(entry.content, bytes) else entry.content.read_bytes()
