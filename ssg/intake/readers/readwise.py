"""Readwise's highlights, as CSV or as the JSON of its export: one document for each article or book, its highlights as quotations."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, columns, objects, prose
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix
from ssg.intake.readers.objects import text, texts

_TABLE = columns.Table(
    "readwise-highlights", "", ("highlight", "book title", "highlighted at"), {}
)  # fmt: skip
_BOOKS = re.compile(r"\{.{0,2000}?\"(?:user_book_id|readable_title)\"\s*:", re.DOTALL)


class Highlight(msgspec.Struct, frozen=True):
    """A passage that somebody marked, what she wrote beside it, her tags, and when (as the export writes it)."""

    passage: str
    note: str
    tags: tuple[str, ...]
    made: str


def claims(source: Source) -> bool:
    """Return whether the first line names the table's columns, or the JSON holds books with highlights."""
    start = head(source)
    json = suffix(source) in (".json", "") and bool(_BOOKS.match(start.lstrip(" \r\n\t[")))
    return columns.claims(_TABLE, source) or (json and '"highlights"' in start)


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the articles and books in the order of their first highlight. Raises SsgError for what is neither table nor JSON."""
    if columns.claims(_TABLE, source):
        yield from _of_table(source)
        return
    held = objects.parsed(source)
    books = objects.each(held.get("results") if isinstance(held, dict) else held)
    for book in books or objects.each([held]):
        marked = [
            Highlight(
                text(each, "text"),
                text(each, "note"),
                texts(each.get("tags"), "name"),
                text(each, "highlighted_at", "created_at"),
            )
            for each in objects.each(book.get("highlights"))
            if not each.get("is_discard")
        ]
        known = Known(
            title=prose.words(text(book, "title", "readable_title")),
            url=_address(text(book, "source_url", "unique_url")),
            authors=columns.tag_list(text(book, "author")),
            tags=texts(book.get("book_tags"), "name"),
            description=prose.words(text(book, "summary")),
            image=_address(text(book, "cover_image_url")),
        )
        yield _document(known, text(book, "document_note"), marked, source)


def _address(url: str) -> str:
    return url if re.match(r"https?://", url) else ""


def _of_table(source: Source) -> Iterator[Document | Problem]:
    """The rows of a table, gathered by title and author."""
    books: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for _, row in columns.rows(source):
        if isinstance(row, Problem):
            yield row
            break
        named = row.get("book title", ""), row.get("book author", "")
        books.setdefault(named, []).append(row)
    for (title, author), rows in books.items():
        marked = [
            Highlight(
                row.get("highlight", ""),
                row.get("note", ""),
                columns.tag_list(row.get("tags", "")),
                row.get("highlighted at", ""),
            )
            for row in rows
        ]
        known = Known(
            title=prose.words(title),
            authors=columns.tag_list(author),
            tags=columns.tag_list(rows[0].get("document tags", "")),
        )
        yield _document(known, "", marked, source)


def _document(known: Known, note: str, marked: Iterable[Highlight], source: Source) -> Document:
    """The highlights as Markdown, each once; the last one's moment is when the document was archived."""
    once = list({each.passage: each for each in marked if each.passage}.values())
    moments = [found for each in once if (found := moment(each.made, source.zone))]
    known = msgspec.structs.replace(known, archived=max(moments, default=None))
    if not once:
        return columns.stub(known, note)
    blocks = [note, *(block for each in once for block in _blocks(each))]
    body = "\n\n".join(block for block in blocks if block) + "\n"
    return Document(
        kind="markdown", content=body, part=known.title or known.url, known=known, excerpt=True
    )


def _blocks(each: Highlight) -> tuple[str, str]:
    """A passage as a quotation, and below it what was written and its tags."""
    quoted = "\n".join(f"> {line}".rstrip() for line in each.passage.splitlines())
    return quoted, " ".join(
        [each.note, *(f"#{tag.replace(' ', '_')}" for tag in each.tags)]
    ).strip()


READER = Reader(
    name="readwise-highlights",
    reads="Readwise highlights (CSV, JSON)",
    claims=claims,
    read=read,
)
