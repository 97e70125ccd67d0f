"""A text that the archive has in another version: found, said, and brought together with what was changed by hand."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake import crew, duplicates, reading, write
from ssg.intake.apart import Part
from ssg.intake.outcome import Copy, Options
from ssg.intake.reading import Found, Job
from ssg.intake.shelf import Held, Shelf
from ssg.markup import frontmatter
from ssg.markup.merge import Conflict, Merged, merge
from ssg.model import FrontMatter, Moment
from ssg.urls import term_key

_TRIED = 3  # candidates by sketch whose texts are read
_ANOTHER = 0.3  # of the shorter text, that a new version must hold: less is another article at the same address


class Update(msgspec.Struct, frozen=True):
    """An article brought up to date: its new text, and what was changed on both sides (the hand's version stands)."""

    text: str
    problems: tuple[Problem, ...] = ()


def copy_of(held: Held, body: str, shelf: Shelf, root: Path) -> Copy | None:
    """Return the article that a text is a version of: the same address, else nearly the same words; None for a new text.

    Of two articles of different days only one and the same text counts: tomorrow's weather is no version of today's.
    """
    path = shelf.addresses.get(held.address) if held.address else None
    if path:
        return Copy(path, _share(root, path, body, held, shelf), "address")
    found = [
        Copy(near.other, _share(root, near.other, body, held, shelf), "text")
        for near in shelf.index.near(held.near)[:_TRIED]
    ]
    best = max(found, key=lambda copy: (copy.share, copy.path), default=None)
    if best is None or best.share < duplicates.LIKE:
        return None
    other = shelf.held[best.path]
    apart = bool(held.day and other.day and held.day != other.day)
    return None if apart and best.share < duplicates.SAME else best


def updates(copy: Copy, held: Held, shelf: Shelf) -> bool:
    """Return whether a text is a new version of an article, and not another outlet's copy of it."""
    other = shelf.held[copy.path]
    if copy.by == "address":
        return True
    outlet = held.outlet == other.outlet
    return outlet and (bool(held.outlet) or term_key(held.title) == term_key(other.title))


def updated(root: Path, path: str, part: Part, front: FrontMatter, options: Options) -> Update:
    """Return the article at `path` with a new version of its text, what was changed by hand kept.

    The base of the merge is what the kept original gives when it is read again. Raises SsgError where there is none, and
    where the new text is hardly the old one's. `front` is the new version's, with its original.
    """
    mine = (root / path).read_bytes().decode("utf-8")
    document = frontmatter.read(mine, path, str(options.zone))
    old = document.front
    base = _base(root, path, old, options)
    ours, theirs = base.article.body, part.article.body
    if ours.strip() and duplicates.held(ours, theirs) < _ANOTHER:
        what = f"another text stands at the address of {path}"
        raise SsgError(problem(path, what, "--duplicates keep imports it as an article of its own"))
    was = msgspec.structs.replace(base.article.front, archived=old.archived, archive=old.archive)
    older = tuple(dict.fromkeys((*old.archive.older, old.archive.original)))
    now = msgspec.structs.replace(
        front, archived=old.archived, archive=msgspec.structs.replace(front.archive, older=older)
    )
    merged = merge(
        frontmatter.write(was, _named(ours, base)),
        mine,
        frontmatter.write(now, _named(theirs, part)),
    )
    return Update(
        merged.decided([each.mine for each in merged.conflicts]), tuple(_clashes(path, merged))
    )


def _share(root: Path, path: str, body: str, held: Held, shelf: Shelf) -> float:
    """The share of a text that an article has; about that share where its file isn't written (a dry run)."""
    try:
        text = (root / path).read_bytes().decode("utf-8", "replace")
    except OSError:
        return duplicates.estimate(held.near, shelf.held[path].near)
    return duplicates.share(body, frontmatter.split(text).body)


def _base(root: Path, path: str, front: FrontMatter, options: Options) -> Part:
    """What the import of an article gave, from its original: without it nobody can tell what was changed by hand."""
    archive = front.archive
    original = write.inside(root, archive.original or "content/originals")
    if not original.is_file():
        hint = "bring it back, or import the new version beside it with --duplicates keep"
        raise SsgError(problem(path, "can't be brought up to date: its original is missing", hint))
    job = Job(name=archive.original, path=str(original).encode())
    moment = front.archived or Moment("9999-01-01")
    plain = msgspec.structs.replace(
        options, tags=(), date=None, lang="", split=archive.part.isdigit()
    )
    for part in _parts(job, plain, moment):
        if part.part == archive.part:
            return part
    raise SsgError(problem(path, "can't be brought up to date: its original no longer gives it"))


def _parts(job: Job, options: Options, moment: Moment) -> Iterator[Part]:
    work = partial(reading.answers, options, moment, frozenset())
    for _, said in crew.run([job], work, 1):
        if said.kind == "lost":
            raise SsgError(problem(job.name, f"could not be read: {said.why}"))
        answer = reading.decoded(said.answer) if said.kind == "answer" else None
        if isinstance(answer, Found):
            yield answer.part


def _named(body: str, part: Part) -> str:
    """A body whose pictures have the names of their files."""
    for address, name in write.named(part.article.files).items():
        body = body.replace(f"]({address}", f"]({name}")
    return body


def _clashes(path: str, merged: Merged) -> Iterator[Problem]:
    """What both changed, at the lines of the file as it is with the hand's version."""
    line = 1
    for piece in merged.pieces:
        text = piece.mine if isinstance(piece, Conflict) else piece
        if isinstance(piece, Conflict):
            new = " ".join(piece.theirs.split()) or "(nothing)"
            hint = f"the new version says: {new if len(new) <= 80 else new[:79] + '…'}"
            at = line + len(text) - len(text.lstrip("\n"))
            what = "was changed by hand and in the new version; yours stands"
            yield Problem(path, at, 0, what, hint, "warning")
        line += text.count("\n")
