"""Ask a built index: the same documents, order and scores as `browser/query_core.js` finds.

Plain words are scored here; queries with operators by lunr.py. It is given only the terms of the query, which changes no
number: a score depends on the query's terms alone, and rarity and lengths are those of the whole index.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from lunr.index import Index
from lunr.pipeline import Pipeline
from lunr.query import Query, QueryPresence
from lunr.token_set import TokenSet
from lunr.vector import Vector

from ssg.search.analysis import analyser
from ssg.search.headlines import headlines
from ssg.search.index import FIELDS, Entry
from ssg.search.loaded import LoadedIndex
from ssg.search.plan import Clause, plan

CLOSE = 1e-8
"""Two scores that differ by less may have the same nine digits."""

STARS = 256
"""So many terms does a pattern stand for at most: the commonest of a beginning, else the shortest or nearest."""

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


class _Scored(NamedTuple):
    score: float
    number: int


def search(
    index: LoadedIndex, text: str, limit: int = 20, says: Callable[[Hit], bool] | None = None
) -> list[Hit]:
    """Return the best `limit` documents for what was typed, best first, the last one archived first among equals.

    Headlines that have every word come first. Where the quick plan finds fewer, those follow that only the grams of common
    words reach. `says` keeps a document or leaves it out: whether it holds the words in quotation marks, say.
    """
    clauses = plan(text, index, analyser())
    best = None if says else limit
    hits = _raised(ask(index, clauses, best), headlines(text, index, analyser()))
    if len(hits) < limit or says:
        every = plan(text, index, analyser(), every=True)
        seen = {hit.number for hit in hits}
        more = ask(index, every, best) if every != clauses else []
        hits += [hit for hit in more if hit.number not in seen]
    found = (_hit(index.entry(hit.number), hit.score) for hit in hits)
    return list(islice(filter(says, found) if says else found, limit))


def _raised(found: list[_Scored], ranks: Mapping[int, int]) -> list[_Scored]:
    """Return those first that have a rank: each adds the greatest score."""
    if not ranks:
        return found
    most = found[0].score
    lead = (_Scored(_nine(_nine(s) + ranks[n] * most), n) for s, n in found if n in ranks)
    return [*sorted(lead, reverse=True), *(hit for hit in found if hit.number not in ranks)]


def _nine(score: float) -> float:
    """Return nine digits of a score: the last ones are noise."""
    return float(f"{score:.9g}")


def wanted(index: LoadedIndex, text: str) -> frozenset[str]:
    """Return the terms to mark in what was found for a query."""
    clauses = plan(text, index, analyser(), every=True)
    asked = [each for each in clauses if each.presence != "prohibited"]
    return frozenset(term for each in asked for term in (each.term, *_matches(index, each)))


def ask(index: LoadedIndex, clauses: Sequence[Clause], limit: int | None = None) -> list[_Scored]:
    """Return every document that the clauses find, by score, then the greatest number first; after the first `limit` in any order."""
    terms = {clause: _matches(index, clause) for clause in clauses}
    if not clauses or any(c.presence == "required" and not terms[c] for c in clauses):
        return []
    if all(c.presence == "optional" and not c.star and not c.edits for c in clauses):
        pairs = _directly(index, [c for c in clauses if terms[c]]).items()
    else:
        known = sorted({term for each in terms.values() for term in each})
        found = _partial(index, known, clauses).query(_query(clauses))
        pairs = {int(hit["ref"]): hit["score"] for hit in found}.items()
    return _ranked([_Scored(score, number) for number, score in pairs], limit)


def _ranked(found: list[_Scored], limit: int | None) -> list[_Scored]:
    """Return them in order; only the best are rounded."""
    least = -math.inf
    if limit is not None and len(found) > 4 * limit:
        least = nlargest(limit, found)[-1].score * (1 - CLOSE)
    best = (_Scored(_nine(score), number) for score, number in found if score >= least)
    return [*sorted(best, reverse=True), *(hit for hit in found if hit.score < least)]


def _directly(index: LoadedIndex, clauses: Sequence[Clause]) -> dict[int, float]:
    """Return the scores that lunr gives to optional clauses without patterns: its engine takes ten times as long."""
    totals: defaultdict[int, float] = defaultdict(float)
    for at, field in enumerate(index.fields):
        weights: defaultdict[str, float] = defaultdict(float)
        for clause in clauses:
            if not clause.fields or field in clause.fields:
                weights[clause.term] += clause.boost
        length = math.sqrt(sum(weights[term] ** 2 for term in sorted(weights)))
        sums: defaultdict[int, float] = defaultdict(float)
        for term in sorted(weights):
            weight = weights[term]
            for number, score in index.postings(term)[at].items():
                sums[number] += weight * score
        for number, total in sums.items():
            totals[number] += total / length
    return totals


def _query(clauses: Sequence[Clause]) -> Query:
    """Return the clauses as lunr's."""
    query = Query(list(FIELDS))
    for each in clauses:
        query.clause(
            term=each.term,
            fields=list(each.fields),
            use_pipeline=False,
            boost=each.boost,
            presence=PRESENCE[each.presence],
            edit_distance=each.edits,
            wildcard=Query.WILDCARD_NONE,
        )
    return query


