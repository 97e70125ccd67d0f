"""What each block of a page is: the article's blocks by their elements, the others by where they stand. Pure."""

import re
from collections.abc import Sequence

import msgspec

from ssg.intake import authors, captions
from ssg.intake.draft import Draft
from ssg.intake.html.blocks import Block, Blocks
from ssg.intake.html.page import Read, key
from ssg.intake.html.places import Place
from ssg.intake.lines import Line
from ssg.intake.spans import BODY, Clue, Label, Mark

_UNLIKELY = -6.0
_SIGNED = 3  # lines below the headline
_WIDE = 60  # columns of a byline with a day
_FEW = 8  # letters beside a day
_ABOVE, _BELOW = 12, 12  # lines within which what belongs to an article stands around it
_STANDS: tuple[tuple[str, Label, str], ...] = (
    ("comment", "comments", "stands among the comments"),
    ("share", "share", "stands in a box for sharing"),
    ("advert", "ad", "stands in an advertisement"),
    ("letter", "subscribe", "stands in a box for subscribers"),
    ("related", "related", "stands in a list of other articles"),
)
_FIELDS = frozenset({"meta", "author", "lead", "headline", "caption"})
_FRAMES = frozenset({"nav", "footer", "form"})
_NOTICE = re.compile(r"©|ⓒ|copyright|저작권|무단|all rights", re.IGNORECASE)


def clues(page: Read, kept: Sequence[bool], title: str) -> list[Clue]:
    """Return what is known of each line of the page: what `kept` blocks are, and what others cannot be."""
    first = next((n for n, it in enumerate(kept) if it), len(kept))
    last = next((n for n in range(len(kept) - 1, -1, -1) if kept[n]), -1)
    headline = _headline(page, first, title)
    found: list[Clue] = []
    for n, (block, line) in enumerate(zip(page.shown, page.lines.lines, strict=True)):
        if n == headline:
            found.append(Clue(mark=Mark("headline", "is the headline that the page names")))
        elif kept[n] and not (0 <= headline < n <= headline + _SIGNED and _signs(line)):
            found.append(Clue(odds=-_UNLIKELY, mark=_kept(page.found, block, line)))
        else:
            found.append(
                Clue(
                    odds=_UNLIKELY,
                    mark=_beside(page.found, block, line, within=headline <= n <= last),
                )
            )
    return found


def _signs(line: Line) -> bool:
    """Whether a line is a name and a day and nothing else: the words of its line say which."""
    named = authors.korean(line.text) or authors.latin(line.text) or line.letters <= _FEW
    told = bool(named) or bool(line.cues & {"published", "updated"})
    return line.dated and told and not line.ends and line.width <= _WIDE


def settled(draft: Draft, kept: Sequence[bool]) -> Draft:
    """Return the draft without text of the article in blocks that are not `kept`, and without fields from far away.

    A deck stands between headline and text, a caption or a name between the headline and a little below the text.
    """
    first = next((n for n, it in enumerate(kept) if it), len(kept))
    last = next((n for n in range(len(kept) - 1, -1, -1) if kept[n]), len(kept))
    top = max((i for i in draft.find("headline") if i <= first), default=max(0, first - _ABOVE))
    reach: dict[Label, range] = {
        "deck": range(top, first), "kicker": range(max(0, top - 3), first), "summary": range(top, last), "caption": range(max(0, top - 2), last + 2),
        "credit": range(max(0, top - 2), last + 3), "byline": range(max(0, top - _ABOVE), last + _BELOW), "date": range(max(0, top - _ABOVE), last + _BELOW),
        "topics": range(max(0, top - _ABOVE), last + 3 * _BELOW),
    }  # fmt: skip
    changed = {
        i: mark
        for i, mark in draft.marks.items()
        if (mark.label in BODY and not kept[i]) or i not in reach.get(mark.label, (i,))
    }
    apart = Mark("other", "stands apart from the article on the page")
    return msgspec.structs.replace(draft, marks={**draft.marks, **dict.fromkeys(changed, apart)})


def _headline(page: Read, first: int, title: str) -> int:
    """The line of the headline: the last one like it above the text, a heading before others; -1 where it is not shown."""
    wanted = key(title)
    like = [
        n
        for n, line in enumerate(page.lines.lines[: max(first, 1) + 1])
        if wanted and line.key == wanted
    ]
    headings = [n for n in like if page.shown[n].tag in ("h1", "h2")]
    return (headings or like or [-1])[-1]


_KINDS: dict[str, Mark] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Mark("subhead", "is a heading inside the article")),
    **dict.fromkeys(("li", "dd", "dt"), Mark("list", "is an item of a list in the article")),
    "tr": Mark("table", "is a row of a table in the article"),
}  # fmt: skip


def _kept(found: Blocks, block: Block, line: Line) -> Mark:
    if block.tag == "figcaption":
        return Mark("caption", "is the caption of a picture of the article")
    if block.tag in _KINDS:
        return _KINDS[block.tag]
    if is_subhead(block, line):
        return Mark("subhead", "is a short line in bold inside the article")
    if "blockquote" in found.places[block.place].around:
        return Mark("quote", "is a quotation in the article")
    if "correction" in line.cues:
        return Mark("correction", "says what was corrected")
    return Mark("body", "stands where the page keeps its article")


def is_subhead(block: Block, line: Line) -> bool:
    """Return whether a paragraph is a heading in disguise: short, bold throughout, no sentence."""
    return (
        block.tag in ("p", "div")
        and block.bold > 0.98
        and line.width <= 90
        and not line.ends
        and line.letters > 1
    )


def _beside(found: Blocks, block: Block, line: Line, *, within: bool) -> Mark | None:
    """What a block outside of the text is, where its elements say so; None leaves it to the words of its line."""
    place = found.places[block.place]
    if within and _is_caption(place, block, line):
        return Mark("caption", "stands below a picture of the article")
    if "nav" in place.around or ("frame" in place.near and block.linked > 0.9):
        return Mark("menu", "stands in the page's navigation")
    tells = line.cues & {"rights", "published", "updated", "topics"} or place.near & _FIELDS
    if _NOTICE.search(line.text) or tells or place.tag in ("h1", "figcaption", "time"):
        return None
    stands = next((Mark(label, why) for name, label, why in _STANDS if name in place.near), None)
    if stands is None and _FRAMES & place.around:
        return Mark("menu", "stands in the frame of the page")
    return stands


def _is_caption(place: Place, block: Block, line: Line) -> bool:
    if block.linked > 0.9 or line.width < 6:
        return False
    return (
        block.tag == "figcaption"
        or ("figure" in place.around and "caption" in place.near)
        or (captions.is_caption(line) and "figure" in place.around)
    )
