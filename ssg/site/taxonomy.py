"""Rules for what articles have in common: terms, lists page by page, neighbours. Tables, so that questions stay narrow."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from ssg.config import TAXONOMIES, Taxonomy
from ssg.engine.keys import Ask, rule, table
from ssg.model import Card
from ssg.site.content import catalogue, config
from ssg.site.periods import by_period, years
from ssg.theme.context import Link, Term
from ssg.urls import slug, term_key

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Kind(msgspec.Struct, frozen=True):
    """A taxonomy: its name, the front matter's key of one that isn't built in, its title (empty: the theme has a word for
    it), whether its terms have pages and feeds."""

    name: str
    key: str
    title: str
    pages: bool
    feed: bool


@rule
def kinds(ask: Ask) -> tuple[Kind, ...]:
    """Every taxonomy: the built-in ones, then those that site.toml declares."""
    told = ask(config).taxonomies
    names = (*TAXONOMIES, *(name for name in told if name not in TAXONOMIES))
    found = []
    for name in names:
        how = told.get(name, Taxonomy())
        key = "" if name in TAXONOMIES else how.key or name
        feed = how.pages and (name == "tags" if how.feed is None else how.feed)
        found.append(Kind(name, key, how.title or (name if key else ""), how.pages, feed))
    return tuple(found)


def names_of(card: Card, taxonomy: str, key: str = "") -> tuple[str, ...]:
    """Return the terms of an article in one taxonomy, as written, each once; `key` is that of one that isn't built in."""
    if key:
        return _once(_texts(card.extra.get(key)))
    match taxonomy:
        case "tags":
            found = card.tags
        case "authors":
            found = card.authors
        case "sources":
            found = (card.source.name,)
        case "sections":
            found = (card.section,)
        case _:
            found = (card.series,)
    return _once(found)


def _texts(value: object) -> tuple[str, ...]:
    """A text, or the texts of a list."""
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value if isinstance(each, str | int | float))
    return (str(value),) if isinstance(value, str | int | float) else ()


@lru_cache(maxsize=16384)  # a pure memo: six tables ask for the same names
def _once(found: tuple[str, ...]) -> tuple[str, ...]:
    made: dict[str, str] = {}
    for name in found:
        clean = _CONTROL.sub(" ", name).strip()  # no key may hold one
        if key := term_key(clean):
            made.setdefault(key, clean)
    return tuple(made.values())


class Shelf(msgspec.Struct, frozen=True):
    """A term with its articles' paths, newest first."""

    term: Term
    paths: tuple[str, ...]


@rule(keep=False)
def shelves(ask: Ask) -> dict[str, dict[str, Shelf]]:
    """Every term of every taxonomy by its key; spellings that differ by case, width or spaces are one term."""
    cards = ask(catalogue)
    return {kind.name: _shelves(cards, kind.name, kind.key) for kind in ask(kinds)}


def _shelves(cards: Sequence[Card], taxonomy: str, own: str) -> dict[str, Shelf]:
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for card in cards:
        for name in names_of(card, taxonomy, own):
            spelled[term_key(name)][name] += 1
            paths[term_key(name)].append(card.path)
    slugs = slugs_of(spelled)
    made = {}
    for key in sorted(spelled):
        name = min(spelled[key], key=lambda n: (-spelled[key][n], n))
        term = Term(name, f"/{taxonomy}/{slugs[key]}/", len(paths[key]))
        made[key] = Shelf(term, tuple(paths[key]))
    return made


def slugs_of(keys: Iterable[str]) -> dict[str, str]:
    """Return a name in the address for each key; keys that would share one (`C`, `C++`) get a mark of their own but for the first."""
    made: dict[str, str] = {}
    taken = {"page", "initial"}
    for key in sorted(keys, key=lambda key: (slug(key) != key, key)):
        mark = hashlib.blake2b(key.encode(), digest_size=3).hexdigest()
        name = slug(key) or mark
        made[key] = f"{name}-{mark}" if name in taken else name
        taken.add(made[key])
    return made


