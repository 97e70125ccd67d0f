"""Steps for boxes that belong to an article but not to its running text: summaries above it, tables in it. Pure."""

import re

from ssg.intake.draft import Draft, is_stopped
from ssg.intake.spans import Mark

_BULLET = re.compile(r"^(?:[•·●○▪◦‣✔✓√■□▶*\-–]|\d{1,2}[.)]|[①-⑨])\s?\S")
_MOST = 8


def summed(draft: Draft) -> dict[int, Mark]:
    """The points below a heading such as `핵심 요약` or `Key points` above the text: bullets, or lines that stand close."""
    top = draft.top
    found: dict[int, Mark] = {}
    for at in range(min(top, len(draft.page.lines))):
        if at in draft.marks or at in found or "summary" not in draft.line(at).cues:
            continue
        points = _points(draft, at)
        if len(points) > 1:
            found[at] = Mark("other", "heading of the summary")
            found |= {i: Mark("summary", "a point of the summary") for i in points}
    return found


def _points(draft: Draft, at: int) -> list[int]:
    """The lines of the summary below its heading: one block, or bullets that may stand apart."""
    points: list[int] = []
    for i in range(at + 1, min(at + 1 + _MOST, len(draft.page.lines))):
        line = draft.line(i)
        bullet = bool(_BULLET.match(line.text))
        close = not line.blank_before or (not points and not draft.line(at).blank_before)
        told = bool(points) and is_stopped(line.text) and not is_stopped(draft.line(points[0]).text)
        if i in draft.marks or not (bullet or close) or (told and not bullet):
            break
        points.append(i)
    return points


def tabled(draft: Draft) -> dict[int, Mark]:
    """Two lines and more in a row that have equally many fields between tabs."""
    found: dict[int, Mark] = {}
    fields = [line.raw.count("\t") for line in draft.page.lines]
    for i in range(max(1, draft.scores.first), draft.scores.last + 1):
        if fields[i] and fields[i] == fields[i - 1]:
            found |= {
                j: Mark("table", "a row of a table") for j in (i - 1, i) if j not in draft.marks
            }
    return found if len(found) > 1 else {}


def cells(raw: str) -> list[str]:
    """Return the cells of a row of a table, without spaces around them."""
    return [" ".join(cell.split()) for cell in raw.split("\t")]
