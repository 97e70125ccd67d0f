"""Which articles are about the same: they share rare words of the index. Counted, no model."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ssg.search import analysis

RARE = 32
"""A word tells articles apart if at most so many have it. Fixed, so that the work grows with the
archive and one article more changes only lists that it belongs to (docs/decisions/020)."""

OPENING = 400
"""So much of a text, in characters, says what it is about: headline and opening are what counts in news."""

LEAST = 2
"""Points from which on two articles are alike: one shared word is chance."""


def gist(texts: Iterable[str]) -> str:
    """Return the different terms of some texts, in order, with spaces between."""
    return " ".join(dict.fromkeys(analysis.joined("\n".join(texts)).split(" ")))


def most(articles: int) -> int:
    """Return how many articles may have a rare word: `RARE`; of a few articles, a fifth of them."""
    return min(RARE, max(3, articles // 5))


def postings(gists: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return the articles, by number, of every term."""
    found: dict[str, list[int]] = {}
    for number, terms in enumerate(gists):
        for term in terms.split(" "):
            found.setdefault(term, []).append(number)
    found.pop("", None)
    return found


def rare(found: Mapping[str, Sequence[int]], articles: int) -> Mapping[str, Sequence[int]]:
    """Return those postings that tell some of so many articles apart."""
    limit = most(articles)
    return {term: numbers for term, numbers in found.items() if 1 < len(numbers) <= limit}


def points(
    own: str, rare: Mapping[str, Sequence[int]], more: Iterable[Sequence[int]]
) -> Counter[int]:
    """Return the points of other articles: one for each rare word shared, and one for each time a list of `more` names them."""
    lists = [rare[term] for term in own.split(" ") if term in rare]
    return Counter(chain.from_iterable(chain(lists, more)))


def best(found: Counter[int], count: int) -> list[tuple[int, int]]:
    """Return (article, points) of those with the most points: at least `count` of them, with all that tie with the last."""
    least = max(LEAST, *sorted(found.values())[-count:][:1]) if found else LEAST
    return [(number, n) for number, n in found.items() if n >= least]
