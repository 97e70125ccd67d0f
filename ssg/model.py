"""The nouns of an archive: articles, their front matter, their dates. Frozen values, no behaviour beyond themselves."""

from collections.abc import Mapping
from typing import Literal

import msgspec

Visibility = Literal["public", "excerpt", "metadata", "private"]
Kind = Literal["article", "page"]


class Moment(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A day, or a day with its time and offset: exactly as much as the source said.

    `iso` is `2023-09-13` or `2023-09-13T14:05:00+09:00`. Moments order by the local clock they name,
    which is the order a reader sees; a day comes before its own hours.
    """

    iso: str

    @property
    def day(self) -> str:
        """The local day, `2023-09-13`."""
        return self.iso[:10]

    @property
    def year(self) -> str:
        """The local year, `2023`."""
        return self.iso[:4]

    @property
    def month(self) -> str:
        """The local month, `09`."""
        return self.iso[5:7]

    @property
    def time(self) -> str:
        """The local time, `14:05`, or an empty string where only a day is known."""
        return self.iso[11:16]

    def __str__(self) -> str:
        return self.iso


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Where an article was read first."""

    name: str = ""
    url: str = ""


class Figure(msgspec.Struct, frozen=True, array_like=True):
    """A picture's caption and credit, with the picture (`src`, relative to the article or absolute) where it is known.

    `after` is the number of the block of the text (a paragraph, a heading, a list) that it stands below; 0: above the
    text; None: not known."""

    caption: str = ""
    credit: str = ""
    src: str = ""
    alt: str = ""
    after: int | None = None


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A site address and the words to show for it."""

    url: str
    title: str
    note: str = ""


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A picture of the site as a page shows it: its size in pixels, and smaller versions: MIME type and `srcset`, the
    best first, with the base path."""

    width: int
    height: int
    sources: tuple[tuple[str, str], ...] = ()


class Archive(msgspec.Struct, frozen=True, array_like=True):
    """What the importer recorded: identity, digest and place of the raw original, and how it was read.

    `auto_tags` are the tags the importer proposed; `uncertain` names the fields a person should look at; `part` tells
    which article of the original it is, where that holds several; `older` are the originals of earlier versions; `nouns`
    names the analyser that found the proposed tags, where it wasn't our own.
    """

    id: str = ""
    sha256: str = ""
    original: str = ""
    reader: str = ""
    auto_tags: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    part: str = ""
    older: tuple[str, ...] = ()
    nouns: str = ""


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an article before its text is read. DESIGN.md §7 names the keys; `extra` holds all others.

    `visibility` is None where the article doesn't say: then its source's, or the site's, holds. `takedown` is the reason
    why an article was taken down (it may be empty), None where it was not.
    """

    title: str
    subtitle: tuple[str, ...] = ()
    date: Moment | None = None
    updated: Moment | None = None
    archived: Moment | None = None
    authors: tuple[str, ...] = ()
    source: Source = Source()
    tags: tuple[str, ...] = ()
    section: str = ""
    series: str = ""
    description: str = ""
    image: str = ""
    image_alt: str = ""
    image_credit: str = ""
    figures: tuple[Figure, ...] = ()
    lang: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    featured: bool = False
    expires: Moment | None = None
    embargo: Moment | None = None
    visibility: Visibility | None = None
    takedown: str | None = None
    rights: str = ""
    weight: int = 0
    archive: Archive = Archive()
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)


# The one use of inheritance for data: a card *is* the front matter, with its address, and a
# template should say `article.title`, not `article.front.title`.
class Card(FrontMatter, frozen=True, kw_only=True):
    """All that a list, a neighbour or a feed needs to know of an article: its front matter and its address.

    `visibility` is what holds; of a text that isn't public the card has no pictures, of one with metadata only neither
    excerpt nor description. `path` is the source file below the archive's folder; `url` starts with `/` and has no base path;
    `excerpt` is plain text, at most 200 characters; `body_line` is the line on which the Markdown begins.
    """

    path: str
    url: str
    kind: Kind
    visibility: Visibility = "public"
    excerpt: str = ""
    body_line: int = 1


def rights_of(card: Card, site: str) -> str:
    """Return the rights line of an article: its own; that of the site only for a text that comes from nowhere else."""
    return card.rights or ("" if card.source.name or card.source.url else site)


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """A heading of the text: level 1–6, the anchor's id, and its plain text."""

    level: int
    id: str
    text: str


class Citation(msgspec.Struct, frozen=True, array_like=True):
    """One way to cite an article: `text`, `bibtex`, `ris` or `csl`; its text; of a file its name and its bytes as a `data:` address."""

    id: str
    text: str
    name: str = ""
    download: str = ""


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """A Markdown text as safe HTML, its headings in order, and its plain text (for the search index). `digest` is the SHA-256 of
    headline and text as a page shows them, where all of the text is published."""

    html: str
    headings: tuple[Heading, ...] = ()
    text: str = ""
    digest: str = ""
