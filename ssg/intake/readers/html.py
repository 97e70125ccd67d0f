"""Saved web pages: HTML as a browser or SingleFile writes it, with the pictures of its folder, and HTML that somebody pasted."""

import re
from collections.abc import Iterator

from ssg.errors import Problem
from ssg.intake.decode import normalise
from ssg.intake.readers import Document, Known, Reader, Source, embedded, labels, pictures
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix

SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_MARKUP = re.compile(
    r"(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*<(?:!doctype\s+html|(?:html|head|body|div|p|article|section|main|h[1-6]|span|meta|table|ul|ol|a|img|script|style|link|title|figure|blockquote|header)\b[^가-힣<>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_SINGLEFILE = re.compile(
    r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]{10,80}?)\s*(?:\n|-->))?"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_ZONE = re.compile(r"\s*\([^()]*\)$|^\w{3} (?=\w{3} \d)")
_TOP = 20_000


def claims(source: Source) -> bool:
    """Return whether the source is named as HTML or begins with a tag of it."""
    return suffix(source) in SUFFIXES or (suffix(source) in ("", ".txt", ".text", ".asp", ".php", ".jsp") and bool(_MARKUP.match(head(source))))  # fmt: skip


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the page. Raises SsgError for empty, too large and binary ones."""
    text, warnings = labels.page(source.data, source.charset, source.name)
    yield document(text, source, problems=warnings)


def document(
    text: str, source: Source, known: Known | None = None, problems: tuple[Problem, ...] = ()
) -> Document:
    """Return a page's text as a document, with the pictures that it shows and that lie beside it or in it."""
    text = normalise(text)
    saved = known or _saved(text, source)
    text, inner = embedded.taken_out(text)
    files = {**pictures.shown(text, source), **inner}
    return Document(kind="html", content=text, known=saved, files=files, problems=problems)


def _saved(text: str, source: Source) -> Known:
    """Where and when a browser saved the page, if it wrote that down."""
    top = text[:_TOP]
    single = _SINGLEFILE.search(top)
    if single:
        when = moment(_ZONE.sub("", single[2].strip()), source.zone) if single[2] else None
        return Known(url=_web(single[1]), archived=when)
    saved = _SAVED_FROM.search(top)
    return Known(url=_web(saved[1]) if saved else source.url)


def _web(address: str) -> str:
    return address if re.match(r"https?://", address) else ""


READER = Reader(name="html", reads="web pages: saved by a browser (alone, with their folder) or by SingleFile; pasted HTML", claims=claims, read=read)  # fmt: skip
