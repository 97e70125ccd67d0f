"""The preview between the browsers and the engine: requests, changes, and what is made beforehand. On the event loop."""

import asyncio
import gc
import time
import traceback
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from ssg.errors import SsgError, problem
from ssg.preview import last
from ssg.preview.ahead import Ahead, opened
from ssg.preview.reload import Epochs
from ssg.preview.said import line
from ssg.preview.served import Found
from ssg.preview.turns import ASKED, LATER, TOLD, Turns

if TYPE_CHECKING:
    from ssg.preview.index import Step
    from ssg.preview.shown import Shown
    from ssg.preview.watch import Bell

CALM, LONGEST = 0.3, 2.0
"""Seconds without a request after which the archive is opened, and at most after the start."""
QUIET = 0.4
"""Seconds without a request or a change before anything is made beforehand."""
FETCH = 0.15
"""Seconds in which those who were told of a change come and ask for it."""
GRACE = 0.02
"""Seconds that others than the first get for that."""
FIRST = 3.0
"""Seconds that the first request is waited for before that."""
PATIENCE = 0.6
"""Seconds that the end waits for what is known to be written down."""


class Archive(Protocol):
    """What is `shown`, opened; worker processes that are got `ready` before there is much to do, and ended for a `rest`."""

    def shown(self) -> "Shown": ...
    def ready(self) -> None: ...
    def rest(self) -> None: ...


