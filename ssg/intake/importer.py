"""`ssg import`: sources in, one outcome for each article out. A bad source is an outcome with a problem; the others go on.

Sources are read by processes of their own (`reading`, `crew`); this one compares, places and writes, in their order.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from ssg import __version__
from ssg.errors import Problem, SsgError, problem
from ssg.intake import crew, inbox, reading, tags, versions, visits, write
from ssg.intake.apart import Part, is_media
from ssg.intake.crew import Said
from ssg.intake.outcome import Copy, Options, Original, Outcome, Status
from ssg.intake.reading import Found, Job, Opened, Told
from ssg.intake.shelf import Held, Shelf, held_of, shelf
from ssg.markup import frontmatter
from ssg.model import FrontMatter, Moment

_KEPT: tuple[Status, ...] = ("imported", "updated", "exists")


class Run(msgspec.Struct):
    """One run of the importer: the archive's folder, what was asked, the moment, and what the archive holds."""

    root: Path
    options: Options
    now: Moment
    known: Shelf


class Visit(msgspec.Struct):
    """A source while it is being imported: what it is, and what became of its articles so far."""

    job: Job
    opened: Original = Original()
    articles: int = 0
    kept: int = 0
    failed: bool = False
    passed: bool = False
    place: str = ""


class Arrival(msgspec.Struct, frozen=True):
    """An article that was read, with its front matter as it will be written, and what the shelf will know of it."""

    part: Part
    front: FrontMatter
    held: Held


