"""How long rules took: each run's own time, without that of the rules it asked for. Only where it is asked for."""

import time
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

WAITING = ""  # what is not a rule's time: the parent waits for its workers


class Lap(msgspec.Struct, frozen=True, array_like=True):
    """One run of a rule: its key and its own time in ns."""

    key: str
    ns: int


class Timing(msgspec.Struct, frozen=True):
    """The runs of one thing: how many, and their own time in seconds, all of them, the mean and the longest."""

    name: str
    count: int
    total: float
    mean: float
    max: float


class Profile(msgspec.Struct, frozen=True):
    """Own times of all rules that ran, in all processes: without the rules they asked for, without waiting for workers.

    By rule, and by the template of a page's rule, most time first; and the ten articles that took longest, over all
    rules that ran for them.
    """

    rules: tuple[Timing, ...]
    templates: tuple[Timing, ...]
    articles: tuple[Timing, ...]


class Stopwatch:
    """Takes the time of nested runs. One thread."""

    def __init__(self) -> None:
        self.laps: list[Lap] = []
        self._inner: list[int] = [0]

    @contextmanager
    def running(self, key: str) -> "Iterator[None]":
        """Count the time of a block as the key's own, and that of blocks inside it as theirs."""
        started = time.perf_counter_ns()
        self._inner.append(0)
        try:
            yield
        finally:
            whole = time.perf_counter_ns() - started
            own = whole - self._inner.pop()
            self._inner[-1] += whole
            if key != WAITING:
                self.laps.append(Lap(key, own))

    def take(self, laps: Iterable[Lap]) -> None:
        """Add what a worker measured."""
        self.laps.extend(laps)
