"""What is alike after a change, from what was found before: counted for those that the change reaches. The same bytes as `kin.counted`."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ssg.search import alike
from ssg.search.kin import BETWEEN, REACH, Article, Kin, columns, counted, likest, packed, places

FEW = 64
"""Where more articles than these are others, all are counted anew."""

GONE = -1


def found(articles: Sequence[Article], before: Kin | None = None) -> Kin:
    """Return what is alike in articles, which are sorted. `before`, what was found of other articles, saves work."""
    change = _change(articles, before) if before else None
    return (
        counted(articles) if before is None or change is None else _again(articles, before, change)
    )


class _Change(NamedTuple):
    """What is other than before: `now` is the number of each earlier article, GONE of one that is gone; `came` are new
    articles, `gone` the earlier numbers of those that left, `others` (earlier, now) those with other words or marks."""

    now: Sequence[int]
    came: Sequence[int]
    gone: Sequence[int]
    others: Sequence[tuple[int, int]]


def _change(articles: Sequence[Article], before: Kin) -> _Change | None:
    """What is other; None where it is much, or rare is another number of articles."""
    if alike.most(len(articles)) != alike.most(len(before.names)):
        return None
    number = {each.name: n for n, each in enumerate(articles)}
    now = [number.get(name, GONE) for name in before.names]
    came = sorted(set(range(len(articles))).difference(now))
    gone = [old for old, new in enumerate(now) if new == GONE]
    others = [
        (old, new)
        for old, new in enumerate(now)
        if new != GONE
        and (articles[new].gist != before.gists[old] or articles[new].marks != before.marks[old])
    ]
    if len(came) + len(gone) + len(others) > FEW:
        return None
    return _Change(now, came, gone, others)


def _again(articles: Sequence[Article], before: Kin, change: _Change) -> Kin:
    names, gists, marks = texts = columns(articles)
    index, touched = _index(gists, before, change)
    touched |= {*change.came, *(new for _, new in change.others)}
    touched |= _touched_by_marks(marks, before, change)
    numbers = sorted(touched - {GONE})
    rare = alike.rare(
        _holders(*index, {w for n in numbers for w in gists[n].split(" ")}), len(names)
    )
    beside: list[Sequence[int]] = [()] * len(names)
    as_now = _mapped(array("I", before.beside), change.now)
    for new, size, end in zip(change.now, before.sizes, accumulate(before.sizes), strict=True):
        if new != GONE:
            beside[new] = as_now[end - size : end]
    for number, found_again in zip(numbers, likest(texts, rare, numbers), strict=True):
        beside[number] = found_again
    return packed(texts, index, beside)


Index = tuple[list[str], "array[int]", "array[int]"]
"""Words, counts and holders, as in `Kin`."""


def _mapped(numbers: "array[int]", now: Sequence[int]) -> "array[int]":
    """Numbers as they are now; GONE of those that are gone."""
    if now == list(range(len(now))):
        return array("i", numbers.tobytes())
    return array("i", map(now.__getitem__, numbers))


def _listed(counts: Iterable[int]) -> list[int]:
    """Where the holders of each word end."""
    return list(accumulate(count if count <= alike.RARE else 0 for count in counts))


def _holders(
    words: Sequence[str], counts: Sequence[int], holders: Sequence[int], wanted: Iterable[str]
) -> dict[str, Sequence[int]]:
    """The holders of those of the wanted words of which they are listed."""
    ends, made = _listed(counts), {}
    for word in wanted:
        at = bisect_left(words, word)
        if at < len(words) and words[at] == word and counts[at] <= alike.RARE:
            made[word] = holders[ends[at] - counts[at] : ends[at]]
    return made


class _Pieces:
    """Words, counts and holders of an earlier index, copied in pieces into a new one; holders by their numbers now."""

    def __init__(self, before: Kin, now: Sequence[int]) -> None:
        self.old_words = before.words.split(" ") if before.words else []
        self._counts = array("I", before.counts)
        self._ends = _listed(self._counts)
        self._holders = _mapped(array("I", before.holders), now)
        self._copied = 0
        self.words, self.counts, self.holders = list[str](), array("I"), array("I")

    def up_to(self, word: str) -> tuple[int, set[int]]:
        """Copy all words before this one, which is left out; return how many articles had it, and which, if they are listed."""
        at = bisect_left(self.old_words, word)
        self._copy(at)
        if at == len(self.old_words) or self.old_words[at] != word:
            return 0, set()
        self._copied, was, end = at + 1, self._counts[at], self._ends[at]
        return was, set(self._holders[end - was : end] if was <= alike.RARE else ())

    def add(self, word: str, count: int, holders: set[int]) -> None:
        """Put a word behind those that were copied; nothing of one that nobody has."""
        if count:
            self.words.append(word)
            self.counts.append(count)
            self.holders.extend(sorted(holders - {GONE}) if count <= alike.RARE else ())

    def rest(self) -> Index:
        """Copy what is left; return the new index."""
        self._copy(len(self.old_words))
        return self.words, self.counts, self.holders

    def _copy(self, stop: int) -> None:
        start, ends = self._copied, self._ends
        self.words.extend(self.old_words[start:stop])
        self.counts.extend(self._counts[start:stop])
        first, last = (ends[at - 1] if at else 0 for at in (start, stop))
        self.holders.frombytes(self._holders[first:last].tobytes())
        self._copied = stop


def _index(gists: Sequence[str], before: Kin, change: _Change) -> tuple[Index, set[int]]:
    """The index as it is now, and the articles whose points may be others: those that have a word which other articles
    have now, and which is or was rare."""
    pieces, touched, most = _Pieces(before, change.now), set[int](), alike.most(len(gists))
    left, joined = _moves(gists, before, change)
    for word in sorted(left.keys() | joined.keys()):
        was, there = pieces.up_to(word)
        count = was - len(left[word]) + len(joined[word])
        if count <= alike.RARE < was:  # they were not listed
            here = {n for n, gist in enumerate(gists) if word in gist and word in gist.split(" ")}
        else:
            here = (there - left[word]) | joined[word]
        if 1 < was <= most or 1 < count <= most:
            touched |= there | here
        pieces.add(word, count, here)
    return pieces.rest(), touched


Moves = defaultdict[str, set[int]]


def _moves(gists: Sequence[str], before: Kin, change: _Change) -> tuple[Moves, Moves]:
    """Word → the articles that have it no more, and those that have it now and had it not. Of one that is gone a number that
    nobody has: below GONE."""
    left, joined = Moves(set), Moves(set)
    for old in change.gone:
        for word in before.gists[old].split(" "):
            left[word].add(GONE - 1 - old)
    for new in change.came:
        for word in gists[new].split(" "):
            joined[word].add(new)
    for old, new in change.others:
        had, has = {*before.gists[old].split(" ")}, {*gists[new].split(" ")}
        for word in had - has:
            left[word].add(new)
        for word in has - had:
            joined[word].add(new)
    for moves in (left, joined):
        moves.pop("", None)
    return left, joined


def _touched_by_marks(marks: Sequence[str], before: Kin, change: _Change) -> set[int]:
    """The articles that stand near one that got or lost a tag, and all of a series that did."""
    old_marks = [before.marks[n] for n in (*change.gone, *(old for old, _ in change.others))]
    new_marks = [marks[n] for n in (*change.came, *(new for _, new in change.others))]
    then, now, touched = places(before.marks), places(marks), set[int]()
    for name in places([*old_marks, *new_marks]):
        old = [change.now[n] if change.now[n] != GONE else GONE - 1 - n for n in then.get(name, ())]
        new = now.get(name, ())
        moved = {*old} ^ {*new}
        if moved and (name.startswith(BETWEEN) or min(len(old), len(new)) <= alike.RARE):
            touched.update(old, new)
        elif moved:
            for there in (old, new):
                near = [at for at, number in enumerate(there) if number in moved]
                touched.update(n for at in near for n in there[max(0, at - REACH) : at + REACH + 1])
    return {number for number in touched if number > GONE}
