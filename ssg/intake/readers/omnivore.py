"""Omnivore's export: a zip with metadata in JSON, the texts in HTML and highlights in Markdown."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ssg.errors import Problem, SsgError
from ssg.intake.readers import (
    Document,
    Known,
    Reader,
    Source,
    columns,
    html,
    labels,
    objects,
    prose,
    zips,
)
from ssg.intake.readers.moments import moment
from ssg.intake.readers.objects import text, texts

_META = re.compile(r"(?:^|/)metadata_\d+_to_\d+\.json$")


def claims(source: Source) -> bool:
    """Return whether the source is a zip with Omnivore's files of metadata."""
    return any(_META.search(name) for name in zips.names(source))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the articles in the order of the metadata; those without a text in the zip are links. Raises SsgError for a broken zip."""
    archive = zips.opened(source)
    for name in sorted((it for it in archive.members if _META.search(it)), key=_number):
        try:
            held = objects.parsed(
                msgspec.structs.replace(
                    source, name=f"{source.name}/{name}", data=archive.read(name)
                )
            )
        except SsgError as error:
            yield from error.problems
            continue
        folder = name.rpartition("/")[0]
        for item in objects.each(held):
            try:
                yield _document(item, source, archive, folder)
            except SsgError as error:
                yield from error.problems


def _number(name: str) -> int:
    return int(name.rpartition("metadata_")[2].partition("_")[0])


def _document(item: dict[str, Any], source: Source, archive: zips.Zip, folder: str) -> Document:
    slug, url = text(item, "slug"), text(item, "url", "originalArticleUrl")
    start = f"{folder}/" if folder else ""
    state = text(item, "state")
    notes = f"{start}highlights/{slug}.md"
    highlights = (
        archive.read(notes).decode("utf-8", "replace").strip() if notes in archive.members else ""
    )
    known = Known(
        title=prose.words(text(item, "title")),
        url=url,
        authors=(author,) if (author := prose.words(text(item, "author"))) else (),
        description=prose.words(text(item, "description")),
        date=moment(item.get("publishedAt"), source.zone),
        archived=moment(item.get("savedAt"), source.zone),
        tags=texts(item.get("labels"), "name"),
        source=text(item, "siteName"),
        extra={key: said for key, said in (("status", state), ("highlights", highlights)) if said},
    )
    page = f"{start}content/{slug}.html"
    if page not in archive.members:
        return columns.stub(known)
    body, warnings = labels.page(archive.read(page), "utf-8", f"{source.name}/{page}")
    here = msgspec.structs.replace(source, beside=archive.beside(page), path=None)
    return msgspec.structs.replace(html.document(body, here, known, warnings), part=url or slug)


READER = Reader(name="omnivore", reads="Omnivore exports (zip)", claims=claims, read=read)
