"""When to build again: the file system's events as a bell. They never say *what* changed; each ring is a whole scan."""

import asyncio
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

COMPLETE = frozenset({"closed", "moved", "deleted"})
"""After these a file is whole (or gone)."""
SOON, LATER, LONGEST = 0.003, 0.010, 0.100
"""Seconds of quiet after a complete change, after any other, and at most while changes keep coming."""
HALF = 0.060
"""Seconds that a file which was moved to a backup's name has to come back: such an editor writes it anew at once."""
POLL = 0.5
"""Seconds between two looks where the system does not tell of changes."""
TEMPORARY = re.compile(
    r"(~|\.sw[a-z]|\.tmp|\.temp|\.part|\.crdownload|___jb_(tmp|old)___)$|^(4913|#.*#|Thumbs\.db)$"
)
WANTED: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip
"""What the system is asked for: a build's own reading (opened, closed unwritten) doesn't even wake us."""
OFF = frozenset({"node_modules", "__pycache__"})


class Bell:
    """Rings once for a burst of changes. Everything but `ring` belongs to the event loop's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rung = asyncio.Event()
        self._quiet_at = 0.0

    @property
    def rung(self) -> bool:
        """Whether a change came since the last `wait` ended."""
        return self._rung.is_set()

    def ring(self, quiet: float) -> None:
        """Tell, from any thread, of a change; `quiet` is in seconds. After the loop's end nobody listens."""
        try:
            self._loop.call_soon_threadsafe(self._ring, quiet)
        except RuntimeError:
            return

    def _ring(self, quiet: float) -> None:
        self._quiet_at = self._loop.time() + quiet
        self._rung.set()

    async def wait(self) -> None:
        """Return when something has changed and then been quiet, or has not been quiet for the longest time."""
        await self._rung.wait()
        last = self._loop.time() + LONGEST
        while (left := min(self._quiet_at, last) - self._loop.time()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)
        self._rung.clear()


def heard(path: str) -> bool:
    """Return whether a change of the file, `/` between folders and relative to the archive, may matter to a build."""
    parts = [part for part in path.split("/") if part]
    return not any(part.startswith(".") or part in OFF or TEMPORARY.search(part) for part in parts)


def quiet_after(event: str, *, folder: bool, closes: bool) -> float | None:
    """Return the seconds to wait after an event, None if it does not count.

    `closes`: the system tells when a written file is closed, so that `modified` is only half of a change.
    Opened files are never a change: the build's own reading opens them.
    """
    if event in COMPLETE:
        return SOON
    if event == "created" or (event == "modified" and not folder and not closes):
        return LATER
    return None


@contextmanager
def watching(
    root: Path,
    ring: Callable[[float], None],
    *,
    ignore: Sequence[Path],
    poll: bool,
    say: Callable[[str], None],
) -> Iterator[None]:
    """Ring for every change below `root`, but for hidden and temporary files and the folders `ignore`.

    Where the system has no watches left (or `poll` says so) the tree is looked at again and again.
    """
    logging.getLogger("watchdog").setLevel(
        logging.CRITICAL
    )  # a folder that goes while it is looked at
    observer = _start(root, ring, ignore, polling=poll)
    if observer is None:
        say("this system has no file watches left: looking for changes every half second instead")
        observer = _start(root, ring, ignore, polling=True)
    if observer is None:
        say("this system can't be watched: changes will only show after a restart")
        yield
        return
    try:
        with warnings.catch_warnings():
            # A folder that is filled while it is being added is added twice, which watchdog says and survives.
            warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
            yield
    finally:
        observer.stop()
        observer.join()


def _start(
    root: Path, ring: Callable[[float], None], ignore: Iterable[Path], *, polling: bool
) -> BaseObserver | None:
    """An observer at work, or None where the system refuses."""
    observer = PollingObserver(timeout=POLL) if polling else Observer()
    watcher = _Watcher(
        observer, root, ring, frozenset(os.path.realpath(path) for path in ignore), polling=polling
    )
    try:
        observer.start()
        watcher.begin()
    except OSError:
        observer.stop()
        observer.join()
        return None
    return observer


class _Watcher(FileSystemEventHandler):
    """Watches the root itself flatly and each of its folders deeply, so that the output (tens of thousands of
    folders, written by every build) and `.git` take no watches and flood no queue."""

    def __init__(
        self,
        observer: BaseObserver,
        root: Path,
        ring: Callable[[float], None],
        ignore: frozenset[str],
        *,
        polling: bool,
    ) -> None:
        self._observer = observer
        self._root = os.path.realpath(root)
        self._ring = ring
        self._ignore = ignore
        self._closes = not polling and sys.platform.startswith("linux")
        self._deep: dict[str, ObservedWatch] = {}

    def begin(self) -> None:
        """Watch what is there. Raises OSError where the system has no watches left."""
        self._observer.schedule(self, self._root, recursive=False, event_filter=WANTED)
        for entry in sorted(os.scandir(self._root), key=lambda entry: entry.name):
            if entry.is_dir():
                self._watch(entry.path)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring, if this event counts; follow the root's new folders first, so that nothing in them is missed."""
        quiet = quiet_after(event.event_type, folder=event.is_directory, closes=self._closes)
        places = [os.fsdecode(place) for place in (event.src_path, event.dest_path) if place]
        if quiet is None or not any(self._counts(place) for place in places):
            return
        if event.is_directory:
            self._follow(places)
        backed_up = event.event_type == "moved" and not self._counts(places[-1])
        self._ring(HALF if backed_up else quiet)

    def _follow(self, places: list[str]) -> None:
        for place in places:
            if os.path.dirname(place) == self._root:  # noqa: PTH120
                try:
                    self._forget(place)
                    self._watch(place)
                except OSError:
                    continue  # gone again, or no watches left: the root's own events still ring

    def _watch(self, place: str) -> None:
        if self._counts(place) and os.path.isdir(place):  # noqa: PTH112
            real = os.path.realpath(place)
            self._deep[place] = self._observer.schedule(
                self, real, recursive=True, event_filter=WANTED
            )

    def _forget(self, place: str) -> None:
        if watch := self._deep.pop(place, None):
            self._observer.unschedule(watch)

    def _counts(self, place: str) -> bool:
        if any(place == folder or place.startswith(folder + os.sep) for folder in self._ignore):
            return False
        inside = (
            place.removeprefix(self._root)
            if place.startswith(self._root)
            else os.path.basename(place)  # noqa: PTH119
        )
        return heard(inside.replace(os.sep, "/"))
