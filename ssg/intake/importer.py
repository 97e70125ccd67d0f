"""`ssg import`: sources in, one outcome each out. A bad source is an outcome with a problem; the others go on."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Literal

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake import article, write
from ssg.intake.decode import MAX_BYTES, Decoded, decode
from ssg.intake.several import split
from ssg.intake.shelf import Shelf, shelf
from ssg.intake.spans import Span
from ssg.markup import frontmatter
from ssg.model import Archive, FrontMatter, Moment, Visibility

Status = Literal["imported", "exists", "dry-run", "skipped", "failed"]
READER = "text"
TEXTS = (".txt", ".text")
_LATER = (".html", ".htm", ".mhtml", ".xml", ".warc", ".gz", ".zip", ".json", ".csv")
_MARKUP = re.compile(
    r"\s*<(?:!doctype|\?xml|(?:html|head|body|div|p|article|section|h[1-6]|span|meta|table|ul|a|img|script|style|main)\b[^가-힣]*?>)",
    re.IGNORECASE,
)
_FENCED = re.compile(r"(?:---|\+\+\+)[ \t]*\n(?:[^\n]*\n){0,60}?(?:---|\+\+\+)[ \t]*\n")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says: where articles go, and what is true of all sources of this run.

    `zone` is the site's; `known_tags` are the archive's tags; an empty `lang` or `encoding` is found out.
    `split` makes an article of each one that a paste holds.
    """

    to: str = "content/articles"
    dry_run: bool = False
    split: bool = False
    zone: tzinfo = UTC
    lang: str = ""
    encoding: str = ""
    date: Moment | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = "public"
    known_tags: tuple[str, ...] = ()


class Original(msgspec.Struct, frozen=True):
    """The SHA-256 of a source's bytes and the reader that understood them; empty where nothing was read."""

    sha256: str = ""
    reader: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a source.

    `path` is the article's (for `dry-run`, the one it would get; for `exists`, the one that holds the text),
    the source's own where there is no article. `text` is the normalised text that the spans count in.
    """

    source: str
    path: str
    status: Status
    front: FrontMatter | None = None
    body: str = ""
    text: str = ""
    spans: tuple[Span, ...] = ()
    original: Original = Original()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object that `ssg import --json` prints; positions are code points of the normalised text."""
        return {
            "path": self.path,
            "status": self.status,
            "front_matter": plain(self.front) if self.front else {},
            "body": self.body,
            "spans": [
                {"start": s.start, "end": s.end, "label": s.label, "why": s.why} for s in self.spans
            ],
            "original": {"sha256": self.original.sha256, "reader": self.original.reader},
        }


def run(
    sources: Sequence[str], *, root: Path, options: Options, stdin: bytes | None, now: datetime
) -> Iterator[Outcome]:
    """Import files, folders and `-` (the bytes of `stdin`) into the archive at `root`, in the order given.

    `now` has a zone; it becomes `archived`. A text that the archive holds already is not written again.
    """
    known = shelf(root)
    for source in sources:
        for name, path in _expanded(source):
            try:
                raw = (stdin or b"") if path is None else _read(path, name, alone=name == source)
                for outcome in _each(raw, name, known, options, now):
                    if outcome.status == "imported":
                        _keep(root, outcome, raw)
                    if outcome.status in ("imported", "dry-run") and outcome.front:
                        known.add(outcome.path, *_digests(outcome, options))
                    yield outcome
            except SsgError as error:
                status: Status = "skipped" if error.problems[0].level == "warning" else "failed"
                yield Outcome(source=name, path=name, status=status, problems=error.problems)
            except OSError as error:
                said = problem(name, f"could not be written: {error.strerror or error}")
                yield Outcome(source=name, path=name, status="failed", problems=(said,))


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


def _read(path: Path, name: str, *, alone: bool) -> bytes:
    """The bytes of a file; raises SsgError for what is missing, no file, too large, or for another reader.

    A file that was not named itself but lies in a folder is passed over with a warning if it is no text file.
    """
    if re.match(r"https?://", name):
        hint = "copy the page's text and paste it: ssg import -"
        raise SsgError(problem(name, "web addresses are not read yet", hint))
    if not path.exists():
        raise SsgError(problem(name, "there is no such file"))
    if not path.is_file():
        raise SsgError(problem(name, "is no regular file"))
    kind = path.suffix.lower()
    if kind in (".md", ".markdown"):
        said = Problem(
            name, 0, 0, "is already Markdown", "put it under content/articles/", "warning"
        )
        raise SsgError(said if not alone else msgspec.structs.replace(said, level="error"))
    if kind in _LATER or not (alone or kind in TEXTS):
        said = Problem(
            name, 0, 0, f"{kind or 'such'} files are not read", "paste the page's text", "warning"
        )
        raise SsgError(said if not alone else msgspec.structs.replace(said, level="error"))
    if path.stat().st_size > MAX_BYTES:
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        hint = f"at most {MAX_BYTES // 1_000_000} MB are read as one article; split it"
        raise SsgError(problem(name, f"the text is too large ({size})", hint))
    try:
        return path.read_bytes()
    except OSError as error:
        raise SsgError(problem(name, f"could not be read: {error.strerror}")) from error


