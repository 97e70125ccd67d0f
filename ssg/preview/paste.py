"""Pasted raw text in the editor: what the importer makes of it, with what a person says of single lines."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from ssg.errors import SsgError, problem
from ssg.intake import article, write
from ssg.intake.article import Hints, Imported
from ssg.intake.decode import normalise
from ssg.intake.outcome import plain
from ssg.intake.shelf import Shelf, shelf
from ssg.intake.spans import BODY, Clue, Mark, Span
from ssg.markup import frontmatter
from ssg.model import Archive, Moment

KEPT, DROPPED = Mark("body", "you keep it"), Mark("other", "you drop it")


class Pasted(msgspec.Struct, frozen=True):
    """What a paste would become: the normalised text, its spans, front matter, Markdown. Spans count code points."""

    text: str
    spans: tuple[Span, ...]
    values: dict[str, object]
    body: str


def read(text: str, decided: Mapping[int, bool], zone: str, tags: Sequence[str]) -> Pasted:
    """Return what the importer makes of a text; `decided` says of lines, from 0, whether they are kept as text."""
    found = _imported(text, decided, zone, tags)
    return Pasted(found.text, found.spans, plain(found.front), found.body)


def _imported(text: str, decided: Mapping[int, bool], zone: str, tags: Sequence[str]) -> Imported:
    whole = normalise(text)
    if not whole.strip():
        raise SsgError(problem("", "there is no text in it"))
    clues: list[Clue] = []
    if decided:
        lines = whole.count("\n") + 1
        marks = {line: KEPT if keep else DROPPED for line, keep in decided.items()}
        clues = [Clue(mark=marks.get(line)) for line in range(lines)]
    return article.parse(whole, Hints(zone=ZoneInfo(zone), known_tags=tuple(tags)), clues)


def kept(span: Span) -> bool:
    """Return whether a span stays in the text."""
    return span.label in BODY


def shelve(  # noqa: PLR0913
    root: Path,
    text: str,
    decided: Mapping[int, bool],
    zone: str,
    tags: Sequence[str],
    now: datetime,
) -> str:
    """Write a paste as a new article, its raw original first, as `ssg import` does; return the article's path.

    Raises SsgError if the archive holds the text already.
    """
    raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    found = _imported(text, decided, zone, tags)
    with shelf(root, ZoneInfo(zone)) as known:
        return _shelved(root, (raw, found), known, now)


def _shelved(root: Path, read_: tuple[bytes, Imported], known: Shelf, now: datetime) -> str:
    raw, found = read_
    digest = hashlib.sha256(raw).hexdigest()
    identity = hashlib.sha256(found.text.encode("utf-8", "replace")).hexdigest()[:32]
    if there := known.digests.get(digest) or known.digests.get(identity):
        raise SsgError(problem(there, "holds this text already", "open it"))
    original = write.original(digest)
    moment = Moment(now.replace(microsecond=0).isoformat())
    archive = Archive(id=identity, sha256=digest, original=original, reader="text", auto_tags=found.front.archive.auto_tags,
                      uncertain=found.front.archive.uncertain)  # fmt: skip
    front = msgspec.structs.replace(found.front, archived=moment, archive=archive)
    year = front.date.year if front.date else moment.year
    path = write.place("content/articles", year, front.title, known.slugs, digest)
    write.whole(write.inside(root, original), raw)
    write.whole(write.inside(root, path), frontmatter.write(front, found.body).encode())
    return path
