"""What a source holds: one small file for each format, all behind the same interface.

A reader takes a source apart into documents. It decodes and unpacks; it judges nothing: whether a line is body or
debris, whether a text is known already and where it goes are the importer's questions.
"""

from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Literal

import msgspec

from ssg.errors import Problem
from ssg.model import Figure, Moment, Visibility

Kind = Literal["text", "html", "markdown"]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a file, of a paste or of an answer from the web.

    `name` is what messages call it; `path` is the file or folder it came from, for what lies beside it; `url` is where
    the web gave it, if it did; `charset` is what the user or the server said about its encoding. `beside` gives the
    bytes of a neighbour by its relative address where the source came out of an archive and has no path.
    """

    name: str
    data: bytes = b""
    path: Path | None = None
    url: str = ""
    charset: str = ""
    zone: tzinfo
    beside: Callable[[str], bytes | None] | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the format itself says of an article. A field that is empty was not said; what was said wins over guesses.

    Fields have the names and meanings of FrontMatter's; `url` and `source` are the two parts of its `source`.
    """

    title: str = ""
    subtitle: tuple[str, ...] = ()
    url: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    date: Moment | None = None
    updated: Moment | None = None
    archived: Moment | None = None
    tags: tuple[str, ...] = ()
    section: str = ""
    series: str = ""
    description: str = ""
    lang: str = ""
    rights: str = ""
    slug: str = ""
    draft: bool = False
    visibility: Visibility | None = None
    figures: tuple[Figure, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_credit: str = ""
    aliases: tuple[str, ...] = ()
    expires: Moment | None = None
    weight: int = 0
    extra: dict[str, object] = {}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One article of a source.

    `content` is decoded and otherwise untouched: pasted text, HTML, or Markdown without its front matter. `part` tells
    documents of one source apart in messages (an address, `item 12`); it is empty where the source is one document.
    `files` are pictures by the address that `content` uses for them. `excerpt` says that the text is known to be cut
    short (a feed's summary): it is never passed off as the article. `properties` are what the file says of itself (title,
    authors, the day it was made): they hold where the text says nothing. A link that an export holds without a text is a
    document with empty `content` and `known.visibility` "metadata".
    """

    kind: Kind
    content: str
    part: str = ""
    known: Known = Known()
    properties: Known = Known()
    files: dict[str, bytes] = {}
    excerpt: bool = False
    problems: tuple[Problem, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its name in `archive.reader`, what it reads in words, and the two functions.

    `claims(source)` looks at the name and at the first bytes only. `read(source)` gives documents in the order of the
    source; a Problem among them is a part that could not be read or was passed over, and the rest goes on. What ruins
    the whole source raises SsgError. `extra` is the extra of the distribution that it needs, or "".
    """

    name: str
    reads: str
    claims: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Document | Problem]]
    extra: str = ""
