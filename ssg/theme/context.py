"""What a template is given: the contract between the rules and the themes. Frozen values only.

Every template gets `site` and `here`; the other names are listed in `CONTEXTS`. Addresses are site
addresses (`/tags/기록/`): templates turn them into links with the filter `href`.
"""

from collections.abc import Mapping

import msgspec

from ssg.model import Card, Heading, Picture


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A site address and the words to show for it."""

    url: str
    title: str
    note: str = ""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """A tag, author, source, section or series: its display name, address and number of articles (0: not counted here)."""

    name: str
    url: str
    count: int = 0


class Group(msgspec.Struct, frozen=True, array_like=True):
    """The terms under one initial: `ㄱ`…`ㅎ`, `A`…`Z`, `#` for digits, `…` for everything else; `id` is its anchor."""

    initial: str
    id: str
    terms: tuple[Term, ...]


class Pager(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of a list stands: `number` of `total`, both from 1; `urls[i]` is page i + 1."""

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
    """A year or a month of the archive: `year` `2023`, `month` `09` or empty, address, number of articles, months of a year."""

    year: str
    month: str
    url: str
    count: int
    months: "tuple[Period, ...]" = ()


class Figures(msgspec.Struct, frozen=True, array_like=True):
    """The archive in figures, for the home page: counts, the oldest year (empty if there is none) and articles per year."""

    articles: int
    tags: int
    sources: int
    oldest: str
    years: tuple[Period, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """What every page knows of the site. `theme` holds the theme's settings with defaults filled in;
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


class Here(msgspec.Struct, frozen=True):
    """The page being made: its address, title (empty on the home page), description, language and template.

    `feed` is the address of the feed that belongs to it; `noindex` keeps it out of search engines;
    `canonical` is an absolute address elsewhere, if the text lives there first; `menu` is the address
    of the menu entry it belongs to.
    """

    url: str
    title: str
    template: str
    description: str = ""
    lang: str = ""
    feed: str = ""
    menu: str = ""
    image: str = ""
    canonical: str = ""
    noindex: bool = False


class Article(msgspec.Struct, frozen=True):
    """Everything article.html shows: the card, safe HTML, headings, terms with addresses, neighbours, related, edit link.

    `figures` of the card that the body does not show itself are in `card.figures`; `older` and `newer`
    are the neighbours by date; `pictures` maps the addresses of the card's pictures to their sizes and smaller versions; `series` is the ordered list of its series (empty without one).
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


CONTEXTS: Mapping[str, Mapping[str, str]] = {
    "index.html": {
        "entries": "tuple[Card, ...]",
        "pager": "Pager",
        "figures": "Figures",
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
        "months": "tuple[Period, ...]",
    },
    "taxonomy.html": {
        "taxonomy": "str, tags · authors · sources · sections · series",
        "groups": "tuple[Group, ...]",
        "count": "int",
    },
    "term.html": {
        "taxonomy": "str",
        "term": "Term",
        "entries": "tuple[Card, ...]",
        "pager": "Pager",
        "related": "tuple[Term, ...]",
        "years": "tuple[Period, ...]",
        "description": "safe HTML",
    },
    "archive.html": {"years": "tuple[Period, ...], newest first"},
    "search.html": {
        "scripts": "Mapping[str, str]: module, lunr, table (analysis.json), index (a folder) → addresses; empty where the browser files are missing",
        "missing": "str, what to do when they are",
    },
    "404.html": {},
    "tombstone.html": {
        "reason": "str, why the address is gone; may be empty",
        "card": "Card of an article that was taken down; None where its file is gone",
    },
}
"""Template → its names beside `site` and `here`, with their types."""
