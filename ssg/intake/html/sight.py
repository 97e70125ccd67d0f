"""What can be seen of each block of a page: numbers that tell text of the article from the rest. Pure.

Of the line itself (as a paste has it), of the elements around it, and of where the page keeps most of its sentences.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from ssg.intake.html.blocks import Block, Blocks
from ssg.intake.html.places import AROUND, MEANINGS
from ssg.intake.lines import Line, Page, is_sentence

Numbers = list[float]
_TAGS = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "figcaption", "td", "section", "article", "span", "dd", "pre", "button")  # fmt: skip
_CUES = ("menu", "share", "related", "comments", "subscribe", "ad", "topics", "rights", "summary", "correction", "author", "video",
         "published", "updated", "credit", "disclaimer", "promo")  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """What the page says of its text elsewhere, as keys (letters and digits in lower case).

    `body` is JSON-LD's articleBody; `title` and `deck` are the headline and the description; `taken` are the lines that
    an extractor took, None where none was asked.
    """

    title: str = ""
    deck: str = ""
    body: str = ""
    taken: str | None = None


class Sight(msgspec.Struct, frozen=True):
    """The blocks with text, their lines, and their numbers in the order of NAMES (and TAKEN, where an extractor was asked).

    `places`, `parents` and `kinds` say which blocks stand in the same element, in the same parent, in the same kind of element.
    """

    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    rows: list[Numbers]
    places: tuple[int, ...]
    parents: tuple[int, ...]
    kinds: tuple[str, ...]


NAMES: tuple[str, ...] = (
    "width", "ends", "ellipsis", "sentences", "commas", "quotes", "url", "relative", "dated", "separators", "capitals",
    "function", "topic", "twice", "around2", "around5", "around12", "letters",
    *(f"cue {name}" for name in _CUES),
    *(f"tag {name}" for name in _TAGS),
    "linked", "bold", "broken", "hidden", "marked", "depth",
    *(f"in {name}" for name in AROUND),
    *(f"near {name}" for name in MEANINGS),
    *(f"far {name}" for name in MEANINGS),
    "own mass", "up mass", "best depth", "in best", "signature", "siblings", "alike",
    "position", "below headline", "from headline", "is title", "is deck", "in ld", "has ld", "ld share",
    "picture above", "picture below", "same above", "same below",
)  # fmt: skip
TAKEN: tuple[str, ...] = (
    "taken",
    "taken above",
    "taken below",
    "taken around",
    "taken extent",
    "taken share",
)


def sight(found: Blocks, page: Page, known: Known) -> Sight:
    """Return the numbers of a page's blocks; `page` holds a line for each block with text, in order."""
    blocks = [block for block in found.blocks if block.text]
    lines = page.lines
    mass = _masses(found, blocks, lines)
    headline = _headline(blocks, lines, known)
    pictures = _pictures(found.blocks)
    signatures = _signatures(found, blocks, lines)
    siblings = Counter(block.place for block in blocks)
    alike = Counter(found.places[block.place].signature for block in blocks)
    has_ld = sum(
        len(line.key)
        for line in lines
        if known.body and line.key and line.key in known.body and len(line.key) > 20
    )
    rows: list[Numbers] = []
    for i, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        place = found.places[block.place]
        row = _own(page, i, line)
        row += [float(block.tag == name) for name in _TAGS]
        row += [
            block.linked,
            block.bold,
            block.broken,
            place.hidden,
            place.marked,
            min(place.depth, 40),
        ]
        row += [float(name in place.around) for name in AROUND]
        row += [float(name in place.near) for name in MEANINGS]
        row += [float(name in place.far) for name in MEANINGS]
        row += mass[i]
        row += [
            signatures.get(place.signature, 0.0),
            math.log1p(siblings[block.place]),
            math.log1p(alike[place.signature]),
        ]
        at = max(headline, 0)
        row += [
            i / len(blocks),
            float(i > headline >= 0),
            max(-30, min(60, i - at)) if headline >= 0 else 0,
        ]
        row += [_share(line.key, known.title), _share(line.key, known.deck)]
        row += [
            float(bool(line.key) and line.key in known.body),
            float(bool(known.body)),
            has_ld / max(1, len(known.body)),
        ]
        row += pictures[i]
        row += [_same(blocks, found, i, i - 1), _same(blocks, found, i, i + 1)]
        rows.append([float(x) for x in row])
    if known.taken is not None:
        told = _taken(lines, known.taken)
        rows = [[*row, *more] for row, more in zip(rows, told, strict=True)]
    around = [found.places[block.place] for block in blocks]
    return Sight(
        tuple(blocks),
        lines,
        rows,
        tuple(block.place for block in blocks),
        tuple(it.up for it in around),
        tuple(it.signature for it in around),
    )


