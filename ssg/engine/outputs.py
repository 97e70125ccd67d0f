"""The site's folder: files are staged beside it, swapped in under a journal, and only what we made is deleted."""

import contextlib
import hashlib
import os
import shutil
from array import array
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from ssg.engine.aside import aside
from ssg.engine.codec import Digest, digest
from ssg.engine.stamps import BETWEEN, in_place
from ssg.engine.store import Made, Store
from ssg.engine.ways import MARKER, above, check_open, check_ours, check_way

MANY = 2000  # files from which on another process looks how they lie


class Journal(msgspec.Struct, frozen=True, array_like=True):
    """What a committed build still has to do in the site's folder: remove what stands in the way, move in, remove the rest."""

    out: str
    clear: tuple[str, ...]
    moves: tuple[str, ...]
    deletions: tuple[str, ...]


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """How the files of a site lie: their paths, and size and mtime (ns) of each (int64)."""

    paths: str
    numbers: bytes


def placed(files: Mapping[str, Made]) -> Placed:
    """Return how the files of a manifest lie."""
    numbers = array("q", (n for made in files.values() for n in (made.size, made.mtime)))
    return Placed(BETWEEN.join(files), numbers.tobytes())


class Outputs:
    """The files of one output folder, as the last build recorded them and as this one makes them."""

    def __init__(self, out: Path, store: Store) -> None:
        self.out = out
        self.stage = stage_of(out)
        self.staged: set[str] = set()
        self.placed: Mapping[str, Made] = {}
        self.committed = False
        self._store = store
        self._seen: dict[str, bool] = {}
        self._looking: Callable[[], bytes] | None = None

    @cached_property
    def previous(self) -> dict[str, Made]:
        """The manifest of the last build."""
        found: dict[str, Made] = self._store.get(f"manifest:{self.out}", dict[str, Made], {})
        return found

    def open_stage(self) -> None:
        """Make the stage. Raises SsgError if the output folder is somebody else's."""
        check_ours(self.out, self.previous)
        shutil.rmtree(self.stage, ignore_errors=True)
        self.stage.mkdir(parents=True)

    def has(self, path: str, digest: Digest) -> bool:
        """Return whether the file in place is the one with this digest, untouched since it was written."""
        made = self.previous.get(path)
        return made is not None and made.digest == digest and self._in_place(path, made)

    def _in_place(self, path: str, made: Made) -> bool:
        self._take_in()
        if path not in self._seen:
            self._seen[path] = lies_as(f"{self.out}/{path}", made)
        return self._seen[path]

    def look_ahead(self) -> None:
        """Have another process look how the files of the last build lie, if they are many."""
        out, previous = self.out, self.previous
        if len(previous) >= MANY:
            self._looking = aside(
                lambda: bytes(lies_as(f"{out}/{path}", made) for path, made in previous.items())
            )

    def _take_in(self) -> None:
        if self._looking:
            found, self._looking = self._looking(), None
            self._seen.update(zip(self.previous, map(bool, found), strict=False))

    def all_in_place(self, last: "Placed") -> bool:
        """Return whether every file of the last build is still there, untouched."""
        return in_place(str(self.out), last.paths, last.numbers)

    def put(self, path: str, content: bytes) -> None:
        """Stage a file."""
        write_staged(self.stage, path, content)
        self.staged.add(path)

    def journal(self, manifest: Mapping[str, Made]) -> Journal:
        """Return what turns the last site into the one of this manifest; all of it is staged by now."""
        gone = sorted(set(self.previous) - set(manifest))
        moves = sorted(path for path in self.staged if path in manifest)
        if self.out.exists():  # where one of our files lies as we left it, nothing is in the way
            new = [path for path in moves if not self._seen.get(path)]
            check_way(self.out, new, set(self.previous))
        if self.previous:  # else all folders are made now
            check_open(self.out, [*moves, *gone])
        parents = {parent for path in moves for parent in above(path)}
        wanted = set(moves)
        clear = [p for p in gone if p in parents or not wanted.isdisjoint(above(p))]
        return Journal(str(self.out), tuple(clear), tuple(moves), tuple(gone))

    def discard(self) -> None:
        """Remove the stage, unless a committed journal still has to move files out of it."""
        self._take_in()
        if self.committed:
            return
        shutil.rmtree(self.stage, ignore_errors=True)


