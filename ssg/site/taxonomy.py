"""Rules for what articles have in common: terms, lists page by page, neighbours, years. Tables, so that questions stay narrow."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from ssg.engine.keys import Ask, rule, table
from ssg.model import Card
from ssg.site.content import catalogue, config
from ssg.theme.context import Figures, Group, Link, Period, Term
from ssg.urls import slug, term_key

TAXONOMIES = ("tags", "authors", "sources", "sections", "series")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
LEADS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
RELATED = 4  # links shown under an article
REACH = 8  # how far to both sides of an article in a tag's list related articles are looked for


def names_of(card: Card, taxonomy: str) -> tuple[str, ...]:
    """Return the terms of an article in one taxonomy, as written, each once."""
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


@lru_cache(maxsize=16384)  # a pure memo: six tables ask for the same names
def _once(found: tuple[str, ...]) -> tuple[str, ...]:
    names = [_CONTROL.sub(" ", name).strip() for name in found]  # no key may hold one
    return tuple({key: name for name in names if (key := term_key(name))}.values())


class Shelf(msgspec.Struct, frozen=True):
    """A term with its articles' paths, newest first."""

    term: Term
    paths: tuple[str, ...]


@rule(keep=False)
def shelves(ask: Ask) -> dict[str, dict[str, Shelf]]:
    """Every term of every taxonomy by its key; spellings that differ by case, width or spaces are one term."""
    cards = ask(catalogue)
    return {taxonomy: _shelves(cards, taxonomy) for taxonomy in TAXONOMIES}


def _shelves(cards: Sequence[Card], taxonomy: str) -> dict[str, Shelf]:
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for card in cards:
        for name in names_of(card, taxonomy):
            spelled[term_key(name)][name] += 1
            paths[term_key(name)].append(card.path)
    slugs = _slugs(spelled)
    made = {}
    for key in sorted(spelled):
        name = min(spelled[key], key=lambda n: (-spelled[key][n], n))
        term = Term(name, f"/{taxonomy}/{slugs[key]}/", len(paths[key]))
        made[key] = Shelf(term, tuple(paths[key]))
    return made


def _slugs(keys: Iterable[str]) -> dict[str, str]:
    """A name in the address for each key; keys that would share one (`C`, `C++`) get a mark of their own but for the first."""
    made: dict[str, str] = {}
    taken = {"page"}
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
        f"{taxonomy}/{key}": Term(shelf.term.name, shelf.term.url)
        for taxonomy, found in ask(shelves).items()
        for key, shelf in found.items()
    }


def terms_of(ask: Ask, card: Card, taxonomy: str) -> tuple[Term, ...]:
    """Return an article's terms with their addresses, in the article's order."""
    keys = [term_key(name) for name in names_of(card, taxonomy)]
    found = (ask(terms, f"{taxonomy}/{key}") for key in keys)
    return tuple(term for term in found if term)


class Leaf(msgspec.Struct, frozen=True):
    """One page of a list: the paths on it, newest first, and how many articles and pages the list has."""

    paths: tuple[str, ...]
    count: int
    pages: int


