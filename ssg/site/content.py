"""Rules for what is written: configuration, cards, rendered texts, words; and which articles are out."""

import hashlib
import re
from codecs import BOM_UTF8
from pathlib import PurePosixPath

import msgspec

from ssg import config as configuration
from ssg.config import Config
from ssg.engine.keys import Ask, file, listing, option, rule
from ssg.errors import Problem, SsgError, problem
from ssg.model import Card, FrontMatter, Kind, Rendered
from ssg.search.index import Words
from ssg.urls import Url, href, nfc, slug

ROOTS: dict[str, Kind] = {"content/articles/": "article", "content/pages/": "page"}


class Loaded(msgspec.Struct, frozen=True):
    """What came of reading an article's front matter: its card, or None with the problems that forbid one."""

    card: Card | None
    problems: tuple[Problem, ...] = ()


@rule
def config(ask: Ask) -> Config:
    """The site's configuration; `--base-url` wins over site.toml."""
    raw = ask(file, "site.toml")
    if raw is None:
        raise SsgError(problem("site.toml", "is missing", "`ssg init` makes one"))
    found = configuration.parse(text_of(raw, "site.toml"))
    base_url = ask(option, "base_url")
    return msgspec.structs.replace(found, base_url=base_url) if base_url else found


@rule
def zone(ask: Ask) -> str:
    """The time zone that naive dates are in: all that a card needs of the configuration."""
    return ask(config).timezone


@rule
def paths(ask: Ask) -> tuple[str, ...]:
    """The paths of all Markdown files of the site, sorted."""
    found = [path for root in ROOTS for path in ask(listing, root)]
    return tuple(sorted(path for path in found if path.endswith((".md", ".markdown"))))


@rule(worker=True, needs=lambda ask, _: ask(zone))
def loaded(ask: Ask, path: str) -> Loaded:
    """The card of an article or page, with warnings; or the problems of a front matter that can't be read (law 9)."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - "nothing changed" needs no YAML

    raw = ask(file, path)
    if raw is None:
        return Loaded(None)
    try:
        document = frontmatter.read(text_of(raw, path), path, ask(zone))
        card = _card(document.front, path, document.body, document.body_line)
    except SsgError as error:
        return Loaded(None, error.problems)
    return Loaded(card, document.problems)


def _card(front: FrontMatter, path: str, body: str, body_line: int) -> Card:
    root = next(root for root in ROOTS if path.startswith(root))
    fields = {name: getattr(front, name) for name in front.__struct_fields__}
    address = _address(front, path, root)
    excerpt = _excerpt(body) if front.visibility in ("public", "excerpt") else ""
    return Card(
        **fields, path=path, url=address, kind=ROOTS[root], excerpt=excerpt, body_line=body_line
    )


def _address(front: FrontMatter, path: str, root: str) -> Url:
    """`/articles/<slug>/`, whatever the folder; a page keeps its folders, `index.md` is the folder itself."""
    inside = PurePosixPath(path.removeprefix(root))
    named = inside.parent if inside.stem == "index" else inside.with_suffix("")
    if ROOTS[root] == "page":
        parts = [slug(part) or _unnamed(part) for part in named.parts]
        if front.slug and parts:
            parts[-1] = _own_slug(front, path)
        return Url("/" + "".join(f"{part}/" for part in parts))
    own = _own_slug(front, path) if front.slug else slug(named.name) or _unnamed(named.name)
    return Url(f"/articles/{own}/")


def _own_slug(front: FrontMatter, path: str) -> str:
    own = slug(front.slug)
    if not own:
        raise SsgError(problem(path, f'slug "{front.slug}" holds no letter or digit'))
    return own


def _unnamed(name: str) -> str:
    """A stable name for a file whose name has no letter or digit."""
    return hashlib.blake2b(nfc(name).encode(), digest_size=4).hexdigest()


def _excerpt(body: str) -> str:
    """The first plain paragraph, at most 200 characters: cheap, for lists; not for the reader of the page."""
    for block in body.split("\n\n"):
        text = " ".join(block.split())
        if text and not _NO_TEXT.match(block):
            plain = _bare(text)
            return plain if len(plain) <= 200 else plain[:199].rstrip() + "…"
    return ""


_NO_TEXT = re.compile(
    r"\s{4}|\s*(?:[#>|<:+~`]|!\[|[-*+][ \t]|(?:[-*][ \t]*){3,}$|\d+[.)][ \t]|\[[^\]]+\]:|\[\^)"
)
_MARKS = re.compile(
    r"\[\^[^\]]+\]|\*\*|__|~~|`+|(?<!\\)\*(?=\S)|(?<=[^\s\\])\*|!?\[([^\]]*)\]\([^)]*\)|\\([!-/:-@\[-`{-~])"
)


def _bare(text: str) -> str:
    """A paragraph without its marks: links keep their words, footnotes vanish, escapes are undone."""
    return _MARKS.sub(lambda found: found[1] or found[2] or "", text)


class Chosen(msgspec.Struct, frozen=True):
    """What rendering needs of the configuration."""

    raw_html: configuration.RawHtml
    language: str
    base_path: str
    excerpt_words: bool = False


@rule
def chosen_markdown(ask: Ask) -> Chosen:
    """The part of the configuration that changes how Markdown is rendered."""
    found = ask(config)
    return Chosen(
        found.markdown.raw_html, found.language, found.base_path, found.search.excerpt_words
    )


@rule(worker=True, needs=lambda ask, path: (ask(loaded, path), ask(chosen_markdown)))
def rendered(ask: Ask, path: str) -> Rendered:
    """The text of an article as safe HTML, with links resolved; as much of it as the article's visibility lets out."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - a template edit renders none
    from ssg.markup import markdown as renderer

    raw, card = ask(file, path), ask(loaded, path).card
    if raw is None or card is None or card.visibility in ("metadata", "private"):
        return Rendered("")
    body = frontmatter.split(text_of(raw, path)).body
    if card.visibility == "excerpt":
        body = renderer.plain(card.excerpt)
    chosen = ask(chosen_markdown)
    return renderer.render(
        body,
        raw_html=chosen.raw_html,
        lang=chosen.language,
        first_line=card.body_line,
        resolve=lambda target: href(chosen.base_path, address_of(ask, path, card.url, target)),
    )


