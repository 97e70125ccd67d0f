"""Two changed versions of a sequence against what both began with: which regions agree, and which clash. Pure."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Kind = Literal["same", "mine", "theirs", "both", "clash"]
Range = tuple[int, int]

_WORK = 30_000_000


class Region(msgspec.Struct, frozen=True):
    """Half-open ranges of the three sequences that stand for one another.

    `same`: nobody changed it; `mine`, `theirs`: one side did; `both`: both did alike; `clash`: each otherwise.
    """

    kind: Kind
    base: Range
    mine: Range
    theirs: Range


class _Edit(msgspec.Struct, frozen=True):
    """The tokens `start` to `end` of the base became the tokens `new` of one side."""

    start: int
    end: int
    new: tuple[str, ...]
    mine: bool

    @property
    def grows(self) -> bool:
        return len(self.new) > self.end - self.start


def regions(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], *, strict: bool
) -> tuple[Region, ...]:
    """Return the regions, in order; together they are each of the three sequences.

    Changes clash where they overlap, and where both insert at one place. `strict` also lets changes clash that
    touch: neighbouring lines of one paragraph belong together, neighbouring paragraphs don't.
    Sequences too long and too alike to compare are one change, from the first difference to the last.
    """
    edits = [*_edits(base, mine, mine_side=True), *_edits(base, theirs, mine_side=False)]
    found: list[Region] = []
    at = [0, 0, 0]
    for group in _groups(sorted(edits, key=lambda e: (e.start, e.end, not e.mine)), strict=strict):
        start, end = min(e.start for e in group), max(e.end for e in group)
        gap = start - at[0]
        if gap:
            found.append(_region("same", at, (gap, gap, gap)))
        sizes = [end - start, end - start, end - start]
        for edit in group:
            sizes[1 if edit.mine else 2] += len(edit.new) - (edit.end - edit.start)
        found.append(_settled(_region(_kind(group), at, sizes), base, mine, theirs))
    if at[0] < len(base):
        rest = len(base) - at[0]
        found.append(_region("same", at, (rest, rest, rest)))
    return tuple(found)


def _settled(
    region: Region, base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Region:
    """A clash is none where different changes have made the same, or nothing."""
    if region.kind != "clash":
        return region
    old, one, two = base[slice(*region.base)], mine[slice(*region.mine)], theirs[slice(*region.theirs)]  # fmt: skip
    kind: Kind = (
        "both" if one == two else "theirs" if one == old else "mine" if two == old else "clash"
    )
    return Region(kind, region.base, region.mine, region.theirs)


def _region(kind: Kind, at: list[int], sizes: Sequence[int]) -> Region:
    """A region that begins at the three places of `at`, which move to its end."""
    ranges = [(place, place + size) for place, size in zip(at, sizes, strict=True)]
    at[:] = [end for _, end in ranges]
    return Region(kind, *ranges)


def _kind(group: Sequence[_Edit]) -> Kind:
    if all(edit.mine for edit in group):
        return "mine"
    if not any(edit.mine for edit in group):
        return "theirs"
    first, last = group[0], group[-1]
    alike = (first.start, first.end, first.new) == (last.start, last.end, last.new)
    return "both" if len(group) == 2 and alike else "clash"


def _groups(edits: Sequence[_Edit], *, strict: bool) -> Iterator[list[_Edit]]:
    """Changes that can't be told apart, in order."""
    group: list[_Edit] = []
    for edit in edits:
        end = max((e.end for e in group), default=-1)
        others = [e for e in group if e.mine != edit.mine]
        if group and not (
            edit.start < end or any(_touch(one, edit, strict=strict) for one in others)
        ):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _touch(one: _Edit, two: _Edit, *, strict: bool) -> bool:
    """Whether two changes of two sides meet at a place where their order is anybody's guess."""
    if one.end < two.start:
        return False
    if strict or one.start == one.end == two.start == two.end:
        return True
    return (two.start == two.end and one.grows) or (one.start == one.end and two.grows)


def _edits(base: Sequence[str], side: Sequence[str], *, mine_side: bool) -> Iterator[_Edit]:
    """What one side changed; the common head and tail are cut first, for difflib is slow on what is equal."""
    head, most = 0, min(len(base), len(side))
    while head < most and base[head] == side[head]:
        head += 1
    tail = 0
    while tail < most - head and base[-1 - tail] == side[-1 - tail]:
        tail += 1
    old, new = base[head : len(base) - tail], side[head : len(side) - tail]
    if _too_much(old, new):
        yield _Edit(head, head + len(old), tuple(new), mine_side)
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield _Edit(head + a, head + b, tuple(new[c:d]), mine_side)


def _too_much(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether comparing could take seconds: difflib looks at all pairs of equal tokens for each run it finds."""
    counts = Counter(new)
    pairs = sum(counts[token] for token in old)
    return max(pairs, len(old), len(new)) * min(len(old), len(new)) > _WORK
