"""Zip archives of anything that is read alone: a site's folder, Notion's export, Pocket's parts. Each member goes to its own reader."""

import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import tzinfo
from urllib.parse import unquote

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Reader, Source, zips
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import suffix
from ssg.model import Moment

_NOTION = re.compile(r"^(.*?)[ _]([0-9a-f]{32})(?=(?:/|\.|_all\.|$))")
_OFFICE = (
    "word/document.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
    "META-INF/container.xml",
    "mimetype",
)
_HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/)")
_PROPERTY = re.compile(r"([^\n:]{1,40}): (.*)")
_HEADING = re.compile(r"# (.+)\n+")
_LINK = re.compile(r"(?<!!)\[([^\[\]|\n]{1,500})\]\(([^()\s]{1,1000}[0-9a-f]{32}\.md)\)")
_UNFIT = re.compile(r"[\[\]|#\n]")  # in a title that a wikilink is to name
_DATES = ("Date", "Published", "날짜", "발행일", "작성일")
_AUTHORS = ("Author", "Authors", "작성자", "저자", "기자", "글쓴이")
_DEPTH = 2


def claims(source: Source) -> bool:
    """Return whether the source is a zip that is no office document."""
    names = zips.names(source)
    return (bool(names) or suffix(source) == ".zip") and not any(name in _OFFICE for name in names)


def read(source: Source, depth: int = 0) -> Iterator[Document | Problem]:
    """Give the documents of all members in the order of their names. Raises SsgError for what is damaged or a bomb."""
    archive = zips.opened(source)
    if archive.passed_over:
        what = f"passed over, since their names lead out of the archive: {archive.passed_over}"
        yield Problem(source.name, 0, 0, what, "", "warning")
    passed = 0
    for name in sorted(archive.members):
        if _HIDDEN.search(name) or archive.members[name].file_size == 0:
            continue
        found = _member(source, archive, name, depth)
        if found is None:
            passed += 1
        else:
            yield from found
    if passed:
        yield Problem(
            source.name,
            0,
            0,
            f"{passed} files in it are no articles (pictures, styles …)",
            "",
            "warning",
        )


def _member(
    source: Source, archive: zips.Zip, name: str, depth: int
) -> Iterator[Document | Problem] | None:
    """The documents of a member; None if nobody reads such files."""
    from ssg.intake.readers import registry

    if _picture(name):
        return None
    try:
        data = archive.read(name)
    except SsgError as error:
        return iter(error.problems)
    here = Source(
        name=f"{source.name}/{name}",
        data=data,
        charset=source.charset,
        zone=source.zone,
        beside=archive.beside(name),
    )
    reader = registry.reader_of(here)
    if reader is None or (reader.name == "links" and _NOTION.search(name)):
        return None
    if reader is READER:
        return _nested(here, depth)
    return _documents(reader, here, name)


def _nested(here: Source, depth: int) -> Iterator[Document | Problem]:
    if depth + 1 >= _DEPTH:
        yield problem(here.name, "is a zip in a zip in a zip", "unpack it and import the folder")
        return
    try:
        yield from read(here, depth + 1)
    except SsgError as error:
        yield from error.problems


def _documents(reader: Reader, here: Source, name: str) -> Iterator[Document | Problem]:
    try:
        for found in reader.read(here):
            if isinstance(found, Problem):
                yield found
                continue
            part = f"{name} ({found.part})" if found.part else name
            yield msgspec.structs.replace(_notion(found, name, here), part=part)
    except SsgError as error:
        yield from error.problems


def _picture(name: str) -> bool:
    return bool(
        re.search(
            r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|mp4|mp3|pdf|woff2?|ttf|css|js)$", name.lower()
        )
    )


def _notion(document: Document, name: str, here: Source) -> Document:
    """A page of Notion's: its name without the number behind it, its properties as fields, links to other pages by their titles."""
    match = _NOTION.match(posixpath.basename(name))
    if match is None or document.kind != "markdown":
        return document
    heading = _HEADING.match(document.content)
    title = heading[1].strip() if heading else match[1].strip()
    body = document.content[heading.end() :] if heading else document.content
    values, body = _properties(body)
    tags = next((values.pop(key) for key in ("Tags", "태그", "Tag", "Labels") if key in values), "")
    date = _dated(values, here.zone)
    said = next((values.pop(key) for key in _AUTHORS if key in values), "")
    authors = tuple(name.strip() for name in said.split(",") if name.strip())
    known = msgspec.structs.replace(
        document.known,
        title=title,
        slug="",
        url=next(
            (
                values.pop(key)
                for key in ("URL", "Link", "Source", "원문")
                if values.get(key, "").startswith("http")
            ),
            document.known.url,
        ),
        tags=tuple(word.strip() for word in tags.split(",") if word.strip()) or document.known.tags,
        date=date or document.known.date,
        authors=authors or document.known.authors,
        extra={**document.known.extra, **values},
    )
    return msgspec.structs.replace(document, content=_LINK.sub(_wiki(here), body), known=known)


def _wiki(here: Source) -> Callable[[re.Match[str]], str]:
    """What makes a link to a page that is exported too a wikilink with its title; other links stay."""
    titles: dict[str, str] = {}

    def wiki(link: re.Match[str]) -> str:
        said, address = link[1], link[2]
        if address not in titles:
            titles[address] = _title(here.beside(address) if here.beside else None, address)
        title = titles[address]
        if not title or _UNFIT.search(title):
            return link[0]
        return f"[[{title}]]" if said == title else f"[[{title}|{said}]]"

    return wiki


def _title(page: bytes | None, address: str) -> str:
    """The title of an exported page: its heading, else its file's name; "" where there is none."""
    if page is None:
        return ""
    heading = _HEADING.match(page[:2000].decode("utf-8", "ignore").replace("\r\n", "\n"))
    name = _NOTION.match(posixpath.basename(unquote(address)))
    return heading[1].strip() if heading else name[1].strip() if name else ""


def _dated(values: dict[str, str], zone: tzinfo) -> Moment | None:
    """The day that a page is of, taken out of its properties; what is no day stays there."""
    for key in _DATES:
        if found := moment(values.get(key, "").partition(" → ")[0], zone):
            del values[key]
            return found
    return None


def _properties(body: str) -> tuple[dict[str, str], str]:
    """The block of `Name: value` lines below a page's title, and the text after it."""
    block, gap, rest = body.partition("\n\n")
    lines = [_PROPERTY.fullmatch(line) for line in block.split("\n")]
    if not gap or not all(lines):
        return {}, body
    return {match[1].strip(): match[2].strip() for match in lines if match}, rest


READER = Reader(name="zip", reads="zip archives of any of these: folders of notes, Notion's export, Pocket's parts", claims=claims, read=read)  # fmt: skip
