"""Markdown of Hugo, Jekyll, Pelican, Zola, Obsidian and of nobody in particular. Front matter is kept, keys are mapped."""

import json
import re
from collections.abc import Iterator, Mapping

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.decode import decode
from ssg.intake.readers import Document, Known, Reader, Source, pictures
from ssg.intake.readers.names import head, suffix
from ssg.markup import fields, frontmatter
from ssg.markup.dates import moment
from ssg.markup.yamltext import Plain
from ssg.model import FrontMatter, Moment

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
_FENCED = re.compile(r"(?:---[ \t]*\n\s*[^\W\d][\w-]*[ \t]*:|\+\+\+[ \t]*\n\s*[\w\"'\[-]+)")
_META = re.compile(r"([A-Za-z][\w-]*):(?:[ \t]+(.*)|[ \t]*)")
_PELICAN = frozenset(
    (
        "title",
        "date",
        "author",
        "authors",
        "tags",
        "category",
        "slug",
        "status",
        "modified",
        "summary",
    )
)
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_ ](.+)")
_KEY = re.compile(r"[\"']?([^\W\d][\w-]*)[\"']?[ \t]*[:=]|\[+([\w.-]+)\]+")
_HEADING = re.compile(r"\s*#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")


class _Read(msgspec.Struct, frozen=True):
    """A file taken apart: what its front matter says, its Markdown, and warnings."""

    front: FrontMatter
    body: str
    problems: tuple[Problem, ...] = ()


def claims(source: Source) -> bool:
    """Return whether the source is named as Markdown or begins with front matter in YAML or TOML."""
    return suffix(source) in SUFFIXES or bool(_FENCED.match(head(source).replace("\r\n", "\n")))


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the article; a list's own page (`_index.md`) is passed over.

    Raises SsgError for front matter that is no YAML, TOML or JSON, with its line.
    """
    if _file_name(source) == "_index":
        hint = "sections and tags have pages here by themselves"
        yield Problem(source.name, 0, 0, "is the page of a list, no article", hint, "warning")
        return
    decoded = decode(source.data, source.charset or None, source.name)
    found = document(decoded.text, source)
    yield msgspec.structs.replace(found, problems=(*decoded.problems, *found.problems))


def document(text: str, source: Source) -> Document:
    """Return a Markdown text as a document; `source` gives its name, its zone and what lies beside it."""
    parsed = _parsed(text, source)
    stem = _file_name(source)
    dated = _DATED.fullmatch(stem)
    front = parsed.front
    zone = zone_name(source)
    date = front.date or (moment(dated[1], zone) if dated else None)
    if front.title in ("", stem, dated and stem):
        front = msgspec.structs.replace(front, title=dated[2].replace("-", " ") if dated else stem)
    slug = front.slug or (dated[2] if dated else stem if pictures.addressed_by_name(source) else "")
    body = _without_title(parsed.body, front.title)
    body, files, missing = pictures.collected(body, front.image, source)
    known = _known(front, date, slug, draft=front.draft or _in_drafts(source))
    return Document(
        kind="markdown",
        content=body,
        known=known,
        files=files,
        problems=(*parsed.problems, *missing),
    )


def zone_name(source: Source) -> str:
    """Return the zone's IANA name, as front matter is read with."""
    return str(getattr(source.zone, "key", "UTC"))


def _parsed(text: str, source: Source) -> _Read:
    path, zone = source.name, zone_name(source)
    for reading in (_json, _pelican):
        found = reading(text, source)
        if found:
            values, body = found
            front, warnings = fields.front_matter(values, {}, path, zone)
            return _Read(front, body, _told(warnings))
    try:
        read_ = frontmatter.read(text, path, zone)
    except SsgError as error:
        return _forgiving(text, source, error)
    return _Read(read_.front, read_.body, _told(read_.problems))


