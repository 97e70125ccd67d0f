"""What can be seen of a line that may be the headline: named numbers, most of them 0 or 1. Pure.

The weights of these names are in `headline.json`, which `tests/bench/train_headline.py` writes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from ssg.intake import authors, captions, vicinity
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.likeness import shared, vocabulary
from ssg.intake.lines import Line

REACH = 60
"""How many lines above the text are looked at."""

COLONS = (":", "：")
"""Between a kicker and its headline, on a line of their own."""
_SERIES = re.compile(r"제\s?\d+[호회화](?![가-힣])|^\W*\d+\s?/\s?\d+\W*$")
_TAGGED = re.compile(r"^[\[【<〈(][^\]】>〉)]{1,20}[\]】>〉)]\s?\S")
_BRACKETED = re.compile(r"[(\[<【].*[)\]>】]")
_ITEM = re.compile(r"-\s|\d{1,2}[.)]?\s")
_SIGN = re.compile(r"[•·∙⊙▶▷☞»→]\s?\S|.{1,20}[|·]$")
_ASKS = re.compile(
    r"(?:(?:니다|세요)[.!]?|하기|보기|[!:：])$|^(?:Jetzt|Sign|Subscribe|Follow|Get|Read|Watch)\b"
)
_MEDIA = re.compile(
    r"^(?:audio|video|podcast|watch|listen|bildergalerie|live ?ticker|(?:동)?영상)\b|\(\d+ ?min\.?\)|\d:\d\d$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"[△▲◇○■]\s?[가-힣]")
_MARKS = (
    "caption",
    "credit",
    "byline",
    "date",
    "related",
    "topics",
    "rights",
    "share",
    "menu",
    "other",
)
_WIDTHS = (12, 22, 30, 45, 100, 140)
_HALF = 0.5
_FEW = 8  # letters beside a date that make no headline
_KICKER = 44  # columns of a kicker at most
_LIKE = 2.5  # how often the width of the one the other may be, of two headlines of one article


class Sight(msgspec.Struct, frozen=True):
    """What all candidates of a page share: its words, the words of its first paragraphs, and the candidates.

    `rivals` are those without a mark that are as long as headlines, `best` the two greatest of the `shares` (0 where there are fewer).
    """

    text: frozenset[str]
    lead: frozenset[str]
    lines: tuple[int, ...]
    shares: dict[int, float]
    best: tuple[float, ...]
    rivals: tuple[int, ...]
    inner: frozenset[int]
    outer: frozenset[int]


def sight(draft: Draft) -> Sight:
    """Return the candidates of a page, from the top down, and what they are measured by."""
    top = draft.top
    run = [i for i in range(draft.scores.first, draft.scores.last + 1) if draft.scores.lines[i] > 0]
    sure = [i for i in run if i >= top] or run
    lines = tuple(
        i
        for i in range(max(0, top - REACH), min(top + 2, len(draft.page.lines)))
        if _possible(draft, i, top)
    )
    text, lead = (vocabulary(map(draft.line, lines)) for lines in (sure, sure[:4]))
    shares = {i: shared(draft.line(i), text) for i in lines}
    inner, outer = _nested(draft, lines)
    best = tuple(sorted((*shares.values(), 0.0, 0.0), reverse=True)[:2])
    rivals = tuple(
        i for i in lines if draft.line(i).width >= vicinity.RIVAL and i not in draft.marks
    )
    return Sight(text, lead, lines, shares, best, rivals, inner, outer)


def _possible(draft: Draft, i: int, top: int) -> bool:
    line = draft.line(i)
    if i >= top and (is_stopped(line.text) or line.width > 110):
        return False
    stamp = (mark := draft.marks.get(i)) is not None and mark.label == "date"
    dated = stamp and sum(map(str.isalpha, line.text)) <= _FEW
    if _SIGN.match(line.text) or is_listing(line) or dated:
        return False
    shape = 7 <= line.width <= 230 and line.letters >= 3 and line.sentences <= 4
    signed = mark is not None and mark.label == "byline" and bool(authors.latin(line.text))
    return (shape and not signed) and (
        mark is None or mark.label not in ("table", "source", "comments", "subscribe", "ad")
    )


def is_listing(line: Line) -> bool:
    """Return whether a line lists several things, each with a sign before it, as Korean papers list appointments."""
    return len(_POINTS.findall(line.text)) > 1


def _nested(draft: Draft, lines: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Lines that end another one, which has a section or site glued to it, and those longer lines."""
    keys = {i: draft.line(i).key for i in lines if draft.line(i).width >= 18}
    inner: set[int] = set()
    outer: set[int] = set()
    for i, key in keys.items():
        for j, longer in keys.items():
            if len(longer) * _HALF < len(key) < len(longer) and longer.endswith(key):
                inner.add(i)
                outer.add(j)
    return frozenset(inner), frozenset(outer)


