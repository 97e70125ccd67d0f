"""What is remembered between builds: traces, values, stamps, the manifest and the journal, in one SQLite file.

One exclusive transaction is one build; its commit is the point of no return (law 12).
"""

import contextlib
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ssg.engine.codec import DIGEST_BYTES, Digest, decode, encode
from ssg.engine.database import check_fingerprint, checked, connect, empty, summed
from ssg.engine.names import Added, Names
from ssg.engine.packs import Packs, TornPack
from ssg.engine.traces import (
    Digests,
    Part,
    Row,
    Segment,
    Traces,
    digest_of,
    in_order,
    segment,
    to_come,
)
from ssg.errors import SsgError, problem

if TYPE_CHECKING:
    from ssg.engine.state import State

SEGMENTS = 60  # more than so many builds' additions are joined
PIECE = 1 << 16  # so many names, and so many traces, are written at a time
COMPACT_ABOVE = 16 << 20  # bytes of dead values that are worth moving the living ones


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A file of the site: digest of its bytes, the key that made it, its size and mtime (ns) once in place."""

    digest: Digest
    key: str
    size: int = -1
    mtime: int = -1


class Store:
    """The store of one archive; use `Store.open` as a context manager. One process at a time.

    Names, traces and digests are read when somebody asks for them: where nothing has changed, nobody does.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = db
        self.packs_folder = folder / "packs"
        self.packs_folder.mkdir(exist_ok=True)
        self._next_pack = int(self.get("pack", int, 0))

    @classmethod
    @contextlib.contextmanager
    def open(
        cls, folder: Path, fingerprint: str, waiting: Callable[[], None] = lambda: None
    ) -> "Iterator[Store]":
        """Open or make the store. Emptied if it was made by another version of anything (law 6) or is damaged.

        Waits while another build holds it, calling `waiting` once.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            store = cls._opened(folder, fingerprint, waiting)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "unable to open" in str(error):
                raise SsgError(
                    problem(str(folder), "can't be written", "check its permissions")
                ) from error
            (folder / "store.db").unlink(missing_ok=True)
            store = cls._opened(folder, fingerprint, waiting)
        try:
            yield store
        finally:
            store.close()

    def close(self) -> None:
        """Forget what was not committed, and give the lock back."""
        if "packs" in self.__dict__:
            self.packs.close()
        self._db.rollback()
        self._db.close()

    @classmethod
    def _opened(cls, folder: Path, fingerprint: str, waiting: Callable[[], None]) -> "Store":
        db = connect(folder / "store.db", waiting)
        try:
            check_fingerprint(db, fingerprint)
            return cls(folder, db)
        except sqlite3.DatabaseError:
            db.close()
            raise

    # -- small things, by name ---------------------------------------------------------------------

    def get(self, name: str, kind: Any, default: Any) -> Any:
        """Return a remembered value of type `kind`, or the default, also where it is damaged."""
        try:
            found = self._db.execute("SELECT v FROM meta WHERE k = ?", (name,)).fetchone()
            return decode(checked(found[0]), kind) if found else default
        except (msgspec.DecodeError, TornPack):
            return default

    def put(self, name: str, value: object) -> None:
        """Remember a value under a name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, summed(value)))

    # -- names, traces, values ---------------------------------------------------------------------

    @cached_property
    def _added(self) -> list[tuple[Added, Segment]]:
        """What the builds have added, in their order. Raises TornPack if it is damaged."""
        rows = self._read("SELECT names, traces FROM added ORDER BY id")
        kinds = (Added, Segment)
        try:
            return [
                tuple(decode(checked(raw), kind) for raw, kind in zip(row, kinds, strict=True))
                for row in rows
            ]
        except msgspec.DecodeError as error:
            raise TornPack("the traces") from error

    def _read(self, query: str) -> list[Any]:
        try:
            return self._db.execute(query).fetchall()
        except sqlite3.DatabaseError as error:
            raise TornPack("the database") from error

    @cached_property
    def names(self) -> Names:
        """Key ↔ number."""
        return Names(names for names, _ in self._added)

    @cached_property
    def traces(self) -> Traces:
        """What each key asked, as the last build left it."""
        return Traces((found for _, found in self._added), array("I", self.get("dead", bytes, b"")))

    @cached_property
    def digests(self) -> Digests:
        """The digest of each key and part as the last build left it. Raises TornPack if they don't belong to the traces."""
        count = self._added[-1][0].count if self._added else 0
        found = Digests(self.get("digests", bytes, b"")[: count * DIGEST_BYTES])
        if len(found) < count:
            raise TornPack("the digests")
        return found

    @cached_property
    def packs(self) -> Packs:
        """Large values. Packs that a killed build left are swept: numbers that no commit has counted."""
        for path in sorted(self.packs_folder.iterdir()):
            if not path.name.isdigit() or int(path.name) > self._next_pack:
                path.unlink()
        return Packs(self.packs_folder, self.new_pack())

    def new_pack(self) -> int:
        """Return the number of a pack that nobody has used."""
        self._next_pack += 1
        return self._next_pack

    def row(self, key: int) -> Row | None:
        """Return the trace of a key as the last build left it."""
        return self.traces.get(key)

    def parts(self, row: Row, result: Digest) -> tuple[Part, ...]:
        """Return the parts of a table. Raises TornPack if they are not those of its digest."""
        if row.parts is not None:
            return row.parts
        if row.index_ref is None:
            return ()
        try:
            found: tuple[Part, ...] = decode(self.packs.read(row.index_ref), tuple[Part, ...])
        except msgspec.DecodeError as error:
            raise TornPack("the parts of a table") from error
        if digest_of(found) != result:
            raise TornPack("the parts of a table")
        return found

    def forget(self) -> None:
        """Drop every trace and stamp, but not the manifest and the journal."""
        empty(self._db)
        self._forget_loaded()

    def _forget_loaded(self) -> None:
        for name in ("_added", "names", "traces", "digests"):
            self.__dict__.pop(name, None)

    # -- saving ------------------------------------------------------------------------------------

    def save(self, fresh: dict[int, Row], known: "State") -> None:
        """Write what a build has made: new traces, and what is `known` of all keys by now. Raises what a full disk raises.

        `fresh` is empty then: what is written is let go, for a large archive has a million names and traces.
        """
        gone = [key for key in self.traces if key in fresh or not known.is_known(key)]
        live = Counter(self.get("live", dict[int, int], {}))
        for row in filter(None, map(self.row, gone)):
            for pack, _, length in row.refs():
                live[pack] -= length
        dead = {*array("I", self.get("dead", bytes, b"")), *gone} - fresh.keys()
        self.traces.drop(gone)
        if fresh or dead:  # names that no trace needs are not kept, and their digests not read
            names = self.names.added(known.has_digest, PIECE)
            coming = to_come(fresh, self.names.numbers_of_parts, self.names.count)
            self._append(names, self._traces_of(fresh, live, coming))
        self.put("live", {pack: count for pack, count in live.items() if count > 0})
        self.put("dead", array("I", sorted(dead)).tobytes())
        self.put("digests", known.digests())
        self.put("pack", self._next_pack)

    def _traces_of(
        self, fresh: dict[int, Row], live: Counter[int], coming: bytearray
    ) -> Iterator[Segment]:
        """Take traces out of `fresh`, the indexes of tables put into a pack; the bytes that they keep are added to `live`."""
        parts = self.names.numbers_of_parts
        while fresh:
            some = {key: self._indexed(fresh.pop(key)) for key in list(islice(fresh, PIECE))}
            for pack, _, length in (ref for row in some.values() for ref in row.refs()):
                live[pack] += length
            ordered = in_order(some, parts, coming)
            made = segment(some, self.names.files(some), in_order=ordered)
            self.traces.add(made)
            yield made

    def _append(self, names: Iterable[Added], traces: Iterable[Segment]) -> None:
        nothing = self.names.nothing(), segment({}, (), in_order=True)
        for some in zip_longest(names, traces):
            row = [summed(each or other) for each, other in zip(some, nothing, strict=True)]
            self._db.execute("INSERT INTO added (names, traces) VALUES (?, ?)", row)

    def _indexed(self, row: Row) -> Row:
        """A row whose parts lie in a pack."""
        if row.parts is None or row.index_ref is not None:
            return row
        return row._replace(index_ref=self.packs.add(encode(row.parts)))

    def commit(self) -> None:
        """The point of no return; then a new transaction begins."""
        self._db.commit()
        self._db.execute("BEGIN EXCLUSIVE")

    def drop_dead_packs(self) -> None:
        """Unlink the packs that hold no living value; only after the commit."""
        live = self.get("live", dict[int, int], {})
        for path in sorted(self.packs_folder.iterdir()):
            if int(path.name) not in live:
                path.unlink()

    def tidy(self, roots: Iterable[str] | None = None) -> None:
        """Once many builds have added to it, write the store anew: what `roots` need (all there is, where none are
        given), numbered from 0, most packs full.

        Nothing that was numbered before means anything after.
        """
        live = self.get("live", dict[int, int], {})
        sizes = {int(path.name): path.stat().st_size for path in self.packs_folder.iterdir()}
        living = sum(live.values())
        waste = sum(sizes.values()) - living
        (builds,) = self._db.execute("SELECT count(*) FROM added").fetchone()
        if builds <= SEGMENTS and waste < max(COMPACT_ABOVE, living):
            return
        from ssg.engine.compact import Compacting  # once in many builds

        self._forget_loaded()
        thin = {number for number, size in sizes.items() if live.get(number, 0) * 2 < size}
        if roots is None:
            roots = [self.names.text(key) for key in self.traces]
        made = Compacting(self, thin - {self.packs.number}).run(roots)
        self._db.execute("DELETE FROM added")
        self._db.execute(
            "INSERT INTO added (names, traces) VALUES (?, ?)",
            (summed(made.names), summed(made.traces)),
        )
        for name, value in (("dead", b""), ("digests", made.digests), ("live", made.live)):
            self.put(name, value)
        self.put("pack", self._next_pack)
        self._forget_loaded()
