"""Work on many files at once, on all cores where there are enough of them to be worth it."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")
MANY = 500
MOST = 8  # processes


def spread(work: Callable[[str], T], items: Sequence[str]) -> list[T]:
    """Return what `work`, a function that processes can be given, makes of each item, in order."""
    crew = min(os.cpu_count() or 1, MOST)
    if len(items) < MANY or crew < 2:
        return [work(item) for item in items]
    with ProcessPoolExecutor(crew) as pool:
        return list(pool.map(work, items, chunksize=64))
