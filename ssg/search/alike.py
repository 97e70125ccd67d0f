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

FEW = 50
"""So many changed words are looked for one by one; where there are more, all are counted anew."""


def gist(texts: Iterable[str]) -> str:
    """Return the different terms of some texts, in order, with spaces between."""
    return " ".join(dict.fromkeys(analysis.joined("\n".join(texts)).split(" ")))


def _most(gists: Sequence[str]) -> int:
    return min(RARE, max(3, len(gists) // 5))


def postings(gists: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return the articles, by number, of every term that 2 to `RARE` of them have; of a few articles, to a fifth of them."""
    most = _most(gists)
    found: dict[str, list[int]] = {}
    for number, terms in enumerate(gists):
        for term in terms.split(" "):
            found.setdefault(term, []).append(number)
    found.pop("", None)
    return {term: numbers for term, numbers in found.items() if 1 < len(numbers) <= most}


def postings_again(
    gists: Sequence[str], before: Sequence[str], rare: Mapping[str, Sequence[int]]
) -> tuple[Mapping[str, Sequence[int]], set[int]] | None:
    """Return `postings` of the texts and the numbers of the articles whose points may be others, from the `rare` words of the
    same articles `before`; None where counting all anew is quicker: articles came or went, or many words changed."""
    if len(gists) != len(before):
        return None
    touched = {n for n, (new, old) in enumerate(zip(gists, before, strict=True)) if new != old}
    words = {w for n in touched for w in {*gists[n].split(" ")} ^ {*before[n].split(" ")}} - {""}
    if len(words) > FEW:
        return None
    now, most = dict(rare), _most(gists)
    for word in words:
        holders = [n for n, terms in enumerate(gists) if word in terms and word in terms.split(" ")]
        touched.update(now.pop(word, ()))
        if 1 < len(holders) <= most:
            now[word] = holders
            touched.update(holders)
    return now, touched


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
