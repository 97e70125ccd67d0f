"""What the browsers are told: epochs, what changed since one, and the problems. Lives on the event loop's thread."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

import msgspec

from ssg.errors import Problem

HEARTBEAT = 15.0
"""Seconds between two comment lines of a stream that has nothing to say."""
RETRY = 300
"""Milliseconds after which a browser looks for a lost server."""
REMEMBERED = 50
"""How many builds, and how many paths of them, a browser can have missed without asking for everything."""


class Change(msgspec.Struct, frozen=True):
    """What one build changed: its number, the output files, and whether the problems are others than before."""

    number: int
    paths: frozenset[str]
    problems: bool


class News(msgspec.Struct, frozen=True):
    """One event of the stream. `paths` are addresses without host, decoded, base path in front; None means
    that everything may have changed. `since` is the epoch these are the changes from."""

    epoch: str
    since: str
    problems: bool
    paths: tuple[str, ...] | None


class Epochs:
    """The preview's clock: it ticks when a build has changed something, and wakes every stream.

    An epoch is `<run>-<number>`; `run` must be another one each time the server starts. A stream holds
    no queue: it is woken and says what has changed since it last spoke, so slow readers cost nothing.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._number = 0
        self._changes: deque[Change] = deque(maxlen=REMEMBERED)
        self._streams: set[asyncio.Event] = set()
        self._closed = False
        self.problems: tuple[Problem, ...] = ()

    @property
    def epoch(self) -> str:
        """The newest epoch."""
        return f"{self._run}-{self._number}"

    def tick(
        self,
        paths: Iterable[str],
        problems: tuple[Problem, ...],
        *,
        always: bool = False,
        marks: bool = False,
    ) -> bool:
        """Take in what has changed; return whether there is anything to tell (`always`: a source has changed, though no
        page that is open; `marks`: other pages than before are not published yet, which is asked for with the problems),
        and tell it."""
        changed, other = frozenset(paths), problems != self.problems or marks
        if not changed and not other and not always:
            return False
        self._number += 1
        self._changes.append(Change(self._number, changed, other))
        self.problems = problems
        self._wake()
        return True

    def news(self, since: str) -> News | None:
        """Return what has changed since an epoch, or None if nothing has. An epoch of another run has missed everything."""
        if since == self.epoch:
            return None
        run, _, number = since.rpartition("-")
        last = int(number) if run == self._run and number.isdecimal() else -1
        missed = [change for change in self._changes if change.number > last]
        paths = frozenset[str]().union(*(change.paths for change in missed))
        if (
            last < 0
            or last > self._number
            or len(missed) != self._number - last
            or len(paths) > REMEMBERED
        ):
            return News(self.epoch, since, problems=True, paths=None)
        return News(self.epoch, since, any(c.problems for c in missed), tuple(sorted(paths)))

    async def stream(self, since: str) -> AsyncIterator[bytes]:
        """Yield server-sent events from `since` on, until the preview ends."""
        wake = asyncio.Event()
        self._streams.add(wake)
        try:
            yield b"retry: %d\n\n" % RETRY
            while not self._closed:
                if news := self.news(since):
                    since = news.epoch
                    yield b"id: %s\ndata: %s\n\n" % (since.encode(), msgspec.json.encode(news))
                    continue
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await wake.wait()
                except TimeoutError:
                    yield b": still here\n\n"
                wake.clear()
        finally:
            self._streams.discard(wake)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for stream in self._streams:
            stream.set()
