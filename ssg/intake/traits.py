"""What tells text from debris once the rules have spoken: numbers of each line, of its neighbours and of its page. Pure.

The trees over these numbers are in `text.json`, which `tests/bench/train_intake.py` writes. All numbers are relative to this
page, so that a language that nobody listed works.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

import msgspec

from ssg.intake import authors
from ssg.intake.draft import Draft, is_stopped
from ssg.intake.likeness import stems
from ssg.intake.lines import is_sentence
from ssg.intake.spans import BODY

_CUES = (
    "ad", "author", "comments", "correction", "credit", "disclaimer", "menu", "promo", "published", "related", "rights",
    "share", "subscribe", "summary", "topics", "video",
)  # fmt: skip
_LABELS = (
    "ad", "byline", "caption", "comments", "credit", "date", "deck", "duplicate", "headline", "list", "menu", "other",
    "related", "share", "subhead", "subscribe", "topics",
)  # fmt: skip
_OPENERS = frozenset({"related", "comments", "subscribe", "topics", "rights"})
_BULLET = re.compile(r"^(?:[•·▶☞▷→»▪◦‣*+\-–—]|>>|\d{1,2}[.)])\s?\S")
_FAR = 30
OWN = (
    "width", "stop", "ends", "ellipsis", "sentences", "commas", "quotes", "url", "relative", "dated", "separators", "capitals",
    "blank.before", "blank.after", "function", "topic", "twice", "bullet", "lower", "colon", "asks", "digits", "titled", "name",
    "tabs", "words", "shared", "local", "score", "cues",
)  # fmt: skip
NEAR = (
    "up.width", "up2.width", "down.width", "down2.width", "up.stop", "down.stop", "up.score", "up2.score", "down.score",
    "down2.score", "around.2", "around.5", "around.12", "score.3", "score.8", "up.kept", "up2.kept", "down.kept", "down2.kept",
    "kept.3", "kept.8", "since.opener", "since.kept", "till.kept", "up.bullet", "down.bullet", "alike.3",
)  # fmt: skip
PLACE = (
    "kept", "place", "above.kept", "below.kept", "from.top", "from.end", "from.headline", "from.byline", "lines", "kept.lines", "kept.width",
    "against.width", "blanks", "habit", "page.place", "stamps.above", "stamps.near", "gap.above", "gap.below",
)  # fmt: skip
NAMES = (
    *OWN,
    *NEAR,
    *PLACE,
    *(f"cue.{name}" for name in _CUES),
    *(f"label.{name}" for name in _LABELS),
)
"""The name of each number, in the order in which `traits` gives them."""
_NAMED = {name: n for n, name in enumerate((*_CUES, *(f"label.{each}" for each in _LABELS)))}


class _Seen(msgspec.Struct, frozen=True):
    """What the lines of a page share: which are kept, sums to ask spans of, and what the kept ones are like."""

    kept: tuple[bool, ...]
    kept_sums: tuple[float, ...]
    score_sums: tuple[float, ...]
    stems: tuple[frozenset[str], ...]
    counts: Mapping[str, int]
    first: int
    last: int
    width: float
    blanks: float
    habit: float
    headline: int
    bylines: tuple[int, ...]
    stamps: tuple[float, ...]
    gaps: tuple[tuple[float, ...], tuple[float, ...]]


def traits(draft: Draft) -> dict[int, list[float]]:
    """Return the numbers in the order of NAMES of each line of a labelled page that is near a line of its text."""
    seen = _seen(draft)
    above, below = _distances(seen.kept)
    near = _nears(draft, seen, (above, below))
    return {
        i: [*_own(draft, seen, i), *near[i], *_place(draft, seen, i), *_named(draft, i)]
        for i, is_kept in enumerate(seen.kept)
        if is_kept or min(above[i], below[i]) < _FAR
    }


def _seen(draft: Draft) -> _Seen:
    lines = draft.page.lines
    kept = tuple(i in draft.marks and draft.marks[i].label in BODY for i in range(len(lines)))
    among = [i for i, is_kept in enumerate(kept) if is_kept]
    words = tuple(stems(line) for line in lines)
    counts: dict[str, int] = {}
    for i in among:
        for stem in words[i]:
            counts[stem] = counts.get(stem, 0) + 1
    widths = sorted(lines[i].width for i in among if is_stopped(lines[i].text)) or [0]
    return _Seen(
        kept,
        tuple(accumulate(map(float, kept), initial=0.0)),
        tuple(accumulate((_held(z) for z in draft.scores.lines), initial=0.0)),
        words,
        counts,
        among[0] if among else len(lines),
        among[-1] if among else -1,
        float(widths[len(widths) // 2]),
        sum(line.blank_before for line in lines) / max(1, len(lines)),
        sum(lines[i].blank_before for i in among) / max(1, len(among)),
        next(iter(draft.find("headline")), -1),
        tuple(draft.find("byline", "date")),
        tuple(accumulate((float(_dated(draft, i)) for i in range(len(lines))), initial=0.0)),
        (_gaps(kept), _gaps(kept[::-1])[::-1]),
    )


def _dated(draft: Draft, i: int) -> bool:
    return (i in draft.marks and draft.marks[i].label == "date") or draft.line(i).relative


def _gaps(kept: Sequence[bool]) -> tuple[float, ...]:
    """For each line the widest gap between kept lines above it, at most _FAR lines."""
    found, gap, widest, begun = [], 0, 0, False
    for is_kept in kept:
        gap = 0 if is_kept else gap + 1
        begun = begun or is_kept
        widest = max(widest, gap) if begun else 0
        found.append(float(min(_FAR, widest)))
    return tuple(found)


def _held(z: float) -> float:
    return min(4.0, max(-6.0, z))


def _own(draft: Draft, seen: _Seen, i: int) -> list[float]:
    line, text = draft.line(i), draft.line(i).text
    capital = sum(word[:1].isupper() for word in text.split())
    return [
        math.log2(1 + line.width),
        float(is_stopped(text)),
        float(line.ends),
        float(line.ellipsis),
        float(min(line.sentences, 6)),
        float(min(line.commas, 6)),
        float(min(line.quotes, 4)),
        float(line.url),
        float(line.relative),
        float(line.dated),
        float(min(line.separators, 3)),
        float(line.capitals),
        float(line.blank_before),
        float(line.blank_after),
        draft.page.function[i],
        draft.page.topic[i],
        float(draft.page.twice[i]),
        float(bool(_BULLET.match(text))),
        float(text[:1].islower()),
        float(text.endswith((":", "："))),
        float(text.endswith(("?", "？", "!", "！"))),
        sum(map(str.isdigit, text)) / max(1, len(text)),
        capital / max(1, len(line.words)),
        float(line.width < 40 and bool(authors.names(text))),
        float(min(line.raw.count("\t"), 4)),
        float(min(len(line.words), 40)),
        _related(seen, i),
        _local(draft, seen, i),
        draft.scores.lines[i],
        float(len(line.cues)),
    ]


def _related(seen: _Seen, i: int) -> float:
    """The share of a line's words that the other kept lines have too."""
    own = int(seen.kept[i])
    held = sum(seen.counts.get(stem, 0) > own for stem in seen.stems[i])
    return held / len(seen.stems[i]) if seen.stems[i] else 0.0


