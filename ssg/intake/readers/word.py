"""Documents of Word and of what writes its format (.docx): headings, lists, tables, pictures, title, author and day."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.readers import Document, Known, Reader, Source, html, needs, prose, trees, zips
from ssg.intake.readers.moments import moment
from ssg.intake.readers.names import suffix

_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"
_STYLES = "\n".join(
    f"p[style-name='{name}'] => {element}:fresh"
    for name, element in (
        ("Title", "h1"),
        ("Subtitle", "h2.subtitle"),
        ("Quote", "blockquote > p"),
        ("Intense Quote", "blockquote > p"),
    )
)
_FIRST = re.compile(r"<h1>(?:<a id=[^<>]*></a>)*(.+?)</h1>")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def claims(source: Source) -> bool:
    """Return whether the source is named so, or is a zip with a text of Word in it."""
    return suffix(source) == ".docx" or _MAIN in zips.names(source)


def read(source: Source) -> Iterator[Document | Problem]:
    """Give the document. Raises SsgError for what is damaged, a bomb, or holds no text."""
    archive = zips.opened(source)
    if _MAIN not in archive.members:
        raise SsgError(
            problem(source.name, "there is no text of Word in it", "save it again as .docx")
        )
    for name in archive.members:  # nothing that Word writes declares a document type
        if name.endswith((".xml", ".rels")) and _ENTITIES.search(archive.read(name)[:10_000]):
            raise SsgError(
                problem(
                    source.name,
                    f"{name} declares entities of its own",
                    "it may be meant to do harm",
                )
            )
    mammoth = needs.module("mammoth", "office", source.name)
    try:
        made = mammoth.convert_to_html(io.BytesIO(source.data), style_map=_STYLES).value
    except (
        ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        TypeError,
        OSError,
        SyntaxError,
        RecursionError,
    ) as error:
        raise SsgError(
            problem(
                source.name,
                "this document is damaged",
                "open it in a word processor and save it again",
            )
        ) from error
    if not made.strip():
        raise SsgError(problem(source.name, "there is no text in it"))
    tags, properties = _told(archive, source)
    yield msgspec.structs.replace(
        html.document(made, source, Known(title=_heading(made), tags=tags)), properties=properties
    )


def _heading(made: str) -> str:
    """The heading of the first level that the text begins with."""
    found = _FIRST.match(made)
    return prose.words(found[1]) if found else ""


def _told(archive: zips.Zip, source: Source) -> tuple[tuple[str, ...], Known]:
    """The keywords of a document and its other properties; names of programs are no authors."""
    if _CORE not in archive.members:
        return (), Known()
    here = msgspec.structs.replace(
        source, name=f"{source.name}/{_CORE}", data=archive.read(_CORE), charset=""
    )
    found: dict[str, str] = {}
    try:
        for element in trees.elements(here, *(f"coreProperties/{name}" for name in ("title", "creator", "created", "modified", "keywords", "language"))):  # fmt: skip
            if not isinstance(element, Problem):
                found[trees.local(element)] = "".join(element.itertext()).strip()
    except SsgError:
        return (), Known()
    words = re.split(r"[,;]", found.get("keywords", ""))
    return tuple(word.strip() for word in words if word.strip()), Known(
        title=found.get("title", ""),
        authors=tuple(
            name.strip()
            for name in found.get("creator", "").split(";")
            if name.strip() and "docx" not in name.lower()
        ),
        date=moment(found.get("created", ""), source.zone),
        lang=found.get("language", ""),
    )


READER = Reader(
    name="word",
    reads="documents of word processors (.docx)",
    claims=claims,
    read=read,
    extra="office",
)
