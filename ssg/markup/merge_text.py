"""Three versions of a text brought together: by line, by paragraph, and word by word as a proposal. Pure."""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

import msgspec

from ssg.markup.diff3 import Range, Region, regions

_LINES = re.compile(r"\n[^\n]*|[^\n]+")
_HEAD_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_BETWEEN = re.compile(r"(\n(?:[^\S\n]*\n)+)")
_WORDS = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\s぀-ヿ㐀-鿿豈-﫿]+\s*|\s+")


class Conflict(msgspec.Struct, frozen=True):
    """What both sides changed, each otherwise: exact texts, empty for what a side took away.

    `lines` are the lines, from 1, on which it begins in base, mine and theirs; of an empty text, the line it would
    follow, and 0 where the key is missing. `key` is that of the front matter, empty in the body. `proposal` holds both changes word by word, None where words clash too; nobody has seen it yet.
    """

    base: str
    mine: str
    theirs: str
    lines: tuple[int, int, int]
    key: str = ""
    proposal: str | None = None

    def over(self, change: Callable[[str], str]) -> "Conflict":
        """Return the conflict with all its texts changed alike."""
        base, mine, theirs = (change(text) for text in (self.base, self.mine, self.theirs))
        proposed = None if self.proposal is None else change(self.proposal)
        return Conflict(base, mine, theirs, self.lines, self.key, proposed)


Piece = str | Conflict


def one_of(base: str, mine: str, theirs: str) -> str:
    """Return the one that was changed; of two changes the longer, whichever side it is on."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else max(mine, theirs, key=lambda text: (len(text), text))


def proposal(base: str, mine: str, theirs: str) -> str | None:
    """Return a text that holds the changes of both sides word by word, None where they meet."""
    sides = [_WORDS.findall(text) for text in (base, mine, theirs)]
    if not all(sides):
        return None
    found = regions(*sides, strict=False)
    if any(each.kind == "clash" for each in found):
        return None
    return "".join("".join(_chosen(each, sides)) for each in found)


def line_pieces(texts: Sequence[str], first: Sequence[int], *, strict: bool) -> list[Piece]:
    """Return three texts merged line by line; `first` are the lines that they begin on, `strict` as in regions."""
    sides = [_HEAD_LINES.findall(text) for text in texts]
    return _merged(sides, _starts(sides, first), regions(*sides, strict=strict))


def paragraph_pieces(bodies: Sequence[str], first: Sequence[int]) -> list[Piece]:
    """Return three texts merged by paragraphs, and within clashing ones by lines; `first` as in line_pieces.

    Every paragraph is a token with the blank lines before it, the first one too.
    """
    around = [_around(body) for body in bodies]
    lead, tail = (one_of(*(each[i] for each in around)) for i in (0, 2))
    sides = [_paragraphs(each[1]) for each in around]
    begins = [line + each[0].count("\n") - 2 for line, each in zip(first, around, strict=True)]
    starts = _starts(sides, begins)
    found: list[Piece] = []
    for each in regions(*sides, strict=False):
        if each.kind != "clash":
            found.append("".join(_chosen(each, sides)))
            continue
        lines = [
            _LINES.findall("".join(side[slice(*at)]))
            for side, at in zip(sides, _ranges(each), strict=True)
        ]
        at = [begin[place[0]] for begin, place in zip(starts, _ranges(each), strict=True)]
        found += _merged(lines, _starts(lines, at), regions(*lines, strict=True))
    return [lead, *_without_gap(found), tail]


def _around(body: str) -> tuple[str, str, str]:
    """Blank lines above a text, the text, blanks below."""
    core = body.rstrip()
    lead = core[: len(core) - len(core.lstrip())]
    lead = lead[: lead.rfind("\n") + 1]
    return lead, core[len(lead) :], body[len(core) :]


def _paragraphs(core: str) -> list[str]:
    parts = _BETWEEN.split(f"\n\n{core}" if core else "")
    return ["".join(pair) for pair in zip(parts[1::2], parts[2::2], strict=True)]


def _without_gap(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the blank lines that stand before the first paragraph only to make it like the others."""
    if not pieces:
        return []
    first, rest = pieces[0], list(pieces[1:])
    if isinstance(first, str):
        left = _gapless(first)
        return [left, *rest] if left else _without_gap(rest)
    first = first.over(_gapless)
    if rest and isinstance(rest[0], str) and "" in (first.base, first.mine, first.theirs):
        left = _gapless(rest[0])
        gap = rest[0][: len(rest[0]) - len(left)]
        return [first.over(lambda text: text and text + gap), left, *rest[1:]]
    return [first, *rest]


def _gapless(text: str) -> str:
    gap = text[: len(text) - len(text.lstrip())]
    return text[gap.rfind("\n") + 1 :]


def _merged(
    sides: Sequence[Sequence[str]],
    starts: Sequence[Sequence[int]],
    found: Sequence[Region],
) -> list[Piece]:
    pieces: list[Piece] = []
    for each in found:
        if each.kind != "clash":
            pieces.append("".join(_chosen(each, sides)))
            continue
        texts = ["".join(side[slice(*at)]) for side, at in zip(sides, _ranges(each), strict=True)]
        gap = _common_gap(texts)
        texts = [text[len(gap) :] for text in texts]
        at = [begin[place[0]] for begin, place in zip(starts, _ranges(each), strict=True)]
        lines = [
            line + (gap + text[: len(text) - len(text.lstrip())]).count("\n")
            for line, text in zip(at, texts, strict=True)
        ]
        pieces += [
            gap,
            _conflict(texts, lines),
        ]
    return pieces


def _conflict(texts: Sequence[str], lines: Sequence[int]) -> Conflict:
    base, mine, theirs = texts
    word = proposal(base, mine, theirs)
    return Conflict(base, mine, theirs, (lines[0], lines[1], lines[2]), proposal=word)


def _common_gap(texts: Sequence[str]) -> str:
    """The blank lines that all three begin with."""
    gaps = {text[: len(text) - len(text.lstrip("\n"))] for text in texts}
    return gaps.pop() if len(gaps) == 1 else ""


def _chosen(region: Region, sides: Sequence[Sequence[str]]) -> Sequence[str]:
    which = {"same": 0, "mine": 1, "both": 1, "theirs": 2}[region.kind]
    return sides[which][slice(*_ranges(region)[which])]


def _ranges(region: Region) -> tuple[Range, Range, Range]:
    return region.base, region.mine, region.theirs


def _starts(sides: Sequence[Sequence[str]], first: Sequence[int]) -> list[list[int]]:
    """The line that each token begins on, and the one after the last."""
    return [
        list(accumulate((token.count("\n") for token in side), initial=line))
        for side, line in zip(sides, first, strict=True)
    ]
