"""Notices that are lists, as papers print appointments and deaths: no sentence, most lines begin with a sign. Pure."""

import re
from collections.abc import Sequence

from ssg.intake.lines import Line

_SIGNS = re.compile(r"[▲△▶▷◇◆■□○●]\s?(?=[가-힣(<])")
_APART = 2  # lines from one item of a notice to the next
_FEW = 3  # letters of the shortest item


def listing(lines: Sequence[Line]) -> range:
    """Return the lines of the widest notice of a page, an empty range for none: two items, or one line of several."""
    runs: list[list[int]] = []
    for i in (i for i, line in enumerate(lines) if _signs(line)):
        if runs and i - runs[-1][-1] <= _APART:
            runs[-1].append(i)
        else:
            runs.append([i])
    best = max(runs, key=lambda run: sum(lines[i].width for i in run), default=[])
    many = sum(_signs(lines[i]) for i in best) > 1
    return range(best[0], best[-1] + 1) if many else range(0)


def _signs(line: Line) -> int:
    """How many items a line holds; none if it begins with anything but a sign and holds one only."""
    count = len(_SIGNS.findall(line.text))
    listed = count > 1 or bool(_SIGNS.match(line.text))
    return count if listed and line.letters >= _FEW and not line.cues else 0
