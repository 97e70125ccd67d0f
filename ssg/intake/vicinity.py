"""What can be seen around a line that may be the headline: named numbers, most of them 0 or 1. Pure."""

from collections.abc import Mapping

from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line

RIVAL = 24
"""Columns from which a line looks like a headline."""
_LONG, _REACH = 30, 60  # columns of a headline told again; lines above that are asked
_MORE = 1.6  # how much wider than its headline a deck is


def near(draft: Draft, shares: Mapping[int, float], i: int) -> dict[str, float]:
    """Return the numbers of the lines around candidate `i`; `shares` tells how much of the text's words each candidate has."""
    above = draft.line(i - 1) if i else None
    below = draft.line(i + 1) if i + 1 < len(draft.page.lines) else None
    return {
        "date.1": float(_follows(draft, i, "date", 1)),
        "date.8": float(_follows(draft, i, "date", 8)),
        "byline.1": float(_follows(draft, i, "byline", 1)),
        "byline.4": float(_follows(draft, i, "byline", 4)),
        "date.above": float(_follows(draft, i - 9, "date", 8)),
        "byline.above": float(_follows(draft, i - 9, "byline", 8)),
        "above.short": float(above is not None and above.width < 20),
        "above.wide": float(above is not None and above.width >= 30),
        "above.told": float(above is not None and is_stopped(above.text) and above.width > 50),
        "above.date": float(_follows(draft, i - 2, "date", 1)),
        "below.longer": float(below is not None and below.width > 1.3 * draft.line(i).width),
        "below.wide": float(below is not None and below.width >= 24 and not is_stopped(below.text)),
        "crowd": _crowd(draft, i),
        "under": _under(draft, shares, i),
        "over": _over(draft, shares, i),
        "again": float(_again(draft, i)),
        **_tied(draft, i),
    }


def _again(draft: Draft, i: int) -> bool:
    """Whether another line above the text says the same: bars that stay in sight repeat the headline."""
    line, above = draft.line(i), range(max(0, i - _REACH), draft.top)
    long = draft.page.twice[i] and line.width >= _LONG
    return long and any(j != i and draft.line(j).key == line.key for j in above)


def _tied(draft: Draft, i: int) -> dict[str, float]:
    """Where a line stands in a row of lines that nothing parts: a headline tops its decks, which say more."""

    def one(j: int) -> bool:
        return j in range(len(draft.page.lines)) and j not in draft.marks and _wide(draft.line(j))

    line = draft.line(i)
    above = not line.blank_before and one(i - 1)
    below = one(i + 1) and not draft.line(i + 1).blank_before
    brief = below and line.width * _MORE < draft.line(i + 1).width
    return {"amid": float(above and below), "tops": float(brief and not above)}


def _wide(line: Line) -> bool:
    return line.width >= RIVAL and not line.cues and not line.separators


def _crowd(draft: Draft, i: int) -> float:
    """The share of headline-like lines among the six around: many in a row are a list of other articles."""
    near = [j for j in range(i - 3, i + 4) if 0 <= j < len(draft.page.lines) and j != i]
    alike = [
        j for j in near if 30 <= draft.line(j).width <= 120 and not is_stopped(draft.line(j).text)
    ]
    return len(alike) / 6


def _follows(draft: Draft, i: int, label: str, reach: int) -> bool:
    below = range(max(0, i + 1), i + reach + 1)
    return any(draft.marks[j].label == label for j in below if j in draft.marks)


def _under(draft: Draft, shares: Mapping[int, float], i: int) -> float:
    """The greatest share of words among the three lines above that could be the headline, whose deck this line is then."""
    close = [j for j in shares if i - 4 < j < i and _plain(draft, j)]
    return max((shares[j] for j in close), default=0.0)


def _over(draft: Draft, shares: Mapping[int, float], i: int) -> float:
    """The greatest share of words among the three lines below that could be this line's deck, for a line that could be a headline."""
    close = [j for j in shares if i < j < i + 4 and draft.line(j).width >= draft.line(i).width]
    return max((shares[j] for j in close), default=0.0) if _plain(draft, i) else 0.0


def _plain(draft: Draft, i: int) -> bool:
    """Whether a line could be a headline by its own shape."""
    line, mark = draft.line(i), draft.marks.get(i)
    free = mark is None or mark.label in ("caption", "related", "topics")
    return (
        free and line.width >= 16 and not is_stopped(line.text) and not line.cues and not line.dated
    )
