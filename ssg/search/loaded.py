"""A built index, read file by file as a query needs them: the same as `browser/shards_core.js` does."""

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import msgspec

from ssg.errors import SsgError, problem
from ssg.search import hangul
from ssg.search.index import Entry, Words, damping, rarity, score
from ssg.search.packing import (
    DIGITS,
    checksum,
    columns_read,
    front_decoded,
    lists_read,
    numbers,
    sections_read,
)
from ssg.search.ranges import range_of
from ssg.search.shards import (
    FACETS,
    LENGTHS,
    MANIFEST,
    SHARDS,
    VERSION,
    Described,
    Facet,
    Manifest,
    file_name,
)

Read = Callable[[str], bytes]
"""Name of a file below `search/` → its bytes."""

AGAIN = "run `ssg clean`, then `ssg build`"
SYLLABLES_OF_A_LEAD = 588
LAST_MARK = "\x1f"
MARKS = "".join(map(chr, range(1, 32)))
"""What may stand after a term in a key: the number of a field."""


class Shard(NamedTuple):
    """The keys of a range in order, and their lists of gaps, as yet unread."""

    keys: list[str]
    lists: list[tuple[int, bytes]]

    def counts(self, term: str, fields: int) -> list[dict[int, int]]:
        """Return, by field, document of the segment → how often it has the term; nothing if it is unknown."""
        at = bisect_left(self.keys, term)
        found: list[dict[int, int]] = [{} for _ in range(fields)]
        for key, each in zip(self.keys[at : at + fields], self.lists[at:], strict=False):
            if key[: len(term)] != term or key[len(term) :] > LAST_MARK:
                break
            field = ord(key[-1]) if len(key) > len(term) else fields
            found[field - 1] = _counted(numbers(*each))
        return found if any(found) else []


