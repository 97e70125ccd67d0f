"""What a search knows of an article: its words, and what a result shows; and lunr's own scores of them.

`lunr_index` makes the whole index as one lunr 2.3.9 file: what the shards (shards.py) must equal.
The scores are lunr's (BM25, k1 1.2, b 0.75), counted here from the words of each article; a test
compares the numbers with lunr.py's builder. Terms are numbered in their order.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ssg.model import Card
from ssg.search import analysis

FIELDS: Mapping[str, float] = {
    "title": 1, "subtitle": 0.5, "tags": 1, "authors": 1.5, "source": 1.5, "captions": 0.5, "body": 1,
}  # fmt: skip
"""Field → boost, by measurement (tests/bench/weights.py). A short field is strong by its shortness: BM25 takes little from
its words. Where 641 articles have all fields, the mean reciprocal rank of questions is .922, with 2 for title and tags .879."""

LUNR_VERSION = "2.3.9"
K1, B = 1.2, 0.75


class Words(msgspec.Struct, frozen=True, array_like=True):
    """An article's analysed words, by field: every token as it comes, with spaces between."""

    title: str = ""
    subtitle: str = ""
    tags: str = ""
    authors: str = ""
    source: str = ""
    captions: str = ""
    body: str = ""


class Entry(msgspec.Struct, frozen=True):
    """What a result shows. `url` starts with `/`, without base path; `excerpt` ≤ 150 characters."""

    path: str = msgspec.field(name="p")
    url: str = msgspec.field(name="u")
    title: str = msgspec.field(name="t")
    excerpt: str = msgspec.field(name="e", default="")
    date: str = msgspec.field(name="d", default="")
    source: str = msgspec.field(name="s", default="")


def words(card: Card, text: str) -> Words:
    """Return the words of an article by field. Body: all that no other field holds (`text` is plain), and its day."""
    captions = [part for f in card.figures for part in (f.caption, f.credit, f.alt)]
    fields = (
        (card.title,),
        (*card.subtitle, card.description),
        card.tags,
        card.authors,
        (card.source.name,),
        (*captions, card.image_alt, card.image_credit),
        (card.section, card.series, text),
    )
    found = Words(*(analysis.joined("\n".join(said)) if any(said) else "" for said in fields))
    return msgspec.structs.replace(found, body=" ".join(filter(None, (found.body, *days(card)))))


def days(card: Card) -> list[str]:
    """Return the words by which an article's day is found: `2023`, `2023-09`, `2023-09-13`."""
    day = card.date.day if card.date else ""
    return [day[:4], day[:7], day] if day else []


def entry(card: Card) -> Entry:
    """Return what a result shows of a card: its first deck or the beginning of its text."""
    said = card.subtitle[0] if card.subtitle else card.description or card.excerpt
    short = said if len(said) <= EXCERPT else said[: EXCERPT - 1].rstrip() + "…"
    day = card.date.day if card.date else ""
    return Entry(card.path, card.url, card.title, short, day, card.source.name)


EXCERPT = 150


def lunr_index(
    words_of: Iterable[Words], refs: Sequence[str] = (), pipeline: Sequence[str] = ()
) -> bytes:
    """Return the lunr index of articles. Lunr knows them by `refs`, else by their numbers from 0.

    `pipeline` names the functions that a query's words go through; stock lunr loads the file without any.
    """
    corpus = [[_counts(getattr(each, field)) for field in FIELDS] for each in words_of]
    names = [msgspec.json.encode(ref).decode()[1:-1] for ref in refs] or list(
        map(str, range(len(corpus)))
    )
    postings = _postings(corpus, names)
    lexicon = sorted(postings)
    parts = [
        f'{{"version":"{LUNR_VERSION}"',
        f'"fields":{msgspec.json.encode(list(FIELDS)).decode()}',
        '"fieldVectors":[' + ",\n".join(_vectors(corpus, names, lexicon, postings)) + "]",
        '"invertedIndex":[' + ",\n".join(_inverted(lexicon, postings)) + "]",
        f'"pipeline":{msgspec.json.encode(list(pipeline)).decode()}}}\n',
    ]
    return ",".join(parts).encode()


def _counts(tokens: str) -> Mapping[str, int]:
    return Counter(tokens.split(" ")) if tokens else {}


Corpus = Sequence[Sequence[Mapping[str, int]]]
Postings = Mapping[str, Sequence[list[str]]]


def _postings(corpus: Corpus, names: Sequence[str]) -> Postings:
    """Return term → for each field the documents that have it, as members of a JSON object."""
    found: dict[str, tuple[list[str], ...]] = {}
    for number, document in enumerate(corpus):
        member = f'"{names[number]}":{{}}'
        for at, field in enumerate(document):
            for term in field:
                lists = found.get(term)
                if lists is None:
                    lists = found[term] = tuple([] for _ in FIELDS)
                lists[at].append(member)
    return found


def _vectors(
    corpus: Corpus, names: Sequence[str], lexicon: Sequence[str], postings: Postings
) -> Iterator[str]:
    """Yield `["field/document",[term number, score, …]]`, scores with three decimals."""
    numbers = {term: number for number, term in enumerate(lexicon)}
    rare = {term: rarity(len(corpus), sum(map(len, lists))) for term, lists in postings.items()}
    lengths = [[sum(field.values()) for field in document] for document in corpus]
    means = [sum(each) / len(corpus) for each in zip(*lengths, strict=True)]
    for number, document in enumerate(corpus):
        for at, (field, boost) in enumerate(FIELDS.items()):
            less = damping(lengths[number][at], means[at])
            scores = (
                f"{numbers[term]},{score(rare[term], n, less, boost)}"
                for term, n in sorted(document[at].items())
            )
            yield f'["{field}/{names[number]}",[{",".join(scores)}]]'


def rarity(documents: int, with_term: int) -> float:
    """Return lunr's inverse document frequency; `with_term` counts a document once a field."""
    return math.log(1 + abs((documents - with_term + 0.5) / (with_term + 0.5)))


def damping(length: int, mean: float) -> float:
    """Return what a field's length takes from its words, by the mean length of that field."""
    return K1 * (1 - B + B * (length / mean if mean else 0))


def score(rare: float, count: int, less: float, boost: float) -> float:
    """Return lunr's score of a term in a field, with three decimals, rounded as JavaScript does it: half goes up."""
    exact = rare * ((K1 + 1) * count) / (less + count) * boost
    return math.floor(exact * 1000 + 0.5) / 1000


def _inverted(lexicon: Sequence[str], postings: Postings) -> Iterator[str]:
    """Yield `["term",{"_index":…,"title":{…},…}]`. Terms are letters and digits: no escapes."""
    for number, term in enumerate(lexicon):
        lists = (
            f'"{field}":{{{",".join(members)}}}'
            for field, members in zip(FIELDS, postings[term], strict=True)
        )
        yield f'["{term}",{{"_index":{number},{",".join(lists)}}}]'
