"""What is remembered between builds: traces, values, stamps, the manifest and the journal, in one SQLite file.

One exclusive transaction is one build; its commit is the point of no return (law 12).
"""

import contextlib
import sqlite3
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ssg.engine.codec import DIGEST_BYTES, Digest, decode, encode
from ssg.engine.packs import Packs, Ref, TornPack
from ssg.errors import SsgError, problem

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (k TEXT PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS name (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trace (id INTEGER PRIMARY KEY, row BLOB NOT NULL);
"""
SPARED = ("manifest:%", "journal", "pack")  # survive a change of fingerprint (law 6)
COMPACT_ABOVE = 16 << 20  # bytes of dead values that are worth moving the living ones


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One part of a table: its name, digest, and where its value lies in the table's value."""

    name: str
    digest: Digest
    offset: int
    length: int


class Row(msgspec.Struct, frozen=True, array_like=True):
    """The trace of one key: name ids of what it asked, in order, their digests, and its result.

    `value` is a small value itself, `ref` the place of a large one; both None: the value isn't kept.
    """

    asked: bytes
    digests: bytes
    result: Digest
    value: bytes | None = None
    ref: Ref | None = None
    parts: tuple[Part, ...] | None = None

    def deps(self) -> "array[int]":
        """The name ids of what was asked, in the order of asking."""
        return array("I", self.asked)

    def pairs(self) -> Iterator[tuple[int, bytes]]:
        """What was asked and the digest of each answer, in the order of asking."""
        size = DIGEST_BYTES
        return ((dep, self.digests[i * size : (i + 1) * size]) for i, dep in enumerate(self.deps()))


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A file of the site: digest of its bytes, the key that made it, its size and mtime (ns) once in place."""

    digest: Digest
    key: str
    size: int = -1
    mtime: int = -1


class Names:
    """Key ↔ number, both ways; numbers are given in order and never change while the store is open."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._ids = {text: i for i, text in enumerate(texts)}
        self.saved = len(texts)

    def __getitem__(self, text: str) -> int:
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return found


class Store:
    """The store of one archive; use `Store.open` as a context manager. One process at a time."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = db
        self.names = Names(_names(db))
        self._raw: dict[int, bytes] = dict(db.execute("SELECT id, row FROM trace"))
        self._rows: dict[int, Row] = {}
        self.packs_folder = folder / "packs"
        self.packs_folder.mkdir(exist_ok=True)
        self._next_pack = int(self.get("pack", int, 0))
        self._sweep()
        self.packs = Packs(self.packs_folder, self.new_pack())

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
        self.packs.close()
        self._db.rollback()
        self._db.close()

    @classmethod
    def _opened(cls, folder: Path, fingerprint: str, waiting: Callable[[], None]) -> "Store":
        """The store with all its names and traces read: damage shows here."""
        db = _connect(folder / "store.db", waiting)
        try:
            _check_fingerprint(db, fingerprint)
            return cls(folder, db)
        except sqlite3.DatabaseError:
            db.close()
            raise

    def get(self, name: str, kind: Any, default: Any) -> Any:
        """Return a remembered value of type `kind`, or the default, also where it is damaged."""
        found = self._db.execute("SELECT v FROM meta WHERE k = ?", (name,)).fetchone()
        try:
            return decode(found[0], kind) if found else default
        except msgspec.DecodeError:
            return default

    def put(self, name: str, value: object) -> None:
        """Remember a value under a name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, encode(value)))

    def row(self, key: int) -> Row | None:
        """Return the trace of a key as the last build left it. Raises TornPack if it is damaged."""
        found = self._rows.get(key)
        if found is None and key in self._raw:
            found = self._rows[key] = _row(self._raw[key])
        return found

    def new_pack(self) -> int:
        """Return the number of a pack that nobody has used."""
        self._next_pack += 1
        return self._next_pack

    def forget(self) -> None:
        """Drop every trace and stamp, but not the manifest and the journal."""
        _empty(self._db)
        self.names, self._raw, self._rows = Names([]), {}, {}

    def numbers(self) -> set[int]:
        """Return the keys that the store has traces of."""
        return set(self._raw)

    def save(self, fresh: dict[int, Row], live: Iterable[int], *, last: bool = True) -> None:
        """Write the traces made in this build and drop those that nothing in it needed. After one that isn't the `last`,
        the keys keep their numbers."""
        living = set(live)
        self._rows.update(fresh)
        fresh = {**fresh, **self._compact(living)}
        dead = [(key,) for key in self._raw if key not in living]
        self._db.executemany("DELETE FROM trace WHERE id = ?", dead)
        rows = {key: encode(row) for key, row in fresh.items()}
        self._db.executemany("INSERT OR REPLACE INTO trace VALUES (?, ?)", rows.items())
        new = enumerate(self.names.texts[self.names.saved :], self.names.saved)
        self._db.executemany("INSERT INTO name VALUES (?, ?)", new)
        if last:
            self._renumber_if_worth_it(living)
        self._raw.update(rows)  # a preview saves again and again
        for (key,) in dead:
            del self._raw[key]
        self.names.saved = len(self.names.texts)
        self.put("pack", self._next_pack)

    def commit(self) -> None:
        """The point of no return; then a new transaction begins and packs without a living value go."""
        self._db.commit()
        self._db.execute("BEGIN EXCLUSIVE")

    def _sweep(self) -> None:
        """Remove packs that a killed build left: numbers that no commit has counted."""
        for path in sorted(self.packs_folder.iterdir()):
            if not path.name.isdigit() or int(path.name) > self._next_pack:
                path.unlink()

    def drop_dead_packs(self, live: Iterable[int]) -> None:
        """Unlink the packs that no living trace names; only after the commit."""
        refs = (row.ref for key in live if (row := self.row(key)))
        named = {ref[0] for ref in refs if ref} | {self.packs.number}
        for path in sorted(self.packs_folder.iterdir()):
            if int(path.name) not in named:
                path.unlink()

    def _compact(self, living: set[int]) -> dict[int, Row]:
        """Move the living values out of packs that are mostly dead; return the rows that changed."""
        used: dict[int, int] = {}
        for key in living:
            if (row := self.row(key)) and row.ref:
                used[row.ref[0]] = used.get(row.ref[0], 0) + row.ref[2]
        sizes = {int(p.name): p.stat().st_size for p in self.packs_folder.iterdir()}
        dead = sum(sizes.values()) - sum(used.values())
        if dead < max(COMPACT_ABOVE, sum(used.values())):
            return {}
        thin = {number for number, size in sizes.items() if used.get(number, 0) * 2 < size}
        moved = {}
        for key in sorted(living):
            if (row := self.row(key)) and row.ref and row.ref[0] in thin - {self.packs.number}:
                place = self.packs.add(self.packs.read(row.ref))
                moved[key] = self._rows[key] = msgspec.structs.replace(row, ref=place)
        return moved

    def _renumber_if_worth_it(self, living: set[int]) -> None:
        """Names pile up as articles come and go; once most are unused, number the rest anew."""
        if len(self.names.texts) < 50_000:
            return
        rows = {key: row for key in sorted(living) if (row := self.row(key))}
        used = sorted(set(rows).union(*(row.deps() for row in rows.values())))
        if len(used) * 2 > len(self.names.texts):
            return
        number = {old: new for new, old in enumerate(used)}
        self._db.execute("DELETE FROM name")
        self._db.execute("DELETE FROM trace")
        self._db.executemany(
            "INSERT INTO name VALUES (?, ?)", ((number[i], self.names.texts[i]) for i in used)
        )
        for key, row in rows.items():
            asked = array("I", [number[dep] for dep in row.deps()]).tobytes()
            renumbered = encode(msgspec.structs.replace(row, asked=asked))
            self._db.execute("INSERT INTO trace VALUES (?, ?)", (number[key], renumbered))


