"""Lists and tables of a page, which stand or fall as a whole: half of one tells lies. Pure.

The trees judge each block by itself, and short items look like menus to them; here it counts where the whole list stands.
"""

from collections.abc import Mapping, Sequence

import msgspec

from ssg.intake.html.blocks import Blocks
from ssg.intake.html.sight import Sight
from ssg.intake.lines import Line

_LISTS = ("ul", "ol", "dl", "menu")
_NOT_TEXT = frozenset({"share", "comment", "letter", "advert"})
_ABOUT = frozenset({"meta", "author"})  # a list of such a class tells of the article
_PLAIN, _LINKED = 0.1, 0.5
"""The most of the letters that are links in a list or table that belongs to the text above it, and in a table that is likely besides: they name teams."""
_LINKS, _TEASED = 0.9, 0.4
"""From which share on a list is one of links, and one in a box of other articles a list of those."""
_HOPE = 0.1
"""The mean chance below which nothing saves a table with links."""


class _Whole(msgspec.Struct, frozen=True):
    """A list or table: its place, the numbers of its blocks, how likely they are text and how much of them is links (0–1).

    `cued` is the share of them with words that give a line away: buttons, dates, imprints. `below` tells that something stands above it in the nearest element that holds more than it.
    """

    place: int
    blocks: tuple[int, ...]
    chance: float
    linked: float
    cued: float
    below: bool


def settled(
    found: Blocks, seen: Sight, chances: Sequence[float], kept: Sequence[bool]
) -> list[bool]:
    """Return which blocks are the article's when no list and no table is so in part.

    One that follows upon the article's text, in the same element, is the article's; one of links, or unlikely in the mean, is not.
    A list that is half of what was kept is a page laid out as a list, and stays as it is.
    """
    now = list(kept)
    widths = [line.width for line in seen.lines]
    total = sum(width for width, it in zip(widths, kept, strict=True) if it)
    for whole in _wholes(found, seen, chances):
        own = sum(widths[n] for n in whole.blocks if now[n])
        if _follows(found, whole, now) or _is_table(found, whole, now):
            now = _all(now, whole, it=True)
        elif 2 * own < total and _falls(found, whole):
            now = _all(now, whole, it=False)
    return now


def _all(kept: list[bool], whole: _Whole, *, it: bool) -> list[bool]:
    own = set(whole.blocks)
    return [it if n in own else before for n, before in enumerate(kept)]


def _follows(found: Blocks, whole: _Whole, kept: Sequence[bool]) -> bool:
    """Whether the block just above is text of the article in the same element, and nothing says that this is none."""
    place = found.places[whole.place]
    table = place.tag == "table"
    about = bool(place.near & _NOT_TEXT) or (bool(place.own & _ABOUT) and not table)
    plain = whole.linked <= _PLAIN and not about and whole.cued < 0.5
    likely = table and whole.linked <= _LINKED and whole.chance >= _HOPE
    return whole.below and kept[whole.blocks[0] - 1] and (plain or likely)


def _is_table(found: Blocks, whole: _Whole, kept: Sequence[bool]) -> bool:
    """Whether half the rows of a table are the article's."""
    rows = [kept[n] for n in whole.blocks]
    return found.places[whole.place].tag == "table" and 2 * sum(rows) >= len(rows)


def _falls(found: Blocks, whole: _Whole) -> bool:
    others = "related" in found.places[whole.place].near and whole.linked > _TEASED
    return others or whole.linked > _LINKS or whole.cued > 0.5 or whole.chance < 0.5


def _wholes(found: Blocks, seen: Sight, chances: Sequence[float]) -> list[_Whole]:
    """The tables and the outermost lists of a page in order."""
    blocks: dict[int, list[int]] = {}
    for n, block in enumerate(seen.blocks):
        rows = block.tag in ("tr", "caption")
        place = found.up(block.place, "table") if rows else _list(found, block.place)
        if place >= 0:
            blocks.setdefault(place, []).append(n)
    reach = _reach(found, seen)
    return [
        _Whole(
            place,
            tuple(own),
            sum(chances[n] for n in own) / len(own),
            _linked(seen, own),
            sum(_cued(seen.lines[n]) for n in own) / len(own),
            reach[_around(found, place, reach)][0] < own[0],
        )
        for place, own in blocks.items()
    ]


def _cued(line: Line) -> bool:
    return bool(line.cues) or line.text.startswith("#")


def _linked(seen: Sight, own: Sequence[int]) -> float:
    widths = [max(1, seen.lines[n].width) for n in own]
    links = (seen.blocks[n].linked * width for n, width in zip(own, widths, strict=True))
    return sum(links) / sum(widths)


def _around(found: Blocks, place: int, reach: Mapping[int, tuple[int, int]]) -> int:
    """The nearest place around one that holds more blocks; the outermost where none does."""
    around = place
    while reach[around] == reach[place] and found.places[around].up >= 0:
        around = found.places[around].up
    return around


def _list(found: Blocks, place: int) -> int:
    """The outermost list that a place lies in, -1 for none."""
    outer, at = -1, found.up(place, *_LISTS)
    while at >= 0:
        outer, at = at, found.up(found.places[at].up, *_LISTS)
    return outer


def _reach(found: Blocks, seen: Sight) -> dict[int, tuple[int, int]]:
    """The first and the last block with text in each place that has any."""
    reach: dict[int, tuple[int, int]] = {}
    for n, block in enumerate(seen.blocks):
        place = block.place
        while place >= 0:
            reach[place] = (reach.get(place, (n, n))[0], n)
            place = found.places[place].up
    return reach
