"""One thread that does one piece of work after the other: what a person waits for first, the rest when nobody does."""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

ASKED, TOLD, LATER = 0, 1, 2
"""A request that somebody waits for; what open pages are told; what can be made beforehand."""


class Turns:
    """The thread; a daemon, so that the preview's end need not wait for it. `run` belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[tuple[int, int, Any]] = queue.PriorityQueue()
        self._count = itertools.count()
        self._thread = threading.Thread(target=self._work, name="ssg-preview", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], T], turn: int = ASKED) -> T:
        """Return what `work` returns; raises what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(set_: Callable[[Any], None], value: object) -> None:
            if not future.done():
                set_(value)

        def job() -> None:
            try:
                result = work()
            except StopIteration as error:  # no future takes one
                wrong = RuntimeError("a generator has ended")
                wrong.__cause__ = error
                _quietly(loop, settle, future.set_exception, wrong)
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                _quietly(loop, settle, future.set_exception, error)
            else:
                _quietly(loop, settle, future.set_result, result)

        self._waiting.put((turn, next(self._count), job))
        return await future

    def end(self, last: Callable[[], None], patience: float) -> bool:
        """Do `last` before everything that waits, and end; return whether that was done within `patience` seconds."""
        done = threading.Event()

        def job() -> None:
            try:
                last()
            finally:
                done.set()

        self._waiting.put((-2, next(self._count), job))
        self._waiting.put((-1, next(self._count), None))
        return done.wait(patience)

    def _work(self) -> None:
        while (job := self._waiting.get()[2]) is not None:
            job()


def _quietly(loop: asyncio.AbstractEventLoop, *call: Any) -> None:
    try:
        loop.call_soon_threadsafe(*call)
    except RuntimeError:
        return  # the preview has ended meanwhile