def _own(page: Page, i: int, line: Line) -> Numbers:
    return [
        math.log1p(line.width), line.ends, line.ellipsis, min(line.sentences, 6), min(line.commas, 8), min(line.quotes, 4), line.url, line.relative, line.dated,
        min(line.separators, 4), line.capitals, page.function[i], page.topic[i], page.twice[i],
        *page.around[i], line.letters / max(1, len(line.text)),
        *(float(name in line.cues) for name in _CUES),
    ]  # fmt: skip


def _masses(found: Blocks, blocks: Sequence[Block], lines: Sequence[Line]) -> list[Numbers]:
    """Of each block: how much of the page's sentences stands in its element, in the one around it, and where the most of it is."""
    own: dict[int, float] = defaultdict(float)
    for block, line in zip(blocks, lines, strict=True):
        place = found.places[block.place]
        if not is_sentence(line) or block.linked > 0.5 or place.hidden:
            continue
        weight, number = float(min(line.width, 400)), block.place
        if place.tag in ("p", "li", "tr", "blockquote") or place.tag.startswith("h"):
            number = place.up
        for share in (1.0, 0.5, 0.25):
            if number < 0:
                break
            own[number] += weight * share
            number = found.places[number].up
    best = max(own, key=lambda n: (own[n], -n), default=-1)
    most = own.get(best, 0.0) or 1.0
    rows: list[Numbers] = []
    for block in blocks:
        up = found.places[block.place].up
        depth = _below(found, block.place, best)
        rows.append(
            [
                own.get(block.place, 0.0) / most,
                own.get(up, 0.0) / most,
                depth if depth >= 0 else 12,
                float(depth >= 0),
            ]
        )
    return rows


def _below(found: Blocks, number: int, best: int) -> int:
    """How many elements a place lies below another, -1 if it does not."""
    for depth in range(12):
        if number == best:
            return depth
        if number < 0:
            return -1
        number = found.places[number].up
    return -1


def _signatures(
    found: Blocks, blocks: Sequence[Block], lines: Sequence[Line]
) -> Mapping[str, float]:
    """The share of the page's sentences that stands in elements of each kind and class."""
    sums: dict[str, float] = defaultdict(float)
    for block, line in zip(blocks, lines, strict=True):
        if is_sentence(line) and block.linked <= 0.5:
            sums[found.places[block.place].signature] += line.width
    whole = sum(sums.values()) or 1.0
    return {name: value / whole for name, value in sums.items()}


def _headline(blocks: Sequence[Block], lines: Sequence[Line], known: Known) -> int:
    """The block that is most likely the headline: the last `h1` like the title, else any, else the first `h1`; -1 for none."""
    like = [
        i
        for i, line in enumerate(lines)
        if known.title and line.key and _share(line.key, known.title) > 0.7
    ]
    first = (
        [i for i in like if blocks[i].tag == "h1"]
        or like
        or [i for i, block in enumerate(blocks) if block.tag == "h1"]
    )
    return first[0] if first else -1


def _share(key: str, other: str) -> float:
    """How much of the longer of two keys the shorter is, where it is in it; 0 else."""
    if not key or not other or (key not in other and other not in key):
        return 0.0
    return min(len(key), len(other)) / max(len(key), len(other))


def _pictures(blocks: Sequence[Block]) -> list[Numbers]:
    """Of each block with text: whether a picture stands just above it, and just below."""
    rows: list[Numbers] = []
    for i, block in enumerate(blocks):
        if block.text:
            rows.append(
                [
                    float(i > 0 and bool(blocks[i - 1].picture)),
                    float(i + 1 < len(blocks) and bool(blocks[i + 1].picture)),
                ]
            )
    return rows


def _same(blocks: Sequence[Block], found: Blocks, i: int, j: int) -> float:
    """1 for a neighbour in the same element or in one of the same kind beside it, else 0."""
    if not 0 <= j < len(blocks):
        return 0.0
    a, b = found.places[blocks[i].place], found.places[blocks[j].place]
    return float(blocks[i].place == blocks[j].place or (a.up == b.up and a.tag == b.tag))


def _taken(lines: Sequence[Line], taken: str) -> list[Numbers]:
    has = [float(bool(line.key) and line.key in taken) for line in lines]
    first = next((i for i, it in enumerate(has) if it and len(lines[i].key) > 40), len(lines))
    last = next((i for i in range(len(has) - 1, -1, -1) if has[i] and len(lines[i].key) > 40), -1)
    whole = sum(len(line.key) for line, it in zip(lines, has, strict=True) if it)
    rows: list[Numbers] = []
    for i, it in enumerate(has):
        near = has[max(0, i - 3) : i] + has[i + 1 : i + 4]
        rows.append([it, has[i - 1] if i else 0.0, has[i + 1] if i + 1 < len(has) else 0.0, sum(near) / max(1, len(near)),
                     float(first <= i <= last), min(1.0, whole / 4000)])  # fmt: skip
    return rows