@table
def terms(ask: Ask) -> dict[str, Term]:
    """`<taxonomy>/<key>` → the term without its count: what an article page needs for a link."""
    return {
        f"{kind.name}/{key}": Term(shelf.term.name, shelf.term.url)
        for kind in ask(kinds)
        if kind.pages
        for key, shelf in ask(shelves)[kind.name].items()
    }


def terms_of(ask: Ask, card: Card, taxonomy: str, key: str = "") -> tuple[Term, ...]:
    """Return an article's terms with their addresses, in the article's order; none where the taxonomy has no pages."""
    found = (ask(terms, each) for each in keys_of(card, taxonomy, key))
    return tuple(term for term in found if term)


def keys_of(card: Card, taxonomy: str, key: str = "") -> tuple[str, ...]:
    """Return under which names `terms` has an article's terms."""
    return tuple(f"{taxonomy}/{term_key(name)}" for name in names_of(card, taxonomy, key))


class Leaf(msgspec.Struct, frozen=True):
    """One page of a list: the paths on it, newest first; how many pages the list has, and, on the first one, how many articles."""

    paths: tuple[str, ...]
    count: int
    pages: int


def _lists(ask: Ask) -> dict[str, tuple[str, ...]]:
    """Address of each list → its paths, newest first."""
    found = {"/": tuple(card.path for card in ask(catalogue))}
    for kind in ask(kinds):
        if kind.pages:
            found.update({s.term.url: s.paths for s in ask(shelves)[kind.name].values()})
    found.update(by_period(ask(catalogue)))
    return found


def _pages(count: int, size: int) -> int:
    return max(1, -(-count // size))


@rule
def thickness(ask: Ask) -> dict[str, int]:
    """Address of each list → how many pages it has."""
    size = ask(config).paginate
    found = {"/": len(ask(catalogue))}
    for kind in ask(kinds):
        if kind.pages:
            found.update({s.term.url: s.term.count for s in ask(shelves)[kind.name].values()})
    for year in ask(years):
        found.update({period.url: period.count for period in (year, *year.months)})
    return {url: _pages(count, size) for url, count in found.items()}


@table
def leaves(ask: Ask) -> dict[str, Leaf]:
    """`<address of the list>` + `#<page>` → the page: home, every term, every year and month.

    The first page holds the newest, the second what is left over, all others are filled from the oldest end. So a new article
    changes the first two pages alone, until the second is full (docs/decisions/033).
    """
    size = ask(config).paginate
    made = {}
    for url, paths in _lists(ask).items():
        pages = _pages(len(paths), size)
        made[f"{url}#1"] = Leaf(paths[:size], len(paths), pages)
        start = size
        for n in range(2, pages + 1):
            stop = len(paths) - (pages - n) * size
            made[f"{url}#{n}"] = Leaf(paths[start:stop], 0, pages)
            start = stop
    return made


@table
def neighbours(ask: Ask) -> dict[str, tuple[Link | None, Link | None]]:
    """Path → the article before it in time and the one after."""
    cards = ask(catalogue)
    links = [Link(card.url, card.title) for card in cards]
    older, newer = [*links[1:], None], [None, *links[:-1]]
    return {card.path: (older[i], newer[i]) for i, card in enumerate(cards)}


@table
def siblings(ask: Ask) -> dict[str, tuple[Link, ...]]:
    """Address of a series → its articles, oldest first."""
    by_path = {card.path: card for card in ask(catalogue)}
    return {
        shelf.term.url: tuple(
            Link(by_path[path].url, by_path[path].title) for path in reversed(shelf.paths)
        )
        for shelf in ask(shelves)["series"].values()
    }


@rule
def present(ask: Ask) -> tuple[str, ...]:
    """The taxonomies that have a term."""
    return tuple(kind.name for kind in ask(kinds) if kind.pages and ask(shelves)[kind.name])
