"""The search index of a site: a lunr 2.3.9 file for lunr.py and lunr.js, and what a result shows.

The scores are lunr's own (BM25, k1 1.2, b 0.75), counted here from the words of each article,
because lunr.py's builder analyses every text again and makes a token set that nobody asks. A test
compares the numbers. Terms are numbered in their order, so the bytes depend on nothing else.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ssg.model import Card
from ssg.search import analysis

FIELDS: Mapping[str, float] = {"title": 2, "tags": 2, "body": 1}
"""Field → boost. Where seven texts share a title, the mean reciprocal rank of questions is .952
with a title boost of 1, .950 with 2, .942 with 4, .922 with 8; a headline deserves more than 1."""

LUNR_VERSION = "2.3.9"
K1, B = 1.2, 0.75


class Counts(msgspec.Struct, frozen=True, array_like=True):
    """The distinct terms of one field in order, and how often each stands there."""

    terms: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()


class Words(msgspec.Struct, frozen=True, array_like=True):
    """An article's analysed words, by field. Equal for equal words, in whatever order."""

    title: Counts = Counts()
    tags: Counts = Counts()
    body: Counts = Counts()


class Entry(msgspec.Struct, frozen=True):
    """What a result shows. `url` starts with `/`, without base path; `excerpt` ≤ 160 characters."""

    path: str = msgspec.field(name="p")
    url: str = msgspec.field(name="u")
    title: str = msgspec.field(name="t")
    excerpt: str = msgspec.field(name="e", default="")
    date: str = msgspec.field(name="d", default="")
    source: str = msgspec.field(name="s", default="")


class Built(msgspec.Struct, frozen=True, array_like=True):
    """The two files of a search: the lunr index, and the entries in the order of its documents."""

    index: bytes
    documents: bytes


def words(card: Card, text: str) -> Words:
    """Return the words of an article: title, tags, and all else it says (`text` is plain)."""
    figures = [part for f in card.figures for part in (f.caption, f.credit, f.alt)]
    body = [*card.subtitle, card.description, *figures, card.image_alt, card.image_credit]
    body += [*card.authors, card.source.name, card.section, card.series, text]
    return Words(_counts(card.title), _counts("\n".join(card.tags)), _counts("\n".join(body)))


def entry(card: Card) -> Entry:
    """Return what a result shows of a card: its first deck or the beginning of its text."""
    said = card.subtitle[0] if card.subtitle else card.description or card.excerpt
    short = said if len(said) <= EXCERPT else said[: EXCERPT - 1].rstrip() + "…"
    day = card.date.day if card.date else ""
    return Entry(card.path, card.url, card.title, short, day, card.source.name)


EXCERPT = 160


def build(entries: Iterable[tuple[Entry, Words]]) -> Built:
    """Return both files of a search over `entries`: of two equal scores the earlier one wins."""
    pairs = list(entries)
    return Built(
        lunr_index(each for _, each in pairs),
        documents(shown for shown, _ in pairs),
    )


def documents(entries: Iterable[Entry]) -> bytes:
    """Return the entries as JSON, in the order of the index's document numbers."""
    return msgspec.json.encode(list(entries)) + b"\n"


def lunr_index(words_of: Iterable[Words]) -> bytes:
    """Return the lunr index of articles; document 0 is the first of them."""
    corpus = [[getattr(each, field) for field in FIELDS] for each in words_of]
    postings = _postings(corpus)
    lexicon = sorted(postings)
    parts = [
        f'{{"version":"{LUNR_VERSION}"',
        f'"fields":{msgspec.json.encode(list(FIELDS)).decode()}',
        '"fieldVectors":[' + ",\n".join(_vectors(corpus, lexicon, postings)) + "]",
        '"invertedIndex":[' + ",\n".join(_inverted(lexicon, postings)) + "]",
        # No pipeline of ours: stock lunr loads the file; a plan asks with `use_pipeline=False`.
        '"pipeline":[]}\n',
    ]
    return ",".join(parts).encode()


def _counts(text: str) -> Counts:
    found = sorted(Counter(analysis.terms(text)).items())
    return Counts(tuple(term for term, _ in found), tuple(count for _, count in found))


Corpus = Sequence[Sequence[Counts]]
Postings = Mapping[str, Sequence[list[str]]]


def _postings(corpus: Corpus) -> Postings:
    """Return term → for each field the documents that have it, as members of a JSON object."""
    found: dict[str, tuple[list[str], ...]] = {}
    for number, document in enumerate(corpus):
        member = f'"{number}":{{}}'
        for at, field in enumerate(document):
            for term in field.terms:
                lists = found.get(term)
                if lists is None:
                    lists = found[term] = tuple([] for _ in FIELDS)
                lists[at].append(member)
    return found


def _vectors(corpus: Corpus, lexicon: Sequence[str], postings: Postings) -> Iterator[str]:
    """Yield `["field/document",[term number, score, …]]`, scores with three decimals."""
    numbers = {term: number for number, term in enumerate(lexicon)}
    rarity = {term: _rarity(len(corpus), sum(map(len, lists))) for term, lists in postings.items()}
    lengths = [[sum(field.counts) for field in document] for document in corpus]
    means = [sum(each) / len(corpus) for each in zip(*lengths, strict=True)]
    for number, document in enumerate(corpus):
        for at, (field, boost) in enumerate(FIELDS.items()):
            share = lengths[number][at] / means[at] if means[at] else 0
            damp = K1 * (1 - B + B * share)
            counts = zip(document[at].terms, document[at].counts, strict=True)
            scores = (
                f"{numbers[term]},{_decimal(rarity[term] * (K1 + 1) * n / (damp + n) * boost)}"
                for term, n in counts
            )
            yield f'["{field}/{number}",[{",".join(scores)}]]'


def _rarity(documents: int, with_term: int) -> float:
    """Return lunr's inverse document frequency; `with_term` counts a document once a field."""
    return math.log(1 + abs((documents - with_term + 0.5) / (with_term + 0.5)))


def _decimal(score: float) -> float:
    """Return the score with three decimals, rounded as JavaScript does it: half goes up."""
    return math.floor(score * 1000 + 0.5) / 1000


def _inverted(lexicon: Sequence[str], postings: Postings) -> Iterator[str]:
    """Yield `["term",{"_index":…,"title":{…},…}]`. Terms are letters and digits: no escapes."""
    for number, term in enumerate(lexicon):
        lists = (
            f'"{field}":{{{",".join(members)}}}'
            for field, members in zip(FIELDS, postings[term], strict=True)
        )
        yield f'["{term}",{{"_index":{number},{",".join(lists)}}}]'
