"""Whether an index finds what it should: every article by its own headline, and by each noun of it.

A noun is a word of the headline that the analyser keeps: no stop word, two letters or more.
"""

from collections.abc import Iterable, Sequence

from ssg.errors import Problem, problem
from ssg.model import Card
from ssg.search.analysis import RUN, Analyser, analyser, normalise
from ssg.search.headlines import WHOLE, headlines
from ssg.search.loaded import LoadedIndex
from ssg.search.plan import plan
from ssg.search.query import search

TOP = 3
AGAIN = "build the site again; if it stays so, please report it with the headline"
LESS = "it is found further down; a headline of common words only is nobody's in particular"


def selftest(index: LoadedIndex, cards: Iterable[Card]) -> tuple[Problem, ...]:
    """Return a problem for each article that isn't among the first three for its headline, or that a noun of it misses.

    Articles of the very same headline share the first places. A place further down is a warning: no reason not to publish. `cards` are those of the published articles.
    """
    every = sorted(cards, key=lambda card: card.path)
    numbers = _numbers(index)
    found: dict[str, frozenset[int]] = {}
    problems = []
    for card in every:
        if card.path not in numbers:
            problems.append(problem(card.path, "is not in the search index", AGAIN))
            continue
        if not _first(index, card, numbers[card.path]):
            what = f"is not among the first {TOP} results for its own headline"
            problems.append(Problem(card.path, 0, 0, what, LESS, "warning"))
        for noun in nouns(card.title, analyser()):
            if noun not in found:
                found[noun] = _reached(index, noun)
            if numbers[card.path] not in found[noun]:
                what = f'is not found by "{noun}", a word of its headline'
                problems.append(problem(card.path, what, AGAIN))
    return tuple(problems)


def nouns(title: str, words: Analyser) -> Sequence[str]:
    """Return the words of a headline that it must be found by, each once: Hangul without its particles, the rest as typed."""
    runs = RUN.findall(normalise(title))
    found = ((run, words.stem(run)) for run in runs)
    # A stem of a Latin word is no word: stemmed again, "promis" would ask for "promi".
    kept = (stem if "가" <= run[0] <= "힣" else run for run, stem in found if len(stem) > 1)
    return tuple(dict.fromkeys(kept))


def _numbers(index: LoadedIndex) -> dict[str, int]:
    return {index.entry(number).path: number for number in range(index.documents)}


def _first(index: LoadedIndex, card: Card, number: int) -> bool:
    """Whether the headline leads to the article, or to enough others of the same headline."""
    ranks = headlines(card.title, index, analyser())
    same = [each for each, rank in ranks.items() if rank == WHOLE]
    if number in same and len(same) <= TOP:
        return True  # they come before all others, however many these are
    hits = search(index, f"{card.title} ", TOP)  # a whole headline, not a half-typed one
    if not hits:
        return not nouns(card.title, analyser())  # a headline without any word can't be typed
    return any(hit.path == card.path for hit in hits) or all(
        hit.title == card.title for hit in hits
    )


def _reached(index: LoadedIndex, noun: str) -> frozenset[int]:
    """Return the documents that a noun finds in the end: of no use to rank them here."""
    clauses = plan(f"{noun} ", index, analyser(), every=True)
    return frozenset(
        part.first + number
        for clause in clauses
        for part in index.parts
        for field in part.counts(clause.term)
        for number in field
    )
