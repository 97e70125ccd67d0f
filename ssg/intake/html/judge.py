"""Which blocks of a page are its article: small trees over what is seen of each block, asked twice. Pure.

The first time a block is judged by itself, the second time by its neighbours' chances too. The trees are in `judge.json`,
made by tests/bench/train_html.py.
"""

import functools
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ssg.intake.html import wholes
from ssg.intake.html.blocks import Blocks
from ssg.intake.html.sight import Numbers, Sight

THRESHOLD = 0.5
QUOTED = 0.3
"""From which chance on a block is text of the article, and one in a quotation; chosen by cross-validation (tests/bench/train_html.py)."""
HOPE, LINKED = 0.1, 0.3
"""The least chance of a sentence that goes on with the text above it, and the most of its letters that are links."""
SECOND: tuple[str, ...] = ("chance", "chance above", "chance above 2", "chance below", "chance below 2", "near 3", "near 8", "same element", "same parent",
                           "same kind", "best in element", "best in parent", "in run", "from run", "wide", "any above", "any below", "share above")  # fmt: skip
_PARAGRAPHS = ("p", "div")


class Tree(msgspec.Struct, frozen=True, array_like=True):
    """A tree of questions: question `n` asks whether number `feature[n]` is at most `threshold[n]`, then goes to `left[n]`, else to `right[n]`.

    A negative place is an answer: `leaf[-place - 1]`.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]


class Model(msgspec.Struct, frozen=True):
    """The trees of both passes, by the numbers that they ask; their answers are log-odds that are added up."""

    first: tuple[Tree, ...]
    second: tuple[Tree, ...]


def kept(found: Blocks, seen: Sight, model: Model) -> list[bool]:
    """Return which blocks are the article's: lists and tables as a whole.

    A quotation amid them is one on a smaller chance: a wrong drop costs more.
    """
    all_ = chances(seen, model)
    sure = [chance >= THRESHOLD for chance in all_]
    first, last = (sure.index(True), len(sure) - sure[::-1].index(True)) if True in sure else (0, 0)
    quoted = ("blockquote" in found.places[block.place].around for block in seen.blocks)
    likely = [
        it or (quote and first < i < last and chance >= QUOTED)
        for i, (it, chance, quote) in enumerate(zip(sure, all_, quoted, strict=True))
    ]
    return wholes.settled(found, seen, all_, _continued(found, seen, all_, likely))


def _continued(
    found: Blocks, seen: Sight, chances: Sequence[float], kept: Sequence[bool]
) -> list[bool]:
    """The blocks that are kept, and the sentences beside them that go on with them: short ones look like notes to the trees.

    Below text these are in elements of the same kind, above the first of it in the same element.
    """
    now, kinds = list(kept), _kinds(found, seen)
    text = {kind for kind, it in zip(kinds, kept, strict=True) if it and kind[0] in _PARAGRAPHS}
    spoken = [
        line.ends and not line.cues and block.tag in _PARAGRAPHS and block.linked <= LINKED and chance >= HOPE
        for line, block, chance in zip(seen.lines, seen.blocks, chances, strict=True)
    ]  # fmt: skip
    for n in range(1, len(now)):
        now[n] |= now[n - 1] and spoken[n] and kinds[n] in text
    for n in range(now.index(True) - 1 if True in now else -1, -1, -1):
        around = found.places[seen.blocks[n].place].up
        if not spoken[n] or not found.within(seen.blocks[n + 1].place, around):
            break
        now[n] = True
    return now


def _kinds(found: Blocks, seen: Sight) -> list[tuple[str, str, str]]:
    """The kind of element that each block is in, and the kind around that."""
    places = (found.places[block.place] for block in seen.blocks)
    return [
        (it.tag, it.signature, found.places[it.up].signature if it.up >= 0 else "") for it in places
    ]


def chances(seen: Sight, model: Model) -> list[float]:
    """Return how likely each block is text of the article, 0–1."""
    one = [chance(model.first, row) for row in seen.rows]
    more = second(seen, one)
    return [
        chance(model.second, [*row, *extra]) for row, extra in zip(seen.rows, more, strict=True)
    ]


def chance(trees: Sequence[Tree], row: Numbers) -> float:
    """Return what the trees say of a block, 0–1."""
    total = 0.0
    for feature, threshold, left, right, leaf in map(_parts, trees):
        at = 0
        while at >= 0:
            at = left[at] if row[feature[at]] <= threshold[at] else right[at]
        total += leaf[-at - 1]
    return 1 / (1 + math.exp(-total))


def _parts(tree: Tree) -> tuple[Any, ...]:
    return tree.feature, tree.threshold, tree.left, tree.right, tree.leaf


@functools.cache
def models() -> Mapping[str, Model]:
    """Return the models: `alone`, and `with extractor`, which is also told what an extractor took."""
    found = json.loads((Path(__file__).parent / "judge.json").read_text("utf-8"))
    return msgspec.convert(found["models"], dict[str, Model])


def second(seen: Sight, one: Sequence[float]) -> list[Numbers]:
    """Return the numbers of the second pass, in the order of SECOND, from the chances of the first."""
    widths = [line.width for line in seen.lines]
    first, last = run(one, widths)
    sure = sorted(width for width, p in zip(widths, one, strict=True) if p > 0.5)
    middle = sure[len(sure) // 2] if sure else 100
    groups = [_Groups(keys, one) for keys in (seen.places, seen.parents, seen.kinds)]
    total, rows = 0, []
    for i, p in enumerate(one):
        away = first - i if i < first else i - last
        inside = first <= i <= last
        rows.append([
            p, _at(one, i - 1), _at(one, i - 2), _at(one, i + 1), _at(one, i + 2), _mean(one[max(0, i - 3) : i + 4]), _mean(one[max(0, i - 8) : i + 9]),
            *(group.mean(i) for group in groups), groups[0].most(i), groups[1].most(i),
            float(inside), 0.0 if inside else min(20.0, away), widths[i] / middle, float(total > 0), float(len(sure) - total - (p > 0.5) > 0), total / max(1, i),
        ])  # fmt: skip
        total += p > 0.5
    return rows


def run(chances: Sequence[float], widths: Sequence[int]) -> tuple[int, int]:
    """Return the first and last block of the run with the greatest weight: long and likely blocks add, others cost a little."""
    best = low = total = 0.0
    start, found = 0, (0, -1)
    for i, (p, width) in enumerate(zip(chances, widths, strict=True)):
        if total < low:
            low, start = total, i
        z = math.log(min(max(p, 1e-3), 1 - 1e-3) / (1 - min(max(p, 1e-3), 1 - 1e-3)))
        total += min(z, 3.0) * math.sqrt(min(width, 400) / 80) if z > 0 else max(z, -3.0) * 0.45
        if total - low > best:
            best, found = total - low, (start, i)
    return found


class _Groups:
    """Blocks by what they share: the mean and the greatest chance among the others of a block's group, -1 for none."""

    def __init__(self, keys: Sequence[object], chances: Sequence[float]) -> None:
        self.keys, self.chances = keys, chances
        self.sums: dict[object, float] = defaultdict(float)
        self.tops: dict[object, list[float]] = defaultdict(list)
        for key, p in zip(keys, chances, strict=True):
            self.sums[key] += p
            self.tops[key].append(p)
        self.tops = {key: sorted(values) for key, values in self.tops.items()}

    def mean(self, i: int) -> float:
        others = len(self.tops[self.keys[i]]) - 1
        return (self.sums[self.keys[i]] - self.chances[i]) / others if others else -1.0

    def most(self, i: int) -> float:
        values = self.tops[self.keys[i]]
        if len(values) < 2:
            return -1.0
        return values[-2] if values[-1] == self.chances[i] else values[-1]


def _at(values: Sequence[float], i: int) -> float:
    return values[i] if 0 <= i < len(values) else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
