"""How an export gets to its place whole: written beside it, then renamed. The same entries, the same bytes."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from ssg.errors import SsgError, problem

MARKER = ".ssg-export"
"""Lies in a folder that an export made: only such a one is ever replaced."""
_STEP = 1 << 20
_EPOCH = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest day that a zip can name: a clock would change the bytes


class Entry(NamedTuple):
    """A file of an export: its path in it, with `/` between folders, and its bytes or the file that holds them."""

    path: str
    content: bytes | Path


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the system says of a disk becomes a problem that a person can mend."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or target)
        raise SsgError(
            problem(
                place,
                error.strerror or str(error),
                "nothing was exported; mend that, then export again",
            )
        ) from error


def write_file(target: Path, content: bytes) -> None:
    """Write an export of one file: the old one is there, or the new one."""
    with _told(target), _beside(target) as temporary:
        with temporary.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(target)


def write_zip(target: Path, entries: Iterable[Entry], below: str = "") -> None:
    """Write an export as a zip, its files below the folder `below`; an entry named `mimetype` isn't packed (EPUB 3.3, 4.2.2)."""
    with _told(target), _beside(target) as temporary:
        with temporary.open("wb") as opened:
            with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
                for entry in entries:
                    about = zipfile.ZipInfo(f"{below}{entry.path}", _EPOCH)
                    about.create_system, about.external_attr = 3, 0o100644 << 16
                    about.compress_type = (
                        zipfile.ZIP_STORED if entry.path == "mimetype" else zipfile.ZIP_DEFLATED
                    )
                    with packed.open(
                        about, "w", force_zip64=isinstance(entry.content, Path)
                    ) as stream:
                        _copy(entry.content, stream.write)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(target)


def write_folder(target: Path, entries: Iterable[Entry], *, force: bool) -> None:
    """Write an export as a folder that must not be there yet; with `force` one that an export made is replaced."""
    _check_free(target, force=force)
    with _told(target), _beside(target) as temporary:
        temporary.mkdir()
        for entry in entries:
            file = temporary / entry.path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as opened:
                _copy(entry.content, opened.write)
        (temporary / MARKER).touch()
        with _aside(target):
            temporary.rename(target)


def _copy(content: bytes | Path, write: Callable[[bytes], object]) -> None:
    if isinstance(content, bytes):
        write(content)
        return
    with content.open("rb") as source:
        _stream(source, write)


def _stream(source: IO[bytes], write: Callable[[bytes], object]) -> None:
    while block := source.read(_STEP):
        write(block)


def _check_free(target: Path, *, force: bool) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if target.is_dir() and not target.is_symlink():
        if not any(target.iterdir()) or (force and (target / MARKER).is_file()):
            return
        if force:
            raise SsgError(
                problem(
                    str(target),
                    "was not made by `ssg export`, so it isn't replaced",
                    "choose another place with -o",
                )
            )
    raise SsgError(
        problem(
            str(target),
            "is there already",
            "choose another place with -o; --force replaces an export",
        )
    )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside the target that nothing is left at, however this ends."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".ssg-export-{os.getpid()}")
    try:
        yield temporary
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary)
        else:
            temporary.unlink(missing_ok=True)


@contextmanager
def _aside(target: Path) -> Iterator[None]:
    """Move what is at the target out of the way; it comes back unless the new one took its place."""
    if not target.exists():
        yield
        return
    old = target.with_name(f".ssg-export-{os.getpid()}-old")
    target.rename(old)
    try:
        yield
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)