def _matches(index: LoadedIndex, clause: Clause) -> Sequence[str]:
    if clause.edits:
        return _near(index, clause)
    if not clause.star:
        return [clause.term] if index.frequency(clause.term) else []
    head = clause.term.partition("*")[0]
    pattern = re.compile(".*".join(map(re.escape, clause.term.split("*"))))
    found = [t for t in _begun(index, head, clause.term) if pattern.fullmatch(t)]
    if head:
        return sorted(found, key=lambda term: (-index.frequency(term), term))[:STARS]
    return sorted(found, key=lambda term: (len(term), term))[:STARS]


def _begun(index: LoadedIndex, head: str, pattern: str) -> Sequence[str]:
    """Return the terms that begin with `head`, or where it is empty those that hold the pattern's longest piece."""
    return index.between(head, head) if head else index.containing(max(pattern.split("*"), key=len))


def _near(index: LoadedIndex, clause: Clause) -> Sequence[str]:
    """Return the terms that so many edits make of the clause's, by lunr's own rules; the nearest in length first."""
    term, edits = clause.term, clause.edits
    some = [
        t for t in index.containing("")
        if abs(len(t) - len(term)) <= edits and len(set(term) - set(t)) <= edits
    ]  # fmt: skip
    wanted = TokenSet.from_fuzzy_string(term, edits)
    found = TokenSet.from_list(some).intersect(wanted).to_list() if some else []
    return sorted(found, key=lambda t: (abs(len(t) - len(term)), t))[:STARS]


def _partial(index: LoadedIndex, terms: Sequence[str], clauses: Sequence[Clause]) -> Index:
    """Return a lunr index of these terms alone, numbered in their order."""
    postings: dict[str, dict[str, Any]] = {}
    vectors: dict[str, Vector] = {}
    if all(clause.presence == "prohibited" for clause in clauses):
        every = (f"{field}/{n}" for n in range(index.documents) for field in index.fields)
        vectors = {reference: Vector() for reference in every}
    for number, term in enumerate(terms):
        scores = dict(zip(index.fields, index.postings(term), strict=True))
        postings[term] = {"_index": number}
        for field, found in scores.items():
            postings[term][field] = {str(document): {} for document in found}
            for document, score in found.items():
                reference = f"{field}/{document}"
                vectors.setdefault(reference, Vector()).elements += [number, score]
    return Index(postings, vectors, TokenSet.from_list(list(terms)), list(index.fields), Pipeline())


def _hit(entry: Entry, score: float) -> Hit:
    return Hit(entry.path, entry.url, entry.title, score)