def _each(
    raw: bytes, name: str, known: Shelf, options: Options, now: datetime
) -> Iterator[Outcome]:
    """The outcomes for the bytes of one source: one, or with `split` one for each article in it; nothing is written here."""
    decoded = decode(raw, options.encoding or None, name)
    _refuse_other_formats(decoded.text, name)
    digest = hashlib.sha256(raw).hexdigest()
    parts = split(decoded.text)
    if options.split:
        read = [msgspec.structs.replace(decoded, text=part) for part in parts]
    else:
        read = [_told(decoded, len(parts), name)]
    for each in read:
        yield msgspec.structs.replace(_one(each, digest, known, options, now), source=name)


def _told(decoded: Decoded, parts: int, name: str) -> Decoded:
    """The text with a warning if it seems to hold several articles."""
    if parts < 2:
        return decoded
    what = f"seems to hold {parts} articles; they are imported as one"
    said = Problem(name, 0, 0, what, "ssg import --split makes an article of each", "warning")
    return msgspec.structs.replace(decoded, problems=(*decoded.problems, said))


def _digests(outcome: Outcome, options: Options) -> tuple[str, ...]:
    """What tells an article the next time; the digest of the bytes does not where they hold several."""
    identity = outcome.front.archive.id if outcome.front else ""
    return (identity,) if options.split else (identity, outcome.original.sha256)


def _one(decoded: Decoded, digest: str, known: Shelf, options: Options, now: datetime) -> Outcome:
    """The outcome for one article; `digest` is that of its source's bytes."""
    identity = hashlib.sha256(decoded.text.strip().encode("utf-8")).hexdigest()[:32]
    result = article.parse(decoded.text, _hints(options, now))
    front = _recorded(result.front, digest, identity, now.astimezone(options.zone))
    same = known.digests.get(identity) or (not options.split and known.digests.get(digest))
    path = same or write.place(options.to, _year(front), front.title, known.slugs, digest)
    return Outcome(
        source="",
        path=path,
        status="exists" if same else "dry-run" if options.dry_run else "imported",
        front=front,
        body=result.body,
        text=decoded.text,
        spans=result.spans,
        original=Original(digest, READER),
        problems=decoded.problems,
    )


def _refuse_other_formats(text: str, name: str) -> None:
    if _FENCED.match(text):
        hint = "save it as .md under content/articles/"
        raise SsgError(problem(name, "is already Markdown with front matter", hint, line=1))
    if _MARKUP.match(text[:2000]):
        raise SsgError(problem(name, "HTML is not read yet", "paste the page's text", line=1))


def _hints(options: Options, now: datetime) -> article.Hints:
    tomorrow = (now.astimezone(options.zone) + timedelta(days=1)).date().isoformat()
    return article.Hints(
        zone=options.zone,
        lang=options.lang,
        date=options.date,
        tags=options.tags,
        visibility=options.visibility,
        known_tags=options.known_tags,
        latest=tomorrow,
    )


def _recorded(front: FrontMatter, digest: str, identity: str, now: datetime) -> FrontMatter:
    """The front matter with the moment of the import and what tells the original."""
    archive = Archive(
        id=identity,
        sha256=digest,
        original=write.original(digest),
        reader=READER,
        auto_tags=front.archive.auto_tags,
        uncertain=front.archive.uncertain,
    )
    archived = Moment(now.replace(microsecond=0).isoformat())
    return msgspec.structs.replace(front, archived=archived, archive=archive)


def _year(front: FrontMatter) -> str:
    dated = front.date or front.archived
    return dated.year if dated else "undated"


def _keep(root: Path, outcome: Outcome, raw: bytes) -> None:
    """Write the original, then the article that names it: a crash in between leaves nothing half done."""
    if outcome.front is None:
        return
    first = write.inside(root, outcome.front.archive.original)
    second = write.inside(root, outcome.path)
    text = frontmatter.write(outcome.front, outcome.body)
    if not first.exists():
        write.whole(first, raw)
    write.whole(second, text.encode("utf-8"))


def plain(front: FrontMatter) -> dict[str, object]:
    """Return a front matter as JSON values under the names that files use; what says nothing is left out."""
    blank = FrontMatter(title="")
    found: dict[str, object] = {}
    for name in FrontMatter.__struct_fields__:
        value = getattr(front, name)
        if name == "title" or value != getattr(blank, name):
            found[name] = _value(value)
    return found


def _value(value: object) -> object:
    match value:
        case Moment():
            return value.iso
        case msgspec.Struct():
            fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
            return {name: _value(each) for name, each in fields if each not in ("", ())}
        case tuple() | list():
            return [_value(each) for each in value]
        case Mapping():
            return {str(key): _value(each) for key, each in value.items()}
        case _:
            return value
