"""The files of an index, made from the words of articles: docs/search-format.md describes them.

Postings are gathered a block of articles at a time and cut into ranges of terms; a shard merges one
range of all blocks of its segment. The loops over tokens stay in C: a term stands once for each
token, so a document number that is repeated says how often. What is counted here is raw; lunr's
scores are made by who asks, so that one new article doesn't change every file.
"""

import hashlib
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, pairwise, repeat
from typing import NamedTuple

import msgspec

from ssg.search import analysis
from ssg.search.index import FIELDS, Entry, Words
from ssg.search.packing import checksum, column, front_coded, lists, packed, sections
from ssg.search.ranges import blocks, first_terms, ranges

VERSION = 5
ENTRIES = 10
"""What ten articles show makes one file: ten results take ten files of 2.5 KB."""

SHARDS = 16
"""So many ranges of terms make one list of terms, which initials and `-word` ask for."""

MANIFEST = "manifest.bin"
LENGTHS = "lengths.bin"
"""How long every document is: what scores need, but nobody before all else is there. At a fixed address, so that a page asks for it early."""

KINDS = ("s", "t", "d", "f")
"""Shards, lists of terms, documents, facets: the first letter of a file's name."""

FACETS = ("dates", "sources", "authors", "tags")
"""What the files `f0` to `f3` say of every document, for filters and for the order by date."""


class Slice(msgspec.Struct, frozen=True, array_like=True):
    """One block in one range: keys in order, the tokens of each, their documents, a byte for each token."""

    keys: str
    counts: list[int]
    documents: bytes


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A part of the index with files of its own: the blocks by their first path, and how many articles each has."""

    blocks: tuple[tuple[str, int], ...]
    ranges: int

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return sum(count for _, count in self.blocks)

    def counts(self) -> dict[str, int]:
        """Return how many files it has of each kind."""
        counts = (
            self.ranges, -(-self.ranges // SHARDS), -(-self.articles // ENTRIES), len(FACETS)
        )  # fmt: skip
        return dict(zip(KINDS, counts, strict=True))

    def files(self) -> Sequence[tuple[str, int]]:
        """Return the kind and number of every file that it has, in the manifest's order."""
        return [(kind, n) for kind, count in self.counts().items() for n in range(count)]


class Described(msgspec.Struct, frozen=True):
    """A segment as the manifest tells it: checksums of its files by kind, one after the other."""

    name: str
    documents: int
    totals: list[int]
    firsts: str
    sums: dict[str, str]


class Manifest(msgspec.Struct, frozen=True):
    """The first file that is read: everything that a query needs to know before it asks for others.

    `lengths`: the checksum of the file of lengths. `pairs`: words in Han characters with the Hangul that means the same, in order, as the site declares them.
    """

    version: int
    fields: dict[str, float]
    entries: int
    shards: int
    segments: list[Described]
    lengths: str
    pairs: list[tuple[str, str]] = []


def segments(cut: Sequence[Sequence[str]]) -> dict[str, Segment]:
    """Return the segments of an archive in order: all blocks but the last one, then the last one."""
    parts = {"main": cut[:-1], "tail": cut[-1:]} if len(cut) > 1 else {"tail": cut}
    return {
        name: Segment(
            tuple((block[0], len(block)) for block in part),
            ranges(name if len(cut) > 1 else "alone", sum(map(len, part))),
        )
        for name, part in parts.items()
        if part
    }


def slices(words: Sequence[Words], count: int) -> dict[int, bytes]:
    """Return, by range, what the documents of a block have of it; ranges without a term are left out."""
    found: defaultdict[str, bytearray] = defaultdict(
        bytearray
    )  # of document numbers, which fit into a byte
    for number, each in enumerate(words):
        tokens = map(found.__getitem__, _keys(each))
        deque(map(bytearray.append, tokens, repeat(number)), maxlen=0)
    keys = sorted(found)
    bounds = [0, *(bisect_left(keys, first) for first in first_terms(count)), len(keys)]
    return {
        number: msgspec.msgpack.encode(_slice(found, keys[start:end]))
        for number, (start, end) in enumerate(pairwise(bounds))
        if start < end
    }


def _keys(words: Words) -> list[str]:
    """Return the key of every token: a term, and unless it is of the body a character that says the field."""
    *short, body = msgspec.structs.astuple(words)
    keys: list[str] = body.split(" ") if body else []
    for field, text in enumerate(short, 1):
        if text:
            mark = chr(field)
            keys += [term + mark for term in text.split(" ")]
    return keys


def _slice(found: Mapping[str, bytearray], keys: Sequence[str]) -> Slice:
    numbers = list(map(found.__getitem__, keys))
    return Slice(" ".join(keys), list(map(len, numbers)), b"".join(numbers))


