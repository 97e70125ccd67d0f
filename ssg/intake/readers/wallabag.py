"""wallabag's JSON export (versions 1 and 2): articles with their text as HTML."""

import re
from collections.abc import Iterator

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, columns, objects, prose
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head, suffix
from ssg.intake.readers.objects import text, texts

_MARKS = re.compile(r"\[\s*\{.{0,4000}?\"(?:is_archived|is_read|is_starred|is_fav)\"", re.DOTALL)
_FAILED = re.compile(r"wallabag can't retrieve contents for this article", re.IGNORECASE)


def claims(source: Source) -> bool:
    """Return whether the text is a list of objects with wallabag's flags."""
    return suffix(source) in (".json", "") and bool(_MARKS.match(head(source)))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the articles in the order of the export. Raises SsgError for what is no JSON."""
    for at, item in enumerate(objects.each(objects.parsed(source))):
        yield _document(item, source, at)


def _document(item: dict[str, object], source: Source, at: int) -> Document:
    url = text(item, "url", "given_url", "origin_url")
    body = text(item, "content")
    date = moment(item.get("published_at"), source.zone)
    known = Known(
        title=prose.words(text(item, "title")),
        url=url,
        source=text(item, "domain_name"),
        authors=texts(item.get("published_by")),
        date=date,
        archived=moment(item.get("created_at"), source.zone),
        tags=_tags(item.get("tags")),
        lang=text(item, "language").replace("_", "-"),
        image=text(item, "preview_picture"),
        extra=_notes(item),
    )
    if not body or _FAILED.search(body):
        return columns.stub(known)
    return Document(kind="html", content=body, part=url or f"item {at + 1}", known=known)


def _tags(value: object) -> tuple[str, ...]:
    """Names in a list, objects with a label, or one text with commas (version 1)."""
    return columns.tag_list(value) if isinstance(value, str) else texts(value, "label", "slug")


def _notes(item: dict[str, object]) -> dict[str, object]:
    """What the reader marked: highlights with their comments."""
    found = [
        {
            key: said
            for key, said in (("quote", text(note, "quote")), ("text", text(note, "text")))
            if said
        }
        for note in objects.each(item.get("annotations"))
    ]
    return {"highlights": [note for note in found if note]} if any(found) else {}


READER = Reader(name="wallabag", reads="wallabag JSON", claims=claims, read=read)