def _local(draft: Draft, seen: _Seen, i: int) -> float:
    """The share of a line's words that the sentences around it have too: teasers of other articles have few in common."""
    own = seen.stems[i]
    if not own:
        return 0.0
    near = range(max(0, i - 4), min(len(seen.stems), i + 5))
    around = [seen.stems[j] for j in near if j != i and is_sentence(draft.line(j))]
    return len(own.intersection(frozenset().union(*around))) / len(own)


def _nears(
    draft: Draft, seen: _Seen, distances: tuple[list[float], list[float]]
) -> list[list[float]]:
    lines, z = draft.page.lines, draft.scores.lines
    wide = [math.log2(1 + line.width) for line in lines]
    stop = [float(is_stopped(line.text)) for line in lines]
    bullet = [float(bool(_BULLET.match(line.text))) for line in lines]
    kept = [float(each) for each in seen.kept]
    above, below = distances
    since = _since(draft)
    last = len(lines) - 1
    scored = list(zip(_means(seen.score_sums, 3), _means(seen.score_sums, 8), strict=True))
    held = list(zip(_means(seen.kept_sums, 3), _means(seen.kept_sums, 8), strict=True))
    alike = _alike(wide, stop)
    found = []
    for i in range(len(lines)):
        a, b, c, d = max(0, i - 1), max(0, i - 2), min(last, i + 1), min(last, i + 2)
        found.append([
            wide[a] if i else 0.0, wide[b] if i > 1 else 0.0, wide[c] if i < last else 0.0, wide[d] if i < last - 1 else 0.0,
            stop[a], stop[c], z[a], z[b], z[c], z[d],
            *draft.page.around[i],
            *scored[i],
            kept[a], kept[b], kept[c], kept[d],
            *held[i],
            since[i], above[i], below[i], bullet[a], bullet[c],
            alike[i],
        ])  # fmt: skip
    return found


