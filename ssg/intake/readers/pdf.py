"""The text of PDF files, page by page. Pictures, columns and scanned pages are beyond it, and it says so."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, needs
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
            else [_page(page) for _, page in zip(range(MAX_PAGES), file.pages, strict=False)]
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
    yield Document(
        kind="text",
        content=text,
        properties=_properties(told, source),
        problems=_cut(count, source),
    )


def _page(page: Any) -> str:
    return str(page.extract_text() or "").replace("\0", "")


def _properties(told: dict[str, Any], source: Source) -> Known:
    title = " ".join(str(told.get("/Title") or "").split())
    author = " ".join(str(told.get("/Author") or "").split())
    return Known(
        title="" if _NO_TITLE.match(title) or len(title) < 4 else title,
        authors=tuple(name.strip() for name in re.split(r"[;,]", author) if name.strip()),
        date=_moment(str(told.get("/CreationDate") or ""), source),
    )


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
