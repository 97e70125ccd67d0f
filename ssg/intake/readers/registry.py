"""The readers in the order they are asked: the more particular first. Importing it stays cheap; no I/O."""

from ssg.intake.readers import (
    Reader,
    Source,
    archive,
    columns,
    evernote,
    feed,
    html,
    json_feed,
    mail,
    markdown,
    mhtml,
    omnivore,
    pdf,
    readwise,
    text,
    wallabag,
    warc,
    webarchive,
    word,
    wordpress,
)

READERS: tuple[Reader, ...] = (
    # packages and archives
    warc.READER,
    omnivore.READER,
    word.READER,
    pdf.READER,
    archive.READER,
    # exports in XML, JSON and CSV
    wordpress.READER,
    evernote.READER,
    feed.READER,
    json_feed.READER,
    wallabag.READER,
    readwise.READER,
    *columns.READERS,
    # saved web pages
    mhtml.READER,
    webarchive.READER,
    mail.READER,
    html.READER,
    # single texts
    markdown.READER,
    text.READER,
)
"""All readers. A format whose files could be taken for another's stands before that one; `text` takes what is left."""


def reader_of(source: Source) -> Reader | None:
    """Return the reader of a source, None where it is no text that anybody reads (a picture, a style sheet)."""
    return next((reader for reader in READERS if reader.claims(source)), None)
