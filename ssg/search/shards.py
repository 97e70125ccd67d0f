"""The files of an index, made from the words of articles: docs/search-format.md describes them.

Postings are gathered a block of articles at a time and cut into ranges of terms; a shard merges one
range of all blocks of its segment. The loops over tokens stay in C: a term stands once for each
token, so a document number that is repeated says how often. What is counted here is raw; lunr's
scores are made by who asks, so that one new article doesn't change every file.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise, repeat

import msgspec

from ssg.search.index import FIELDS, Entry, Words
from ssg.search.packing import checksum, column, front_coded, lists, packed, sections
from ssg.search.ranges import blocks, first_terms, ranges

VERSION = 1
ENTRIES = 8
"""What eight articles show makes one file: ten results take ten files of 2 KB."""

SHARDS = 16
"""So many ranges of terms make one list of terms, which initials and `-word` ask for."""

MANIFEST = "manifest.bin"
KINDS = ("s", "t", "l", "d")
"""Shards, lists of terms, lengths, documents: the first letter of a file's name."""


class Slice(msgspec.Struct, frozen=True, array_like=True):
    """One field of one block in one range: terms in order, the tokens of each, their documents (uint16)."""

    terms: str
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

    def files(self) -> Sequence[tuple[str, int]]:
        """Return the kind and number of every file that it has, in the manifest's order."""
        counts = (self.ranges, -(-self.ranges // SHARDS), 1, -(-self.articles // ENTRIES))
        pairs = zip(KINDS, counts, strict=True)
        return [(kind, number) for kind, count in pairs for number in range(count)]


class Described(msgspec.Struct, frozen=True):
    """A segment as the manifest tells it: checksums of its files by kind, one after the other."""

    name: str
    documents: int
    totals: list[int]
    firsts: str
    sums: dict[str, str]


class Manifest(msgspec.Struct, frozen=True):
    """The first file that is read: everything that a query needs to know before it asks for others."""

    version: int
    fields: dict[str, float]
    entries: int
    shards: int
    segments: list[Described]


def segments(cut: Sequence[Sequence[str]]) -> dict[str, Segment]:
    """Return the segments of an archive in order: all blocks but the last one, then the last one."""
    parts = {"main": cut[:-1], "tail": cut[-1:]}
    return {
        name: Segment(
            tuple((block[0], len(block)) for block in part), ranges(name, sum(map(len, part)))
        )
        for name, part in parts.items()
        if part
    }


def slices(words: Sequence[Words], count: int) -> dict[int, bytes]:
    """Return, by range, what the documents of a block have of it; ranges without a term are left out."""
    fields = [_slices([getattr(each, field) for each in words], count) for field in FIELDS]
    return {
        number: msgspec.msgpack.encode(cut)
        for number, cut in enumerate(zip(*fields, strict=True))
        if any(part.counts for part in cut)
    }


def _slices(texts: Sequence[str], count: int) -> list[Slice]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        if text:
            tokens = map(found.__getitem__, text.split(" "))
            deque(map(list.append, tokens, repeat(number)), maxlen=0)
    terms = sorted(found)
    bounds = [0, *(bisect_left(terms, first) for first in first_terms(count)), len(terms)]
    return [_slice(found, terms[start:end]) for start, end in pairwise(bounds)]


def _slice(found: Mapping[str, list[int]], terms: Sequence[str]) -> Slice:
    numbers = list(map(found.__getitem__, terms))
    documents = array("H", chain.from_iterable(numbers)).tobytes()
    return Slice(" ".join(terms), list(map(len, numbers)), documents)


def merge(parts: Iterable[tuple[int, bytes]]) -> tuple[bytes, str]:
    """Return a shard, not yet packed, and its terms separated by spaces.

    `parts` are the slices of its blocks, each with the number of the block's first document.
    """
    found = [defaultdict[str, "array[int]"](lambda: array("I")) for _ in FIELDS]
    for first, raw in parts:
        for field, cut in zip(found, msgspec.msgpack.decode(raw, type=list[Slice]), strict=True):
            _gather(field, first, cut)
    terms = sorted({term for field in found for term in field})
    codes, streams = lists(field.get(term, ()) for field in found for term in terms)
    return sections((front_coded(terms), codes, *streams)), " ".join(terms)


def _gather(field: Mapping[str, "array[int]"], first: int, cut: Slice) -> None:
    documents = array("I", map(first.__add__, array("H", cut.documents)))
    start = 0
    for term, count in zip(cut.terms.split(" "), cut.counts, strict=False):
        field[term].extend(documents[start : start + count])
        start += count


def lengths(words: Sequence[Words]) -> list[list[int]]:
    """Return, by field, how many tokens each document has."""
    return [[_length(getattr(each, field)) for each in words] for field in FIELDS]


def _length(text: str) -> int:
    return text.count(" ") + 1 if text else 0


def length_file(columns: Iterable[Sequence[int]]) -> bytes:
    """Return the lengths of a segment, not yet packed: a column for each field."""
    return b"".join(map(column, columns))


def term_file(terms: Iterable[str]) -> bytes:
    """Return the terms of neighbouring shards, as `merge` gave them, not yet packed."""
    return front_coded([term for each in terms if each for term in each.split(" ")])


def entry_file(entries: Iterable[Entry]) -> bytes:
    """Return what results show of neighbouring documents, not yet packed."""
    return msgspec.json.encode(list(entries))


def describe(
    name: str, segment: Segment, totals: Sequence[int], sums: Mapping[tuple[str, int], str]
) -> Described:
    """Return a segment as the manifest tells it, from the checksums of its files."""
    joined = dict.fromkeys(KINDS, "")
    for kind, number in segment.files():
        joined[kind] += sums[kind, number]
    firsts = " ".join(first_terms(segment.ranges))
    return Described(name, segment.articles, list(totals), firsts, joined)


def manifest(described: Iterable[Described]) -> bytes:
    """Return the manifest, packed."""
    told = Manifest(VERSION, dict(FIELDS), ENTRIES, SHARDS, list(described))
    return packed(msgspec.json.encode(told))


def file_name(segment: str, kind: str, number: int) -> str:
    """Return where a file lies below `search/`."""
    return f"{segment}/{kind}{number}.bin"


def build(articles: Mapping[str, tuple[Entry, Words]], order: Sequence[str]) -> dict[str, bytes]:
    """Return every file of an index by its name below `search/`: what the rules of a site make piece by piece."""
    cut, files, told = blocks(order), dict[str, bytes](), list[Described]()
    by_first = {block[0]: block for block in cut}
    for name, segment in segments(cut).items():
        paths = [path for first, _ in segment.blocks for path in by_first[first]]
        made = _segment_files(segment, [articles[path] for path in paths])
        made = {key: packed(content) for key, content in made.items()}
        files.update({file_name(name, *key): content for key, content in made.items()})
        counted = lengths([articles[path][1] for path in paths])
        sums = {key: checksum(content) for key, content in made.items()}
        told.append(describe(name, segment, [sum(each) for each in counted], sums))
    return {MANIFEST: manifest(told), **files}


def _segment_files(
    segment: Segment, articles: Sequence[tuple[Entry, Words]]
) -> dict[tuple[str, int], bytes]:
    words = [each for _, each in articles]
    cut, first = list[tuple[int, dict[int, bytes]]](), 0
    for _, count in segment.blocks:
        cut.append((first, slices(words[first : first + count], segment.ranges)))
        first += count
    merged = [
        merge((first, parts[number]) for first, parts in cut if number in parts)
        for number in range(segment.ranges)
    ]
    made = {("s", number): shard for number, (shard, _) in enumerate(merged)}
    made["l", 0] = length_file(lengths(words))
    for number in range(-(-segment.ranges // SHARDS)):
        made["t", number] = term_file(t for _, t in merged[number * SHARDS :][:SHARDS])
    for number in range(-(-len(articles) // ENTRIES)):
        made["d", number] = entry_file(e for e, _ in articles[number * ENTRIES :][:ENTRIES])
    return made
