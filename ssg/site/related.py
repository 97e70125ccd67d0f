"""Rules for what stands beside: related articles, and of a term its years, sources and neighbouring tags."""

from collections import Counter, defaultdict

from ssg.engine.keys import Ask, rule, table
from ssg.search import kin, kin_again
from ssg.search.kin import Article, Kin
from ssg.site.cards import ARTICLES
from ssg.site.content import catalogue, every
from ssg.site.periods import by_year
from ssg.site.taxonomy import kinds, names_of, shelves
from ssg.site.texts import gists
from ssg.theme.context import Link, Period, Term
from ssg.urls import term_key


@rule(again=True)
def alike(ask: Ask, before: Kin | None = None) -> Kin:
    """Which articles have rare words or tags in common (docs/decisions/020); of what is left of the last build, only what a change reaches
    is counted anew."""
    told = dict(every(ask, gists, ARTICLES))
    return kin_again.found(
        [
            Article(
                kin.name_of(card.date.iso if card.date else "", card.path),
                told[card.path],
                kin.marks_of(*(map(term_key, names_of(card, kind)) for kind in ("series", "tags"))),
            )
            for card in reversed(ask(catalogue))
        ],
        before,
    )


@table
def related(ask: Ask) -> dict[str, tuple[Link, ...]]:
    """Path → up to four articles with most points: one for a rare word that both have, two for a tag; then the nearest day, then path.

    Those of its own series are left out. Nothing is kept that weighs against the whole archive, so an article more changes few parts.
    """
    link = {card.path: Link(card.url, card.title, card.source.name) for card in ask(catalogue)}
    return {
        path: tuple(map(link.__getitem__, found)) for path, found in ask(alike).named() if found
    }


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
