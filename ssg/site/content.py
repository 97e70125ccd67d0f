"""Rules for what is written: configuration, cards, rendered texts, words; and which articles are out."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from ssg import config as configuration
from ssg.config import Config, Publishing
from ssg.engine.keys import Ask, file, listing, option, rule, table
from ssg.errors import Problem, SsgError, problem
from ssg.markup.opening import first_paragraph
from ssg.model import Card, FrontMatter, Kind, Rendered
from ssg.search.index import Words
from ssg.urls import Url, href, nfc, slug

if TYPE_CHECKING:
    from ssg.markup.frontmatter import Document

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


class Reading(msgspec.Struct, frozen=True):
    """What reading front matter needs of the configuration: the zone of naive dates, and what is published by default."""

    zone: str
    visibility: Publishing


@rule
def reading(ask: Ask) -> Reading:
    """The part of the configuration that changes cards."""
    return Reading(ask(config).timezone, ask(config).visibility)


@rule
def paths(ask: Ask) -> tuple[str, ...]:
    """The paths of all Markdown files of the site, sorted."""
    found = [path for root in ROOTS for path in ask(listing, root)]
    return tuple(sorted(path for path in found if path.endswith((".md", ".markdown"))))


@rule(worker=True, needs=lambda ask, _: ask(reading))
def loaded(ask: Ask, path: str) -> Loaded:
    """The card of an article or page, with warnings; or the problems of a front matter that can't be read (law 9)."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - "nothing changed" needs no YAML

    raw = ask(file, path)
    if raw is None:
        return Loaded(None)
    try:
        document = frontmatter.read(text_of(raw, path), path, ask(reading).zone)
        card = _card(document, path, ask(reading).visibility)
    except SsgError as error:
        return Loaded(None, error.problems)
    return Loaded(card, document.problems)


def _card(document: "Document", path: str, default: Publishing) -> Card:
    front = document.front
    root = next(root for root in ROOTS if path.startswith(root))
    fields = {name: getattr(front, name) for name in front.__struct_fields__}
    fields["visibility"] = front.visibility or default.of(front.source.name, front.source.url)
    address = _address(front, path, root)
    card = Card(**fields, path=path, url=address, kind=ROOTS[root], body_line=document.body_line)
    return _let_out(card, document.body)


def _let_out(card: Card, body: str) -> Card:
    """The card with as much of the text as its visibility lets out: whatever is made of cards can't say more."""
    change = msgspec.structs.replace
    if card.takedown is not None or card.visibility in ("metadata", "private"):
        return change(card, **_NO_PICTURES, description="")
    if card.visibility == "excerpt":
        return change(card, **_NO_PICTURES, excerpt=first_paragraph(body, IN_A_LIST))
    return change(card, excerpt=first_paragraph(body, IN_A_LIST))


_NO_PICTURES: Mapping[str, Any] = {"figures": (), "image": "", "image_alt": "", "image_credit": ""}
IN_A_LIST, ALONE = (
    200,
    500,
)  # characters of a text's beginning: in a list, and as all that is published of it


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
    if raw is None or card is None or not shows_text(card):
        return Rendered("")
    body = frontmatter.split(text_of(raw, path)).body
    if card.visibility == "excerpt":
        return renderer.paragraph(first_paragraph(body, ALONE))
    chosen = ask(chosen_markdown)
    return renderer.render(
        body,
        raw_html=chosen.raw_html,
        lang=chosen.language,
        first_line=card.body_line,
        resolve=lambda target: href(chosen.base_path, address_of(ask, path, card.url, target)),
    )


def shows_text(card: Card) -> bool:
    """Return whether any of an article's text is published."""
    return card.takedown is None and card.visibility in ("public", "excerpt")


def address_of(ask: Ask, path: str, url: str, target: str) -> str:
    """Return the site address that a link in the file `path` means: another article's, a file's, or what is written;
    an empty string where it means an article that isn't published: not even its name is said."""
    name, mark, rest = _fragment(target)
    if name.startswith("/") or not name:
        return target
    place = _normal(PurePosixPath(path).parent / name)
    if place.endswith((".md", ".markdown")):
        if not place.startswith(tuple(ROOTS)):
            return target
        if other := ask(addresses, place):
            return f"{other}{mark}{rest}"
        return "" if ask(loaded, place).card else target
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
    whole = _whole_words(ask, card)
    return index.words(card, _whole_text(ask, path) if whole else ask(rendered, path).text)


def _whole_words(ask: Ask, card: Card) -> bool:
    return card.visibility == "excerpt" and ask(chosen_markdown).excerpt_words


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
    return [each.card for each in found if each.card and is_out(ask, each.card)]


def is_out(ask: Ask, card: Card) -> bool:
    """Return whether an article is published: no draft, not private nor taken down, its day has come, its last day not
    passed."""
    if card.visibility == "private" or card.takedown is not None:
        return False
    if card.draft and not ask(option, "drafts"):
        return False
    if card.expires and card.expires.day < ask(option, "today"):
        return False
    later = any(day and day.day > ask(option, "today") for day in (card.date, card.embargo))
    return not later or bool(ask(option, "future"))


@rule
def withheld(ask: Ask) -> tuple[Card, ...]:
    """The cards, by path, of articles and pages whose text isn't published, or not all of it."""
    found = [each.card for each in ask.all(loaded, [(path,) for path in ask(paths)]) if each.card]
    return tuple(card for card in found if card.visibility != "public" or not is_out(ask, card))


@rule
def withdrawn(ask: Ask) -> tuple[Card, ...]:
    """The cards of those that were taken down; what was never meant for readers is none of them."""
    found = [card for card in ask(withheld) if card.takedown is not None]
    return tuple(card for card in found if not card.draft and card.visibility != "private")


@table
def addresses(ask: Ask) -> dict[str, str]:
    """Path → address of every published article and page."""
    return {card.path: card.url for card in (*ask(catalogue), *ask(page_cards))}


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
