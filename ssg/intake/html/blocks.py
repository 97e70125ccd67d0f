"""A page as the blocks of text that a reader sees, in order, each with its Markdown and its place. Pure."""

import re
from collections.abc import Callable

import msgspec

from ssg.intake.html.dom import Element, attribute, tag
from ssg.intake.html.inline import Done, Inline, Mark, Piece
from ssg.intake.html.places import Place, place
from ssg.intake.html.tables import is_table, span_of

SKIPPED = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "object", "iframe", "svg", "math", "canvas", "audio", "video", "map",
     "select", "datalist", "input", "textarea", "embed", "noembed", "noframes", "rp", "param", "source", "track"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
     "label", "legend", "li", "main", "menu", "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "search", "section",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_INLINE: dict[str, Mark] = {"a": "link", "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "code": "code", "kbd": "code",
                            "samp": "code", "tt": "code", "del": "del", "s": "del", "strike": "del"}  # fmt: skip
_SMALL = 100  # pixels
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Picture(msgspec.Struct, frozen=True):
    """A picture of the page: its address as written, what stands for it, and whether the page shows it as a mere sign."""

    src: str
    alt: str
    small: bool = False


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A run of text between two breaks of the page.

    `text` has single blanks, `pieces` are the same with links and emphasis; both are empty for a picture, whose
    `picture` is set. `tag` names the innermost block element (`li`, `h2`, `p`; `tr` for a table's row, with `cells`). `place` is the number of that element. `linked` and `bold` are shares (0–1) of the letters.
    `broken` tells that a single line break, no new block, parts it from the block before.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    tag: str
    place: int
    linked: float = 0.0
    bold: float = 0.0
    broken: bool = False
    cells: tuple[Done, ...] = ()
    picture: Picture | None = None


class Blocks(msgspec.Struct):
    """The blocks of a page and all places in it."""

    blocks: list[Block]
    places: list[Place]

    def up(self, number: int, *tags: str) -> int:
        """Return the number of the nearest place with one of the tags that a place is or lies in; -1 for none."""
        while number >= 0 and self.places[number].tag not in tags:
            number = self.places[number].up
        return number

    def within(self, number: int, around: int) -> bool:
        """Return whether a place is another or lies in it."""
        while number > around:  # a place stands behind the one around it
            number = self.places[number].up
        return number == around


class _Walk(msgspec.Struct):
    """Where the walk through a page is: open places, the text since the last break, the row of a table."""

    found: Blocks
    link: Callable[[str], str]
    here: int = -1
    inline: Inline = msgspec.field(default_factory=Inline)
    breaks: int = 9
    pre: int = 0
    table: int = 0
    cells: list[Done] = []


def blocks(root: Element, link: Callable[[str], str]) -> Blocks:
    """Return the blocks of a page; `link` makes an address absolute, or "" where it is to be no link."""
    from lxml import etree

    walk = _Walk(Blocks([], []), link)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "start":
            if _skipped(element):
                steps.skip_subtree()
            else:
                _open(walk, element)
                _say(walk, element.text)
            continue
        if event == "end" and not _skipped(element):
            _close(walk, element)
        _say(walk, element.tail)
    _flush(walk)
    return walk.found


def _skipped(element: Element) -> bool:
    return tag(element) in SKIPPED


def _say(walk: _Walk, text: str | None) -> None:
    if text:
        walk.inline.say(text, keep=walk.pre > 0)


def _open(walk: _Walk, element: Element) -> None:
    name = tag(element)
    if name in _BLOCKS:
        if not walk.table:
            _flush(walk)
        walk.found.places.append(place(element, walk.here, walk.found.places))
        walk.here = len(walk.found.places) - 1
        _opened(walk, element, name)
    elif name == "br":
        _break(walk)
    elif name == "img":
        _picture(walk, element)
    elif name in _INLINE:
        address = walk.link(attribute(element, "href")) if name == "a" else ""
        walk.inline.open(_INLINE[name], address, is_link=name == "a")


def _opened(walk: _Walk, element: Element, name: str) -> None:
    if name == "pre":
        walk.pre += 1
    elif name == "table" and (walk.table or is_table(element)):
        walk.table += 1
    elif name == "tr" and walk.table == 1:
        walk.cells = []
    elif walk.table:
        walk.inline.say(" ")


def _close(walk: _Walk, element: Element) -> None:
    name = tag(element)
    if name in _INLINE:
        walk.inline.close(_INLINE[name])
    if name not in _BLOCKS:
        return
    if walk.table:
        _closed_in_table(walk, element, name)
    else:
        _flush(walk)
    walk.pre -= name == "pre"
    walk.here = walk.found.places[walk.here].up


def _closed_in_table(walk: _Walk, element: Element, name: str) -> None:
    if name == "table":
        walk.table -= 1
    elif name in ("td", "th") and walk.table == 1:
        walk.cells += [walk.inline.taken(), *[Done("", (), 0.0, 0.0)] * (span_of(element) - 1)]
    elif name == "tr" and walk.table == 1 and any(_SEEN.search(cell.text) for cell in walk.cells):
        text = "\t".join(cell.text for cell in walk.cells)
        row = Block(text=text, tag="tr", place=walk.here, cells=tuple(walk.cells))
        walk.found.blocks.append(row)
        walk.breaks = 9
    elif name == "caption":
        _flush(walk)
    else:
        walk.inline.say(" ")


def _break(walk: _Walk) -> None:
    if walk.table:
        walk.inline.say(" ")
    elif walk.pre:
        walk.inline.say("\n", keep=True)
    else:
        _flush(walk, breaks=min(walk.breaks, 9) + 1 if not walk.inline.filled else 1)


def _picture(walk: _Walk, element: Element) -> None:
    src, alt = source_of(element), " ".join(attribute(element, "alt").split())
    if not src or walk.table:
        return
    breaks = walk.breaks
    _flush(walk)
    sides = [attribute(element, side).removesuffix("px") for side in ("width", "height")]
    small = any(side.isdecimal() and int(side) < _SMALL for side in sides)
    picture = Picture(src, alt, small)
    walk.found.blocks.append(Block(text="", tag="img", place=walk.here, picture=picture))
    walk.breaks = breaks if breaks == 1 else 9


def source_of(element: Element) -> str:
    """Return the address of a picture: the real one where a script would put it in later."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src"):
        value = attribute(element, name)
        if "srcset" in name:
            value = (
                value.split(",")[-1].split()[0]
                if value.strip(" ,") and not value.startswith("data:")
                else ""
            )
        if value and not re.match(r"data:image/(?:gif|svg)", value):
            return value
    return ""


def _flush(walk: _Walk, breaks: int = 9) -> None:
    """End the block: what was said since the last break becomes one. `breaks` is how many line breaks end it."""
    done = walk.inline.taken(keep=walk.pre > 0)
    if _SEEN.search(done.text):
        name = walk.found.places[walk.here].tag if walk.here >= 0 else ""
        block = Block(text=done.text, pieces=done.pieces, tag="pre" if walk.pre else name, place=walk.here, linked=done.linked, bold=done.bold,
                      broken=walk.breaks == 1)  # fmt: skip
        walk.found.blocks.append(block)
    walk.breaks = breaks
