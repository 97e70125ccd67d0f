"""For plain lunr: a whole index as one file, and our analyser as a function of its pipeline.

`browser/lunr_ssg.js` registers the same function with lunr.js.
"""

from lunr.pipeline import Pipeline
from lunr.token import Token

from ssg.search import analysis
from ssg.search.index import lunr_index
from ssg.search.loaded import LoadedIndex, words_of

LABEL = "ssg-analysis"


def stock(index: LoadedIndex) -> bytes:
    """Return a built index as lunr's own JSON; lunr knows the articles by their addresses without base path."""
    refs = [index.entry(number).url for number in range(index.documents)]
    return lunr_index(words_of(index), refs, (LABEL,))


def analysed(token: Token, *_: object) -> list[Token]:
    """Return the terms of a word of a query: its stem and grams."""
    return [
        token.clone(lambda _text, _metadata, term=term: term) for term in analysis.terms(str(token))
    ]


def register() -> None:
    """Let lunr.py load what `stock` made: needed once, before `Index.load`."""
    if LABEL not in Pipeline.registered_functions:
        Pipeline.register_function(analysed, LABEL)
