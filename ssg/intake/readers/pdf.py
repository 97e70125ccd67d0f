"""The text of PDF files, page by page. Pictures, columns and scanned pages are beyond it, and it says so."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, leaves, needs
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import suffix
from ssg.model import Moment

MAX_PAGES = 500
MAX_TEXT = 5_000_000
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:([+-])(\d\d)'?(\d\d)'?|(Z))?)?")
_NO_TITLE = re.compile(
    r"^(?:microsoft word\b.*|untitled.*|제목 없음.*|.*\.(?:docx?|hwpx?|indd|pdf|pptx?))$",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"Mozilla/|Skia/PDF|Quartz PDFContext|Microsoft: Print To PDF|WebKit|wkhtmltopdf", re.IGNORECASE
)
_SITE = re.compile(r"\s+[-–—|:·]\s+\S")
_SPLIT_WORD = re.compile(r"(?<=[a-zß-ÿ])-\n(?=[a-zß-ÿ])")


def claims(source: Source) -> bool:
    """Return whether the source is a PDF."""
    return source.data[:1024].lstrip().startswith(b"%PDF") or suffix(source) == ".pdf"


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the text. Raises SsgError for what is damaged, locked, or holds pictures of text only."""
    pypdf = needs.module("pypdf", "pdf", source.name)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    broken = (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, NotImplementedError, ArithmeticError)  # fmt: skip
    try:
        file = pypdf.PdfReader(io.BytesIO(source.data), strict=False)
        locked = bool(file.is_encrypted and not file.decrypt(""))
        pages = (
            []
            if locked
            else [leaves.text(page) for _, page in zip(range(MAX_PAGES), file.pages, strict=False)]
        )
        count, told = (0, {}) if locked else (len(file.pages), dict(file.metadata or {}))
    except broken as error:
        hint = "save it again, or paste its text"
        raise SsgError(problem(source.name, "this PDF is damaged or cut off", hint)) from error
    if locked:
        raise SsgError(problem(source.name, "is locked with a password", "save it without one"))
    text = _SPLIT_WORD.sub("", "\n\n".join(page for page in pages if page.strip()))[:MAX_TEXT]
    if not text.strip():
        hint = "recognise its text first (OCR), or paste the article"
        raise SsgError(problem(source.name, "there is no text in it: its pages are pictures", hint))
    properties = _properties(told, source, text)
    yield Document(
        kind="text",
        content=text,
        known=Known(archived=properties.archived),
        properties=properties,
        problems=_cut(count, source),
    )


def _properties(told: dict[str, Any], source: Source, text: str) -> Known:
    """What the file says of itself; of a page that a browser printed, the day is that of the print, no article's."""
    title = " ".join(str(told.get("/Title") or "").split())
    author = " ".join(str(told.get("/Author") or "").split())
    made = _moment(str(told.get("/CreationDate") or ""), source)
    printed = bool(_BROWSER.search(f"{told.get('/Creator') or ''} {told.get('/Producer') or ''}"))
    return Known(
        title="" if _NO_TITLE.match(title) or len(title) < 4 else _without_site(title, text),
        authors=tuple(name.strip() for name in re.split(r"[;,]", author) if name.strip()),
        date=None if printed else made,
        archived=made if printed else None,
    )


def _without_site(title: str, text: str) -> str:
    """A title without the outlet's name behind it, where the text has a line without it."""
    shown = (" ".join(line.split()) for line in text.split("\n"))
    found = (line for line in shown if line and _SITE.match(title.removeprefix(line)))
    return next(found, title)


def _moment(said: str, source: Source) -> Moment | None:
    """A date as PDF writes it: D:20240515200000+09'00'."""
    match = _DATE.match(said)
    if match is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes, utc = match.groups()
    clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    offset = "Z" if utc else f"{sign}{hours}:{minutes}" if sign and clock else ""
    return moment(f"{year}-{month}-{day}{clock}{offset}", source.zone)


def _cut(count: int, source: Source) -> tuple[Problem, ...]:
    if count <= MAX_PAGES:
        return ()
    return (
        Problem(
            source.name,
            0,
            0,
            f"only the first {MAX_PAGES} of {count} pages are read",
            "split it",
            "warning",
        ),
    )


READER = Reader(name="pdf", reads="the text of PDF files", claims=claims, read=read, extra="pdf")