def _counted(steps: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for document in accumulate(steps):
        found[document] = found.get(document, 0) + 1
    return found


class Part:
    """One segment. All its state is what it has read so far."""

    def __init__(self, told: Described, first: int, read: Read) -> None:
        self.told, self.first, self._read = told, first, read
        self.firsts = told.firsts.split()
        self.fields = len(told.totals)
        self.shard = cache(self._shard)
        self.terms = cache(self._terms)
        self.entries = cache(self._entries)
        self.counts = cache(self._counts)

    def frequency(self, term: str) -> int:
        """Return in how many documents the term is, in the field where it is commonest here."""
        return max(map(len, self.counts(term)), default=0)

    def between(self, first: str, last: str) -> Iterator[str]:
        """Yield the terms of these bounds, read from the shards."""
        end = last + "\uffff"
        for number in range(range_of(first, self.firsts), range_of(end, self.firsts) + 1):
            keys = self.shard(number).keys
            yield from terms_of(keys[bisect_left(keys, first) : bisect_left(keys, end)])

    def listed(self, first: str = "", last: str = "\uffff") -> Iterator[str]:
        """Yield the terms of these bounds, read from the lists of terms."""
        start, end = range_of(first, self.firsts) // SHARDS, range_of(last, self.firsts) // SHARDS
        for number in range(start, end + 1):
            yield from (term for term in self.terms(number) if first <= term < last)

    def _counts(self, term: str) -> list[dict[int, int]]:
        return self.shard(range_of(term, self.firsts)).counts(term, self.fields)

    def _shard(self, number: int) -> Shard:
        terms, codes, *streams = sections_read(self._file("s", number))
        return Shard(front_decoded(terms), lists_read(codes, streams))

    def _terms(self, number: int) -> list[str]:
        return terms_of(front_decoded(self._file("t", number)))

    def _entries(self, number: int) -> list[Entry]:
        return msgspec.json.decode(self._file("d", number), type=list[Entry])

    def days(self) -> list[str]:
        """Return the day of each document, empty for none."""
        numbers = msgspec.json.decode(self._file("f", 0), type=list[int])
        return [date.fromordinal(number).isoformat() if number else "" for number in numbers]

    def facet(self, kind: str) -> list[list[str]]:
        """Return what each document has of `sources`, `authors` or `tags`."""
        told = msgspec.json.decode(self._file("f", FACETS.index(kind)), type=Facet)
        return [[told.names[number] for number in each] for each in told.of]

    def _file(self, kind: str, number: int) -> bytes:
        name = file_name(self.told.name, kind, number)
        return named(self._read, name, self.told.sums[kind][number * DIGITS :][:DIGITS])


class LoadedIndex:
    """An index that can be asked; it is a `Lexicon` too."""

    def __init__(self, manifest: Manifest, read: Read) -> None:
        self.fields: Mapping[str, float] = manifest.fields
        self.parts, self.documents = list[Part](), 0
        self._entries = manifest.entries
        self.pairs = manifest.pairs
        for told in manifest.segments:
            self.parts.append(Part(told, self.documents, read))
            self.documents += told.documents
        totals = [sum(part.told.totals[n] for part in self.parts) for n in range(len(self.fields))]
        self.postings = cache(self._postings)
        self._counted = cache(lambda: sections_read(named(read, LENGTHS, manifest.lengths)))
        self.lengths = cache(self._lengths)
        self._means = [total / self.documents if self.documents else 0 for total in totals]

    def frequency(self, term: str) -> int:
        """Return in how many documents the term is: in each segment in the field where it is commonest."""
        return sum(part.frequency(term) for part in self.parts)

    def between(self, first: str, last: str) -> Sequence[str]:
        """Return the terms from `first` to the last one that begins with `last`, in order."""
        return sorted({term for part in self.parts for term in part.between(first, last)})

    def with_initials(self, letters: str) -> Sequence[str]:
        """Return the Hangul terms whose syllables begin with these letters, in order."""
        first = hangul.FIRST + hangul.LEADS.index(letters[0]) * SYLLABLES_OF_A_LEAD
        bounds = chr(first), chr(first + SYLLABLES_OF_A_LEAD)
        listed = self.listed(*bounds)
        found = {term: hangul.initials(term) for term in listed}
        begun = [term for term in listed if len(term) > 1 and letters.startswith(found[term])]
        most = max(map(len, begun), default=0)
        longest = [term for term in begun if len(term) == most]
        # The index has words without what a particle might be: 어린이 is 어린 there.
        if most < len(letters) - 1:
            return [term for term in listed if found[term].startswith(letters)] or longest
        return longest

    def listed(self, first: str, end: str) -> Sequence[str]:
        """Return the terms from `first` to before `end`, in order, read from the lists of terms."""
        return sorted({term for part in self.parts for term in part.listed(first, end)})

    def containing(self, part: str) -> Sequence[str]:
        """Return the terms that contain `part`, in order."""
        return sorted({t for each in self.parts for t in each.listed() if part in t})

    def same(self, word: str) -> Sequence[str]:
        """Return the words that the site says mean the same as a stem in Hangul or a word in Han characters."""
        return [b for pair in self.pairs for a, b in (pair, pair[::-1]) if a == word]

    def titled(self, term: str) -> frozenset[int]:
        """Return the documents whose headline has the term."""
        at, found = list(self.fields).index("title"), ((p, p.counts(term)) for p in self.parts)
        return frozenset(part.first + n for part, counts in found if counts for n in counts[at])

    def title_length(self, number: int) -> int:
        """Return how many terms the headline of a document has."""
        part = self._part(number)
        return self.lengths(part)[list(self.fields).index("title")][number - part.first]

    def _lengths(self, part: Part) -> list[list[int]]:
        """Return, by field, how many tokens each document of a segment has."""
        return columns_read(self._counted()[self.parts.index(part)], part.told.documents)

    def _part(self, number: int) -> Part:
        return next(each for each in reversed(self.parts) if each.first <= number)

    def entry(self, number: int) -> Entry:
        """Return what a result shows of a document."""
        part = self._part(number)
        chunk, at = divmod(number - part.first, self._entries)
        return part.entries(chunk)[at]

    def _postings(self, term: str) -> list[dict[int, float]]:
        """Return, by field, document → lunr's score of the term; nothing if it is unknown."""
        counts = [(part, found) for part in self.parts if (found := part.counts(term))]
        rare = rarity(self.documents, sum(len(field) for _, found in counts for field in found))
        scores: list[dict[int, float]] = [{} for _ in self.fields] if counts else []
        for part, found in counts:
            lengths = self.lengths(part)
            for at, boost in enumerate(self.fields.values()):
                for number, count in found[at].items():
                    less = damping(lengths[at][number], self._means[at])
                    scores[at][part.first + number] = score(rare, count, less, boost)
        return scores


def terms_of(keys: Iterable[str]) -> list[str]:
    """Return the terms of keys, each once, in order."""
    return list(dict.fromkeys(key.rstrip(MARKS) for key in keys))


def words_of(index: LoadedIndex) -> list[Words]:
    """Return the words of every document as they were before the index was made of them."""
    found = [[list[str]() for _ in index.fields] for _ in range(index.documents)]
    for part in index.parts:
        for term in part.between("", "\uffff"):
            for at, counts in enumerate(part.counts(term)):
                for number, count in counts.items():
                    found[part.first + number][at] += [term] * count
    return [Words(*map(" ".join, each)) for each in found]


def named(read: Read, name: str, told: str) -> bytes:
    """Return the content of a file that a manifest names with this checksum. Raises SsgError if it is another."""
    raw = read(name)
    if checksum(raw) != told:
        raise SsgError(problem(f"search/{name}", "is not of this index", AGAIN))
    return unpacked(name, raw)


def unpacked(name: str, raw: bytes) -> bytes:
    """Return the content of a packed file. Raises SsgError if it is none."""
    try:
        return zlib.decompress(raw, 31)
    except zlib.error as error:
        raise SsgError(problem(f"search/{name}", "is damaged", AGAIN)) from error


def load(read: Read) -> LoadedIndex:
    """Return the index whose files `read` gives. Raises SsgError if it is no index of this version of ssg."""
    try:
        manifest = msgspec.json.decode(unpacked(MANIFEST, read(MANIFEST)), type=Manifest)
    except msgspec.MsgspecError as error:
        raise _foreign(str(error)) from error
    if manifest.version != VERSION:
        raise _foreign(f"version {manifest.version}")
    return LoadedIndex(manifest, read)


def _foreign(said: str) -> SsgError:
    what = f"this is no search index of this version of ssg: {said}"
    return SsgError(problem(f"search/{MANIFEST}", what, "build the site again"))
