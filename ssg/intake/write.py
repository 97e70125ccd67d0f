"""Where an imported article goes, and how it gets there whole: the original first, the article second."""

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

from ssg import urls
from ssg.errors import SsgError, problem

ORIGINALS = "content/originals"


def place(folder: str, year: str, title: str, taken: Collection[str], digest: str) -> str:
    """Return the path of a new article: `content/articles/2023/<slug>.md`, `-2` and so on where the slug is taken.

    A slug is an address of its own (the year is no part of it), so `taken` holds the slugs of all articles.
    """
    slug = urls.slug(title) or f"article-{digest[:8]}"
    number, name = 1, slug
    while name.casefold() in taken:
        number += 1
        name = f"{slug}-{number}"
    return f"{folder.strip('/')}/{year}/{name}.md"


def original(digest: str) -> str:
    """Return the path of the raw original with a SHA-256."""
    return f"{ORIGINALS}/{digest}.txt"


def inside(root: Path, path: str) -> Path:
    """Return the file of a path below the archive's folder; raises SsgError if it leads out of it, by links too."""
    target = (root / path).resolve()
    if not target.is_relative_to(root.resolve()):
        raise SsgError(
            problem(path, "leads out of the archive's folder", "choose a folder inside it")
        )
    return root / path


def whole(target: Path, raw: bytes) -> None:
    """Write a file so that it is there completely or not at all, even if the power fails."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".ssg-{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
