"""How likely each line is body text: readable weights over what a line shows and where it stands. Pure.

Two passes: the first judges a line by itself, the second by its neighbours' scores and the best run of
lines."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

import msgspec

from ssg.intake import thread
from ssg.intake.lines import Line, Page

_COST = 0.45
_START = -5.0
_TWICE = 1.5
_TALK = 4.0  # what is taken from comments, which read like text
_SHORT = 18  # columns below which a Korean sentence proves little
_DEBRIS = frozenset(
    {"menu", "share", "related", "comments", "subscribe", "ad", "topics", "video", "author"}
)
_TOLD = re.compile(r"[가-힣]\s?(?:다|요|까|죠|네)[.?!][\"”’')\]]*$")
_OPENERS = frozenset({"related", "comments", "subscribe", "topics"})
_BULLETS = ("•", "·", "▶", "☞", "▷", "→")


class Scores(msgspec.Struct, frozen=True):
    """The score of every line (over 0: body) and the first and last line of the body, `first` > `last` for none."""

    lines: tuple[float, ...]
    first: int
    last: int


def scores(page: Page, odds: Mapping[int, float] | None = None) -> Scores:
    """Return what of the page is body text; `odds` are log-odds of lines that are known beforehand."""
    return _scored(page, odds) if odds else _plain(page)


@lru_cache(maxsize=1)
def _plain(page: Page) -> Scores:
    """The scores of a page of which nothing is known beforehand; the last one's are remembered (a pure memo)."""
    return _scored(page, {})


def _scored(page: Page, known: Mapping[int, float]) -> Scores:
    talk = next(iter(thread.heads(page.lines)), len(page.lines))
    one = [z + known.get(i, 0.0) - _TALK * (i >= talk) for i, z in enumerate(spoken(page))]
    run = _best_run(page, one)
    two = [_second(page, one, i, run, near) for i, near in enumerate(_neighbours(one))]
    start, stop = _best_run(page, two)
    return Scores(tuple(two), start, stop)


@lru_cache(maxsize=1)
def spoken(page: Page) -> tuple[float, ...]:
    """Return the score of each line by its own shape and the sentences around it; about -5 to 8, over 0: running text."""
    return tuple(
        _alone(page, i) + 0.8 * two + 1.6 * five + 0.6 * twelve
        for i, (two, five, twelve) in enumerate(page.around)
    )


def _alone(page: Page, i: int) -> float:
    line = page.lines[i]
    z = _START + _length(line) + 1.6 * line.ends - 1.2 * line.ellipsis
    z += 0.4 * min(line.sentences, 3) + 0.15 * min(line.commas, 4) + 0.3 * bool(line.quotes)
    z += _told(line)
    z += 4.0 * min(page.function[i], 0.5) + 1.2 * page.topic[i]
    return z - _oddities(line) - _cues(page, i) - _TWICE * page.twice[i]


def _told(line: Line) -> float:
    """Korean sentences show by their last syllable what they are, so that they may be short: reports on television are."""
    if not _TOLD.search(line.text):
        return 0.0
    return 1.0 if line.cues or line.width < _SHORT else 2.8


def _length(line: Line) -> float:
    w = line.width
    return (w >= 45) + (w >= 80) + 0.9 * (w >= 140) + 0.4 * (w >= 280)


def _oddities(line: Line) -> float:
    """What speaks against running text in the line's own shape."""
    short = line.width < 70
    z = (line.letters == 0) + 0.6 * line.capitals + 0.8 * (short and line.dated)
    z += 0.8 * (short and line.relative) + 0.5 * line.url + 0.5 * (line.separators > 0 and short)
    bare = line.width < 60 and not (line.blank_before or line.blank_after)
    z += 1.3 * (bare and not _TOLD.search(line.text))
    return z + 1.0 * line.text.startswith(_BULLETS)


def _cues(page: Page, i: int) -> float:
    line = page.lines[i]
    own = 0.9 * min(3, len(line.cues & _DEBRIS)) + 2.0 * ("rights" in line.cues)
    own += 0.8 * ("credit" in line.cues)
    near = 0.0
    for back in (1, 2):
        if i >= back and page.lines[i - back].cues & _OPENERS and page.lines[i - back].width < 40:
            near = max(near, 1.0 / back)
    return own + near


def _second(page: Page, one: Sequence[float], i: int, run: tuple[int, int], near: float) -> float:
    """The score again, knowing the run and the mean of the neighbours' scores as shares."""
    start, stop = run
    line = page.lines[i]
    z = one[i] + 2.2 * (near - 0.4)
    if start <= i <= stop:
        plain = not line.cues & _DEBRIS and "rights" not in line.cues and not line.dated
        return z + 0.9 * plain + 0.9 * (plain and line.width < 80 and line.blank_before)
    distance = start - i if i < start else i - stop
    return z - 1.2 - 0.25 * min(distance, 12)


def _neighbours(z: Sequence[float]) -> list[float]:
    """For each line the mean share of the three lines on either side."""
    shares = [_squashed(each) for each in z]
    sums = list(accumulate(shares, initial=0.0))
    last = len(z)
    found = []
    for i, own in enumerate(shares):
        low, high = max(0, i - 3), min(last, i + 4)
        found.append((sums[high] - sums[low] - own) / max(1, high - low - 1))
    return found


def _squashed(z: float) -> float:
    """A score as a share between 0 and 1, straight between -3 and 3."""
    return min(1.0, max(0.0, (z + 3) / 6))


def _best_run(page: Page, z: list[float]) -> tuple[int, int]:
    """First and last line of the run with the greatest weight: sentences weigh by length, debris costs a little."""
    best, low, start = 0.0, 0.0, 0
    run = (0, -1)
    sums = list(accumulate((_weight(page.lines[i], z[i]) for i in range(len(z))), initial=0.0))
    for stop in range(len(z)):
        if sums[stop] < low:
            low, start = sums[stop], stop
        if sums[stop + 1] - low > best:
            best, run = sums[stop + 1] - low, (start, stop)
    return run


def _weight(line: Line, z: float) -> float:
    if "\t" in line.raw:
        return 0.0
    if z > 0:
        return min(z, 3.0) * math.sqrt(min(line.width, 400) / 80)
    return max(z, -3.0) * _COST
