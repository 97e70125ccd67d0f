"""Rules for what is written: configuration, cards, rendered texts, words; and which articles are out."""

from codecs import BOM_UTF8
from pathlib import PurePosixPath

import msgspec

from ssg import sitetoml
from ssg.config import Config, Publishing, RawHtml
from ssg.engine.keys import Ask, file, listing, option, rule, table
from ssg.errors import Problem, SsgError, problem
from ssg.markup.opening import first_paragraph, linked
from ssg.model import Card, Picture, Rendered
from ssg.search.index import Words
from ssg.site import cards
from ssg.site.cards import ALONE, ROOTS
from ssg.urls import href


class Loaded(msgspec.Struct, frozen=True):
    """What came of reading an article's front matter: its card, or None with the problems that forbid one."""

    card: Card | None
    problems: tuple[Problem, ...] = ()


class Gleaned(msgspec.Struct, frozen=True):
    """What the text of an article has to say to others: `gist` are the words of its headline, decks, tags and opening, by
    which related articles are found; `links` are the other articles that it names, as it names them.

    Apart from `Loaded`, so that an edit of a text leaves all that is made of cards alone.
    """

    gist: str = ""
    links: tuple[str, ...] = ()


@rule
def config(ask: Ask) -> Config:
    """The site's configuration; `--base-url` wins over site.toml."""
    raw = ask(file, "site.toml")
    if raw is None:
        raise SsgError(problem("site.toml", "is missing", "`ssg init` makes one"))
    found = sitetoml.parse(text_of(raw, "site.toml"))
    base_url = ask(option, "base_url")
    return msgspec.structs.replace(found, base_url=base_url) if base_url else found


class Reading(msgspec.Struct, frozen=True):
    """What reading front matter needs of the configuration: the zone of naive dates, what is published by default, and the
    site's own keys."""

    zone: str
    visibility: Publishing
    keys: tuple[str, ...]


@rule
def reading(ask: Ask) -> Reading:
    """The part of the configuration that changes cards."""
    c = ask(config)
    keys = tuple(t.key or name for name, t in c.own_taxonomies.items())
    return Reading(c.timezone, c.visibility, keys)


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
    how = ask(reading)
    try:
        document = frontmatter.read(text_of(raw, path), path, how.zone, how.keys)
        card = cards.card(document, path, how.visibility)
    except SsgError as error:
        return Loaded(None, error.problems)
    return Loaded(card, (*document.problems, *cards.wordless(card, document)))


@rule(worker=True, needs=lambda ask, path: ask(loaded, path))
def gleaned(ask: Ask, path: str) -> Gleaned:
    """What an article has in common with others, and which of them it names."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - as in `loaded`

    raw, card = ask(file, path), ask(loaded, path).card
    if raw is None or card is None:
        return Gleaned()
    body = frontmatter.split(text_of(raw, path)).body
    links = linked(body) if card.visibility == "public" else ()
    return Gleaned(cards.gist(card, body), links)


class Chosen(msgspec.Struct, frozen=True):
    """What rendering needs of the configuration."""

    raw_html: RawHtml
    language: str
    base_path: str
    excerpt_words: bool = False
    source_lines: bool = False  # asked for by the preview's editor alone: no site ever holds them
    math: bool = False
    shortcodes: bool = False


@rule
def chosen_markdown(ask: Ask) -> Chosen:
    """The part of the configuration that changes how Markdown is rendered."""
    found = ask(config)
    return Chosen(
        found.markdown.raw_html,
        found.language,
        found.base_path,
        found.search.excerpt_words,
        math=found.markdown.math,
        shortcodes=found.markdown.shortcodes,
    )


@rule(worker=True, needs=lambda ask, path: (ask(loaded, path), ask(chosen_markdown)))
def rendered(ask: Ask, path: str) -> Rendered:
    """The text of an article as safe HTML, with links resolved; as much of it as the article's visibility lets out."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - a template edit renders none
    from ssg.markup import markdown as renderer
    from ssg.site import links

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
        source_lines=chosen.source_lines,
        resolve=lambda target: _linked(chosen.base_path, address_of(ask, path, card.url, target)),
        picture=lambda target: picture_of(ask, card, target),
        wiki=lambda name: links.wiki(ask, name),
        attached=lambda name: links.attached(ask, path, name),
        math=chosen.math,
        shortcode=(lambda *call: links.shortcode(ask, path, *call)) if chosen.shortcodes else None,
    )


def _linked(base: str, address: str) -> str:
    """An address as a link; what names nothing of the site stays as it was written, for `ssg check` to find."""
    return href(base, address) if address.startswith("/") else address


def picture_of(ask: Ask, card: Card, target: str) -> Picture | None:
    """Return the size and the smaller versions of a picture that lies among the articles, named as in the file of `card`."""
    from ssg.site import images  # noqa: PLC0415 - asks for the configuration

    name = _fragment(target)[0]
    if name.startswith("/") or not images.is_picture(name):
        return None
    place = place_of(card.path, name)
    return images.picture(ask, place, file_address(place, card.path, card.url))


def shows_text(card: Card) -> bool:
    """Return whether any of an article's text is published."""
    return card.takedown is None and card.visibility in ("public", "excerpt")


def address_of(ask: Ask, path: str, url: str, target: str) -> str:
    """Return the site address that a link in the file `path` means: another article's, a file's, or what is written;
    an empty string where it means an article that isn't published: not even its name is said."""
    name, mark, rest = _fragment(target)
    if name.startswith("/") or not name:
        return target
    place = place_of(path, name)
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


def place_of(path: str, name: str) -> str:
    """Return the path of a file that the text in the file `path` names."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / name).parts:
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


@rule
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
