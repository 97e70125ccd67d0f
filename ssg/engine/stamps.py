"""Stamps of files, taken many at once. Of the standard library only what loads at once: `ssg build` asks this first of all."""

from __future__ import annotations

import os
import struct
from itertools import chain

TYPE_CHECKING = False  # typing itself would take longer to load than all of this
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Stamp = tuple[int, int, int, int]
"""Size, mtime ns, ctime ns, inode."""

BETWEEN = "\x1d"  # separates paths and keys where many are written together; none holds it


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def hidden(name: str) -> bool:
    """Return whether a file is none of the archive's: dot files, editors' backups, what tools leave behind."""
    return name.startswith(".") or name.endswith("~") or name in ("node_modules", "__pycache__")


def walk(
    prefix: str, folder: str, found: dict[str, Stamp], odd: list[tuple[str, os.DirEntry[str]]]
) -> None:
    """Add the stamps of all files below a folder, by path with the prefix. Links, and names that don't print, are `odd`."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if hidden(name):
                continue
            if not name.isprintable() or entry.is_symlink():
                odd.append((prefix + name, entry))
            elif entry.is_dir():
                walk(f"{prefix}{name}/", entry.path, found, odd)
            elif entry.is_file():
                found[prefix + name] = stamp_of(entry.stat())


def columns(stamps: Iterable[Stamp]) -> bytes:
    """Return stamps as they are stored: four int64 each."""
    numbers = [*chain.from_iterable(stamps)]
    return struct.pack(f"{len(numbers)}q", *numbers)


def joined(found: Mapping[str, Stamp]) -> bytes:
    """Return paths with their stamps as bytes."""
    return columns(found.values()) + BETWEEN.join(found).encode()


def in_place(folder: str, paths: str, numbers: bytes) -> bool:
    """Return whether files (paths joined by `BETWEEN`) have the size and the mtime (ns) they had, two int64 each."""
    each, stat, start = iter(memoryview(numbers).cast("q")), os.stat, f"{folder}/"
    try:
        for path, size, mtime in zip(paths.split(BETWEEN), each, each, strict=True):
            lies = stat(start + path)
            if lies.st_size != size or lies.st_mtime_ns != mtime:
                return False
    except OSError:
        return False
    return True