def numbers(draft: Draft, seen: Sight, i: int) -> dict[str, float]:
    """Return what can be seen of candidate `i`; names with the value 0 are left out."""
    found = {
        **_words(draft, seen, i),
        **_shape(draft, i),
        **_place(draft, seen, i),
        **vicinity.near(draft, seen.shares, i),
    }
    return {name: value for name, value in found.items() if value}


def _words(draft: Draft, seen: Sight, i: int) -> dict[str, float]:
    own = seen.shares[i]
    best = seen.best[own >= seen.best[0]]
    return {
        "shared": own,
        "shared.lead": shared(draft.line(i), seen.lead),
        "shared.most": float(own >= best),
        "shared.less": max(0.0, best - own),
        "topic": draft.page.topic[i],
        "function": draft.page.function[i],
    }


def _shape(draft: Draft, i: int) -> dict[str, float]:
    line = draft.line(i)
    found = {f"width.{limit}": float(line.width >= limit) for limit in _WIDTHS}
    return found | {
        "stop": float(is_stopped(line.text)),
        "cues": float(min(len(line.cues), 2)),
        "dated": float(line.dated),
        "relative": float(line.relative),
        "ellipsis": float(line.ellipsis),
        "url": float(line.url),
        "item": float(bool(_ITEM.match(line.text)) and _listed(draft, i)),
        "promo": float("promo" in line.cues or "subscribe" in line.cues),
        "slashes": float(min(line.text.count("/ ") + line.text.count(" | "), 2)),
        "bracketed": float(bool(_BRACKETED.fullmatch(line.text))),
        "tagged": float(bool(_TAGGED.match(line.text))),
        "series": float(bool(_SERIES.search(line.text))),
        "media": float(bool(_MEDIA.search(line.text))),
        "asks": float(bool(_ASKS.search(line.text))),
        "capitals": float(line.capitals and line.width > 20),
        "name": float(bool(authors.names(line.text)) or authors.is_bare_name(line.text)),
        "by": float(bool(authors.latin(line.text)) or authors.announces(line.text)),
        "credit": float(captions.is_caption(line) or captions.is_credit(line)),
        "digits": sum(map(str.isdigit, line.text)) / len(line.text),
        "lower": float(line.text[:1].islower()),
    }


def _listed(draft: Draft, i: int) -> bool:
    """Whether a line begins with a number, or with a dash as one above or below does: a dash may begin a quotation."""
    near = (draft.line(j).text for j in (i - 1, i + 1) if 0 <= j < len(draft.page.lines))
    return draft.line(i).text[0] != "-" or any(text.startswith("-") for text in near)


def _place(draft: Draft, seen: Sight, i: int) -> dict[str, float]:
    top, line = draft.top, draft.line(i)
    above = bisect_left(seen.rivals, i)
    between = max(0, bisect_left(seen.rivals, top) - bisect_right(seen.rivals, i))
    mark = draft.marks.get(i)
    return {
        "far": min(top - i, 30) / 10,
        "below.top": float(i >= top),
        "rivals.below": min(between, 8) / 4,
        "rivals.above": min(above, 8) / 4,
        "first": float(i == 0),
        "first.rival": float(not above),
        "twice": float(draft.page.twice[i]),
        "inner": float(i in seen.inner),
        "glued": float(_glued(draft, i)),
        "other": float(is_bar(draft, i)),
        "kicked": float(is_bar(draft, i - 2)),
        "colon": float(i > 0 and draft.line(i - 1).text in COLONS),
        "before.colon": float(i + 1 < len(draft.page.lines) and draft.line(i + 1).text in COLONS),
        "blank.before": float(line.blank_before),
        "blank.after": float(line.blank_after),
        "blank.both": float(line.blank_before and line.blank_after),
        **({f"mark.{mark.label}": 1.0} if mark and mark.label in _MARKS else {}),
    }


def _glued(draft: Draft, i: int) -> bool:
    """Whether a line nearby ends with this one, without a space before it: a path of sections leads to the headline."""
    own = draft.line(i).raw
    near = [draft.line(j).raw for j in range(max(0, i - 4), min(len(draft.page.lines), i + 5))]
    return any(
        len(raw) > len(own) + 2 and raw.endswith(own) and not raw[-len(own) - 1].isspace()
        for raw in near
    )


def is_bar(draft: Draft, i: int) -> bool:
    """Return whether a line words the headline otherwise, as bars that stay in sight do: kicker and headline follow right below."""
    if not 0 <= i < len(draft.page.lines) - 2 or i + 1 in draft.marks:
        return False
    line, kicker, head = (draft.line(j) for j in range(i, i + 3))
    alike = min(line.width, head.width) >= max(vicinity.RIVAL, max(line.width, head.width) / _LIKE)
    stopped = any(is_stopped(each.text) for each in (line, kicker, head))
    short = kicker.width <= _KICKER and kicker.letters > 2
    return alike and short and not stopped and not _telling(line).isdisjoint(_telling(head))


def _telling(line: Line) -> set[str]:
    return {word for word in line.words if len(word) > 3 or not word.isascii()}
