"""The settings of an archive as typed values: what may stand in site.toml, and what holds where nothing does. No I/O."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from ssg.model import Visibility
from ssg.urls import base_path, term_key

RawHtml = Literal["sanitize", "allow", "escape"]
ImageFormat = Literal["avif", "webp"]
Width = Annotated[int, msgspec.Meta(ge=16, le=8192)]
_HOST = re.compile(r"https?://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)


class Markdown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[markdown]`: `raw_html` passes HTML in Markdown through the sanitiser (`sanitize`), trusts it (`allow`) or shows it as text (`escape`).
    `math`: `$…$` and `$$…$$` are formulas in LaTeX. `shortcodes`: texts may call the macros of `templates/shortcodes.html`;
    only for archives whose texts are all trusted.
    """

    raw_html: RawHtml = "sanitize"
    math: bool = False
    shortcodes: bool = False


class Publishing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[visibility]`: how much of an article is published that doesn't say so itself: by its source, which is a name or
    the host of its address (`[visibility.sources]`), else by `default`.
    """

    default: Visibility = "public"
    sources: Mapping[str, Visibility] = {}

    def of(self, name: str, url: str) -> Visibility:
        """Return the visibility of articles of a source: its name's, else that of the longest part of its host."""
        if not self.sources:
            return self.default
        known = {term_key(source): value for source, value in self.sources.items()}
        found = _HOST.match(url)
        labels = term_key(found[1]).split(".") if found else []
        wanted = [term_key(name), *(".".join(labels[at:]) for at in range(len(labels)))]
        return next((known[each] for each in wanted if each and each in known), self.default)


class Images(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[images]`: the widths in pixels and the formats that pictures among the articles are also offered in, the best
    format first; made where Pillow is installed (the extra `images`).
    """

    widths: tuple[Width, ...] = (480, 800, 1216)
    formats: tuple[ImageFormat, ...] = ("avif", "webp")


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[cards]`: whether each article gets a picture for social services, and the file of the font that it is set in (below
    the archive's folder; empty: one that the machine has). Drawn where Pillow is installed (the extra `images`).
    """

    enabled: bool = False
    font: str = ""


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[feeds]`: how many of the newest articles a feed holds, and its formats: `feed.xml`, `feed.json`, `rss.xml`."""

    limit: int = 20
    formats: tuple[Literal["atom", "json", "rss"], ...] = ("atom", "json")


class Taxonomy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[taxonomies.<name>]`: what articles are gathered by below `/<name>/`.

    `title` is shown for it (a built-in one has the theme's word), `key` is the front matter's (the name, where empty);
    `pages`: its terms have pages; `feed`: each of those has feeds (where not said, only tags do).
    """

    title: str = ""
    key: str = ""
    pages: bool = True
    feed: bool | None = None


TAXONOMIES = ("tags", "authors", "sources", "sections", "series")
"""The built-in ones: always there, with keys of their own in the front matter."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[search]`: whether the site has a search page and an index; words in Han characters with the Hangul that means the
    same (`[search.pairs]`); whether an article with `visibility: excerpt` is found by the words of its whole text.
    """

    enabled: bool = True
    pairs: Mapping[str, str] = {}
    excerpt_words: bool = False


class Deploy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[deploy]`: the branch and remote for branch publishing, the custom domain written to CNAME, files of the branch that a
    deployment leaves as they are, and whether the branch keeps its history."""

    branch: str = "gh-pages"
    remote: str = "origin"
    cname: str = ""
    keep: tuple[str, ...] = ("CNAME",)
    history: bool = False


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[check]`: rules that `ssg check` leaves out, and the weights above which it warns: a page's HTML, the search index."""

    ignore: tuple[str, ...] = ()
    page_kb: int = 500
    index_mb: int = 100


class Build(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[build]`: worker processes (0 = as many as there are cores), and where batches run instead of in these: on a Dask
    cluster (`dask://host:port`), or on the executor that `module:callable` returns."""

    jobs: int = 0
    executor: str = ""


class Import(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[import]`: what becomes of near copies and other versions of an article (`duplicates`); how many tags are added by
    themselves (`auto_tags`, 0 for none); tags that are written otherwise, or with "" never (`[import.tags]`).
    """

    duplicates: Literal["skip", "update", "keep"] = "skip"
    auto_tags: int = 5
    tags: Mapping[str, str] = {}


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `[[menu]]`: the words shown and a site address (`/tags/`) or a full URL."""

    title: str
    url: str


class Theme(msgspec.Struct, frozen=True):
    """`[theme]`: the theme's name; every other key is a setting that its theme.toml declares."""

    name: str = "default"
    settings: Mapping[str, object] = msgspec.field(default_factory=dict)


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """site.toml, whole. Each field is documented in content/pages/guide/."""

    title: str = "Archive"
    description: str = ""
    base_url: str = ""
    language: str = "ko"
    timezone: str = "Asia/Seoul"
    author: str = ""
    rights: str = ""
    repository: str = ""
    output: str = "_site"
    paginate: int = 20
    menu: tuple[MenuItem, ...] = ()
    theme: Theme = Theme()
    markdown: Markdown = Markdown()
    visibility: Publishing = Publishing()
    images: Images = Images()
    cards: Cards = Cards()
    feeds: Feeds = Feeds()
    taxonomies: Mapping[str, Taxonomy] = {}
    search: Search = Search()
    deploy: Deploy = Deploy()
    check: Check = Check()
    build: Build = Build()
    imports: Import = msgspec.field(default=Import(), name="import")
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)

    @property
    def base_path(self) -> str:
        """The path the site is served under, with slashes at both ends: `/` or `/repo/`."""
        return base_path(self.base_url)

    @property
    def own_taxonomies(self) -> Mapping[str, Taxonomy]:
        """The taxonomies that are not built in, by name."""
        return {name: t for name, t in self.taxonomies.items() if name not in TAXONOMIES}

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone: naive dates are meant in it."""
        return ZoneInfo(self.timezone)


RESERVED = frozenset(("api", "archive", "articles", "assets", "files", "pages", "page", "search", "taxonomies", "originals", "inbox"))  # fmt: skip
"""Names that addresses or folders below `content/` begin with already."""