def lies_as(place: str, made: Made) -> bool:
    """Return whether a file lies as it was written."""
    try:
        lies = os.stat(place)
    except OSError:
        return False
    return (lies.st_size, lies.st_mtime_ns) == (made.size, made.mtime)


def stage_of(out: Path) -> Path:
    """Return the folder beside an output folder in which its files are staged: the same disk, so a move is a rename."""
    return out.parent / f".{out.name}.ssg-stage"


def staged_name(path: str) -> str:
    """Return the flat name under which an output path is staged."""
    return hashlib.blake2b(path.encode(), digest_size=16).hexdigest()


def write_staged(stage: Path, path: str, content: bytes) -> None:
    """Write a file into the stage; parent and workers both do."""
    place = f"{stage}/{staged_name(path)}"
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def redo(journal: Journal) -> None:
    """Carry out a journal, or finish one that was cut off: doing it again changes nothing (law 12)."""
    out = Path(journal.out)
    stage = stage_of(out)
    out.mkdir(parents=True, exist_ok=True)
    names = {path: f"{stage}/{staged_name(path)}" for path in journal.moves}
    moving = [path for path in journal.moves if os.path.exists(names[path])]  # noqa: PTH110
    pending = {parent for path in moving for parent in above(path)} | set(moving)
    for path in journal.clear:
        if path in pending or not pending.isdisjoint(above(path)):
            _remove(out, path)
    for folder in dict.fromkeys(path.rpartition("/")[0] for path in moving):
        _folder(f"{out}/{folder}")
    for path in moving:
        os.replace(names[path], f"{out}/{path}")  # noqa: PTH105 - as strings: one for every page
    for path in journal.deletions:
        if path not in journal.clear:
            _remove(out, path)
    shutil.rmtree(stage, ignore_errors=True)


def _folder(place: str) -> None:
    """Make a folder if it isn't there; most have one above them already."""
    try:
        os.mkdir(place)  # noqa: PTH102 - as strings: one for every page
    except FileNotFoundError:
        os.makedirs(place, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        if not os.path.isdir(place):  # noqa: PTH112
            raise


def _remove(out: Path, path: str) -> None:
    """Delete one file that an earlier manifest names, and the folders it leaves empty."""
    target = out / path
    if target.is_dir() and not target.is_symlink():
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for parent in target.parents:
        if parent == out:
            return
        try:
            parent.rmdir()
        except OSError:
            return


def swap(
    store: Store, journal: Journal, files: Mapping[str, Made], *, reread: bool = False
) -> dict[str, Made]:
    """Carry out a committed journal, record how the files lie, and close the journal. Return the manifest."""
    redo(journal)
    out = Path(journal.out)
    (out / MARKER).touch()
    manifest = dict(files)
    for path in journal.moves:
        manifest[path] = as_it_lies(f"{out}/{path}", manifest[path], reread=reread)
    if journal.moves:
        store.put(f"manifest:{out}", manifest)
    store.put("journal", None)
    return manifest


def as_it_lies(place: str, made: Made, *, reread: bool) -> Made:
    """Return the entry of a file that was moved in. With `reread`, one that isn't what was made (the stage or the site
    was lost meanwhile) is entered as not in place, so that it is made again."""
    try:
        lies = os.stat(place)
        if reread and digest(Path(place).read_bytes()) != made.digest:
            return made
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return made
    return msgspec.structs.replace(made, size=lies.st_size, mtime=lies.st_mtime_ns)


def finish(store: Store) -> bool:
    """Finish the swap of a build that was cut off after its commit; return whether there was one."""
    journal = store.get("journal", Journal | None, None)
    if journal is None:
        return False
    files = store.get(f"manifest:{journal.out}", dict[str, Made], {})
    swap(store, journal, files, reread=True)
    store.commit()
    return True


def remove_site(store: Store, out: Path) -> int:
    """Delete every file that a build made at `out`, and nothing else; return how many there were."""
    finish(store)
    made = store.get(f"manifest:{out}", dict[str, Made], {})
    for path in made:
        _remove(out, path)
    (out / MARKER).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        out.rmdir()
    return len(made)
