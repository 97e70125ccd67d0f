"""The article's blocks as Markdown: paragraphs, headings, lists, quotes, tables, code and pictures as the page has them. Pure."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from ssg.intake.html import tables
from ssg.intake.html.blocks import Block, Blocks, Picture
from ssg.intake.html.inline import markdown as inline
from ssg.intake.html.marks import is_subhead
from ssg.intake.lines import Line

_LINES = 60  # a line at least this wide that ends a sentence is a paragraph, whatever break comes after it


def markdown(found: Blocks, kept: Mapping[int, Line], pictures: Mapping[int, str]) -> str:
    """Return the Markdown of the blocks in `kept` (by their number among all blocks, with their lines), one empty line between.

    `pictures` are blocks with a picture that is at hand, with the caption each is to have. It ends with a line end.
    """
    made = [part for _, part in parts(found, kept, pictures)]
    return "\n\n".join(made) + "\n" if made else ""


def parts(
    found: Blocks, kept: Mapping[int, Line], pictures: Mapping[int, str]
) -> list[tuple[int, str]]:
    """Return what `markdown` is made of: each part is a block of Markdown, with the number of the page's block it begins with."""
    made: list[tuple[int, str]] = []
    top = min(
        (
            int(block.tag[1])
            for n, block in enumerate(found.blocks)
            if n in kept and re.fullmatch("h[1-6]", block.tag)
        ),
        default=2,
    )
    written = _Written(found, top, {})
    before: Block | None = None
    for n, block in enumerate(found.blocks):
        if n in pictures and block.picture:
            made.append((n, _picture(block.picture, pictures[n])))
        elif n in kept:
            part = _block(written, block, kept[n], before)
            joint = _joint(found, before, block, kept, n)
            if joint and made:
                made[-1] = (made[-1][0], made[-1][1] + joint + part)
            else:
                made.append((n, part))
        else:
            continue
        before = block
    return [(n, part) for n, part in made if part]


class _Written(msgspec.Struct):
    """What was written so far: the level of the highest heading; items in each list, columns of each item's text."""

    found: Blocks
    top: int
    numbers: dict[int, int]


def _block(written: _Written, block: Block, line: Line, before: Block | None) -> str:
    """One block with the signs of what it is."""
    if block.tag == "tr":
        return _row(written.found, block, before)
    text = inline(block.pieces, block.text.strip())
    if block.tag == "pre":
        made = _fenced(block.text)
    elif re.fullmatch("h[1-6]", block.tag):
        made = f"{'#' * min(6, int(block.tag[1]) - written.top + 2)} {_one_line(text)}"
    elif is_subhead(block, line):
        made = f"## {_one_line(re.sub(r'^[*][*]|[*][*]$', '', text))}"
    else:
        made = text
    outside, inside = _quotes(written.found, block)
    return _quoted(outside, _item(written.found, block, _quoted(inside, made), written.numbers))


def _quotes(found: Blocks, block: Block) -> tuple[int, int]:
    """In how many quotations a block stands: around the item of a list that it belongs to, and within that item."""
    item, counts = found.up(block.place, "li"), [0, 0]
    place = found.up(block.place, "blockquote")
    while place >= 0:
        counts[item >= 0 and found.up(place, "li") == item] += 1
        place = found.up(found.places[place].up, "blockquote")
    return counts[0], counts[1]


def _quoted(count: int, made: str) -> str:
    """A block with a sign before each line for each of so many quotations."""
    return "\n".join(f"{'>' * count} {one}".rstrip() for one in made.split("\n")) if count else made


def _one_line(text: str) -> str:
    return re.sub(r"(#+)$", r"\\\1", " ".join(text.split()))


def _fenced(text: str) -> str:
    longest = max(map(len, re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _item(found: Blocks, block: Block, made: str, numbers: dict[int, int]) -> str:
    """A list's item with its sign, set in below the item around it; a second block of an item without one.

    `numbers` are the items so far in each list, and the columns that the text of each item is set in by.
    """
    item = found.up(block.place, "li")
    if item < 0:
        return f"- {made}" if block.tag == "dd" else made
    if item not in numbers:
        list_ = found.up(found.places[item].up, "ul", "ol", "menu")
        above = found.up(found.places[item].up, "li")
        while above >= 0 and above not in numbers:
            above = found.up(found.places[above].up, "li")
        numbers[list_] = numbers.get(list_, 0) + 1
        sign = f"{numbers[list_]}. " if list_ >= 0 and found.places[list_].tag == "ol" else "- "
        around = numbers.get(above, 0) if above >= 0 else 0
        numbers[item] = around + len(sign)
        return " " * around + sign + made.replace("\n", "\n" + " " * numbers[item])
    return "\n".join(" " * numbers[item] + one for one in made.split("\n"))


def _row(found: Blocks, block: Block, before: Block | None) -> str:
    cells = tuple(inline(cell.pieces, cell.text) for cell in block.cells)
    table = found.up(block.place, "table")
    if before is not None and before.tag == "tr" and found.up(before.place, "table") == table:
        return tables.row(cells)
    return tables.head(cells)


def _joint(
    found: Blocks, before: Block | None, block: Block, kept: Mapping[int, Line], n: int
) -> str:
    """What stands between a block and the one before, where they belong together; "" where an empty line does."""
    if before is None or before.picture:
        return ""
    if block.tag == "tr" and before.tag == "tr":
        return "\n" if found.up(before.place, "table") == found.up(block.place, "table") else ""
    one, two = found.up(before.place, "li"), found.up(block.place, "li")
    if one >= 0 and two >= 0:
        return "\n" if one != two else "\n\n"
    if (
        block.broken
        and n - 1 in kept
        and found.blocks[n - 1] is before
        and block.place == before.place
    ):
        above = kept[n - 1]
        return "" if above.ends and above.width >= _LINES else "\\\n"
    return ""


def _picture(picture: Picture, caption: str) -> str:
    alt = re.sub(r"([\[\]\\])", r"\\\1", picture.alt)
    said = caption.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'![{alt}]({_source(picture.src)} "{said}")'
        if said
        else f"![{alt}]({_source(picture.src)})"
    )


def _source(src: str) -> str:
    return f"<{src}>" if re.search(r"[\s()<>]", src) else src


def paragraphs(kept: Sequence[Block]) -> tuple[str, ...]:
    """Return the texts of blocks as they were, without Markdown."""
    return tuple(block.text for block in kept)
