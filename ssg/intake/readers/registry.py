"""The readers in the order they are asked: the more particular first. Importing it stays cheap; no I/O."""

from ssg.intake.readers import Reader, Source, columns, feed, json_feed, markdown, text, wallabag

READERS: tuple[Reader, ...] = (
    # packages and archives
    # exports in XML, JSON and CSV
    feed.READER,
    json_feed.READER,
    wallabag.READER,
    *columns.READERS,
    # saved web pages
    # single texts
    markdown.READER,
    text.READER,
)
"""All readers. A format whose files could be taken for another's stands before that one; `text` takes what is left."""


def reader_of(source: Source) -> Reader | None:
    """Return the reader of a source, None where it is no text that anybody reads (a picture, a style sheet)."""
    return next((reader for reader in READERS if reader.claims(source)), None)
