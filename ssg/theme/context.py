"""What a template is given: the contract between the rules and the themes. Frozen values only.

Every template gets `site` and `here`; the other names are listed in `CONTEXTS`. Addresses are site
addresses (`/tags/기록/`): templates turn them into links with the filter `href`.
"""

from collections.abc import Mapping

import msgspec

from ssg.model import Card, Citation, Figure, Heading, Link, Picture


class Term(msgspec.Struct, frozen=True, array_like=True):
    """A tag, author, source, section or series: its display name, address and number of articles (0: not counted here)."""

    name: str
    url: str
    count: int = 0


class Group(msgspec.Struct, frozen=True, array_like=True):
    """The terms under one initial: `ㄱ`…`ㅎ`, `A`…`Z`, `#` for digits, `…` for everything else; `id` is its anchor.

    In an index too large for one page each initial has a page: `url` is its address, and empty otherwise."""

    initial: str
    id: str
    terms: tuple[Term, ...]
    count: int = 0
    url: str = ""


class Terms(msgspec.Struct, frozen=True, array_like=True):
    """An article's terms in a taxonomy that the site declares, with that taxonomy's title."""

    title: str
    terms: tuple[Term, ...]


class Pager(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of a list stands: `number` of `total`, both from 1; `urls[i]` is page i + 1. `count` is the number of
    articles on the first page and 0 on the others, which are to stay as they are when an article is added."""

    number: int
    urls: tuple[str, ...]
    count: int

    @property
    def total(self) -> int:
        """The number of pages."""
        return len(self.urls)

    @property
    def newer(self) -> str:
        """The address of the page before, or an empty string."""
        return self.urls[self.number - 2] if self.number > 1 else ""

    @property
    def older(self) -> str:
        """The address of the page after, or an empty string."""
        return self.urls[self.number] if self.number < self.total else ""


class Period(msgspec.Struct, frozen=True, array_like=True):
    """A year or a month of the archive: `year` `2023`, `month` `09` or empty, address, number of articles, months of a
    year; articles of each day of a month, from the first (empty where they are not counted)."""

    year: str
    month: str
    url: str
    count: int
    months: "tuple[Period, ...]" = ()
    days: tuple[int, ...] = ()


class Figures(msgspec.Struct, frozen=True, array_like=True):
    """The archive in figures, for the home page: counts, the oldest year (empty if there is none) and articles per year."""

    articles: int
    tags: int
    sources: int
    oldest: str
    years: tuple[Period, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """What every page knows of the site. `feeds` are its feeds, their media types as notes. `theme` holds the theme's settings with defaults filled in;
    `assets` maps a file's name below the theme's static folder to its address."""

    title: str
    description: str
    language: str
    author: str
    rights: str
    base_url: str
    base_path: str
    repository: str
    search: bool
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    theme: Mapping[str, object]
    assets: Mapping[str, str]
    generator: str
    feeds: tuple[Link, ...] = ()


class Here(msgspec.Struct, frozen=True):
    """The page being made: its address, title (empty on the home page), description, language and template.

    `feeds` are the feeds that belong to it, their media types as notes; `noindex` keeps it out of search engines;
    `canonical` is an absolute address elsewhere, if the text lives there first; `menu` is the address
    of the menu entry it belongs to; `card` is the picture that stands for it elsewhere (1200 × 630), where there is one.
    """

    url: str
    title: str
    template: str
    description: str = ""
    lang: str = ""
    feeds: tuple[Link, ...] = ()
    menu: str = ""
    image: str = ""
    canonical: str = ""
    noindex: bool = False
    card: str = ""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A piece of an article's text, safe HTML, and the figures that stand below it."""

    html: str
    figures: tuple[Figure, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """Everything article.html shows: the card, safe HTML, headings, terms with addresses, neighbours, related, edit link.

    `parts` is the text in pieces, `figures` what the front matter's pictures without a place in it are; `pictures` maps the
    addresses of the card's pictures to their sizes and smaller versions; `others` are the terms of the site's own
    taxonomies; `backlinks` are the articles that link to this one, oldest first;
    `older` and `newer` are the neighbours by date; `series` is the ordered list of its series (empty without
    one); `digest` is the SHA-256 of headline and text as they are shown; `citations` begin with the line in the style of
    the language.
    """

    card: Card
    html: str
    headings: tuple[Heading, ...]
    tags: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    source: Term | None = None
    section: Term | None = None
    older: Link | None = None
    newer: Link | None = None
    related: tuple[Link, ...] = ()
    series: tuple[Link, ...] = ()
    series_name: str = ""
    edit_url: str = ""
    json_ld: str = ""
    pictures: Mapping[str, Picture] = {}
    parts: tuple[Part, ...] = ()
    figures: tuple[Figure, ...] = ()
    others: tuple[Terms, ...] = ()
    digest: str = ""
    citations: tuple[Citation, ...] = ()
    backlinks: tuple[Link, ...] = ()


__all__ = [
    "CONTEXTS",
    "Article",
    "Figures",
    "Group",
    "Here",
    "Link",
    "Pager",
    "Period",
    "Site",
    "Term",
]

CONTEXTS: Mapping[str, Mapping[str, str]] = {
    "index.html": {
        "entries": "tuple[Card, ...]",
        "pager": "Pager",
        "figures": "Figures; zeros on later pages, and so with all that depends on the whole archive",
        "featured": "tuple[Card, ...], newest first; only on the first page",
        "series": "tuple[Term, ...], newest first",
        "tags": "tuple[Term, ...], most used first",
    },
    "article.html": {"article": "Article"},
    "page.html": {
        "article": "Article",
        "siblings": "tuple[Link, ...], the pages of the same folder in order",
    },
    "list.html": {
        "heading": "str",
        "parent": "Link",
        "entries": "tuple[Card, ...]",
        "pager": "Pager",
        "months": "tuple[Period, ...]; only on the first page",
    },
    "taxonomy.html": {
        "taxonomy": "str, tags · authors · sources · sections · series, or one of the site's own",
        "groups": "tuple[Group, ...]; without terms where each initial has a page of its own",
        "count": "int",
        "most": "tuple[Term, ...], most used first, where each initial has a page of its own",
        "parent": "Link to the index on the page of an initial, else None",
        "initial": "str, empty but on the page of an initial",
    },
    "term.html": {
        "taxonomy": "str",
        "parent": "Link to the index of the taxonomy",
        "term": "Term",
        "entries": "tuple[Card, ...]",
        "pager": "Pager",
        "related": "tuple[Term, ...]; this and the three below only on the first page, else empty",
        "sources": "tuple[Term, ...], with counts",
        "years": "tuple[Period, ...]",
        "description": "safe HTML",
    },
    "archive.html": {"years": "tuple[Period, ...], newest first"},
    "search.html": {
        "scripts": "Mapping[str, str]: script, worker, lunr, table (analysis.json), index (a folder), manifest (its first file) → addresses; empty where the browser files are missing",
        "missing": "str, what to do when they are",
    },
    "404.html": {},
    "tombstone.html": {
        "reason": "str, why the address is gone; may be empty",
        "card": "Card of an article that was taken down; None where its file is gone",
    },
}
"""Template → its names beside `site` and `here`, with their types."""