def _means(sums: Sequence[float], reach: int) -> list[float]:
    """For each line the mean over the lines around it, itself left out."""
    last, found = len(sums) - 1, []
    for i in range(last):
        low, high = max(0, i - reach), min(last, i + reach + 1)
        own = sums[i + 1] - sums[i]
        found.append((sums[high] - sums[low] - own) / max(1, high - low - 1))
    return found


def _alike(wide: Sequence[float], stop: Sequence[float]) -> list[float]:
    """For each line how many of the three on either side, and itself, are about as long and end alike, of seven."""
    shape = list(zip(wide, stop, strict=True))
    found = []
    for i, (size, end) in enumerate(shape):
        near = shape[max(0, i - 3) : i + 4]
        found.append(sum(-0.5 < each - size < 0.5 and other == end for each, other in near) / 7)
    return found


def _distances(kept: Sequence[bool]) -> tuple[list[float], list[float]]:
    """How many lines up and down the next kept line is, at most _FAR."""
    up, down = [float(_FAR)] * len(kept), [float(_FAR)] * len(kept)
    for i in range(1, len(kept)):
        up[i] = 1.0 if kept[i - 1] else min(_FAR, up[i - 1] + 1)
    for i in range(len(kept) - 2, -1, -1):
        down[i] = 1.0 if kept[i + 1] else min(_FAR, down[i + 1] + 1)
    return up, down


def _since(draft: Draft) -> list[float]:
    """How many lines above the last heading of other articles, comments and the like stands, at most _FAR."""
    found, since = [], float(_FAR)
    for line in draft.page.lines:
        found.append(since)
        since = 1.0 if line.cues & _OPENERS else min(_FAR, since + 1)
    return found


def _place(draft: Draft, seen: _Seen, i: int) -> list[float]:
    line, count = draft.line(i), len(draft.page.lines)
    total = seen.kept_sums[-1]
    above = seen.kept_sums[i]
    signed = min((abs(i - j) for j in seen.bylines), default=_FAR)
    return [
        float(seen.kept[i]),
        min(1.5, max(-0.5, (i - seen.first) / max(1, seen.last - seen.first))),
        min(above, 12.0),
        min(total - above - seen.kept[i], 12.0),
        float(min(_FAR, max(-_FAR, i - seen.first))),
        float(min(_FAR, max(-_FAR, seen.last - i))),
        float(min(_FAR, max(-_FAR, i - seen.headline))) if seen.headline >= 0 else -float(_FAR),
        float(min(_FAR, signed)),
        math.log2(1 + count),
        min(total, 40.0),
        math.log2(1 + seen.width),
        line.width / max(20.0, seen.width),
        seen.blanks,
        float(line.blank_before) - seen.habit,
        i / max(1, count - 1),
        min(9.0, max(0.0, seen.stamps[i] - seen.stamps[min(seen.first, count)])),
        seen.stamps[min(count, i + 9)] - seen.stamps[max(0, i - 8)],
        seen.gaps[0][i],
        seen.gaps[1][i],
    ]


def _named(draft: Draft, i: int) -> list[float]:
    row, mark = [0.0] * len(_NAMED), draft.marks.get(i)
    for name in (*draft.line(i).cues, f"label.{mark.label}" if mark else ""):
        if name in _NAMED:
            row[_NAMED[name]] = 1.0
    return row
