"""Web pages saved as one file by Chromium, Edge and older browsers: MHTML (RFC 2557). Nothing in it is fetched."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, html, labels, pictures
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, joined, suffix

_MARKS = re.compile(r"(?:^|\n)(?:Snapshot-Content-Location:|X-MimeOLE:|Content-Type:\s*multipart/related)", re.IGNORECASE)  # fmt: skip
_HEADERS = re.compile(r"(?:[A-Za-z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAX_PARTS = 2000
_MAX_DEPTH = 50


def claims(source: Source) -> bool:
    """Return whether the source is named as MHTML, or has the headers of one."""
    if suffix(source) in (".mhtml", ".mht"):
        return True
    top = head(source).replace("\r\n", "\n")
    return suffix(source) == "" and bool(_HEADERS.match(top)) and bool(_MARKS.search(top))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the page with its pictures. Raises SsgError where no part is a page."""
    message, parts = opened(source)
    address = _location(message, "Snapshot-Content-Location")
    main = _main(message, parts, address)
    if main is None:
        raise SsgError(problem(source.name, "there is no page in it", "save the page again"))
    raw, charset = payload(main), main.get_content_charset() or ""
    text, warnings = labels.page(raw, source.charset or charset, source.name)
    url = address or _location(main, "Content-Location") or source.url
    known = Known(
        url=url if re.match(r"https?://", url) else "",
        archived=moment(str(message.get("Date", "")), source.zone),
    )
    files = {
        name: payload(part)
        for part in parts
        if part.get_content_maintype() == "image"
        for name in _names(part, url)
    }

    def neighbour(src: str) -> bytes | None:
        return files.get(src) or files.get(joined(url, src))

    here = msgspec.structs.replace(source, beside=neighbour, path=None)
    yield html.document(text, here, known, warnings)


def opened(source: Source) -> tuple[EmailMessage, list[EmailMessage]]:
    """Return a message and its parts that hold something, in order. Raises SsgError for parts nested without end."""
    try:
        message = email.message_from_bytes(source.data, policy=email.policy.default)
    except RecursionError as error:
        raise SsgError(problem(source.name, "its parts are nested too deeply")) from error
    found: list[EmailMessage] = []
    waiting: list[tuple[Any, int]] = [(message, 0)]
    while waiting and len(found) < _MAX_PARTS:
        part, depth = waiting.pop()
        if not part.is_multipart():
            found.append(part)
        elif depth < _MAX_DEPTH:
            waiting += [(inner, depth + 1) for inner in reversed(part.get_payload())]
    return message, found


def payload(part: EmailMessage) -> bytes:
    """Return the bytes of a part; b"" where its encoding is broken beyond reading."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return found if isinstance(found, bytes) else b""


def _main(message: EmailMessage, parts: list[EmailMessage], address: str) -> EmailMessage | None:
    """The part that is the page: the snapshot's, the one named by `start`, else the first; frames are pages too."""
    pages = [
        part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    start = str(message.get_param("start", "") or "").strip("<>")
    for page in pages:
        if address and _location(page, "Content-Location") == address:
            return page
        if start and str(page.get("Content-ID", "")).strip("<> ") == start:
            return page
    return pages[0] if pages else None


def _location(part: EmailMessage, name: str) -> str:
    return "".join(str(part.get(name, "")).split())


def _names(part: EmailMessage, url: str) -> list[str]:
    """The addresses by which the page may show a picture."""
    if len(payload(part)) > pictures.MAX_PICTURE:
        return []
    location, identity = (
        _location(part, "Content-Location"),
        str(part.get("Content-ID", "")).strip("<> "),
    )
    return [
        name
        for name in (
            location,
            joined(url, location) if location else "",
            f"cid:{identity}" if identity else "",
        )
        if name
    ]


READER = Reader(name="mhtml", reads="web pages in one file: MHTML", claims=claims, read=read)