def address_of(ask: Ask, path: str, url: str, target: str) -> str:
    """Return the site address that a link in the file `path` means: another article's, a file's, or what is written."""
    name, mark, rest = _fragment(target)
    if name.startswith("/") or not name:
        return target
    place = _normal(PurePosixPath(path).parent / name)
    if place.endswith((".md", ".markdown")):
        other = ask(loaded, place).card if any(place.startswith(root) for root in ROOTS) else None
        return f"{other.url}{mark}{rest}" if other else target
    return file_address(place, path, url) + mark + rest


def file_address(place: str, path: str, url: str) -> str:
    """Return where a file that lies beside an article is published: in the bundle's folder, else below `/files/`."""
    folder = str(PurePosixPath(path).parent)
    if PurePosixPath(path).stem == "index" and place.startswith(f"{folder}/"):
        return url + place.removeprefix(f"{folder}/")
    return "/files/" + place.removeprefix("content/")


def _fragment(target: str) -> tuple[str, str, str]:
    at = min((i for i in (target.find("#"), target.find("?")) if i >= 0), default=len(target))
    return target[:at], target[at : at + 1], target[at + 1 :]


def _normal(place: PurePosixPath) -> str:
    parts: list[str] = []
    for part in place.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@rule(worker=True, needs=lambda ask, path: (ask(loaded, path), ask(chosen_markdown)))
def words(ask: Ask, path: str) -> Words:
    """The words of an article for the search index: of what is published, and where the site says so of all of an `excerpt`."""
    from ssg.search import index  # noqa: PLC0415 - only where words are made

    card = ask(loaded, path).card
    if card is None:
        return Words()
    whole = card.visibility == "excerpt" and ask(chosen_markdown).excerpt_words
    return index.words(card, _whole_text(ask, path) if whole else ask(rendered, path).text)


def _whole_text(ask: Ask, path: str) -> str:
    """The text of an article of which only the beginning is published: for words, never for readers."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - as in `rendered`
    from ssg.markup import markdown as renderer

    body = frontmatter.split(text_of(ask(file, path) or b"", path)).body
    return renderer.render(body, raw_html="sanitize", lang=ask(chosen_markdown).language).text


@rule(keep=False)
def catalogue(ask: Ask) -> tuple[Card, ...]:
    """The cards of all published articles, newest first, ties by path."""
    cards = [card for card in _cards(ask) if card.kind == "article"]
    return tuple(sorted(cards, key=lambda card: (_when(card), card.path), reverse=True))


def _when(card: Card) -> str:
    return card.date.iso if card.date else ""


@rule(keep=False)
def page_cards(ask: Ask) -> tuple[Card, ...]:
    """The cards of all published pages, by folder, weight and path."""
    cards = [card for card in _cards(ask) if card.kind == "page"]
    return tuple(
        sorted(cards, key=lambda card: (card.url.rsplit("/", 2)[0], card.weight, card.path))
    )


def _cards(ask: Ask) -> list[Card]:
    found = ask.all(loaded, [(path,) for path in ask(paths)])
    return [each.card for each in found if each.card and _is_out(ask, each.card)]


def _is_out(ask: Ask, card: Card) -> bool:
    """Whether an article is published: no draft, not private, its day has come and its last day not passed."""
    if card.visibility == "private" or (card.draft and not ask(option, "drafts")):
        return False
    if card.expires and card.expires.day < ask(option, "today"):
        return False
    later = card.date is not None and card.date.day > ask(option, "today")
    return not later or bool(ask(option, "future"))


@rule(keep=False)
def loaded_problems(ask: Ask) -> dict[str, tuple[Problem, ...]]:
    """What is wrong with front matter, by path; files without a problem are left out."""
    names = ask(paths)
    found = zip(names, ask.all(loaded, [(path,) for path in names]), strict=True)
    return {path: each.problems for path, each in found if each.problems}


def text_of(raw: bytes, path: str) -> str:
    """Return the text of a file. Raises SsgError where it isn't UTF-8."""
    try:
        return raw.removeprefix(BOM_UTF8).decode()  # the codec utf-8-sig is written in Python
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8" + (", or `ssg import` it" if path.startswith("content/") else "")
        raise SsgError(problem(path, "is not UTF-8 text", hint, line=line)) from error
