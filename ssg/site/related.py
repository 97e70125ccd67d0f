"""Rules for what stands beside: related articles, and of a term its years, sources and neighbouring tags."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ssg.engine.keys import Ask, table
from ssg.model import Card
from ssg.search import alike
from ssg.site.content import catalogue
from ssg.site.periods import by_year
from ssg.site.taxonomy import kinds, names_of, shelves
from ssg.site.texts import gleaned
from ssg.theme.context import Link, Period, Term
from ssg.urls import term_key

MOST = 4  # links shown under an article
REACH = 8  # how far to both sides of an article in the list of a common tag others are looked for


class _Archive(NamedTuple):
    """All that related articles are found by; articles by number, in the order of the catalogue."""

    cards: Sequence[Card]
    tags: "Places"
    gists: Sequence[str]


class _Found(NamedTuple):
    archive: _Archive
    rare: Mapping[str, Sequence[int]]
    links: Mapping[str, tuple[Link, ...]]


_last: list[_Found | None] = []


def stay() -> None:
    """Have this process remember what it has found: of a text that changes a little, little is counted again. For a preview,
    which lives on and can spare the memory; what is found is the same."""
    _last[:] = [None]


@table
def related(ask: Ask) -> dict[str, tuple[Link, ...]]:
    """Path → up to four articles with most points: one for a rare word that both have, two for a tag; then the nearest day, then path.

    Those of its own series are left out. Nothing is kept that weighs against the whole archive, so an article more changes few parts.
    """
    cards = ask(catalogue)
    gists = [each.gist for each in ask.all(gleaned, [(card.path,) for card in cards])]
    archive = _Archive(cards, _places(ask, cards), gists)
    found = (_last and _last[0] and _again(archive, _last[0])) or _all(archive)
    if _last:
        _last[0] = found
    return dict(found.links)


def _all(archive: _Archive) -> _Found:
    rare = alike.postings(archive.gists)
    return _Found(archive, rare, dict(_links(archive, rare, range(len(archive.cards)))))


def _again(archive: _Archive, last: _Found) -> _Found | None:
    """What is found now, if nothing but words of texts has changed, and of these not many."""
    if archive.cards != last.archive.cards or archive.tags != last.archive.tags:
        return None
    again = alike.postings_again(archive.gists, last.archive.gists, last.rare)
    if again is None:
        return None
    rare, touched = again
    other = {archive.cards[number].path for number in touched}
    links = {path: found for path, found in last.links.items() if path not in other}
    return _Found(archive, rare, {**links, **dict(_links(archive, rare, sorted(touched)))})


def _links(
    archive: _Archive, rare: Mapping[str, Sequence[int]], numbers: Iterable[int]
) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Path and related articles of those of these articles that have any."""
    cards, tags, gists = archive
    days = [date.fromisoformat(card.date.day).toordinal() if card.date else 0 for card in cards]
    for number in numbers:
        card = cards[number]
        found = alike.points(gists[number], rare, _tagged(card, number, tags))
        del found[number]
        for other in _series(card, tags):
            del found[other]
        ranked = sorted(
            (-points, abs(days[other] - days[number]), cards[other].path, other)
            for other, points in alike.best(found, MOST)
        )
        if ranked:
            chosen = [cards[other] for *_, other in ranked[:MOST]]
            yield card.path, tuple(Link(c.url, c.title, c.source.name) for c in chosen)


Places = Mapping[tuple[str, str], Sequence[int]]


def _places(ask: Ask, cards: Sequence[Card]) -> Places:
    """The articles of each tag and series by number, in order."""
    number = {card.path: n for n, card in enumerate(cards)}
    return {
        (taxonomy, key): [number[path] for path in shelf.paths]
        for taxonomy in ("tags", "series")
        for key, shelf in ask(shelves)[taxonomy].items()
    }


def _tagged(card: Card, number: int, places: Places) -> Iterator[Sequence[int]]:
    """The articles with a common tag, twice: all of a rare tag, the nearest of a frequent one."""
    for key in {term_key(name) for name in names_of(card, "tags")}:
        found = places["tags", key]
        if len(found) > alike.RARE:
            at = bisect_left(found, number)
            found = found[max(0, at - REACH) : at + REACH + 1]
        yield found
        yield found


def _series(card: Card, places: Places) -> Sequence[int]:
    """The articles of the same series: the page lists those already."""
    key = term_key(card.series)
    return places.get(("series", key), ()) if key else ()


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


@table
def term_years(ask: Ask) -> dict[str, tuple[Period, ...]]:
    """Address of a term → its articles by year, oldest first; only where there are two years or more to compare."""
    day = {card.path: card.date.day if card.date else "" for card in ask(catalogue)}
    made = {}
    for kind in ask(kinds):
        for shelf in ask(shelves)[kind.name].values() if kind.pages else ():
            periods = by_year(day[path] for path in shelf.paths)
            if len(periods) > 1:
                made[shelf.term.url] = periods
    return made


@table
def term_sources(ask: Ask) -> dict[str, tuple[Term, ...]]:
    """Address of a term that is no source → the up to eight sources that most of its articles are from, with counts."""
    if not next(kind for kind in ask(kinds) if kind.name == "sources").pages:
        return {}
    source = {
        card.path: "".join(map(term_key, names_of(card, "sources"))) for card in ask(catalogue)
    }
    names = {key: shelf.term for key, shelf in ask(shelves)["sources"].items()}
    made = {}
    for kind in ask(kinds):
        for shelf in ask(shelves)[kind.name].values() if kind.name != "sources" else ():
            count = Counter(source[path] for path in shelf.paths)
            count.pop("", None)
            best = sorted(count, key=lambda key: (-count[key], key))[:8]  # noqa: B023 - used at once
            if best:
                made[shelf.term.url] = tuple(
                    Term(names[key].name, names[key].url, count[key]) for key in best
                )
    return made
