"""The source tree as the build sees it: the only reader of it (laws 2 and 3)."""

import os
import time
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ssg.engine.codec import ABSENT, DIGEST_BYTES, Digest, digest, encode
from ssg.engine.stamps import BETWEEN, Stamp, columns, stamp_of, walk
from ssg.errors import Problem, SsgError, problem


class Stamps(msgspec.Struct, frozen=True, array_like=True):
    """Files with their stamps (four int64 each) and digests, each after the other in the order of their paths."""

    paths: str
    stamps: bytes
    digests: bytes


NO_STAMPS = Stamps("", b"", b"")

YOUNG_NS = 2_000_000_000
"""A stamp younger than this may hide a later change in the same tick: it is not believed (law 3)."""

PAUSES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""Seconds to wait before taking stock once more of a tree that was changing meanwhile."""


class Inputs:
    """Files below named mounts (`content` → a folder, `site.toml` → a file), and options as strings.

    Paths are mount and relative path joined by `/`. `scan` must run before anything is asked.
    """

    def __init__(
        self,
        mounts: Mapping[str, Path],
        options: Mapping[str, str],
        seen: Mapping[str, Any] | None = None,
    ) -> None:
        self.mounts = dict(mounts)
        self._seen = seen or {}  # what the first scan need not look for once more
        self.options = dict(options)
        self.found: dict[str, Stamp] = {}
        self.problems: list[Problem] = []
        self._known: dict[str, tuple[Stamp, Digest]] = {}
        self._read: dict[str, Digest] = {}
        self._own: set[str] = set()  # what the build itself has written
        self._now = 0

    def scan(self) -> None:
        """Take stock of every file. Raises Changed where folders keep vanishing meanwhile."""
        for wait in PAUSES:
            try:
                self._now, self.found = self._just_seen() or (time.time_ns(), self._take_stock())
                break
            except (FileNotFoundError, NotADirectoryError) as error:
                gone = error  # somebody removes or renames: what is found next time may be whole
                time.sleep(wait)
        else:
            raise Changed(self._path_of(gone.filename)) from gone
        self._known, self._read, self._own = {}, {}, set()

    def forget_seen(self) -> None:
        """Look at everything in the next scan: what was seen before is too old."""
        self._seen = {}

    def _just_seen(self) -> tuple[int, dict[str, Stamp]] | None:
        """The moment and the stamps of what was seen a moment ago, once, if it lies at the places of this tree."""
        seen, self._seen = self._seen, {}
        if seen.get("places") != {n: str(place.absolute()) for n, place in self.mounts.items()}:
            return None
        return seen["moment"], seen["found"]

    def _take_stock(self) -> dict[str, Stamp]:
        self.problems = []
        found: dict[str, Stamp] = {}
        for name, place in sorted(self.mounts.items()):
            if place.is_dir():
                self._walk(f"{name}/", place, found)
            elif place.is_file():
                found[name] = stamp_of(os.stat(place))
        return dict(sorted(found.items()))

    def _path_of(self, place: str) -> str:
        """Return the path of the source tree that lies at a place on disk."""
        for name, home in self.mounts.items():
            if Path(place).is_relative_to(home):
                return "/".join((name, *Path(place).relative_to(home).parts))
        return place

    def look_again(self) -> set[str]:
        """Take stock once more; return the paths that may hold something else than before, absent ones included."""
        before, known, read = self.found, self._known, self._read
        doubted = {path for path, stamp in before.items() if self._young(stamp)}
        self.scan()
        self._known = known
        changed = {path for path, stamp in self.found.items() if before.get(path) != stamp}
        changed |= (before.keys() - self.found.keys()) | doubted
        self._read = {path: digest for path, digest in read.items() if path not in changed}
        return changed

    def believe(self, known: Stamps) -> None:
        """Take over what an earlier build knew of files that have the stamps they had."""
        numbers = iter(array("q", known.stamps))
        stamps = zip(numbers, numbers, numbers, numbers, strict=True)
        digests = (
            Digest(known.digests[at : at + DIGEST_BYTES])
            for at in range(0, len(known.digests), DIGEST_BYTES)
        )
        paths = known.paths.split(BETWEEN) if known.paths else []
        self._known = dict(zip(paths, zip(stamps, digests, strict=True), strict=True))

    def _walk(self, prefix: str, folder: Path | str, found: dict[str, Stamp]) -> None:
        odd: list[tuple[str, os.DirEntry[str]]] = []
        walk(prefix, str(folder), found, odd)
        for path, entry in odd:
            if self._refused(path, entry):
                continue
            if entry.is_dir():
                self._walk(f"{path}/", entry.path, found)
            elif entry.is_file():
                found[path] = stamp_of(entry.stat())

    def _refused(self, path: str, entry: "os.DirEntry[str]") -> bool:
        """Names that are no text, and links that leave the archive or go nowhere, are left out and said."""
        if entry.name.isprintable() and not entry.is_symlink():
            return False
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            self._left_out(shown, "the file's name is not valid UTF-8", "rename it")
            return True
        if any(
            ord(c) < 32 for c in entry.name
        ):  # space of other kinds is no printable character either
            self._left_out(repr(path), "the file's name holds a control character", "rename it")
            return True
        if not entry.is_symlink():
            return False
        target = Path(entry.path).resolve()
        homes = [place.resolve() for place in self.mounts.values()]
        inside = any(target.is_relative_to(home) for home in homes)
        if (
            inside
            and target.exists()
            and not Path(entry.path).parent.resolve().is_relative_to(target)
        ):
            return False
        what = (
            "a link out of the archive is not followed" if target.exists() else "a link to nothing"
        )
        self._left_out(path, what, "put the file itself here, or remove the link")
        return True

    def _left_out(self, path: str, what: str, hint: str) -> None:
        self.problems.append(Problem(path, 0, 0, what, hint))

    def digest(self, name: str, args: tuple[str, ...]) -> Digest:
        """Return the digest of an input as it is now."""
        if name == "file":
            return self._file_digest(args[0])
        return digest(encode(self.value(name, args)))

    def same(self, name: str, argument: str, last: Digest) -> bool:
        """Return whether an input surely is what it was; nothing is read to find out."""
        if name != "file":
            return self.digest(name, (argument,)) == last
        stamp = self.found.get(argument)
        if stamp is None:
            return last == ABSENT
        return self._known.get(argument) == (stamp, last)

    def value(self, name: str, args: tuple[str, ...]) -> object:
        """Return a file's bytes (None if absent), the sorted paths below a folder, or an option."""
        if name == "file":
            return self.read(args[0])
        if name == "listing":
            return tuple(path for path in self.found if path.startswith(args[0]))
        return self.options.get(args[0], "")

    def _file_digest(self, path: str) -> Digest:
        stamp = self.found.get(path)
        if stamp is None:
            return ABSENT
        known = self._known.get(path)
        if known and known[0] == stamp:
            return known[1]
        if path not in self._read:
            self.read(path)
        return self._read[path]

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file. Raises Changed if it changed since the scan."""
        if path not in self.found:
            return None
        content, stamp = read_stamped(locate(self.mounts, path), path)
        self.learn(path, stamp, digest(content))
        return content

    def learn(self, path: str, stamp: Stamp, content: Digest) -> None:
        """Remember what a file held. Raises Changed if that isn't the file of the scan, or differs from an earlier look."""
        if self.found.get(path) != stamp or self._read.setdefault(path, content) != content:
            raise Changed(path)

    def wrote(self, path: str) -> None:
        """Take note of a file that the build itself has just written: to the next one it is no change."""
        self._known.pop(path, None)
        self._read.pop(path, None)
        self._own.add(path)
        self.found[path] = stamp_of(os.stat(locate(self.mounts, path)))
        self.found = dict(sorted(self.found.items()))

    def stamps(self) -> Stamps:
        """Return what the next build may believe: stamps that were old enough at the scan, with their digests."""
        known = {
            path: (stamp, content)
            for path, (stamp, content) in self._known.items()
            if stamp == self.found.get(path)
        }
        read = {path: (self.found[path], content) for path, content in self._read.items()}
        told = [
            (path, entry) for path, entry in {**known, **read}.items() if not self._young(entry[0])
        ]
        return Stamps(
            BETWEEN.join(path for path, _ in told),
            columns(stamp for _, (stamp, _) in told),
            b"".join(content for _, (_, content) in told),
        )

    def snapshot(self) -> Digest | None:
        """Return a digest of all stamps and options, or None while a file is too young to be believed."""
        if any(self._young(stamp) and path not in self._own for path, stamp in self.found.items()):
            return None
        places = [str(place) for place in self.mounts.values()]
        told = [BETWEEN.join(self.found), columns(self.found.values()), self.options, places]
        return digest(encode([*told, self.problems]))

    def _young(self, stamp: Stamp) -> bool:
        return max(stamp[1], stamp[2]) > self._now - YOUNG_NS


class Changed(Exception):  # noqa: N818 - no SsgError: a rule that turns those into values must not catch it
    """A file changed while the build was reading. It ends the whole build, which says so as an SsgError."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.problem = problem(path, "changed while the site was being built", "build again")


def locate(mounts: Mapping[str, Path], path: str) -> str:
    """Return where a path of the source tree lies on disk."""
    mount, _, rest = path.partition("/")
    return f"{mounts[mount]}/{rest}" if rest else str(mounts[mount])


def read_stamped(place: str, path: str) -> tuple[bytes, Stamp]:
    """Return a file's bytes and the stamp they belong to. Raises Changed if it changed in between, SsgError if it can't be read."""
    try:
        with open(place, "rb", buffering=0) as opened:  # noqa: PTH123 - quicker, and it is read at once
            before = stamp_of(os.fstat(opened.fileno()))
            content = opened.read()
            after = stamp_of(os.fstat(opened.fileno()))
    except FileNotFoundError as error:
        raise Changed(path) from error
    except OSError as error:
        raise SsgError(
            problem(path, f"can't be read: {error.strerror}", "check its permissions")
        ) from error
    if before != after or len(content) != after[0]:
        raise Changed(path)
    return content, after
