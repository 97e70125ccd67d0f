"""The pictures of a book: those that every reading app can show, each once, named by what they hold."""

import hashlib
import re
from collections.abc import Iterator
from xml.parsers import expat

from ssg.errors import SsgError
from ssg.export.chosen import Chosen
from ssg.export.place import Entry
from ssg.images.header import header

MEDIA = {
    "jpeg": ("jpg", "image/jpeg"),
    "png": ("png", "image/png"),
    "gif": ("gif", "image/gif"),
    "webp": ("webp", "image/webp"),
}
"""Kinds that a reading app must be able to show (EPUB 3.3, 3.2): ending and media type."""
_LIVELY = re.compile(
    rb"<!|script|foreignobject|\bon\w+\s*=|href\s*=|url\s*\(|@import|<style|\sstyle\s*=",
    re.IGNORECASE,
)
_SVG = b"http://www.w3.org/2000/svg"


class Pictures:
    """Finds for a picture of the archive the name by which chapters show it."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._sources: dict[str, str] = {}
        self._new: dict[str, tuple[bytes, str]] = {}
        self._given: set[str] = set()

    def source(self, path: str) -> str:
        """Return `../pictures/….jpg` for a file of the archive; empty for what is no picture that a book takes."""
        if path not in self._sources:
            self._sources[path] = self._entered(path)
        return self._sources[path]

    def _entered(self, path: str) -> str:
        try:
            raw = self._chosen.raw(path)
        except SsgError:
            return ""
        ending, media = _kind(raw)
        if not media:
            return ""
        name = f"{hashlib.sha256(raw).hexdigest()[:20]}.{ending}"
        if name not in self._given:
            self._given.add(name)
            self._new[name] = raw, media
        return f"../pictures/{name}"

    def new(self) -> Iterator[tuple[Entry, str]]:
        """Give the pictures that were asked for since the last time, with their media types."""
        for name, (raw, media) in self._new.items():
            yield Entry(f"EPUB/pictures/{name}", raw), media
        self._new.clear()


def _kind(raw: bytes) -> tuple[str, str]:
    """The ending and media type of a picture by its bytes, whatever its name; empty where a book doesn't take it."""
    found = header(raw)
    if found and found.kind in MEDIA:
        return MEDIA[found.kind]
    if _SVG in raw[:2000] and not _LIVELY.search(
        raw
    ):  # a still picture: no script, nothing from elsewhere
        try:
            expat.ParserCreate().Parse(raw, True)
        except expat.ExpatError:
            return "", ""
        return "svg", "image/svg+xml"
    return "", ""