@table
def leaves(ask: Ask) -> dict[str, Leaf]:
    """`<address of the list>` + `#<page>` → the page: home, every term, every year and month."""
    size = ask(config).paginate
    lists = {"/": tuple(card.path for card in ask(catalogue))}
    for found in ask(shelves).values():
        lists.update({shelf.term.url: shelf.paths for shelf in found.values()})
    lists.update(_periods(ask(catalogue)))
    made = {}
    for url, paths in lists.items():
        pages = max(1, -(-len(paths) // size))
        for n in range(pages):
            made[f"{url}#{n + 1}"] = Leaf(paths[n * size : (n + 1) * size], len(paths), pages)
    return made


def _periods(cards: Sequence[Card]) -> dict[str, tuple[str, ...]]:
    made: defaultdict[str, list[str]] = defaultdict(list)
    for card in cards:
        if card.date:
            made[f"/{card.date.year}/"].append(card.path)
            made[f"/{card.date.year}/{card.date.month}/"].append(card.path)
    return {url: tuple(paths) for url, paths in made.items()}


@rule
def years(ask: Ask) -> tuple[Period, ...]:
    """The years that have articles, newest first, each with its months, oldest first."""
    return _years(ask(catalogue))


def _years(cards: Iterable[Card]) -> tuple[Period, ...]:
    count = Counter((card.date.year, card.date.month) for card in cards if card.date)
    made = []
    for year in sorted({year for year, _ in count}, reverse=True):
        months = tuple(
            Period(y, m, f"/{y}/{m}/", n) for (y, m), n in sorted(count.items()) if y == year
        )
        made.append(Period(year, "", f"/{year}/", sum(month.count for month in months), months))
    return tuple(made)


@table
def months(ask: Ask) -> dict[str, tuple[Period, ...]]:
    """Year → its months, oldest first."""
    return {year.year: year.months for year in ask(years)}


@table
def term_years(ask: Ask) -> dict[str, tuple[Period, ...]]:
    """Address of a term → its articles by year, oldest first; only where there are two years or more to compare."""
    by_path = {card.path: card for card in ask(catalogue)}
    made = {}
    for found in ask(shelves).values():
        for shelf in found.values():
            periods = _years(by_path[path] for path in shelf.paths)
            if len(periods) > 1:
                made[shelf.term.url] = tuple(
                    Period(p.year, "", p.url, p.count) for p in reversed(periods)
                )
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


@table
def related(ask: Ask) -> dict[str, tuple[Link, ...]]:
    """Path → up to four articles that share tags with it: rare tags weigh more, ties by path. Those of its own series are left out."""
    cards = ask(catalogue)
    by_path = {card.path: card for card in cards}
    tags = ask(shelves)["tags"]
    place = {key: {path: i for i, path in enumerate(s.paths)} for key, s in tags.items()}
    made = {}
    for card in cards:
        weight: Counter[str] = Counter()
        for key in {term_key(name) for name in names_of(card, "tags")}:
            paths, at = tags[key].paths, place[key][card.path]
            for path in paths[max(0, at - REACH) : at + REACH + 1]:
                weight[path] += 1_000_000 // len(paths)
        others = [path for path in weight if _elsewhere(card, by_path[path])]
        best = sorted(others, key=lambda path: (-weight[path], path))[:RELATED]  # noqa: B023 - used at once
        if best:
            made[card.path] = tuple(
                Link(by_path[p].url, by_path[p].title, by_path[p].source.name) for p in best
            )
    return made


def _elsewhere(card: Card, other: Card) -> bool:
    """Whether an article is another one, and not of the same series: the page lists those already."""
    shared = bool(card.series) and term_key(card.series) == term_key(other.series)
    return other.path != card.path and not shared


@table
def related_tags(ask: Ask) -> dict[str, tuple[Term, ...]]:
    """Address of a tag → up to eight tags that stand beside it most often."""
    tags = ask(shelves)["tags"]
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for card in ask(catalogue):
        keys = sorted({term_key(name) for name in names_of(card, "tags")})
        for key in keys:
            together[key].update(other for other in keys if other != key)
    made = {}
    for key, counts in together.items():
        best = sorted(counts, key=lambda other: (-counts[other], other))[:8]
        if best:
            made[tags[key].term.url] = tuple(
                Term(tags[k].term.name, tags[k].term.url) for k in best
            )
    return made


@rule
def groups(ask: Ask, taxonomy: str) -> tuple[Group, ...]:
    """The terms of a taxonomy under their initials: ㄱ…ㅎ, A–Z, other letters, digits."""
    grouped: defaultdict[tuple[int, str], list[Term]] = defaultdict(list)
    for shelf in ask(shelves)[taxonomy].values():
        grouped[initial(shelf.term.name)].append(shelf.term)
    made = []
    for order, letter in sorted(grouped):
        found = sorted(grouped[order, letter], key=lambda term: (term_key(term.name), term.url))
        number = "digits" if letter == "#" else "others" if letter == "…" else letter
        made.append(Group(letter, f"initial-{number}", tuple(found)))
    return tuple(made)


def initial(name: str) -> tuple[int, str]:
    """Return the group a term belongs to and the group's rank: Korean consonants, Latin letters, other letters, digits."""
    first = term_key(name)[0]
    if "가" <= first <= "힣":
        return 0, LEADS[(ord(first) - 0xAC00) // 588]
    if "a" <= first <= "z":
        return 1, first.upper()
    return (3, "#") if first.isdigit() else (2, "…")


@rule
def present(ask: Ask) -> tuple[str, ...]:
    """The taxonomies that have a term."""
    return tuple(taxonomy for taxonomy in TAXONOMIES if ask(shelves)[taxonomy])


@rule
def figures(ask: Ask) -> Figures:
    """The archive in figures."""
    found = ask(shelves)
    periods = ask(years)
    oldest = periods[-1].year if periods else ""
    by_year = tuple(Period(p.year, "", p.url, p.count) for p in reversed(periods))
    counts = (len(ask(catalogue)), len(found["tags"]), len(found["sources"]))
    return Figures(*counts, oldest, by_year)


@rule
def top_tags(ask: Ask) -> tuple[Term, ...]:
    """The tags by number of articles, most first, at most a hundred."""
    found = [shelf.term for shelf in ask(shelves)["tags"].values()]
    return tuple(sorted(found, key=lambda term: (-term.count, term_key(term.name)))[:100])
