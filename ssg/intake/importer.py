"""`ssg import`: sources in, one outcome for each article out. A bad source is an outcome with a problem; the others go on."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake import write
from ssg.intake.apart import Part, Unread, apart, reader
from ssg.intake.article import Hints
from ssg.intake.outcome import Options, Original, Outcome, Status
from ssg.intake.readers import Source
from ssg.intake.shelf import Shelf, shelf
from ssg.markup import frontmatter
from ssg.model import FrontMatter, Moment

MAX_SOURCE = 512_000_000
"""The largest file that is opened, in bytes."""


class Run(msgspec.Struct):
    """One run of the importer: the archive's folder, what was asked, the moment, and what the archive holds."""

    root: Path
    options: Options
    now: datetime
    known: Shelf


def run(
    sources: Sequence[str], *, root: Path, options: Options, stdin: bytes | None, now: datetime
) -> Iterator[Outcome]:
    """Import files, folders and `-` (the bytes of `stdin`) into the archive at `root`, in the order given.

    `now` has a zone; it becomes `archived`. A text that the archive holds already is not written again.
    """
    here = Run(root, options, now.astimezone(options.zone), shelf(root))
    for source in sources:
        for name, path in _expanded(source):
            try:
                raw = (stdin or b"") if path is None else _read(path, name)
                yield from _source(raw, name, path, here)
            except SsgError as error:
                passed = isinstance(error, Unread) and name != source
                yield _failed(name, error, passed=passed)


def _failed(name: str, error: SsgError, *, passed: bool = False) -> Outcome:
    said = tuple(
        msgspec.structs.replace(each, level="warning") if passed else each
        for each in error.problems
    )
    status: Status = "skipped" if passed else "failed"
    return Outcome(source=name, path=name, status=status, problems=said)


def _expanded(source: str) -> Iterator[tuple[str, Path | None]]:
    """The files of a source with the names to call them by; a folder's files in the order of their paths."""
    if source == "-":
        yield "-", None
        return
    path = Path(source)
    if not path.is_dir():
        yield source, path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and not hidden:
            yield file.as_posix(), file


def _read(path: Path, name: str) -> bytes:
    """The bytes of a file; raises SsgError for what is missing, no file or too large."""
    if re.match(r"https?://", name):
        hint = "copy the page's text and paste it: ssg import -"
        raise SsgError(problem(name, "web addresses are not read yet", hint))
    if not path.exists():
        raise SsgError(problem(name, "there is no such file"))
    if not path.is_file():
        raise SsgError(problem(name, "is no regular file"))
    if path.stat().st_size > MAX_SOURCE:
        size = f"{path.stat().st_size / 1e6:,.0f} MB"
        hint = f"at most {MAX_SOURCE // 1_000_000} MB are read at once; split it"
        raise SsgError(problem(name, f"the file is too large ({size})", hint))
    try:
        return path.read_bytes()
    except OSError as error:
        raise SsgError(problem(name, f"could not be read: {error.strerror}")) from error


def _source(raw: bytes, name: str, path: Path | None, here: Run) -> Iterator[Outcome]:
    """The outcomes of one source, each written before it is told."""
    options, known = here.options, here.known
    source = Source(name=name, data=raw, path=path, charset=options.encoding, zone=options.zone)
    by = reader(source)
    digest = hashlib.sha256(raw).hexdigest()
    told = 0
    for part in apart(source, by, _hints(options, here.now), split=options.split):
        told += 1
        if isinstance(part, Problem):
            status: Status = "skipped" if part.level == "warning" else "failed"
            yield Outcome(source=name, path=part.path, status=status, problems=(part,))
            continue
        outcome = _shelved(part, Original(digest, by.name), name, here)
        if outcome.status == "imported":
            try:
                outcome = _keep(here.root, outcome, raw, part.article.files)
            except OSError as error:
                what = f"could not be written: {error.strerror or error}"
                yield _failed(name, SsgError(problem(name, what)))
                continue
        if outcome.status in ("imported", "dry-run") and outcome.front:
            whole = () if part.part else (digest,)
            known.add(outcome.path, *whole, part.identity)
        yield outcome
    if not told:
        raise SsgError(problem(name, "there is no article in it"))


def _shelved(part: Part, original: Original, name: str, here: Run) -> Outcome:
    """The outcome for an article, as it will be once it is written."""
    options, known, digest = here.options, here.known, original.sha256
    ending = "" if name == "-" or "://" in name else name
    front = _recorded(part, original, write.original(digest, ending, part.kind), here.now)
    same = known.digests.get(part.identity) or (
        known.digests.get(digest) if not part.part else None
    )
    path = same or write.place(options.to, _year(front), front.title, known.slugs, part.identity)
    return Outcome(
        source=name,
        part=part.part,
        path=path if same or not part.article.files else write.bundle(path),
        status="exists" if same else "dry-run" if options.dry_run else "imported",
        front=front,
        body=part.article.body,
        text=part.article.text,
        spans=part.article.spans,
        original=original,
        problems=part.problems,
    )


def _hints(options: Options, now: datetime) -> Hints:
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    return Hints(
        zone=options.zone,
        lang=options.lang,
        date=options.date,
        tags=options.tags,
        visibility=options.visibility,
        known_tags=options.known_tags,
        latest=tomorrow,
    )


def _recorded(part: Part, original: Original, path: str, now: datetime) -> FrontMatter:
    """The front matter with the moment of the import and what tells the original, which is kept at `path`."""
    front = part.article.front
    archive = msgspec.structs.replace(
        front.archive, id=part.identity, sha256=original.sha256, original=path, reader=original.reader,
        part=part.part,
    )  # fmt: skip
    archived = front.archived or Moment(now.replace(microsecond=0).isoformat())
    return msgspec.structs.replace(front, archived=archived, archive=archive)


def _year(front: FrontMatter) -> str:
    dated = front.date or front.archived
    return dated.year if dated else "undated"


def _keep(root: Path, outcome: Outcome, raw: bytes, files: dict[str, bytes]) -> Outcome:
    """Write the original, the pictures, then the article that names both: a crash leaves nothing half done."""
    if outcome.front is None:
        return outcome
    kept = write.inside(root, outcome.front.archive.original)
    target = write.inside(root, outcome.path)
    body = outcome.body
    if not kept.exists():
        write.whole(kept, raw)
    for address, name in write.named(files).items():
        write.whole(write.inside(root, f"{outcome.path.rpartition('/')[0]}/{name}"), files[address])
        body = body.replace(f"]({address}", f"]({name}")
    write.whole(target, frontmatter.write(outcome.front, body).encode("utf-8"))
    return msgspec.structs.replace(outcome, body=body)
