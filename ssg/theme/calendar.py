"""A month as a small calendar: which cells are drawn, as paths. Geometry only."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from ssg.theme.context import Period

LEVELS = 4


class Cells(msgspec.Struct, frozen=True, array_like=True):
    """A month of seven columns, Sunday first, and `rows` rows of one unit each.

    `ground` has every day, `levels` those with articles, each once: pairs of a level from 1 to 4 and a path. Paths are
    lines along the middle of the rows; a dash of the style sheet makes cells of them.
    """

    rows: int
    ground: str
    levels: tuple[tuple[int, str], ...]


def calendar(year: Period, months: Sequence[Period]) -> tuple[Period, ...]:
    """Return the twelve months of a year in order; one without articles has count 0 and no address."""
    known = {month.month: month for month in months}
    every = (f"{month:02}" for month in range(1, 13))
    return tuple(known.get(month, Period(year.year, month, "", 0)) for month in every)


def busiest(months: Sequence[Period]) -> int:
    """Return the number of articles of the day that has most, at least 1."""
    return max((day for month in months for day in month.days), default=1) or 1


def cells(month: Period, most: int) -> Cells:
    """Return the cells of a month; `most` articles a day are the highest level."""
    before, length = monthrange(int(month.year), int(month.month))
    first = (before + 1) % 7
    runs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, count in enumerate(month.days or (0,) * length, first):
        level = -(-count * LEVELS // most)
        _extend(runs[0], at)
        if level:
            _extend(runs[level], at)
    rows = -(-(first + length) // 7)
    paths = {level: "".join(map(_line, found)) for level, found in sorted(runs.items())}
    return Cells(rows, paths.pop(0, ""), tuple(paths.items()))


def _extend(runs: list[tuple[int, int]], at: int) -> None:
    """Add a cell to the last run if it continues it in the same row."""
    if runs and sum(runs[-1]) == at and at % 7:
        runs[-1] = (runs[-1][0], runs[-1][1] + 1)
    else:
        runs.append((at, 1))


def _line(run: tuple[int, int]) -> str:
    row, column = divmod(run[0], 7)
    return f"M{column} {row}.5h{run[1]}"
