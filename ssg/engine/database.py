"""The SQLite file of a store: opened under a lock, checked, emptied when it is another version's."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import msgspec

from ssg.engine.packs import TornPack

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (k TEXT PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS added (id INTEGER PRIMARY KEY, names BLOB NOT NULL, traces BLOB NOT NULL);
"""
SPARED = ("manifest:%", "journal", "pack")  # survive a change of fingerprint (law 6)
CHECK_BYTES = 4
_ENCODER = msgspec.msgpack.Encoder()


def summed(value: object) -> bytearray:
    """A value as it is stored: a checksum, and its encoding."""
    content = bytearray(CHECK_BYTES)
    _ENCODER.encode_into(value, content, CHECK_BYTES)
    content[:CHECK_BYTES] = crc32(memoryview(content)[CHECK_BYTES:]).to_bytes(CHECK_BYTES, "little")
    return content


def checked(raw: object) -> bytes:
    """The encoding in what is stored. Raises TornPack if it is damaged."""
    if not isinstance(raw, bytes) or crc32(raw[CHECK_BYTES:]) != int.from_bytes(
        raw[:CHECK_BYTES], "little"
    ):
        raise TornPack("the store")
    return raw[CHECK_BYTES:]


def connect(path: Path, waiting: Callable[[], None]) -> sqlite3.Connection:
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


def check_fingerprint(db: sqlite3.Connection, fingerprint: str) -> None:
    """Empty a store that another version of anything has made."""
    found = db.execute("SELECT v FROM meta WHERE k = 'fingerprint'").fetchone()
    if not found or found[0] != summed(fingerprint):
        empty(db)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)", (summed(fingerprint),))


def empty(db: sqlite3.Connection) -> None:
    """Drop all but what is spared."""
    spared = " AND ".join("k NOT LIKE ?" for _ in SPARED)
    db.execute(f"DELETE FROM meta WHERE {spared}", SPARED)  # noqa: S608 - a constant
    db.execute("DELETE FROM added")
