"""The traces of all keys as columns: what each key asked, where its value lies. Loaded at once, looked at in bulk."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

import msgspec

from ssg.engine.codec import DIGEST_BYTES, Digest, digest, encode
from ssg.engine.packs import Ref

Parts = Callable[[int], Iterable["array[int]"]]
"""Table → the numbers of its parts."""

TOGETHER = 32  # traces that are looked at together
NOWHERE = -1  # the pack of a value that isn't kept


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One part of a table: its name, digest, and where its value lies in the table's value."""

    name: str
    digest: Digest
    offset: int
    length: int


def digest_of(parts: Iterable[Part]) -> Digest:
    """Return the digest of a table: that of its parts' names and digests."""
    return digest(encode([(part.name, part.digest) for part in parts]))


class Row(NamedTuple):
    """The trace of one key: the numbers of what it asked, in order; where its value lies, None if it isn't kept.

    Of a table that ran in this build also its `parts`; those of an earlier run lie at `index_ref`.
    """

    asked: "array[int]"
    ref: Ref | None = None
    parts: tuple[Part, ...] | None = None
    index_ref: Ref | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is the trace of a table."""
        return self.parts is not None or self.index_ref is not None

    def refs(self) -> Iterator[Ref]:
        """Return the places in packs that it names."""
        return (ref for ref in (self.ref, self.index_ref) if ref)


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """The traces that one build has added: numbers of keys; ends of their questions in `asked` (uint32 each); places of
    values (three int64 each); places of the indexes of tables; which keys make files of the site; whether no trace asks
    what comes after it."""

    keys: bytes
    ends: bytes
    asked: bytes
    places: bytes
    indexes: dict[int, Ref]
    files: bytes
    in_order: bool


def segment(rows: Mapping[int, Row], files: Iterable[int], *, in_order: bool) -> Segment:
    """Return traces as they are stored, in their order; `files` are those that make files of the site."""
    keys, ends, asked, places = array("I"), array("I"), array("I"), array("q")
    indexes: dict[int, Ref] = {}
    for key, row in rows.items():
        keys.append(key)
        asked.extend(row.asked)
        ends.append(len(asked))
        places.extend(row.ref or (NOWHERE, 0, 0))
        if row.index_ref:
            indexes[key] = row.index_ref
    return Segment(
        keys.tobytes(), ends.tobytes(), asked.tobytes(), places.tobytes(), indexes,
        array("I", files).tobytes(), in_order,
    )  # fmt: skip


def to_come(rows: Mapping[int, Row], parts: Parts, count: int) -> bytearray:
    """Return a flag for each number: whether it is among these traces, or a part of a table among them."""
    coming = bytearray(count)
    for key, row in rows.items():
        for number in (key, *chain.from_iterable(parts(key) if row.is_table else ())):
            coming[number] = 1
    return coming


def in_order(rows: Mapping[int, Row], parts: Parts, coming: bytearray) -> bool:
    """Return whether no trace asks what is still to come; what is passed is taken out of `coming`."""
    for key, row in rows.items():
        if any(map(coming.__getitem__, row.asked)):
            return False
        for number in (key, *chain.from_iterable(parts(key) if row.is_table else ())):
            coming[number] = 0
    return True


class Traces:
    """All traces of a store."""

    def __init__(self, segments: Iterable[Segment] = (), dead: Iterable[int] = ()) -> None:
        self._keys, self._ends, self._asked = array("I"), array("I"), array("I")
        self._places: array[int] = array("q")
        self._indexes: dict[int, Ref] = {}
        self._at: dict[int, int] = {}
        self._first: dict[int, int] = {}  # of keys that were made again: where they stood at first
        self._in_order = True
        self.files: set[int] = set()
        self._tables: dict[int, Row] = {}
        for each in segments:
            self.add(each)
        for key in dead:
            self._at.pop(key, None)

    def drop(self, gone: Iterable[int]) -> None:
        """Forget traces that hold no more."""
        self._tables.clear()
        for key in filter(self._at.__contains__, gone):
            self._first.setdefault(key, self._at.pop(key))

    def add(self, found: Segment) -> None:
        """Take in what a build has added."""
        self._tables.clear()
        keys, ends = array("I", found.keys), array("I", found.ends)
        for key in filter(self._at.__contains__, keys) if self._at else ():
            self._first.setdefault(key, self._at[key])
        start, count = len(self._asked), len(self._keys)
        self._keys.extend(keys)
        self._ends.extend([end + start for end in ends] if start else ends)
        self._asked.frombytes(found.asked)
        self._places.frombytes(found.places)
        for key in keys:
            self._indexes.pop(key, None)
        self._indexes.update(found.indexes)
        self._at.update(zip(keys, range(count, count + len(keys)), strict=True))
        self.files.update(array("I", found.files))
        self._in_order &= found.in_order

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, key: int) -> bool:
        return key in self._at

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers of all keys that have a trace."""
        return iter(self._at)

    def get(self, key: int) -> Row | None:
        """Return the trace of a key. Those of tables are long, and are looked at for every part."""
        known = self._tables.get(key)
        if known is not None:
            return known
        at = self._at.get(key)
        if at is None:
            return None
        pack, offset, length = self._places[3 * at : 3 * at + 3]
        ref = None if pack == NOWHERE else (pack, offset, length)
        row = Row(self._questions(at), ref, None, self._indexes.get(key))
        if row.index_ref:
            self._tables[key] = row
        return row

    def _questions(self, at: int) -> "array[int]":
        return self._asked[self._ends[at - 1] if at else 0 : self._ends[at]]

    def askers(self, number: int) -> list[int]:
        """Return the keys that asked a question, in the order of their traces. Of one question: all traces are searched for it."""
        asked, size = self._asked.tobytes(), self._asked.itemsize
        sought, found = array("I", (number,)).tobytes(), list[int]()
        at = asked.find(sought)
        while at >= 0:
            if at % size == 0:
                place = bisect_right(self._ends, at // size)
                if self._at.get(self._keys[place]) == place:
                    found.append(self._keys[place])
            at = asked.find(sought, at + 1)
        return found

    def untouched(
        self, unsure: set[int], other: AbstractSet[int], parts: Parts, *, files: bool = True
    ) -> None:
        """Take every key whose questions all have the answers of the last build out of `unsure`; these answers are unsure
        too, or are `other` ones now. It is the test of `Engine._valid` for all traces at once (law 5). A table takes its
        `parts` with it. Those that make `files` of the site, two thirds of all, may stay in doubt.

        What is reached by a question that is not as it was is looked for, some traces at a time: most have none.
        """
        traced = self._at.keys() & unsure
        if not files:
            traced -= self.files
        touched = (unsure - traced).difference(
            *(numbers for key in self._indexes.keys() & traced for numbers in parts(key))
        )
        touched |= other
        moved = [key for key in self._first if key in traced]
        left, reached = self._groups(traced, moved), -1
        while reached != len(touched):
            reached = len(touched)
            left = [few for some in left if (few := self._reached(some, touched, parts))]
            if self._in_order and not self._asks(moved, touched):
                break
        unsure &= touched

    def _groups(self, traced: set[int], moved: Sequence[int]) -> list[Sequence[int]]:
        """Traces of some keys, the next to each other together, questions before what asks them: one that was made again stands
        where it stood at first."""
        places = sorted(map(self._at.__getitem__, traced.difference(moved)))
        groups, start = list[Sequence[int]](), 0
        for first, key in sorted((self._first[key], key) for key in moved):
            end = bisect_left(places, first)
            groups += [*_cut(places[start:end]), [self._at[key]]]
            start = end
        return groups + _cut(places[start:])

    def _asks(self, moved: Iterable[int], touched: set[int]) -> bool:
        """Whether one of the traces that were made again, and may ask what stands behind them, asks what is touched, and
        isn't itself."""
        return any(
            key not in touched and not touched.isdisjoint(self._questions(self._at[key]))
            for key in moved
        )

    def _reached(self, places: Sequence[int], touched: set[int], parts: Parts) -> Sequence[int]:
        """Put the keys of those of these traces that ask what is touched among the touched; return the others."""
        ends, asked = self._ends, self._asked
        first, last = places[0], places[-1]
        if touched.isdisjoint(asked[ends[first - 1] if first else 0 : ends[last]]):
            return places
        left = []
        for at in places:
            if touched.isdisjoint(self._questions(at)):
                left.append(at)
                continue
            key = self._keys[at]
            touched.add(key)
            if key in self._indexes:
                touched.update(*parts(key))
        return left


def _cut(places: Sequence[int]) -> list[Sequence[int]]:
    return [places[i : i + TOGETHER] for i in range(0, len(places), TOGETHER)]


class Digests:
    """The digest of every key and part as the last build left it, by number; `content` holds one after the other."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def __len__(self) -> int:
        return len(self.content) // DIGEST_BYTES

    def __getitem__(self, number: int) -> Digest:
        """Return the digest; an empty one for what the last build did not know."""
        return Digest(self.content[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES])
