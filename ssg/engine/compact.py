"""Writing a store anew: only what is needed, questions before what asks them, values together."""

from array import array
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ssg.engine.codec import DIGEST_BYTES
from ssg.engine.names import Added, added
from ssg.engine.packs import Ref
from ssg.engine.traces import Row, Segment, segment

if TYPE_CHECKING:
    from ssg.engine.store import Store


class Compacted(NamedTuple):
    """A store's content: names, traces, digests, and how many living bytes each pack holds."""

    names: Added
    traces: Segment
    digests: bytes
    live: dict[int, int]


class Compacting:
    """One writing anew. Values in `thin` packs move to this build's own."""

    def __init__(self, store: "Store", thin: Container[int]) -> None:
        self.store = store
        self.thin = thin
        self.number: dict[int, int] = {}  # old → new
        self.rows: dict[int, Row] = {}
        self.live: dict[int, int] = {}

    def run(self, roots: Iterable[str]) -> Compacted:
        """Return what remains."""
        names = self.store.names
        for key in self._needed(names[text] for text in roots):
            row = self.store.row(key)
            if row is not None:
                asked = array("I", (self.number[dep] for dep in row.asked))
                self.rows[self._new(key)] = Row(
                    asked, self._kept(row.ref), None, self._kept(row.index_ref)
                )
            elif key < len(self.store.digests):
                self._new(key)
        files = sorted(map(self.number.__getitem__, self.store.traces.files & self.number.keys()))
        traces = segment(self.rows, files, in_order=True)
        return Compacted(self._names(), traces, self._digests(), self.live)

    def _needed(self, roots: Iterable[int]) -> Iterator[int]:
        """Yield every key that the roots need, each once, after all that it asks; a part after its table."""
        seen: set[int] = set()
        for root in roots:
            stack = [(root, False)]
            while stack:
                key, asked = stack.pop()
                if asked:
                    yield key
                    continue
                if key in seen:
                    continue
                seen.add(key)
                stack.append((key, True))
                row = self.store.row(key)
                table = -1 if row else self.store.names.table(key)
                below = row.asked if row else [table] if table >= 0 else []
                stack += [(each, False) for each in reversed(below)]

    def _new(self, key: int) -> int:
        return self.number.setdefault(key, len(self.number))

    def _kept(self, ref: Ref | None) -> Ref | None:
        """Where a value lies from now on."""
        if ref is None:
            return None
        if ref[0] in self.thin:
            ref = self.store.packs.add(self.store.packs.read(ref))
        self.live[ref[0]] = self.live.get(ref[0], 0) + ref[2]
        return ref

    def _names(self) -> Added:
        names = self.store.names
        whole: list[tuple[str, int]] = []
        parts: dict[int, list[tuple[str, int]]] = {}
        for old, new in self.number.items():
            table = names.table(old)
            if table < 0:
                whole.append((names.text(old), new))
            else:
                parts.setdefault(self.number[table], []).append((names.part_name(old), new))
        return added(whole, parts, len(self.number))

    def _digests(self) -> bytes:
        known = self.store.digests
        return b"".join(known[old].ljust(DIGEST_BYTES, b"\0") for old in self.number)
