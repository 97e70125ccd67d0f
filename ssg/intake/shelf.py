"""What the archive holds already: digests, slugs, addresses, tags and sketches of its articles.

What was read of a file is remembered in `.ssg/shelf.db` under its stamp, so that an import into ten thousand articles
begins at once. An exclusive transaction is one import: a second one waits for it.
"""

import contextlib
import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path

import msgspec

from ssg import __version__, urls
from ssg.errors import SsgError
from ssg.intake import tags
from ssg.intake.duplicates import Index, Sketch, address, sketch
from ssg.markup import frontmatter
from ssg.model import FrontMatter, Moment

_DIGEST = re.compile(
    r"^[ \t]+(?:sha256|id):[ \t]*[\"']?([0-9a-f]{32,64})[\"']?[ \t]*\r?$", re.MULTILINE
)
_OLDER = re.compile(r"([0-9a-f]{64})(?:\.[a-z0-9.]+)?$")
_MADE_BY = f"{__version__} 2"  # the number: another shape or meaning of what is remembered
_WEIGHED, _OFTEN, _SHARE = (
    50,
    4,
    0.02,
)  # articles from which on, headlines, and share of headlines that make a word common
_YOUNG = 2.0  # seconds in which a file may change without its stamp telling
_ABANDONED = 60.0  # seconds after which a half-written file is nobody's


class Held(msgspec.Struct, frozen=True, array_like=True):
    """An article as the shelf knows it.

    `thought_of` are the tags that a person or the source gave it. `digests` are those of its text and of its originals; `raw` is that of an original that holds nothing else, and
    `address` what tells its source's page from others.
    """

    digests: tuple[str, ...] = ()
    raw: str = ""
    address: str = ""
    title: str = ""
    outlet: str = ""
    day: str = ""
    tags: tuple[str, ...] = ()
    near: Sketch = Sketch()
    thought_of: tuple[str, ...] = ()


class Shelf:
    """Everything known of the articles, by path; one run of the importer adds what it writes."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.digests: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.slugs: set[str] = set()
        self.index = Index()
        self._headwords: Counter[str] = Counter()
        self._thought_of: set[str] = set()

    def add(self, path: str, held: Held) -> None:
        """Remember an article; the first to have a digest or an address keeps it."""
        self.held[path] = held
        self.slugs.add(slug_of(path))
        for digest in held.digests:
            self.digests.setdefault(digest, path)
        if held.address:
            self.addresses.setdefault(held.address, path)
        self.index.add(path, held.near)
        self._headwords.update(tags.words(held.title))
        self._thought_of.update(map(urls.term_key, held.thought_of))

    def common(self, tag: str) -> bool:
        """Return whether a word stands in so many headlines that it tells little, and nobody ever made a tag of it."""
        key = urls.term_key(tag)
        often = self._headwords[key] > max(_OFTEN, len(self.held) * _SHARE)
        return len(self.held) >= _WEIGHED and often and key not in self._thought_of

    @property
    def raws(self) -> frozenset[str]:
        """The digests of originals that hold one article, which is here."""
        return frozenset(held.raw for held in self.held.values() if held.raw)

    @property
    def tags(self) -> tuple[str, ...]:
        """The archive's tags, most used first, ties by name."""
        counts = Counter(tag for held in self.held.values() for tag in held.tags)
        return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag)))


def held_of(front: FrontMatter, body: str) -> Held:
    """Return what the shelf knows of an article by its front matter and Markdown."""
    archive = front.archive
    older = [found[1] for path in archive.older if (found := _OLDER.search(path))]
    return Held(
        digests=tuple(dict.fromkeys(d for d in (archive.id, archive.sha256, *older) if d)),
        raw="" if archive.part else archive.sha256,
        address=address(front.source.url),
        title=front.title,
        outlet=urls.term_key(front.source.name),
        day=front.date.day if isinstance(front.date, Moment) else "",
        tags=front.tags,
        near=sketch(body),
        thought_of=tuple(tag for tag in front.tags if tag not in archive.auto_tags),
    )


