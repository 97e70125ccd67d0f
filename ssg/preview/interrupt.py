"""Ctrl-C while a preview begins and ends."""

import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType, TracebackType
from typing import Self


class Interrupt(AbstractContextManager["Interrupt"]):
    """Takes Ctrl-C and tells it to whoever can end the preview; it breaks into nothing.

    Python's own way breaks into whatever runs, and an event loop that is only half made then complains. A second Ctrl-C
    does break in. uvicorn takes the signal in between.
    """

    def __init__(self) -> None:
        self._came = False
        self._leave: Callable[[], None] = lambda: None
        self._main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self._main:
            self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._main:
            signal.signal(signal.SIGINT, self._before)

    def ends(self, leave: Callable[[], None]) -> None:
        """Tell what ends the preview from now on; it is called at once where Ctrl-C has come already."""
        self._leave = leave
        if self._came:
            leave()

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        if self._came:
            raise KeyboardInterrupt
        self._came = True
        self._leave()
