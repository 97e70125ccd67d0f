"""JSON Feed 1 and 1.1 as files. Source: https://www.jsonfeed.org/version/1.1/"""

import re
from collections.abc import Iterator

from ssg.errors import Problem
from ssg.intake.readers import Document, Known, Reader, Source, objects, prose
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import head
from ssg.intake.readers.objects import text, texts


def claims(source: Source) -> bool:
    """Return whether the text is an object with a feed's version near its beginning."""
    return bool(
        re.search(
            r"^\{.{0,3000}?https://jsonfeed\.org/version/",
            head(source).replace("\\/", "/"),
            re.DOTALL,
        )
    )


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the items in the order of the feed. Raises SsgError for what is no JSON."""
    feed = objects.parsed(source)
    for at, item in enumerate(objects.each(feed.get("items") if isinstance(feed, dict) else None)):
        yield _document(item, feed, source, at)


def _document(
    item: dict[str, object], feed: dict[str, object], source: Source, at: int
) -> Document:
    url = text(item, "url", "external_url")
    markup, plain, summary = (
        text(item, "content_html"),
        text(item, "content_text"),
        text(item, "summary"),
    )
    body = markup or prose.paragraphs(plain or summary)
    authors = objects.each(item.get("authors")) or objects.each([item.get("author")])
    authors = authors or objects.each(feed.get("authors")) or objects.each([feed.get("author")])
    date, updated = (
        moment(item.get(key), source.zone) for key in ("date_published", "date_modified")
    )
    known = Known(
        title=prose.words(text(item, "title")) or ("" if body else prose.address_words(url)),
        url=url,
        source=prose.words(text(feed, "title")),
        authors=tuple(dict.fromkeys(name for each in authors if (name := text(each, "name")))),
        date=date,
        updated=updated if updated != date else None,
        tags=texts(item.get("tags")),
        description=prose.words(summary) if markup or plain else "",
        lang=text(item, "language") or text(feed, "language"),
        image=text(item, "image", "banner_image"),
        visibility=None if body else "metadata",
    )
    short = bool(body) and prose.cut_short(body, summary=not (markup or plain))
    return Document(
        kind="html",
        content=body,
        part=url or text(item, "id") or f"item {at + 1}",
        known=known,
        excerpt=short,
    )


READER = Reader(name="jsonfeed", reads="feeds: JSON Feed", claims=claims, read=read)