def merge(parts: Iterable[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Return a shard, not yet packed, and its keys, front-coded.

    `parts` are the slices of its blocks, each with the number of the block's first document.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    for first, raw in parts:
        cut = msgspec.msgpack.decode(raw, type=Slice)
        documents = list(map(first.__add__, cut.documents))
        ends = list(accumulate(cut.counts))
        pieces = map(documents.__getitem__, map(slice, chain((0,), ends), ends))
        deque(map(list.extend, map(found.__getitem__, cut.keys.split(" ")), pieces), maxlen=0)
    keys = sorted(found)
    coded = front_coded(keys)
    codes, streams = lists(map(found.__getitem__, keys))
    return sections((coded, codes, *streams)), coded


def digest(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """Return a digest of what `merge` is given: where it is the same, so is the shard."""
    found = hashlib.blake2b(digest_size=16)
    for first, raw in parts:
        found.update(first.to_bytes(4, "little") + len(raw).to_bytes(4, "little"))
        found.update(raw)
    return found.digest()


def lengths(words: Sequence[Words]) -> list[list[int]]:
    """Return, by field, how many tokens each document has."""
    return [[_length(getattr(each, field)) for each in words] for field in FIELDS]


def _length(text: str) -> int:
    return text.count(" ") + 1 if text else 0


def length_columns(columns: Iterable[Sequence[int]]) -> bytes:
    """Return the lengths of neighbouring documents: a column for each field."""
    return b"".join(map(column, columns))


def length_file(of_segments: Iterable[Iterable[Sequence[int]]]) -> bytes:
    """Return the file of lengths, packed: the columns of each segment."""
    return packed(sections(map(length_columns, of_segments)))


class Facet(msgspec.Struct, frozen=True):
    """Names in the order in which they come first, and for each document of a segment the numbers of its own."""

    names: list[str]
    of: list[list[int]]


def facet_file(values: Iterable[Sequence[str]]) -> bytes:
    """Return what neighbouring documents have of sources, authors or tags, not yet packed."""
    numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
    of = [[numbers[name] for name in each] for each in values]
    return msgspec.json.encode(Facet(list(numbers), of))


def date_file(days: Iterable[str]) -> bytes:
    """Return the days (`2023-09-13`, empty for none) of a segment as numbers, 1 being 0001-01-01, not yet packed."""
    return msgspec.json.encode([date.fromisoformat(day).toordinal() if day else 0 for day in days])


def term_file(keys: Iterable[bytes]) -> bytes:
    """Return the keys of neighbouring shards, as `merge` gave them, not yet packed: a first line keeps nothing of the one before."""
    return b"\n".join(filter(None, keys))


def entry_file(entries: Iterable[Entry]) -> bytes:
    """Return what results show of neighbouring documents, not yet packed."""
    return msgspec.json.encode(list(entries))


def describe(
    name: str, segment: Segment, totals: Sequence[int], sums: Mapping[str, str]
) -> Described:
    """Return a segment as the manifest tells it; `sums` are the checksums of its files by kind, one after the other."""
    firsts = " ".join(first_terms(segment.ranges))
    return Described(name, segment.articles, list(totals), firsts, dict(sums))


def manifest(
    described: Iterable[Described], lengths: bytes, pairs: Mapping[str, str] | None = None
) -> bytes:
    """Return the manifest, packed; `lengths` is the file of lengths."""
    both = sorted((analysis.normalise(a), analysis.stem(b)) for a, b in (pairs or {}).items())
    head = Manifest(
        VERSION, dict(FIELDS), ENTRIES, SHARDS, list(described), checksum(lengths), both
    )
    return packed(msgspec.json.encode(head))


def file_name(segment: str, kind: str, number: int) -> str:
    """Return where a file lies below `search/`."""
    return f"{segment}/{kind}{number}.bin"


class Article(NamedTuple):
    """What an index needs of an article. `facets`: its sources, authors and tags, in this order."""

    entry: Entry
    words: Words
    facets: Sequence[Sequence[str]] = ((), (), ())


def build(
    articles: Mapping[str, Article],
    order: Sequence[str],
    pairs: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Return every file of an index by its name below `search/`: what the rules of a site make piece by piece."""
    cut, files = blocks(order), dict[str, bytes]()
    told, of_segments = list[Described](), list[list[list[int]]]()
    by_first = {block[0]: block for block in cut}
    for name, segment in segments(cut).items():
        paths = [path for first, _ in segment.blocks for path in by_first[first]]
        made = _segment_files(segment, [articles[path] for path in paths])
        made = {key: packed(content) for key, content in made.items()}
        files.update({file_name(name, *key): content for key, content in made.items()})
        counted = lengths([articles[path].words for path in paths])
        sums = dict.fromkeys(KINDS, "")
        for key in segment.files():
            sums[key[0]] += checksum(made[key])
        totals = [sum(each) for each in counted]
        told.append(describe(name, segment, totals, sums))
        of_segments.append(counted)
    counts = length_file(of_segments)
    return {MANIFEST: manifest(told, counts, pairs), LENGTHS: counts, **files}


def _segment_files(segment: Segment, articles: Sequence[Article]) -> dict[tuple[str, int], bytes]:
    words = [each.words for each in articles]
    cut, first = list[tuple[int, dict[int, bytes]]](), 0
    for _, count in segment.blocks:
        cut.append((first, slices(words[first : first + count], segment.ranges)))
        first += count
    merged = [
        merge((first, parts[number]) for first, parts in cut if number in parts)
        for number in range(segment.ranges)
    ]
    made = {("s", number): shard for number, (shard, _) in enumerate(merged)}
    for number in range(-(-segment.ranges // SHARDS)):
        made["t", number] = term_file(t for _, t in merged[number * SHARDS :][:SHARDS])
    for number in range(-(-len(articles) // ENTRIES)):
        some = articles[number * ENTRIES :][:ENTRIES]
        made["d", number] = entry_file(each.entry for each in some)
    made["f", 0] = date_file(each.entry.date for each in articles)
    for number in range(1, len(FACETS)):
        made["f", number] = facet_file(each.facets[number - 1] for each in articles)
    return made
