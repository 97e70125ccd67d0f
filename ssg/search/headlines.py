"""Which headlines have every word of a query: their articles come first; as in `browser/headlines_core.js`.

Lunr adds up words and fields: a common word that stands ten times in a text outweighs a headline made of such words.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from ssg.search.analysis import RUN, Analyser, lowered, script
from ssg.search.pieces import parts, tidied

WHOLE, SOME = 2, 1


class Titles(Protocol):
    """What is asked of an index."""

    def titled(self, term: str) -> frozenset[int]:
        """Return the documents whose headline has the term."""

    def title_length(self, number: int) -> int:
        """Return how many terms the headline of a document has."""


def headlines(text: str, index: Titles, analyser: Analyser) -> Mapping[int, int]:
    """Return the documents whose headline has every word of `text` → 2 where it has no other, else 1.

    None for a query with operators; of a query of one word only those that have no other.
    """
    said = lowered(tidied(text))
    if any(p.sign or p.scope or p.edits is not None or p.boost or re.search('["*]', p.body) for p in parts(said)):  # fmt: skip
        return {}
    wanted = {term: None for run in RUN.findall(said) for term in _terms(run, analyser)}
    if not wanted:
        return {}
    first, *others = (index.titled(term) for term in wanted)
    having = first.intersection(*others)
    size = len(analyser.terms(said))
    found = {n: WHOLE if index.title_length(n) == size else SOME for n in having}
    return found if len(wanted) > 1 else {n: rank for n, rank in found.items() if rank == WHOLE}


def _terms(run: str, analyser: Analyser) -> tuple[str, ...]:
    """Return what a headline with this run has: its stem, of Han characters everything."""
    tokens = analyser.tokens(run)
    return tokens if script(run) == "han" else tokens[:1]