def _forgiving(text: str, source: Source, error: SsgError) -> _Read:
    """The file read without the keys whose values mean nothing here: they are kept below `extra`, and told.

    Raises the error again where it is not about single keys.
    """
    parts = frontmatter.split(text)
    lines = parts.head.splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if _KEY.match(line)]
    put_aside: dict[str, object] = {}
    for said in error.problems:
        at = said.line - parts.head_line
        start = max((i for i in starts if i <= at), default=-1) if said.level == "error" else -1
        if said.level == "error" and (start < 0 or at < 0):
            raise error
        if start >= 0:
            end = next((i for i in starts if i > start), len(lines))
            name = _KEY.match(lines[start])
            raw = "".join(lines[start:end])
            put_aside[(name[1] or name[2]) if name else raw] = (
                raw.partition(":")[2].strip() or raw.strip()
            )
            lines[start:end] = ["\n"] * (end - start)
    again = frontmatter.read(
        parts.opening + "".join(lines) + parts.closing + parts.body, source.name, zone_name(source)
    )
    front = msgspec.structs.replace(again.front, extra={**again.front.extra, **put_aside})
    warned = [msgspec.structs.replace(said, level="warning") for said in error.problems]
    return _Read(front, again.body, _told((*warned, *again.problems)))


def _told(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The warnings without those on unknown keys: what another program's keys are called is no fault of the file."""
    return tuple(said for said in problems if not said.what.startswith("unknown key"))


def _json(text: str, source: Source) -> tuple[Mapping[str, object], str] | None:
    """Hugo's front matter in JSON: an object on the first line, then the text."""
    if not text.startswith("{") or suffix(source) not in SUFFIXES:
        return None
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    except RecursionError as error:
        raise SsgError(problem(source.name, "front matter is nested too deeply", line=1)) from error
    if not isinstance(found, dict):
        return None
    return {key: _plain(value) for key, value in found.items()}, text[end:].lstrip("\n")


def _plain(value: object) -> object:
    """A JSON value in the shape that YAML's have here."""
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case str():
            return value
        case None:
            return Plain("null")
        case _:
            return Plain(json.dumps(value))


def _pelican(text: str, source: Source) -> tuple[Mapping[str, object], str] | None:
    """Pelican's metadata: `Key: value` from the first line to the first empty one; deeper lines belong to the key."""
    first = _META.match(text)
    if suffix(source) not in SUFFIXES or first is None or first[1].lower() not in _PELICAN:
        return None
    found: dict[str, list[str]] = {}
    lines = text.split("\n")
    key = ""
    for at, line in enumerate(lines):
        match = _META.fullmatch(line)
        if match:
            key = match[1].lower()
            found.setdefault(key, []).append(match[2] or "")
        elif line.strip() and line.startswith(("    ", "\t")):
            found[key].append(line.strip())
        else:
            body = "\n".join(lines[at:]).lstrip("\n")
            return {name: _pelican_value(name, values) for name, values in found.items()}, body
    return {name: _pelican_value(name, values) for name, values in found.items()}, ""


def _pelican_value(key: str, values: list[str]) -> object:
    text = " ".join(value for value in values if value)
    if key in ("author", "authors", "tags", "keywords"):
        return [
            part.strip() for part in re.split(";" if ";" in text else ",", text) if part.strip()
        ]
    return Plain(text)


def _file_name(source: Source) -> str:
    """The name without folder and ending; of a bundle (`post/index.md`), the folder's."""
    path = source.path.as_posix() if source.path else source.name
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.rpartition("/")[2] or stem if stem == "index" else stem


def _in_drafts(source: Source) -> bool:
    path = source.path.as_posix() if source.path else source.name
    return "_drafts" in path.split("/")[:-1]


def _without_title(body: str, title: str) -> str:
    """The body without its first heading, if that is the title: it is shown above the text anyway."""
    found = _HEADING.match(body)
    if found is None:
        return body
    from ssg.markup.markdown import plain

    return body[found.end() :].lstrip("\n") if plain(found[1]).strip() == title.strip() else body


def _known(front: FrontMatter, date: Moment | None, slug: str, *, draft: bool) -> Known:
    same = ("title", "subtitle", "updated", "archived", "authors", "tags", "section", "series", "description", "lang",
            "rights", "figures", "image", "image_alt", "image_credit", "aliases", "expires", "weight")  # fmt: skip
    return Known(
        **{name: getattr(front, name) for name in same},
        date=date,
        slug=slug,
        draft=draft or front.embargo is not None or front.takedown is not None,
        url=front.source.url,
        source=front.source.name,
        visibility=front.visibility,
        extra=dict(front.extra),
    )


READER = Reader(
    name="markdown",
    reads="Markdown with or without front matter: Hugo, Jekyll, Pelican, Zola, Obsidian",
    claims=claims,
    read=read,
)