def run(  # noqa: PLR0913 - all by keyword; the last two are the terminal's
    sources: Sequence[str],
    *,
    root: Path,
    options: Options,
    stdin: bytes | None,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Import files, folders and `-` (the bytes of `stdin`) into the archive at `root`, in the order given.

    `now` has a zone; it becomes `archived`. A text that the archive holds already is not written again. `progress` is
    told of sources done and all; `waiting` is called where another import holds the archive.
    """
    with shelf(root, options.zone, waiting=waiting, progress=progress) as known:
        moment = Moment(now.astimezone(options.zone).replace(microsecond=0).isoformat())
        options = msgspec.structs.replace(options, known_tags=(*options.known_tags, *known.tags))
        here = Run(root, options, moment, known)
        raws = known.raws if options.brief and not options.split else frozenset()
        jobs = list(visits.fetched(inbox.jobs(sources, root, stdin)))
        work = partial(reading.answers, options, moment, raws)
        progress(0, len(jobs))
        visit = None
        heard = crew.run(jobs, work, options.jobs or _crew(len(jobs)), small=reading.small)
        for done, job, said in _numbered(heard):
            visit = visit if visit and visit.job is job else Visit(job)
            try:
                yield from _heard(said, visit, here)
            except SsgError as error:
                visit.failed = True
                yield _failed(job.name, error.problems)
            except OSError as error:
                visit.failed = True
                what = f"could not be written: {error.strerror or error}"
                yield _failed(job.name, (problem(job.name, what),))
            if said.kind != "answer":
                progress(done, len(jobs))


def _crew(jobs: int) -> int:
    return max(1, min(jobs, os.cpu_count() or 1))


def _numbered(said: Iterator[tuple[Job, Said]]) -> Iterator[tuple[int, Job, Said]]:
    """What was said of jobs, with the number of jobs that are done."""
    done = 0
    for job, each in said:
        done += each.kind != "answer"
        yield done, job, each


def _heard(said: Said, visit: Visit, here: Run) -> Iterator[Outcome]:
    """The outcomes of one thing that was said of a source, each written before it is told."""
    job = visit.job
    if said.kind == "lost":
        raise SsgError(problem(job.name, f"could not be read: {said.why}", "the others go on"))
    if said.kind == "done":
        yield from _finished(visit, here)
        return
    match reading.decoded(said.answer):
        case Opened(sha256, by):
            visit.opened = Original(sha256, by)
        case Told(problems, whole, unread):
            passed = unread and job.found
            visit.failed = visit.failed or whole
            listed = visit.opened.reader == "markdown" and bool(problems) and not whole
            visit.passed = visit.passed or listed  # the page of a list: said, and no fault
            yield from _told(job, problems, whole=whole, passed=passed)
        case Found(part):
            visit.articles += 1
            outcome = _shelved(part, visit, here)
            visit.kept += outcome.status in _KEPT
            yield outcome


def _told(job: Job, problems: Sequence[Problem], *, whole: bool, passed: bool) -> Iterator[Outcome]:
    if whole and passed and is_media(job.name) and not job.inbox:
        # pictures of a folder come with the articles that show them
        yield Outcome(source=job.name, path=job.name, status="skipped")
        return
    if whole:
        yield _failed(job.name, problems, passed=passed)
        return
    for each in problems:
        status: Status = "skipped" if each.level == "warning" else "failed"
        yield Outcome(source=job.name, path=each.path, status=status, problems=(each,))


def _failed(name: str, problems: Sequence[Problem], *, passed: bool = False) -> Outcome:
    said = tuple(
        msgspec.structs.replace(each, level="warning") if passed else each for each in problems
    )
    status: Status = "skipped" if passed else "failed"
    return Outcome(source=name, path=name, status=status, problems=said)


def _finished(visit: Visit, here: Run) -> Iterator[Outcome]:
    """What is left once a source is read: one that is here already, one without articles, one that leaves the inbox."""
    job, digest = visit.job, visit.opened.sha256
    known = here.known.digests.get(digest)
    if not visit.articles and not visit.failed and known:
        held = here.known.held[known]
        front = FrontMatter(title=held.title)
        visit.articles = visit.kept = 1
        yield Outcome(
            source=job.name, path=known, status="exists", front=front, original=visit.opened
        )
    if not (visit.articles or visit.failed or visit.passed):
        raise SsgError(problem(job.name, "there is no article in it"))
    whole = visit.kept == visit.articles and not visit.failed
    if job.inbox and whole and not here.options.dry_run:
        place = visit.place or write.original(digest, job.name)
        inbox.take(here.root, job, place, digest)


def _shelved(part: Part, visit: Visit, here: Run) -> Outcome:
    """The outcome for an article: what the archive has already is left, the rest is written."""
    known, digest = here.known, visit.opened.sha256
    front = _recorded(part, visit, here)
    visit.place = front.archive.original
    new = Arrival(part, front, held_of(front, part.article.body))
    same = known.digests.get(part.identity) or (
        known.digests.get(digest) if not part.part else None
    )
    if same:
        return _outcome(new, visit, same, "exists")
    found = None
    if here.options.duplicates != "keep":
        found = versions.copy_of(new.held, part.article.body, known, here.root)
    if found is None:
        return _new(new, visit, here)
    if here.options.duplicates == "update" and versions.updates(found, new.held, known):
        return _brought(new, visit, here, found)
    return msgspec.structs.replace(_outcome(new, visit, found.path, "duplicate"), copy=found)


def _new(new: Arrival, visit: Visit, here: Run) -> Outcome:
    """An article of its own, written unless nothing is to be."""
    options, known, front = here.options, here.known, new.front
    name = new.part.slug or front.title
    path = write.place(options.to, _year(front), name, known.slugs, new.part.identity)
    if new.part.article.files:
        path = write.bundle(path)
    outcome = _outcome(new, visit, path, "dry-run" if options.dry_run else "imported")
    if not options.dry_run:
        outcome = _keep(here.root, visit, outcome, new.part.article.files)
    known.add(path, new.held)
    return outcome


def _brought(new: Arrival, visit: Visit, here: Run, found: Copy) -> Outcome:
    """An article of the archive, brought up to date."""
    update = versions.updated(here.root, found.path, new.part, new.front, here.options)
    dry = here.options.dry_run
    if not dry:
        target = write.inside(here.root, found.path)
        _keep_original(here.root, visit, new.front.archive.original)
        _keep_pictures(here.root, found.path, new.part.article.files)
        write.whole(target, update.text.encode("utf-8"))
    here.known.add(found.path, new.held)
    outcome = _outcome(new, visit, found.path, "dry-run" if dry else "updated")
    problems = (*outcome.problems, *update.problems)
    return msgspec.structs.replace(outcome, copy=found, problems=problems)


def _outcome(new: Arrival, visit: Visit, path: str, status: Status) -> Outcome:
    article = new.part.article
    return Outcome(
        source=visit.job.name,
        part=new.part.part,
        path=path,
        status=status,
        front=new.front,
        body=article.body,
        text=article.text,
        spans=article.spans,
        original=visit.opened,
        problems=new.part.problems,
    )


def _recorded(part: Part, visit: Visit, here: Run) -> FrontMatter:
    """The front matter with the moment of the import and what tells the original."""
    front, job, opened = part.article.front, visit.job, visit.opened
    ending = "" if job.name == "-" or job.url else job.name
    archive = msgspec.structs.replace(
        front.archive, id=part.identity, sha256=opened.sha256, part=part.part,
        reader=f"{opened.reader} (ssg {__version__})",
        original=write.original(opened.sha256, ending, part.kind),
    )  # fmt: skip
    front = msgspec.structs.replace(front, archived=front.archived or here.now, archive=archive)
    if not any(span.label == "topics" for span in part.article.spans):
        front = tags.rare(
            front, lambda tag: tag not in here.options.tags and here.known.common(tag)
        )
    return tags.settled(front, here.options.tags, here.options.tag_map, here.options.auto_tags)


def _year(front: FrontMatter) -> str:
    dated = front.date or front.archived
    return dated.year if dated else "undated"


def _keep(root: Path, visit: Visit, outcome: Outcome, files: dict[str, bytes]) -> Outcome:
    """Write the original, the pictures, then the article that names both: a crash leaves nothing half done."""
    if outcome.front is None:
        return outcome
    target = write.inside(root, outcome.path)
    _keep_original(root, visit, outcome.front.archive.original)
    body, front = outcome.body, outcome.front
    names = _keep_pictures(root, outcome.path, files)
    for address, name in names.items():
        body = body.replace(f"]({address}", f"]({name}")
    front = msgspec.structs.replace(front, image=names.get(front.image, front.image))
    write.whole(target, frontmatter.write(front, body).encode("utf-8"))
    return msgspec.structs.replace(outcome, front=front, body=body)


def _keep_original(root: Path, visit: Visit, path: str) -> None:
    kept = write.inside(root, path)
    if kept.exists():
        return
    if visit.job.file:
        write.copied(visit.job.file, kept, visit.opened.sha256, visit.job.name)
    else:
        write.whole(kept, visit.job.data or b"")


def _keep_pictures(root: Path, path: str, files: dict[str, bytes]) -> dict[str, str]:
    """Write an article's pictures beside it and return their names by the addresses that its text has for them."""
    names = write.named(files)
    for address, name in names.items():
        write.whole(write.inside(root, f"{path.rpartition('/')[0]}/{name}"), files[address])
    return names
