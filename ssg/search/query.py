"""Ask a built index: the same documents, order and scores as `browser/query_core.js` finds.

lunr.py scores; it is given only the terms of the query, which changes no number: a score depends on
the query's terms alone, and rarity and lengths are already in the field vectors.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
from lunr.index import Index
from lunr.pipeline import Pipeline
from lunr.query import Query, QueryPresence
from lunr.token_set import TokenSet
from lunr.vector import Vector

from ssg.errors import SsgError, problem
from ssg.search import hangul
from ssg.search.analysis import analyser
from ssg.search.index import FIELDS, Built, Entry
from ssg.search.plan import STARS, Clause, plan

PRESENCE = {
    "optional": QueryPresence.OPTIONAL,
    "required": QueryPresence.REQUIRED,
    "prohibited": QueryPresence.PROHIBITED,
}


class Hit(msgspec.Struct, frozen=True):
    """A result. `score` has nine significant digits; `url` has no base path."""

    path: str
    url: str
    title: str
    score: float


class _File(msgspec.Struct):
    fieldVectors: list[tuple[str, list[float]]]  # noqa: N815
    invertedIndex: list[tuple[str, dict[str, Any]]]  # noqa: N815


class LoadedIndex:
    """An index in memory; it is a `Lexicon` too. All its state is what it has unpacked so far."""

    def __init__(self, file: _File, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.postings: Mapping[str, dict[str, Any]] = dict(file.invertedIndex)
        self.vectors: Mapping[str, list[float]] = dict(file.fieldVectors)
        self._terms = [term for term, _ in file.invertedIndex]
        self._scores: dict[str, dict[int, float]] = {}

    def frequency(self, term: str) -> int:
        """Return in how many documents the term is, in the field where it is commonest."""
        posting = self.postings.get(term)
        return max(len(posting[field]) for field in FIELDS) if posting else 0

    def between(self, first: str, last: str) -> Sequence[str]:
        """Return the terms from `first` to the last one that begins with `last`, in order."""
        start, end = (bisect_left(self._terms, bound) for bound in (first, last + "\uffff"))
        return self._terms[start:end]

    def with_initials(self, letters: str) -> Sequence[str]:
        """Return the Hangul terms whose syllables begin with these letters, in order."""
        return self._initials.get(letters, ())

    def containing(self, part: str) -> Sequence[str]:
        """Return the terms that contain `part`, in order."""
        return [term for term in self._terms if part in term]

    def scores(self, reference: str) -> Mapping[int, float]:
        """Return term number → score of one field of one document (`body/12`)."""
        if reference not in self._scores:
            flat = self.vectors[reference]
            self._scores[reference] = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
        return self._scores[reference]

    @cached_property
    def _initials(self) -> Mapping[str, list[str]]:
        found = defaultdict(list)
        for term in self.between("가", "힣"):
            found[hangul.initials(term)].append(term)
        return found


class _Scored(NamedTuple):
    score: float
    number: int


def load(built: Built) -> LoadedIndex:
    """Return the two files of a search as an index that can be asked; SsgError if they are not."""
    try:
        file = msgspec.json.decode(built.index, type=_File)
        return LoadedIndex(file, msgspec.json.decode(built.documents, type=list[Entry]))
    except msgspec.MsgspecError as error:
        what = f"this is no search index of this version of ssg: {error}"
        raise SsgError(problem("search/index.json", what, "build the site again")) from error


def search(index: LoadedIndex, text: str, limit: int = 20) -> list[Hit]:
    """Return the best `limit` documents for what was typed, best first, newest first among equals.

    After the documents of the quick plan stand those that only the grams of common words reach.
    """
    clauses = plan(text, index, analyser())
    every = plan(text, index, analyser(), every=True)
    first = ask(index, clauses)
    seen = {hit.number for hit in first}
    more = ask(index, every) if every != clauses else []
    hits = first + [hit for hit in more if hit.number not in seen]
    return [_hit(index.entries[hit.number], hit.score) for hit in hits[:limit]]


def ask(index: LoadedIndex, clauses: Sequence[Clause]) -> list[_Scored]:
    """Return every document that the clauses find, by score, then by number."""
    terms = {clause: _matches(index, clause) for clause in clauses}
    if not clauses or any(c.presence == "required" and not terms[c] for c in clauses):
        return []
    known = sorted({term for each in terms.values() for term in each})
    found = _partial(index, known, clauses).query(_query(clauses))
    scored = [_Scored(float(f"{hit['score']:.9g}"), int(hit["ref"])) for hit in found]
    return sorted(scored, key=lambda hit: (-hit.score, hit.number))


def _query(clauses: Sequence[Clause]) -> Query:
    """Return the clauses as lunr's."""
    query = Query(list(FIELDS))
    for each in clauses:
        query.clause(
            term=f"{each.term}*" if each.star else each.term,
            fields=list(each.fields),
            use_pipeline=False,
            boost=each.boost,
            presence=PRESENCE[each.presence],
        )
    return query


def _matches(index: LoadedIndex, clause: Clause) -> Sequence[str]:
    if not clause.star:
        return [clause.term] if clause.term in index.postings else []
    found = index.between(clause.term, clause.term)
    return sorted(found, key=lambda term: (-index.frequency(term), term))[:STARS]


def _partial(index: LoadedIndex, terms: Sequence[str], clauses: Sequence[Clause]) -> Index:
    """Return a lunr index of these terms alone."""
    postings = {term: index.postings[term] for term in terms}
    numbers = [postings[term]["_index"] for term in terms]
    if all(clause.presence == "prohibited" for clause in clauses):
        references = list(index.vectors)
    else:
        references = [
            f"{field}/{number}"
            for field in FIELDS
            for number in sorted({n for each in postings.values() for n in each[field]}, key=int)
        ]
    vectors = {each: _vector(index.scores(each), numbers) for each in references}
    return Index(postings, vectors, TokenSet.from_list(terms), list(FIELDS), Pipeline())


def _vector(scores: Mapping[int, float], numbers: Sequence[int]) -> Vector:
    known = [number for number in numbers if number in scores]
    return Vector([part for number in known for part in (number, scores[number])])


def _hit(entry: Entry, score: float) -> Hit:
    return Hit(entry.path, entry.url, entry.title, score)
