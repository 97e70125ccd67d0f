"""Zip archives opened with care: how much may come out, which names are passed over. Nothing is written."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from ssg.errors import SsgError, problem
from ssg.intake.readers import Source

MAX_ENTRIES = 50_000
MAX_TOTAL = 4_000_000_000
MAX_MEMBER = 100_000_000
MAX_RATIO = 100
_SLACK = 20_000_000
"""Entries; bytes of all members together; bytes of one that is read at once; unpacked to packed, above a slack."""
_BAD = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|\0")
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


class Zip(msgspec.Struct):
    """An open archive: the members that may be read, by their names in the order of the archive."""

    name: str
    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    passed_over: int = 0

    def read(self, member: str) -> bytes:
        """Return the bytes of a member; raises SsgError if it is too large, damaged, locked or packed oddly."""
        info = self.members[member]
        if info.file_size > MAX_MEMBER:
            size = f"{info.file_size / 1e6:.0f} MB"
            raise SsgError(problem(f"{self.name}/{member}", f"is too large ({size})"))
        with self.open(member) as stream:
            return _read(stream, f"{self.name}/{member}")

    def open(self, member: str) -> BinaryIO:
        """Return a member as a stream."""
        info = self.members[member]
        if info.flag_bits & _ENCRYPTED:
            hint = "unpack it with its password and import the folder"
            raise SsgError(problem(f"{self.name}/{member}", "is locked with a password", hint))
        try:
            return self.file.open(info)  # type: ignore[return-value]
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise SsgError(
                problem(f"{self.name}/{member}", "cannot be unpacked: it is damaged")
            ) from error

    def beside(self, member: str) -> Callable[[str], bytes | None]:
        """Return the function that gives a neighbour's bytes by its address relative to a member."""
        folder = posixpath.dirname(member)

        def neighbour(address: str) -> bytes | None:
            from urllib.parse import unquote

            plain = unquote(address.partition("?")[0]).replace("\\", "/")
            for place in (posixpath.join(folder, plain.lstrip("/")), plain.lstrip("/")):
                name = posixpath.normpath(place)
                if name in self.members:
                    return self.read(name)
            return None

        return neighbour


def opened(source: Source) -> Zip:
    """Return the archive of a source. Raises SsgError for what is no zip, cut off, or a bomb."""
    try:
        file = zipfile.ZipFile(io.BytesIO(source.data) if source.data else _path(source))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        hint = "download or export it again"
        raise SsgError(problem(source.name, "this zip file is damaged or cut off", hint)) from error
    infos = [info for info in file.infolist() if not info.is_dir()]
    total, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if len(infos) > MAX_ENTRIES:
        raise SsgError(
            problem(source.name, f"holds {len(infos)} files; at most {MAX_ENTRIES} are read")
        )
    if total > MAX_TOTAL or total > _SLACK + MAX_RATIO * packed:
        what = f"would unpack {packed / 1e6:.1f} MB to {total / 1e6:.0f} MB: this looks like a zip bomb"
        raise SsgError(
            problem(source.name, what, "unpack it yourself if you trust it, and import the folder")
        )
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _name(info).replace("\\", "/")
        if not _BAD.search(name):
            members.setdefault(name, info)
    return Zip(source.name, file, members, len(infos) - len(members))


def names(source: Source) -> tuple[str, ...]:
    """Return the names in the archive of a source; none if it is no zip or damaged. For telling formats apart."""
    if not source.data.startswith(b"PK"):
        return ()
    try:
        return tuple(_name(info) for info in zipfile.ZipFile(io.BytesIO(source.data)).infolist())
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return ()


def chunks(stream: BinaryIO, size: int = 1 << 16) -> Iterator[bytes]:
    """Give what a stream holds in pieces."""
    while piece := stream.read(size):
        yield piece


def _read(stream: BinaryIO, name: str) -> bytes:
    try:
        return b"".join(chunks(stream))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise SsgError(problem(name, "cannot be unpacked: it is damaged")) from error


def _path(source: Source) -> BinaryIO:
    if source.path is None:
        raise ValueError(source.name)
    return source.path.open("rb")


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Windows writes it in CP949 without saying so, and zipfile takes it for CP437."""
    if info.flag_bits & _UTF8_NAMES or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
