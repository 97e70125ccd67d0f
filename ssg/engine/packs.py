"""Large values on disk: files that whoever made a value appends it to; only places travel between processes."""

import os
from pathlib import Path

from ssg.engine.codec import Digest, digest

Ref = tuple[int, int, int]
"""Pack number, offset, length in bytes."""


class TornPack(Exception):  # noqa: N818 - not an error of the user's: the store is emptied and the build goes on
    """A stored value is missing or damaged."""


class Packs:
    """The pack files in one folder. Writes go to pack `number`, which belongs to this process alone."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder
        self.number = number
        self._offset = 0
        self._writer: int | None = None
        self._readers: dict[int, int] = {}

    def add(self, content: bytes) -> Ref:
        """Append a value; return its place."""
        if self._writer is None:
            path = self.folder / str(self.number)
            self._writer = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o644)
        left = memoryview(content)
        while left:
            left = left[os.write(self._writer, left) :]
        place = (self.number, self._offset, len(content))
        self._offset += len(content)
        return place

    def read(self, ref: Ref, expected: Digest | None = None) -> bytes:
        """Return the value at a place. Raises TornPack if it isn't there or isn't what was stored."""
        number, offset, length = ref
        try:
            if number not in self._readers:
                self._readers[number] = os.open(self.folder / str(number), os.O_RDONLY)
            content = os.pread(self._readers[number], length, offset)
        except OSError as error:
            raise TornPack(f"pack {number}") from error
        if len(content) != length:
            raise TornPack(f"pack {number} at {offset}")
        return content if expected is None else checked(content, expected)

    def close(self) -> None:
        """Close all files."""
        for opened in [
            *self._readers.values(),
            *([self._writer] if self._writer is not None else []),
        ]:
            os.close(opened)
        self._readers, self._writer = {}, None


def checked(content: bytes, expected: Digest) -> bytes:
    """Return the bytes of a stored value. Raises TornPack if they are not those of the digest."""
    if digest(content) != expected:
        raise TornPack("a value")
    return content
