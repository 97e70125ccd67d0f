"""Mails saved as files (.eml): the HTML part with its pictures, else the plain one. Nothing in it is fetched."""

import email.errors
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.decode import decode
from ssg.intake.readers import Document, Known, Reader, Source, html, labels
from ssg.intake.readers.mhtml import opened, payload
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix

_HEADERS = re.compile(r"(?:[A-Za-z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_MAIL = re.compile(
    r"^(?:From|Received|Return-Path|Date|Subject|Message-ID):", re.MULTILINE | re.IGNORECASE
)


def claims(source: Source) -> bool:
    """Return whether the source is named as a mail, or begins with the headers of one."""
    if suffix(source) == ".eml":
        return True
    top = head(source).replace("\r\n", "\n")
    found = _HEADERS.match(top)
    return suffix(source) == "" and bool(found) and len(set(_MAIL.findall(found[0]))) >= 3  # type: ignore[index]


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the mail. Raises SsgError where it holds no text."""
    message, parts = opened(source)
    main = _main(parts)
    if main is None:
        raise SsgError(
            problem(
                source.name,
                "there is no text in this mail",
                "save its attachments and import these",
            )
        )
    attached = sum(part.get_content_disposition() == "attachment" for part in parts)
    told = _attached(attached, source)
    charset = source.charset or main.get_content_charset() or ""
    known = _known(message, source)
    if main.get_content_type() == "text/html":
        text, warnings = labels.page(payload(main), charset, source.name)
        files = {
            f"cid:{str(part['Content-ID']).strip('<> ')}": payload(part)
            for part in parts
            if part["Content-ID"] and part.get_content_maintype() == "image"
        }
        here = msgspec.structs.replace(source, beside=files.get, path=None)
        yield html.document(text, here, known, (*warnings, *told))
        return
    decoded = decode(payload(main), labels.codec(charset) or None, source.name)
    yield Document(
        kind="text", content=decoded.text, known=known, problems=(*decoded.problems, *told)
    )


def _main(parts: list[EmailMessage]) -> EmailMessage | None:
    texts = [
        part
        for part in parts
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
    ]
    return next(
        (
            part
            for kind in ("text/html", "text/plain")
            for part in texts
            if part.get_content_type() == kind
        ),
        None,
    )


def _known(message: EmailMessage, source: Source) -> Known:
    """Subject, sender and day. A mail's headers may be broken in any way; what cannot be read was not said."""
    name, address = email.utils.parseaddr(_header(message, "From"))
    return Known(
        title=" ".join(_header(message, "Subject").split()),
        authors=(name,) if name else (address.partition("@")[0],) if "@" in address else (),
        date=moment(_header(message, "Date"), source.zone),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        LookupError,
        email.errors.MessageError,
    ):
        return ""


def _attached(count: int, source: Source) -> tuple[Problem, ...]:
    if not count:
        return ()
    what = f"{count} attachments are not imported"
    return (Problem(source.name, 0, 0, what, "save them and import them by themselves", "warning"),)


READER = Reader(name="mail", reads="mails (.eml)", claims=claims, read=read)