def _row(raw: bytes) -> Row:
    """Return an encoded trace. Raises TornPack if it can't be one."""
    try:
        row: Row = decode(raw, Row)
    except (msgspec.DecodeError, TypeError) as error:  # TypeError: damage made it NULL
        raise TornPack("a trace") from error
    if len(row.asked) // array("I").itemsize != len(row.digests) // DIGEST_BYTES:
        raise TornPack("a trace")
    return row


def _names(db: sqlite3.Connection) -> list[str]:
    """Return all names by number. Raises DatabaseError if some are lost."""
    found = db.execute("SELECT id, text FROM name ORDER BY id").fetchall()
    if any(n != i or not isinstance(text, str) for i, (n, text) in enumerate(found)):
        raise sqlite3.DatabaseError("names are damaged")
    return [text for _, text in found]


def _connect(path: Path, waiting: Callable[[], None]) -> sqlite3.Connection:
    """Open the database and take the lock that one build holds."""
    db = sqlite3.connect(path, isolation_level=None, timeout=0.1, check_same_thread=False)
    said = False
    while True:
        try:
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            for statement in SCHEMA.split(";"):
                db.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                db.close()
                raise
            if not said:
                waiting()
                said = True
            time.sleep(0.1)
        except sqlite3.DatabaseError:
            db.close()
            raise
        else:
            return db


def _check_fingerprint(db: sqlite3.Connection, fingerprint: str) -> None:
    found = db.execute("SELECT v FROM meta WHERE k = 'fingerprint'").fetchone()
    if not found or found[0] != encode(fingerprint):
        _empty(db)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)", (encode(fingerprint),))


def _empty(db: sqlite3.Connection) -> None:
    spared = " AND ".join("k NOT LIKE ?" for _ in SPARED)
    db.execute(f"DELETE FROM meta WHERE {spared}", SPARED)  # noqa: S608 - a constant
    db.execute("DELETE FROM name")
    db.execute("DELETE FROM trace")
