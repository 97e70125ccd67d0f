"""What the archive holds already: digests of imported texts and slugs in use. Reads the heads of the Markdown files once."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

_HEAD = 65_536
_DIGEST = re.compile(
    rb"^[ \t]+(?:sha256|id):[ \t]*[\"']?([0-9a-f]{32,64})[\"']?[ \t]*\r?$", re.MULTILINE
)


class Shelf(msgspec.Struct):
    """Digests (of raw bytes and of normalised texts) with the article that holds them, and slugs in use.

    One run of the importer adds to it what it writes.
    """

    digests: dict[str, str]
    slugs: set[str]

    def add(self, path: str, *digests: str) -> None:
        """Remember an article and the digests of its text."""
        self.slugs.add(slug_of(path))
        for digest in digests:
            self.digests.setdefault(digest, path)


def shelf(root: Path) -> Shelf:
    """Return what the articles below `content/` say of themselves.

    An original without an article (a crash came between the two) does not count: the article is still to be written.
    """
    found = Shelf({}, set())
    for path in _articles(root / "content"):
        with path.open("rb") as file:
            head = file.read(_HEAD)
        digests = [match.decode("ascii") for match in _DIGEST.findall(head)]
        found.add(path.relative_to(root).as_posix(), *digests)
    return found


def slug_of(path: str) -> str:
    """Return the slug that a path stands for: the file's name, or the folder's name of a bundle."""
    parts = path.removesuffix(".md").split("/")
    name = parts[-2] if parts[-1] == "index" and len(parts) > 1 else parts[-1]
    return name.casefold()


def _articles(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".md") and not name.startswith("."):
                yield Path(where, name)
