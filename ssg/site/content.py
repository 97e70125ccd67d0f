"""Rules for the settings and the cards: what there is, what of it is out, and where."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import TypeVar

import msgspec

from ssg import sitetoml
from ssg.config import Config, Publishing
from ssg.engine.keys import Ask, Hint, Input, Rule, file, listing, option, rule, table
from ssg.errors import Problem, SsgError, problem
from ssg.model import Card
from ssg.search.ranges import cut
from ssg.site import cards
from ssg.site.cards import ARTICLES, PAGES, ROOTS

T = TypeVar("T")

DRAWER = 128
"""At most so many files in a drawer: the first is one in 128. An edit reads a drawer file by file, and all others as a whole."""


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


@rule
def drawers(ask: Ask) -> tuple[tuple[str, ...], ...]:
    """The paths of all Markdown files in drawers, which depend on few others: a file that comes or goes changes its own."""
    found = [[path for path in ask(paths) if path.startswith(root)] for root in ROOTS]
    return tuple(each for under in found for each in cut(under, DRAWER))


@table
def drawn(ask: Ask) -> dict[str, tuple[str, ...]]:
    """First path of a drawer → all that are in it."""
    return {each[0]: each for each in ask(drawers)}


def every(ask: Ask, spec: Rule[tuple[T, ...]], root: str = "") -> Iterator[tuple[str, T]]:
    """Return each path below a folder of `ROOTS`, or of all, with what a rule over drawers has for it."""
    found = [each for each in ask(drawers) if each[0].startswith(root)]
    values = ask.all(spec, [(each[0],) for each in found])
    return zip(chain.from_iterable(found), chain.from_iterable(values), strict=True)


def in_drawer(ask: Hint, first: str) -> None:
    """Say that what there is to read of a drawer's files will be asked for, where it was made already."""
    for path in ask(drawn, first) or ():
        ask.known(loaded, path)


def read(ask: Ask, first: str) -> list[Loaded]:
    """Return what there is to read of a drawer's files."""
    return ask.all(loaded, [(path,) for path in ask(drawn, first) or ()])


@rule(worker=True, needs=in_drawer)
def drawer(ask: Ask, first: str) -> tuple[Loaded, ...]:
    """What there is to read of a drawer's files, as in `_outline`: one value to read instead of a hundred."""
    found = read(ask, first)
    return tuple(Loaded(each.card and _outline(each.card), each.problems) for each in found)


@rule(keep=False)
def catalogue(ask: Ask) -> tuple[Card, ...]:
    """The cards of all published articles, newest first, ties by path; as in `_outline`."""
    cards = _cards(ask, ARTICLES)
    return tuple(sorted(cards, key=lambda card: (_when(card), card.path), reverse=True))


def _when(card: Card) -> str:
    return card.date.iso if card.date else ""


@rule(keep=False)
def page_cards(ask: Ask) -> tuple[Card, ...]:
    """The cards of all published pages, by folder, weight and path; as in `_outline`."""
    cards = _cards(ask, PAGES)
    return tuple(
        sorted(cards, key=lambda card: (card.url.rsplit("/", 2)[0], card.weight, card.path))
    )


def _cards(ask: Ask, root: str) -> list[Card]:
    @cache  # every card asks
    def said(spec: Input[str], name: str) -> str:
        return ask(spec, name)

    return [
        each.card for _, each in every(ask, drawer, root) if each.card and is_out(said, each.card)
    ]


def _outline(card: Card) -> Card:
    """Return the card without what comes of its text: an edit of a first paragraph is no news to lists. Who shows that asks
    `loaded`."""
    return msgspec.structs.replace(card, excerpt="")


Said = Callable[[Input[str], str], str]
"""Tells what the caller of the build said."""


def is_out(ask: Said, card: Card) -> bool:
    """Return whether an article is published."""
    return not held_back(ask, card)


def held_back(ask: Said, card: Card) -> str:
    """Return why an article is not published, as the end of a sentence; empty where it is."""
    if card.visibility == "private":
        return "is private"
    if card.takedown is not None:
        return "was taken down"
    if card.draft and not ask(option, "drafts"):
        return "is a draft: `--drafts` shows it"
    if card.expires and card.expires.day < ask(option, "today"):
        return f"ended on {card.expires.day}"
    day = max(card.date.day if card.date else "", card.embargo.day if card.embargo else "")
    if day and day > ask(option, "today") and not ask(option, "future"):
        return f"comes on {day}: `--future` shows it"
    return ""


@rule(keep=False)
def unpublished(ask: Ask, path: str) -> str:
    """Why an article has no page, as the end of a sentence; empty where nothing keeps it back."""
    card = ask(loaded, path).card
    return held_back(ask, card) if card else "can't be read: its problems say why"


@rule
def withheld(ask: Ask) -> tuple[Card, ...]:
    """The cards, by path, of articles and pages whose text isn't published, or not all of it."""
    found = [each.card for _, each in every(ask, drawer) if each.card]
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
    return {path: each.problems for path, each in every(ask, drawer) if each.problems}


def text_of(raw: bytes, path: str) -> str:
    """Return the text of a file. Raises SsgError where it isn't UTF-8."""
    try:
        return raw.removeprefix(BOM_UTF8).decode()  # the codec utf-8-sig is written in Python
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8" + (", or `ssg import` it" if path.startswith("content/") else "")
        raise SsgError(problem(path, "is not UTF-8 text", hint, line=line)) from error
