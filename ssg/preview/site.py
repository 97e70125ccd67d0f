"""The preview between the browsers and the engine: requests, changes, and what is made beforehand. On the event loop."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ssg.errors import SsgError
from ssg.preview import index
from ssg.preview.reload import Epochs
from ssg.preview.shown import INDEX, Found, Shown, names_of
from ssg.preview.turns import ASKED, LATER, TOLD, Turns
from ssg.preview.watch import Bell

QUIET = 0.4
"""Seconds without a request or a change before anything is made beforehand."""
FETCH = 0.15
"""Seconds in which those who were told of a change come and ask for it."""
FIRST = 3.0
"""Seconds that the first request is waited for before that."""
PATIENCE = 0.6
"""Seconds that the end waits for what is known to be written down."""


class Workers(Protocol):
    """The worker processes: got `ready` before there is much to do, ended when there is a `rest`."""

    def ready(self) -> None: ...
    def rest(self) -> None: ...


class Site:
    """What is served at this moment. Everything but `start` needs `ready`."""

    def __init__(self, epochs: Epochs, say: Callable[[str], None], workers: Workers) -> None:
        self.epochs, self.turns = epochs, Turns()
        self.ready = asyncio.Event()
        self.unpublished: Mapping[str, str] = {}
        self.shown: Shown
        self._say, self._workers = say, workers
        self._indexed = asyncio.Event()
        self._index: Iterator[index.Step] | None = None
        self._last_heard = time.monotonic() + FIRST - QUIET
        self._closed = False

    async def start(self, start: Callable[[], Shown]) -> None:
        """Open the store and look at the files. Raises SsgError where that can't be done."""
        self.shown = await self.turns.run(start)
        self.ready.set()

    async def find(self, raw: bytes) -> Found:
        """Return what answers to the raw path of a request. A file of the search index is waited for until there is one."""
        found = await self.turns.run(lambda: self.shown.find(raw))
        self._last_heard = time.monotonic()
        if (
            found.served
            and found.served.key.partition("\x1f")[0] in INDEX
            and not self._indexed.is_set()
        ):
            self._last_heard = 0.0
            await self._indexed.wait()
            found = await self.turns.run(lambda: self.shown.find(raw))
        return found

    async def follow(self, bell: Bell) -> None:
        """Take in what changes. Never returns."""
        await self.ready.wait()
        while True:
            await bell.wait()
            started = time.monotonic()
            try:
                await self._follow(started)
            except SsgError as error:
                self.epochs.tick((), error.problems)
            self._last_heard = time.monotonic()

    async def _follow(self, started: float) -> None:
        more = await self.turns.run(self.shown.look, ASKED)
        changed = set[str]()
        while more:
            paths, more = await self.turns.run(self.shown.renew, ASKED if not changed else TOLD)
            if paths:
                changed.update(paths)
                self.epochs.tick(self._addresses(paths), self.epochs.problems)
                await asyncio.sleep(FETCH)  # they ask for it now; what is left may take longer
        names, self.shown.changed = sorted(self.shown.changed), set()
        if names:
            self._index = None
            if not changed:
                self.epochs.tick(
                    (), self.epochs.problems, always=True
                )  # an editor may have it open
            self._say(
                line(
                    names,
                    sum(path.endswith(".html") for path in changed),
                    time.monotonic() - started,
                )
            )
        await self.tell()

    async def tell(self) -> None:
        """Tell the browsers and the terminal of problems that are others than before."""
        problems = await self.turns.run(self.shown.problems, TOLD)
        self.unpublished = await self.turns.run(self.shown.unpublished, TOLD)
        new = [each for each in problems if each not in self.epochs.problems]
        if self.epochs.problems and not problems:
            self._say("✓")
        self.epochs.tick((), problems)
        for each in new:
            self._say(str(each))

    async def make_beforehand(self) -> None:
        """Make the search index whenever nobody waits, and write down what is known. Never returns."""
        await self.ready.wait()
        told = False
        while True:
            while (left := self._last_heard + QUIET - time.monotonic()) > 0:  # noqa: ASYNC110
                await asyncio.sleep(left)
            if not told:
                told = True
                await self.tell()
            await self._piece()

    async def _piece(self) -> None:
        if self._index is None:
            self._index = index.made(self.shown)
        made = self._index
        try:
            step = await self.turns.run(lambda: next(made), LATER)
        except SsgError:
            step = self.shown.index  # said elsewhere; the last one stays
        if step == "many":
            await asyncio.to_thread(self._workers.ready)
        if isinstance(step, str) or self._index is not made:
            return
        self.shown.index = step
        self._indexed.set()
        await self.turns.run(lambda: self.shown.live.save(complete=bool(step)), LATER)
        await self.turns.run(self._workers.rest, LATER)
        while self._index is made:  # noqa: ASYNC110
            await asyncio.sleep(QUIET / 2)

    def close(self) -> None:
        """End every stream, and answer the requests that still wait."""
        self.epochs.close()
        self.ready.set()
        self._indexed.set()

    def end(self) -> None:
        """Write down what is known, if that can be done soon. Called once nothing is served any more."""
        self.turns.end(lambda: self.shown.live.save(complete=False), PATIENCE)

    def _addresses(self, paths: Iterable[str]) -> list[str]:
        return [self.shown.base + path for path in sorted(paths)]


def line(names: list[str], pages: int, seconds: float) -> str:
    """Return what the terminal says of a change: `북-러….md → 3 pages in 12 ms`."""
    shown = ", ".join(short(name) for name in names_of(names[:3]))
    more = f" +{len(names) - 3}" if len(names) > 3 else ""
    said = f"{pages} page" if pages == 1 else f"{pages} pages"
    return f"{shown}{more} → {said} in {seconds * 1000:.0f} ms"


def short(name: str) -> str:
    """Return a file's name, cut in the middle where it is long."""
    path = Path(name)
    return name if len(name) <= 32 else f"{path.stem[:24]}…{path.suffix}"
