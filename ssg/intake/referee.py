"""The last word on what is text: the rules' labels and all that a line shows, weighed by learned trees. Pure."""

import math
import re

from ssg.intake import thread, traits, weights
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.spans import Label, Mark

_KEPT: frozenset[Label] = frozenset({"body", "subhead", "list", "quote"})
_DROPPED: frozenset[Label] = frozenset(
    {"other", "menu", "related", "subscribe", "share", "comments", "ad", "caption", "topics"}
)
_LISTED = re.compile(r"^(?:[•▪◦‣]|[*+\-–] |\d{1,2}[.)] )\s*\S")
_CLOSE = 1.0  # what a sentence may lack where no empty line parts paragraphs; the trees know few such pages
_HEAD = 90  # columns that a subhead takes at most


def judged(draft: Draft) -> dict[int, Mark]:
    """Lines that the rules kept and the trees would not, and the other way round."""
    low, high = _limits(draft)
    found: dict[int, Mark] = {}
    odds = weights.odds(draft.weights.trees)
    rows = traits.traits(draft)
    talk = next(iter(thread.heads(draft.page.lines)), len(draft.page.lines))
    for i, row in rows.items():
        mark = draft.marks[i]
        if mark.label not in _KEPT and mark.label not in _DROPPED:
            continue
        z = odds(row)
        brief = draft.close and is_stopped(draft.line(i).text)
        if mark.label in _KEPT and z <= low - _CLOSE * brief:
            found[i] = Mark("other", f"unlike the article's text ({_percent(z)} sure that it is)")
        elif mark.label in _DROPPED and z > high and i < talk:
            found[i] = Mark(
                _kind(draft, i), f"like the article's text ({_percent(z)} sure that it is)"
            )
    kept = any(m.label in _KEPT and i not in found for i, m in draft.marks.items())
    return found if kept or any(m.label in _KEPT for m in found.values()) else {}


def _limits(draft: Draft) -> tuple[float, float]:
    if draft.korean:
        return draft.weights.keep_korean
    return draft.weights.keep, draft.weights.keep


def _percent(z: float) -> str:
    return f"{100 / (1 + math.exp(-z)):.0f} %"


def _kind(draft: Draft, i: int) -> Label:
    """What a line of text is by its shape: an item of a list, a subhead, a paragraph."""
    line = draft.line(i)
    if _LISTED.match(line.text) and not draft.korean:
        return "list"
    short = line.width <= _HEAD and not is_stopped(line.text) and line.blank_before
    heads = i + 1 < len(draft.page.lines) and draft.solid(i + 1)
    return "subhead" if short and heads and not line.text.endswith((":", ",")) else "body"
