"""The files that the editor may touch, and how they are written: only what was read, whole, and durably."""

import contextlib
import hashlib
import itertools
import os
import re
import stat
import threading
import time
import unicodedata
from pathlib import Path

import msgspec

from ssg.errors import SsgError, problem

ROOTS = ("content/articles/", "content/pages/")
LONGEST_NAME = (
    200  # bytes of one name: some file systems take 255, and the temporary name needs room
)
STALE = 60.0
"""Seconds after which a temporary file is nobody's."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$", re.IGNORECASE)
_COUNT = itertools.count()
_LOCK = threading.Lock()  # from the second comparison to the rename nothing of ours comes between


class Refused(SsgError):
    """The editor may not touch such a path."""


class Stale(Exception):  # noqa: N818 - what happened
    """The file is not what the writer has read. `there` is what it holds now, None where it is gone."""

    def __init__(self, there: bytes | None) -> None:
        super().__init__("changed meanwhile")
        self.there = there


def tag_of(content: bytes) -> str:
    """Return the entity tag of a file's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def place(root: Path, path: str, *, suffixes: tuple[str, ...] = (".md", ".markdown")) -> Path:
    """Return the file at a path below the archive. Raises Refused for everything but Markdown (or `suffixes`) in content,
    and where a link leads out of it."""
    folder = next((each for each in ROOTS if path.startswith(each)), "")
    names = path.split("/")
    if not folder or not path.lower().endswith(suffixes) or any(map(_impossible, names)):
        raise Refused(
            problem(
                path[:200], "is no file that the editor may touch", f"articles lie below {ROOTS[0]}"
            )
        )
    file = root / path
    home = (root / "content").resolve()
    if not _real(file).is_relative_to(home):
        raise Refused(problem(path, "leads out of content/ by a link", "put the file itself there"))
    return file


def _impossible(name: str) -> bool:
    """Whether a name is none that a file of an archive has, on any system."""
    odd = (
        re.search(r'[\x00-\x1f\x7f/\\:*?"<>|]|%[0-9A-Fa-f]{2}', name)
        or unicodedata.normalize("NFC", name) != name
    )
    hidden = not name or name.startswith(".") or name.endswith((".", " ", "~"))
    return bool(
        odd
        or hidden
        or _RESERVED.match(name)
        or len(name.encode("utf-8", "replace")) > LONGEST_NAME
    )


def _real(file: Path) -> Path:
    """The file with all links resolved, also where it, or its folder, isn't there yet."""
    try:
        return file.resolve()
    except (OSError, RuntimeError) as error:  # a link to itself
        raise Refused(problem(file.name, "can't be resolved")) from error


def read(file: Path) -> bytes | None:
    """Return a file's bytes, None where there is none."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


class Written(msgspec.Struct, frozen=True):
    """A save: the new tag, and whether anything had to be written."""

    tag: str
    written: bool


def save(file: Path, content: bytes, expected: str | None) -> Written:
    """Write a file if it is still the one of the tag `expected`; None: if there is none. Equal bytes are not written.

    Raises Stale if it isn't, OSError where the disk refuses; the old file is there then, whole.
    """
    target = file.resolve()
    _check(target, expected)
    if expected == tag_of(content):
        return Written(expected, written=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".ssg-{os.getpid()}-{next(_COUNT)}.tmp")
    try:
        _write(temporary, content, _mode(target))
        with _LOCK:
            _check(target, expected)
            if expected is None:
                os.link(temporary, target)  # fails where somebody was quicker
                temporary.unlink()
            else:
                temporary.replace(target)
    except FileExistsError:
        raise Stale(read(target)) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    settle(target.parent)
    return Written(tag_of(content), written=True)


def _check(target: Path, expected: str | None) -> None:
    there = read(target)
    if (None if there is None else tag_of(there)) != expected:
        raise Stale(there)


def _mode(target: Path) -> int:
    try:
        found = target.stat()
    except OSError:
        return 0o644
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(target))
    return stat.S_IMODE(found.st_mode)


def _write(temporary: Path, content: bytes, mode: int) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fchmod(opened.fileno(), mode)
        os.fsync(opened.fileno())


def settle(folder: Path) -> None:
    """Make renames in a folder durable, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def move(file: Path, to: Path, content: bytes, expected: str) -> Written:
    """Give a file another name and new content. Raises Stale if it is not the one of the tag, or the name is taken.

    The new file is whole before the old one goes: whatever happens, one of them is there.
    """
    _check(file, expected)
    if to.exists():
        raise Stale(read(to))
    done = save(to, content, None)
    file.unlink()
    settle(file.parent)
    return done


def put_away(root: Path, file: Path, expected: str) -> Path:
    """Move a file out of the archive, into `.ssg/deleted/`; return where it is. Raises Stale if it isn't the one of the tag."""
    _check(file, expected)
    folder = root / ".ssg" / "deleted"
    folder.mkdir(parents=True, exist_ok=True)
    kept = (
        folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{next(_COUNT)}-{file.parent.name}-{file.name}"
    )
    file.rename(kept)
    settle(file.parent)
    return kept


def sweep(root: Path) -> None:
    """Remove what killed saves have left."""
    for place in ROOTS:
        for left in (root / place).rglob(".ssg-*.tmp"):
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > STALE:
                    left.unlink()