class Site:
    """What is served at this moment. Everything but `find`, `calm` and `start` needs `ready`."""

    shown: "Shown"
    _archive: Archive

    def __init__(self, epochs: Epochs, say: Callable[[str], None], ahead: Ahead) -> None:
        self.epochs, self.turns = epochs, Turns()
        self._ahead = ahead
        self._planned = False
        self._asked, self._behind = asyncio.Event(), asyncio.Event()
        self._since = 0.0
        self._early = set[str]()
        self._tasks = set[asyncio.Task[None]]()
        self.ready = asyncio.Event()
        self.unpublished: Mapping[str, str] = {}
        self._say = say
        self._wanted = asyncio.Event()
        self._requests = 0
        self._indexed = asyncio.Event()
        self._index: Iterator[Step] | None = None
        self._last_heard = time.monotonic() + FIRST - QUIET

    async def calm(self) -> None:
        """Return when the archive is to be opened: somebody asks for what it alone can answer, or nobody asks at the moment.
        The first page and what belongs to it have the machine for themselves until then."""
        seen, until = -1, time.monotonic() + LONGEST
        while seen != self._requests and time.monotonic() < until:
            seen = self._requests
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), CALM)
                return

    async def start(self, archive: Archive) -> None:
        """Open the store and look at the files. Raises SsgError where that can't be done."""
        self._archive = archive
        self.shown = await self.turns.run(archive.shown)
        self.ready.set()

    async def opened(self) -> None:
        """Return when the archive is open; it is opened now, if that has not been begun."""
        self._wanted.set()
        await self.ready.wait()

    async def find(self, raw: bytes) -> Found:
        """Return what answers to the raw path of a request: a page that was made ahead; while nothing is known of the
        archive, that of a text alone; else what the engine makes."""
        self._last_heard = time.monotonic()
        self._requests += 1
        found = self._ahead.at(raw)
        if found is None and not self._planned and (found := await self._ahead.first(raw)):
            self._requests += 1  # which may have taken a while
            self._begin(self._confirm(raw, found))
        self._asked.set()
        if found is None:
            self._wanted.set()
        return found or await self._find(raw)

    async def _find(self, raw: bytes) -> Found:
        """What the engine makes. A file of the search index is waited for until there is one."""
        await self.ready.wait()
        if not self._is_open:
            raise SsgError(problem("", "the preview has ended", "start it again with `ssg serve`"))
        from ssg.preview.shown import INDEX  # by now it is loaded

        found = await self.turns.run(lambda: self.shown.find(raw))
        self._planned = True
        self._last_heard = time.monotonic()
        served = found.served
        if served and served.key.partition("\x1f")[0] in INDEX and not self._indexed.is_set():
            self._last_heard = 0.0
            await self._indexed.wait()
            found = await self.turns.run(lambda: self.shown.find(raw))
        if served and served.source:
            self._begin(self._remember([served.path]))
        return found

    async def _confirm(self, raw: bytes, first: Found) -> None:
        """Make what was made of a text alone once more, now of the whole archive."""
        with suppress(SsgError):
            await self._find(raw)
        if self._is_open:  # else it has ended before
            await self._settle([first.answer.path])

    async def _remember(self, paths: Iterable[str]) -> None:
        """Take down what pages of texts have asked of others, so that they can be made ahead."""
        for path in paths:
            self._ahead.remember(
                path, await self.turns.run(partial(opened, self.shown, path), TOLD)
            )

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def follow(self, bell: "Bell") -> None:
        """Show what has changed of the pages that are open, from their texts alone. Never returns."""
        while True:
            await bell.wait()
            self._since = self._since or time.monotonic()
            with self._surviving():
                if paths := await self._ahead.renew():
                    await self._show_early(paths)
            self._behind.set()

    async def _show_early(self, paths: list[str]) -> None:
        """Tell of pages that are ahead of the engine, and let the first browser fetch its own."""
        self._asked.clear()
        self._early.update(paths)
        self.epochs.tick(self._addresses(paths), self.epochs.problems)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), FETCH)
            await asyncio.sleep(GRACE)

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Let what goes wrong end one piece of work, not the preview: it is told; the terminal gets the traceback of a bug."""
        try:
            yield
        except SsgError as error:
            self.epochs.tick((), error.problems)
        except Exception as error:  # noqa: BLE001
            traceback.print_exception(error)
            from ssg.preview.shown import bug

            self.epochs.tick((), (*self.epochs.problems, bug(error)))

    async def catch_up(self) -> None:
        """Take in what has changed with all that comes of it. Never returns."""
        await self.ready.wait()
        while True:
            await self._behind.wait()
            self._behind.clear()
            began, self._since = self._since, 0.0
            early, self._early = self._early, set[str]()
            with self._surviving():
                await self._catch_up(began, early)
            self._last_heard = time.monotonic()

    async def _catch_up(self, began: float, early: set[str]) -> None:
        more, changed, took = await self.turns.run(self.shown.look, ASKED), set(early), 0.0
        while more:
            paths, more = await self.turns.run(self.shown.renew, ASKED if not changed else TOLD)
            if paths:
                changed.update(paths)
                took = took or time.monotonic() - began
                await self._settle(paths)
                await asyncio.sleep(FETCH)  # they ask for it now; what is left may take longer
        await self._settle(self._ahead.paths, only_ahead=True)
        names, self.shown.changed = sorted(self.shown.changed), set()
        if names:
            self._index = None
            if not changed:  # an editor may have it open
                self.epochs.tick((), self.epochs.problems, always=True)
            count = sum(path.endswith(".html") for path in changed)
            self._say(line(names, count, took or time.monotonic() - began))
        await self._remember(self._ahead.open)
        await self.tell()

    async def _settle(self, paths: Iterable[str], *, only_ahead: bool = False) -> None:
        """Tell the browsers of pages that the engine has made, but for those that they have seen like that already."""
        told = []
        for path in paths:
            seen = self._ahead.settle(path, *await self.turns.run(partial(self.shown.at, path)))
            if seen or (seen is None and not only_ahead):
                told.append(path)
        if told:
            self.epochs.tick(self._addresses(told), self.epochs.problems)

    async def tell(self) -> None:
        """Tell the browsers and the terminal of problems, and the browsers of unpublished pages, that are others than before."""
        problems = await self.turns.run(self.shown.problems, TOLD)
        before, self.unpublished = (
            self.unpublished,
            await self.turns.run(self.shown.unpublished, TOLD),
        )
        new = [each for each in problems if each not in self.epochs.problems]
        if self.epochs.problems and not problems:
            self._say("✓")
        self.epochs.tick((), problems, marks=self.unpublished != before)
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
                with self._surviving():
                    await self.tell()  # which needs the plan: written down, the next start has it
                    await self.turns.run(self._save, LATER)
                gc.freeze()
            await self._piece()

    async def _piece(self) -> None:
        from ssg.preview import index

        if self._index is None:
            self._index = index.made(self.shown)
        made = self._index
        step: Step = self.shown.index  # where none can be made, the last one stays
        with self._surviving(), suppress(SsgError):  # which is said elsewhere
            step = await self.turns.run(lambda: next(made), LATER)
        if step == "many":
            await asyncio.to_thread(self._archive.ready)
        if isinstance(step, str) or self._index is not made:
            return
        self.shown.index = step
        self._indexed.set()
        await self.turns.run(partial(self._save, complete=bool(step)), LATER)
        await self.turns.run(self._archive.rest, LATER)
        await self.turns.run(_tidy, LATER)
        while self._index is made:  # noqa: ASYNC110
            await asyncio.sleep(QUIET / 2)

    def close(self) -> None:
        """End every stream, and answer the requests that still wait."""
        self.epochs.close()
        self.ready.set()
        self._indexed.set()

    def end(self) -> None:
        """Write down what is known, if that can be done soon. Called once nothing is served any more."""
        self.turns.end(self._save, PATIENCE)

    @property
    def _is_open(self) -> bool:
        """Whether the archive was opened; a preview may end before that."""
        return "shown" in vars(self)

    def _save(self, *, complete: bool = False) -> None:
        if self._is_open:
            try:
                self.shown.live.save(complete=complete)
                last.write(self.shown.engine.store.folder, self.shown.recent(last.KEPT))
            except Exception:
                if not self.shown.ended:  # it came too late: the store has been closed under it
                    raise

    def _addresses(self, paths: Iterable[str]) -> list[str]:
        return [self.shown.base + path for path in sorted(paths)]


def _tidy() -> None:
    """Look for cycles while nobody waits, and leave what has been found useful out of the next looks: they stop everything,
    for as long as there are values to pass over."""
    gc.collect()
    gc.freeze()
