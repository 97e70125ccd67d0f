"""site.toml as typed values: parsed once, here; unknown keys are errors with a hint. No I/O."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.model import Visibility
from ssg.urls import base_path, slug, term_key

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

WEB_ADDRESS = re.compile(r"https?://[^/\s]+")
_TYPES = {"int": "a whole number", "float": "a number", "str": "text in quotes", "bool": "true or false",
          "array": "a list", "object": "a table"}  # fmt: skip
RENAMED = {"baseURL": "base_url", "url": "base_url", "site_url": "base_url", "SITEURL": "base_url",
           "lang": "language", "languageCode": "language", "site_name": "title"}  # fmt: skip


def parse(text: str, path: str = "site.toml") -> Config:
    """Return the configuration that the text of a site.toml describes.

    Raises SsgError with every problem found: broken TOML, unknown keys (with a hint), wrong types and values.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SsgError(_toml_problem(path, error)) from error
    table = {RENAMED.get(key, key): value for key, value in table.items()}
    unknown = _unknown(table, Config, path, text)
    table = {**table, "theme": _theme(table.get("theme", {}))}
    if isinstance(table.get("visibility"), str):
        table["visibility"] = {"default": table["visibility"]}
    found = [*unknown, *_mistyped(table, path, text), *_misused(table, path, text)]
    if found:
        raise SsgError(*sorted(found))
    return msgspec.convert(table, Config)


def line_of(text: str, *keys: str) -> int:
    """Return the line (from 1) on which the last of a chain of TOML keys is set, 1 where it can't be told."""
    at = 0
    for table in keys[:-1]:
        found = re.compile(rf"^\[+\s*{re.escape(table)}\s*\]+", re.MULTILINE).search(text, at)
        at = found.end() if found else at
    found = re.compile(
        rf"^\s*[\"']?{re.escape(keys[-1])}[\"']?\s*=|^\[+\s*{re.escape(keys[-1])}\s*\]+",
        re.MULTILINE,
    ).search(text, at)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _toml_problem(path: str, error: tomllib.TOMLDecodeError) -> Problem:
    where = re.search(r"at line (\d+), column (\d+)", str(error))
    line, column = (int(where[1]), int(where[2])) if where else (1, 0)
    what = re.sub(r" \(at .*\)$", "", str(error))
    return problem(
        path, f"not valid TOML: {what}", 'text needs quotes: title = "…"', line=line, column=column
    )


def _theme(value: object) -> object:
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict):
        return {
            "name": value.get("name", "default"),
            "settings": {k: v for k, v in value.items() if k != "name"},
        }
    return value


def _unknown(
    table: Mapping[str, object], struct: type[msgspec.Struct], path: str, text: str, *above: str
) -> list[Problem]:
    """Unknown keys of a table and of the tables in it, but for `[theme]` and `[extra]`, which are open."""
    known = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
    found = []
    for key, value in table.items():
        line = line_of(text, *above, key)
        if key not in known:
            hint = did_you_mean(key, known) or "keys of your own go under [extra]"
            found.append(problem(path, f'unknown key "{".".join([*above, key])}"', hint, line=line))
        elif isinstance(value, dict) and _is_closed(key, known[key]):
            found += _unknown(value, known[key], path, text, *above, key)
        elif isinstance(value, dict) and key == "taxonomies":
            for name, each in value.items():
                inside = each if isinstance(each, dict) else {}
                found += _unknown(inside, Taxonomy, path, text, *above, f"{key}.{name}")
    return found


def _is_closed(key: str, kind: object) -> bool:
    """Whether a table has keys of ours only."""
    return (
        key not in ("theme", "extra")
        and isinstance(kind, type)
        and issubclass(kind, msgspec.Struct)
    )


def _misused(table: Mapping[str, object], path: str, text: str) -> list[Problem]:
    """Values that have the right type and can't be right."""
    found = []
    zone, base = table.get("timezone", "UTC"), table.get("base_url", "")
    if isinstance(zone, str) and not is_zone(zone):
        hint = did_you_mean(zone, available_timezones()) or 'a name like "Asia/Seoul"'
        found.append(
            problem(path, f'unknown time zone "{zone}"', hint, line=line_of(text, "timezone"))
        )
    if isinstance(base, str) and base and not WEB_ADDRESS.match(base):
        found.append(
            problem(
                path,
                f'base_url "{base}" is no web address',
                'write it with https://, as in "https://name.github.io/repo/"',
                line=line_of(text, "base_url"),
            )
        )
    for name in _table(table.get("taxonomies")):
        if slug(name) != name or name in RESERVED or name.isdigit():
            hint = "choose another: small letters, digits and hyphens, and no address of the site"
            line = line_of(text, f"taxonomies.{name}")
            found.append(problem(path, f'a taxonomy can\'t be named "{name}"', hint, line=line))
    paginate = table.get("paginate", 1)
    if isinstance(paginate, int) and paginate < 1:
        found.append(problem(path, "paginate must be at least 1", line=line_of(text, "paginate")))
    return [*found, *_unseen(table.get("visibility"), path, text)]


def _unseen(table: object, path: str, text: str) -> Iterator[Problem]:
    """Values of `[visibility]` that mean nothing."""
    choices = get_args(Visibility)
    if not isinstance(table, dict):
        return
    sources = table.get("sources", {})
    named = sources.items() if isinstance(sources, dict) else ()
    said = [("default", table.get("default", "public")), *named]
    for key, value in said:
        if isinstance(value, str) and value not in choices:
            keys = ("visibility", *(("sources",) if key != "default" else ()), key)
            line = max(line_of(text, *keys), line_of(text, "visibility"))
            what = f'visibility: "{value}" is not one of {", ".join(choices)}'
            yield problem(path, what, did_you_mean(value, choices), line=line)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True


def _mistyped(table: Mapping[str, object], path: str, text: str) -> list[Problem]:
    """Values of the wrong type, the first of each key."""
    found = []
    for field in msgspec.structs.fields(Config):
        if field.name not in table:
            continue
        try:
            msgspec.convert(table[field.name], field.type)
        except msgspec.ValidationError as error:
            told = "enum value" in str(error) and field.name == "visibility"  # by _unseen
            if not told and ("unknown field" not in str(error) or field.name == "menu"):
                found.append(_type_problem(path, text, field.name, error))
    return found


def _type_problem(path: str, text: str, key: str, error: msgspec.ValidationError) -> Problem:
    what, _, where = str(error).partition(" - at `$")
    keys = [key, *re.findall(r"[^.`\[\]]+", re.sub(r"\[\d+\]", "", where))]
    expected = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)[^`]*`)?", what)
    if expected and expected[1] in _TYPES:
        got = f", not {_TYPES[expected[2]]}" if expected[2] in _TYPES else ""
        what = f"must be {_TYPES[expected[1]]}{got}"
    return problem(
        path, f'"{".".join(keys)}": {what[:1].lower()}{what[1:]}', line=line_of(text, *keys)
    )
