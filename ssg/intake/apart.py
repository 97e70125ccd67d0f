"""A source taken apart and read: its reader's documents, each as an article that is ready to be shelved. Writes nothing."""

import hashlib
import re
from collections.abc import Iterator

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake import article, known, language, several
from ssg.intake.article import Hints, Imported
from ssg.intake.decode import normalise
from ssg.intake.readers import Document, Reader, Source
from ssg.intake.readers.names import binary
from ssg.intake.readers.registry import reader_of
from ssg.intake.spans import Mark, span
from ssg.markup import frontmatter
from ssg.model import Archive, FrontMatter

_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|ico|tiff?|heic|svgz?|mp[34]|m4[av]|webm|mov|avi|mkv|og[gv]|wav|flac|ttf|otf|woff2?)$"
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a source. `identity` is what its text is known by, `part` tells it from the others of the source.

    `slug` is what its address ended with where it was published, "" where nothing says so.
    """

    part: str
    kind: str
    identity: str
    article: Imported
    slug: str = ""
    problems: tuple[Problem, ...] = ()


class Unread(SsgError):
    """Nobody reads such files; in a folder that is no error."""


def is_media(name: str) -> bool:
    """Return whether a file's name is that of a picture, a film, a sound or a font: no article by itself."""
    return bool(_MEDIA.search(name.lower()))


def reader(source: Source) -> Reader:
    """Return who reads a source. Raises Unread where nobody does."""
    kind = source.path.suffix.lower() if source.path else ""
    found = None if is_media(kind) else reader_of(source)
    if found is None and not kind and binary(source):
        what = "this is a binary file, no text"
        raise Unread(problem(source.name, what, "copy its text and paste that"))
    if found is None:
        hint = "`ssg import --list-readers` shows what is; or paste the page's text"
        raise Unread(problem(source.name, f"{kind or 'such'} files are not read", hint))
    return found


def apart(
    source: Source, by: Reader, hints: Hints, *, split: bool = False
) -> Iterator[Part | Problem]:
    """Give the articles of a source in its order, and the problems of parts that hold none.

    A paste that holds several articles is one with a warning, or with `split` as many as it holds. Raises SsgError
    for what ruins the whole source.
    """
    for document in _pieces(by.read(source), source, split=split):
        if isinstance(document, Problem):
            yield document
            continue
        try:
            yield _part(document, source, hints)
        except SsgError as error:
            if not document.part:
                raise
            for each in error.problems:
                yield msgspec.structs.replace(each, path=f"{source.name} ({document.part})")


def _pieces(
    documents: Iterator[Document | Problem], source: Source, *, split: bool
) -> Iterator[Document | Problem]:
    """The documents, but for pastes of several articles: each one a document with `split`, else said to be several."""
    for document in documents:
        if isinstance(document, Problem) or document.kind != "text" or document.part:
            yield document
            continue
        pieces = several.split(normalise(document.content))
        if split and len(pieces) > 1:
            for number, piece in enumerate(pieces, 1):
                yield msgspec.structs.replace(document, content=piece, part=str(number))
        elif len(pieces) > 1:
            what = f"seems to hold {len(pieces)} articles; they are imported as one"
            hint = "ssg import --split makes an article of each"
            said = Problem(source.name, 0, 0, what, hint, "warning")
            yield msgspec.structs.replace(document, problems=(*document.problems, said))
        else:
            yield document


def _part(document: Document, source: Source, hints: Hints) -> Part:
    read = _imported(document, source, hints)
    front = known.settled(read.front, document, hints)
    if source.url and not front.source.url:
        from_web = msgspec.structs.replace(front.source, url=source.url)
        front = msgspec.structs.replace(front, source=from_web)
    same = known.identity_text(read.text, document.known)
    return Part(
        part=document.part,
        kind=document.kind,
        identity=hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:32],
        article=msgspec.structs.replace(read, front=front),
        slug=document.known.slug,
        problems=(*document.problems, *_excerpt(document, source)),
    )


def _imported(document: Document, source: Source, hints: Hints) -> Imported:
    text = normalise(document.content)
    if document.kind == "markdown" or not text.strip():
        return _kept(document, text, source, hints)
    if document.kind == "html":
        from ssg.intake.html import article as page

        name = f"{source.name} ({document.part})" if document.part else source.name
        return page.parse(document, name, source.url, hints)
    return article.parse(text, hints)


def _kept(document: Document, text: str, source: Source, hints: Hints) -> Imported:
    """A Markdown text as it is; without a title of its own it has that of its first heading, else its file's name."""
    title = frontmatter.read(f"---\n---\n{text}", source.name, str(hints.zone)).front.title
    lang = hints.lang or language.language(text)
    front = FrontMatter(title=title, lang=lang, date=hints.date, tags=hints.tags, archive=Archive())
    whole = (
        (span(0, len(text), Mark("body", "is Markdown already and kept as it is")),) if text else ()
    )
    paragraphs = tuple(block for block in text.split("\n\n") if block.strip())
    return Imported(front, text, paragraphs, whole, text=text, files=dict(document.files))


def _excerpt(document: Document, source: Source) -> tuple[Problem, ...]:
    if not document.excerpt:
        return ()
    name = f"{source.name} ({document.part})" if document.part else source.name
    what = "only the beginning of the article is here; it is marked as an excerpt"
    return (Problem(name, 0, 0, what, "paste the whole article to replace it", "warning"),)
