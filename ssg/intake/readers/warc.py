"""Web archives (WARC 1.0 and 1.1, .warc and .warc.gz) and packages of them (WACZ): the newest capture of each article's page.

Pictures that an article shows come along, in their newest captures. What is captured twice, is no page, or is no article is
counted. Bodies are unpacked in small steps up to a limit.
"""

import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, html, labels, needs, zips
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import joined, suffix

MAX_RECORD = 64_000_000
MAX_RECORDS = 2_000_000
MAX_UNPACKED = 20_000_000_000
"""Bytes of one body and records of one file that are looked at; bytes of a file when it is unpacked."""
_STEP = 1 << 16
_MOST = 1 << 22
_MEMBER = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$")
_PAGE = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PICTURE = re.compile(r"image/(?:png|jpe?g|gif|webp|avif)\b", re.IGNORECASE)
_OTHERS = "pictures, styles and other files"
_OLDER = "older captures of the same address"
_MAX_PICTURES = 200_000  # of an archive; what it has more is passed over
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid)=[^&#]*")


class Capture(msgspec.Struct):
    """The newest capture of an address so far: when, and which record of which file it is."""

    when: str
    file: int
    record: int


class Pictures(msgspec.Struct):
    """The newest captures of pictures by address (`record` is the place of the record in its file), and those that were asked for."""

    captures: dict[str, Capture] = {}
    used: set[str] = set()

    def seen(self, record: Any, number: int, offset: int) -> str:
        """Return as what a record is passed over, "" for a picture that was not seen before; a picture's place is noted."""
        address = _address(record)
        full = len(self.captures) >= _MAX_PICTURES and address not in self.captures
        if full or not _is_picture(record):
            return _OTHERS
        when, before = record.rec_headers.get_header("WARC-Date") or "", self.captures.get(address)
        if before is None or when >= before.when:
            self.captures[address] = Capture(when, number, offset)
        return _OLDER if before else ""

    def beside(self, files: list[Source], page: str) -> Callable[[str], bytes | None]:
        """Return the function that gives a picture's bytes by its address as the page at `page` writes it."""

        def neighbour(address: str) -> bytes | None:
            whole = joined(page, address).partition("#")[0]
            found = self.captures.get(whole)
            if found is None:
                return None
            data = _picture(files[found.file], found.record, whole)
            self.used |= {whole} if data else set()
            return data

        return neighbour


def claims(source: Source) -> bool:
    """Return whether the source is named so, begins with a WARC record, or is a WACZ package."""
    if suffix(source) in (".warc", ".wacz") or source.data.startswith((b"WARC/1.", b"WARC/0.")):
        return True
    return source.name.lower().endswith(".warc.gz") or any(
        _MEMBER.search(name) for name in zips.names(source)
    )


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the articles in the order of the archive, then what was passed over. Raises SsgError where nothing can be read."""
    files = list(_files(source))
    newest, pictures = dict[str, Capture](), Pictures()
    passed: Counter[str] = Counter()
    broken: list[Problem] = []
    for number, file in enumerate(files):
        broken += _cut_off(file)
        for record, at, offset in _records(file, broken, placed=True):
            kind = _kind(record)
            if kind:
                kind = pictures.seen(record, number, offset) if kind == _OTHERS else kind
                passed[kind] += bool(kind)
                continue
            key = _TRACKING.sub("", _address(record))
            when = record.rec_headers.get_header("WARC-Date") or ""
            if key in newest:
                passed[_OLDER] += 1
            if key not in newest or when >= newest[key].when:
                newest[key] = Capture(when, number, at)
    yield from broken
    wanted = {(it.file, it.record) for it in newest.values()}
    for number, file in enumerate(files):
        for record, at, _ in _records(file, []):
            if (number, at) in wanted:
                beside = pictures.beside(files, _address(record))
                yield from _documents(record, msgspec.structs.replace(file, beside=beside), passed)
    if not wanted and not broken:
        raise SsgError(problem(source.name, "there is no page in this web archive"))
    passed[_OTHERS] += len(pictures.captures) - len(pictures.used)
    yield from _told(+passed, source)


def _files(source: Source) -> Iterator[Source]:
    """The WARC files of a source: itself, or those of a package."""
    if not source.data.startswith(b"PK"):
        yield source
        return
    archive = zips.opened(source)
    for name in sorted(it for it in archive.members if _MEMBER.search(it)):
        yield msgspec.structs.replace(source, name=f"{source.name}/{name}", data=archive.read(name))


def _cut_off(file: Source) -> list[Problem]:
    """A Problem where a packed file ends amid a member (warcio passes over that in silence); SsgError for a bomb."""
    data, size = memoryview(file.data), 0
    if not file.data.startswith(b"\x1f\x8b"):
        return []
    member, begun = zlib.decompressobj(31), False
    try:
        for at in range(0, len(data), _STEP):
            piece: bytes = bytes(data[at : at + _STEP])
            while piece:
                size += len(member.decompress(piece, _MOST))
                begun = not member.eof
                piece = member.unconsumed_tail or member.unused_data
                if member.eof:
                    member = zlib.decompressobj(31)
                if size > MAX_UNPACKED:
                    what = f"would unpack to more than {MAX_UNPACKED // 1_000_000_000} GB"
                    raise SsgError(problem(file.name, what, "split it"))
    except zlib.error:
        return [
            problem(
                file.name,
                "is damaged: a part of it cannot be unpacked",
                "what can be read is imported; download it again for the rest",
            )
        ]
    if not begun:
        return []
    return [
        problem(
            file.name,
            "is cut off: it ends amid a record",
            "what is whole is imported; download it again for the rest",
        )
    ]


def _records(
    file: Source, broken: list[Problem], start: int = 0, *, placed: bool = False
) -> Iterator[tuple[Any, int, int]]:
    """The records of a file from a place on with their numbers; a Problem in `broken` where it breaks off.

    `placed` gives the places of pictures as well, which are then read to their end.
    """
    archive = needs.module("warcio.archiveiterator", "warc", file.name)
    errors = needs.module("warcio.exceptions", "warc", file.name)
    stream = io.BytesIO(file.data)
    stream.seek(start)
    at = 0
    try:
        walk = archive.ArchiveIterator(stream, no_record_parse=False)
        for at, record in enumerate(walk):
            yield record, at, walk.get_record_offset() if placed and _is_picture(record) else 0
            if at >= MAX_RECORDS or stream.tell() == 0:
                break
    except (
        errors.ArchiveLoadFailed,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        IndexError,
        UnicodeError,
        OverflowError,
    ) as error:
        hint = "what came before is imported; download it again for the rest"
        broken.append(
            problem(
                file.name,
                f"is damaged or cut off after {at + 1} records ({type(error).__name__})",
                hint,
            )
        )


def _kind(record: Any) -> str:
    """Why a record is no page to look at; "" for one that is."""
    if record.rec_type == "revisit":
        return "captures that only point to an earlier one"
    if record.rec_type not in ("response", "resource"):
        return "records about the capture itself" if record.rec_type != "request" else "requests"
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    kind = (
        headers.get_header("Content-Type")
        if headers
        else record.rec_headers.get_header("Content-Type")
    )
    if status != "200":
        return "answers that are no page (redirects, errors)"
    return "" if _PAGE.search(kind or "") else _OTHERS


def _address(record: Any) -> str:
    """The address that was captured, without its fragment."""
    return (record.rec_headers.get_header("WARC-Target-URI") or "").partition("#")[0]


def _is_picture(record: Any) -> bool:
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    return record.rec_type == "response" and bool(_PICTURE.match(kind or ""))


def _picture(file: Source, offset: int, name: str) -> bytes | None:
    """The bytes of a picture by the place of its record; None for one that is broken or too large."""
    record = next((record for record, _, _ in _records(file, [], offset)), None)
    try:
        return (_body(record, name) or None) if record else None
    except SsgError:
        return None


def _documents(record: Any, file: Source, passed: Counter[str]) -> Iterator[Document | Problem]:
    from ssg.intake.html.article import is_article

    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{file.name} ({address})"
    try:
        raw = _body(record, name)
        kind = (record.http_headers.get_header("Content-Type") if record.http_headers else "") or ""
        charset = _CHARSET.search(kind)
        text, warnings = labels.page(raw, file.charset or (charset[1] if charset else ""), name)
        if not is_article(text, name):
            passed["pages that are no articles (front pages, lists)"] += 1
            return
        known = Known(
            url=address if re.match(r"https?://", address) else "",
            archived=moment(record.rec_headers.get_header("WARC-Date") or "", file.zone),
        )
        here = msgspec.structs.replace(file, path=None)
        yield msgspec.structs.replace(html.document(text, here, known, warnings), part=address)
    except SsgError as error:
        yield from error.problems


def _body(record: Any, name: str) -> bytes:
    """A record's body, unpacked in steps. Raises SsgError above the limit and for a broken one."""
    stream, parts, size = record.content_stream(), [], 0
    try:
        while piece := stream.read(_STEP):
            parts.append(piece)
            size += len(piece)
            if size > MAX_RECORD:
                what = f"the page would unpack to more than {MAX_RECORD // 1_000_000} MB"
                raise SsgError(problem(name, what, "it may be meant to do harm"))
    except (OSError, EOFError, ValueError, AttributeError, OverflowError) as error:
        raise SsgError(problem(name, "the page is damaged and cannot be unpacked")) from error
    return b"".join(parts)


def _told(passed: Counter[str], source: Source) -> Iterator[Problem]:
    if passed:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        yield Problem(source.name, 0, 0, f"passed over: {counts}", "", "warning")


READER = Reader(
    name="warc", reads="web archives: WARC, WACZ", claims=claims, read=read, extra="warc"
)