@contextlib.contextmanager
def shelf(
    root: Path,
    zone: tzinfo,
    *,
    waiting: Callable[[], None] = lambda: None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Shelf]:
    """Give what the articles below `content/` say of themselves, while no other import runs in this archive.

    An original without an article (a crash came between the two) does not count: the article is still to be written.
    `waiting` is called once where another import holds the archive; `progress` is told of articles read and all.
    """
    with contextlib.closing(_opened(root / ".ssg", waiting)) as db:
        known = dict(db.execute("SELECT path, row FROM held"))
        paths = list(_articles(root / "content"))
        found = Shelf()
        for number, path in enumerate(paths, 1):
            name = path.relative_to(root).as_posix()
            stamp = _stamp(path)
            held = _remembered(known.pop(name, None), stamp)
            if held is None:
                held = _read(path, name, zone)
                _remember(db, name, stamp, held)
                progress(number, len(paths))
            found.add(name, held)
        db.executemany("DELETE FROM held WHERE path = ?", [(name,) for name in known])
        try:
            yield found
        finally:
            db.commit()


def slug_of(path: str) -> str:
    """Return the slug that a path stands for: the file's name, or the folder's name of a bundle."""
    parts = path.removesuffix(".md").split("/")
    name = parts[-2] if parts[-1] == "index" and len(parts) > 1 else parts[-1]
    return name.casefold()


class _Stamped(msgspec.Struct, frozen=True, array_like=True):
    stamp: tuple[int, int, int, int]
    held: Held


def _opened(folder: Path, waiting: Callable[[], None]) -> sqlite3.Connection:
    """The cache, locked for this process; one in memory where the folder can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _locked(folder / "shelf.db", waiting)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            (folder / "shelf.db").unlink(missing_ok=True)  # damaged; it is only a cache
            return _locked(folder / "shelf.db", waiting)
    except (OSError, sqlite3.OperationalError):
        return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def _locked(path: Path, waiting: Callable[[], None]) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0.0, isolation_level=None)
    try:
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            db.close()
            raise
        waiting()
        db.execute("PRAGMA busy_timeout = 86400000")
        db.execute("BEGIN EXCLUSIVE")
    return _prepared(db)


def _prepared(db: sqlite3.Connection) -> sqlite3.Connection:
    """The tables, emptied if another version of anything made them."""
    db.execute("CREATE TABLE IF NOT EXISTS made (by TEXT)")
    db.execute(
        "CREATE TABLE IF NOT EXISTS held (path TEXT PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID"
    )
    if db.execute("SELECT by FROM made").fetchall() != [(_MADE_BY,)]:
        db.execute("DELETE FROM held")
        db.execute("DELETE FROM made")
        db.execute("INSERT INTO made VALUES (?)", (_MADE_BY,))
    return db


def _stamp(path: Path) -> tuple[int, int, int, int]:
    """Size, times and inode of a file; zeros while it is too young to be believed."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0, 0, 0)
    if time.time() - max(stat.st_mtime, stat.st_ctime) < _YOUNG:
        return (0, 0, 0, 0)
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _remembered(row: bytes | None, stamp: tuple[int, int, int, int]) -> Held | None:
    if row is None or not stamp[1]:
        return None
    try:
        found = msgspec.msgpack.decode(row, type=_Stamped)
    except msgspec.DecodeError:
        return None
    return found.held if found.stamp == stamp else None


def _remember(
    db: sqlite3.Connection, name: str, stamp: tuple[int, int, int, int], held: Held
) -> None:
    if stamp[1]:
        row = msgspec.msgpack.encode(_Stamped(stamp, held))
        db.execute("INSERT OR REPLACE INTO held VALUES (?, ?)", (name, row))


def _read(path: Path, name: str, zone: tzinfo) -> Held:
    """What a file says; of one whose front matter is broken, its digests at least."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return Held()
    try:
        document = frontmatter.read(text, name, str(zone))
    except SsgError:
        return Held(digests=tuple(_DIGEST.findall(text[:65_536])))
    return held_of(document.front, document.body)


def _articles(folder: Path) -> Iterator[Path]:
    """The Markdown files below a folder, by path; what an import that was killed left half written goes."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith(".ssg-") and name.endswith(".tmp"):
                _sweep(path)
            elif name.endswith(".md") and not name.startswith(".") and not _beside(folder, path):
                yield path


def _beside(folder: Path, path: Path) -> bool:
    """Whether a Markdown file waits to be imported, or is kept as an original: it is no article."""
    return path.relative_to(folder).parts[0] in ("inbox", "originals")


def _sweep(path: Path) -> None:
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _ABANDONED:
            path.unlink()
