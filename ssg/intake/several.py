"""Several articles in one paste: where each one begins. Pure."""

import bisect
import itertools
from collections.abc import Sequence
from datetime import UTC

import msgspec

from ssg.intake import boxes, furniture, label, language
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.lines import Line
from ssg.intake.scores import spoken

_STEPS = (
    boxes.tabled, furniture.cued, furniture.pictured, furniture.stamped, furniture.shaped, furniture.signed,
)  # fmt: skip
_REACH = 20  # lines from a headline down to its text
_LEAST = 2  # paragraphs that an article has
_WIDE = 160  # columns that they take
_SURE = 3.0
_RULE = frozenset("-=*_~─━—")
_ENDS = ("rights", "byline", "topics", "source")


def split(text: str) -> tuple[str, ...]:
    """Return the articles of a normalised text in their order; joined they are the text, one article is the text itself.

    A new article begins at a line that can be a headline where enough speaks for it: the end of another
    article above, a date or byline below, paragraphs without a break below that say its words, which those
    above don't say, and that the article above does not hold already.
    """
    draft = label.begun(text, language.language(text), UTC)
    if not _maybe(draft):
        return (text,)
    for step in _STEPS:
        draft = msgspec.structs.replace(draft, marks={**draft.marks, **step(draft)})
    cuts = [0, *(draft.line(i).start for i in _heads(draft)), len(text)]
    return tuple(text[a:b] for a, b in itertools.pairwise(cuts))


def _maybe(draft: Draft) -> bool:
    """Whether some line has text enough above and below, before any line has a mark: marks only take lines away."""
    scores = spoken(draft.page)
    told = [i for i, line in enumerate(draft.page.lines) if _told(draft, i, line, scores[i])]
    widths = list(itertools.accumulate((draft.line(j).width for j in told), initial=0))
    for i in (i for i in range(1, len(draft.page.lines)) if _can_head(draft, i)):
        above, below = bisect.bisect_left(told, i), bisect.bisect_right(told, i)
        few = min(above, len(told) - below) < _LEAST
        if few or min(widths[above], widths[-1] - widths[below]) < _WIDE:
            continue
        if told[below] - i <= _REACH:
            return True
    return False


def _heads(draft: Draft) -> list[int]:
    """The lines at which a further article begins."""
    scores = spoken(draft.page)
    told = [i for i, line in enumerate(draft.page.lines) if _told(draft, i, line, scores[i])]
    found: list[int] = []
    since = 0
    for i in (i for i in range(1, len(draft.page.lines)) if _can_head(draft, i)):
        above = [j for j in told if since <= j < i]
        below = _dense(draft, [j for j in told if i < j])
        if not (_enough(draft, above) and _enough(draft, below)) or below[0] - i > _REACH:
            continue
        if _evidence(draft, i, above, below) >= _SURE:
            found.append(i)
            since = i
    return found


def _told(draft: Draft, i: int, line: Line, score: float) -> bool:
    """Whether a line is surely running text, wherever it stands."""
    if i in draft.marks:
        return False
    if draft.korean and is_stopped(line.text) and line.width >= 36 and not line.cues:
        return True
    return score > 0 and (is_stopped(line.text) or line.width >= 130)


def _can_head(draft: Draft, i: int) -> bool:
    line = draft.line(i)
    plain = (
        i not in draft.marks and not is_stopped(line.text) and not line.text.endswith((":", ","))
    )
    return plain and 14 <= line.width <= 160 and not (line.cues or line.dated)


def _dense(draft: Draft, told: Sequence[int]) -> list[int]:
    """The first of the told lines that follow one another with hardly a line in between, and never a date."""
    run = list(told[:1])
    for j in told[1:8]:
        between = range(run[-1] + 1, j)
        dated = any(k in draft.marks and draft.marks[k].label == "date" for k in between)
        if len(between) > 2 or dated:
            break
        run.append(j)
    return run


def _enough(draft: Draft, told: Sequence[int]) -> bool:
    return len(told) >= _LEAST and sum(draft.line(j).width for j in told) >= _WIDE


def _evidence(draft: Draft, i: int, above: Sequence[int], below: Sequence[int]) -> float:
    """What speaks for a new article at line `i`; the text must be a new one that tells of its headline."""
    head, one, two = draft.line(i), [draft.line(j) for j in above], [draft.line(j) for j in below]
    known = {line.key for line in one}
    here, there = _share(head, two), _share(head, one)
    if sum(line.key in known for line in two) * 2 >= len(two) or here <= there:
        return 0.0
    opened = [draft.marks[j].label for j in range(i + 1, below[0]) if j in draft.marks]
    closed = [draft.marks[j].label for j in range(above[-1] + 1, i) if j in draft.marks]
    ruled = any(_ruled(draft.line(j)) for j in range(above[-1] + 1, i))
    z = 1.0 * (here >= 0.3) + 0.5 * (here >= 0.5) + 0.5 * (there < 0.2)
    z += 1.0 * ("date" in opened or "byline" in opened) + 0.5 * ("date" in opened)
    return z + 1.0 * any(label in closed for label in _ENDS) + 2.0 * ruled


def _ruled(line: Line) -> bool:
    return len(line.text) >= 3 and set(line.text) <= _RULE


def _share(head: Line, lines: Sequence[Line]) -> float:
    """How many of a line's words others hold, at their beginning where they have a particle or an ending."""
    text = " ".join(line.text.casefold() for line in lines)
    words = [word for word in head.words if len(word) > 1]
    stems = [word[: max(2, len(word) - 1)] if "가" <= word[0] <= "힣" else word for word in words]
    return sum(stem in text for stem in stems) / len(stems) if stems else 0.0
