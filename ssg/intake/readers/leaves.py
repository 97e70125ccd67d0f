"""Pages of print as text: what was set line by line becomes paragraphs again, with an empty line between them. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from ssg.intake.cuts import width

_FULL = 0.75  # a line this wide, of the page's widest, goes on in the next one
_WIDER = 1.2  # of the usual distance between two lines: more parts two paragraphs
_LIST = re.compile(r"\s*(?:[-•·●○▪◦▶]|\d{1,2}[.)])\s")
_ENDING = re.compile(r"[가-힣](?:[을를은는의에와과며]|에서|으로|하고|했다|한다)$|[.,!?…”’\"')\]]$")


class Row(msgspec.Struct, frozen=True):
    """A printed line: its text, how high it stands on the page, and the size of its letters, in any one unit."""

    text: str
    height: float
    size: float


def text(page: Any) -> str:
    """Return the text of a page of pypdf's, a paragraph a line."""
    pieces: list[tuple[str, float, float]] = []

    def seen(
        piece: str, around: Sequence[float], own: Sequence[float], _font: object, size: float
    ) -> None:
        height = own[4] * around[1] + own[5] * around[3] + around[5]
        pieces.append((piece, height, size * abs(own[3] * around[3])))

    plain = str(page.extract_text(visitor_text=seen) or "")
    if "".join(piece for piece, _, _ in pieces) != plain:
        return plain.replace("\0", "")  # its pieces came in another order
    return paragraphs(rows(pieces))


def rows(pieces: Sequence[tuple[str, float, float]]) -> list[Row]:
    """Return the lines of pieces of text with their heights and sizes, in order; empty lines are left out."""
    found: list[Row] = []
    held = ""
    places: list[tuple[float, float]] = []
    for piece, height, size in [*pieces, ("\n", 0.0, 0.0)]:
        for n, part in enumerate(piece.replace("\0", "").split("\n")):
            if n:
                if held.strip():
                    found.append(Row(held.strip(), *places[0]))
                held, places = "", []
            held += part
            if part.strip():
                places.append((height, size))
    return found


def paragraphs(page: Sequence[Row]) -> str:
    """Return printed lines as paragraphs, an empty line between them where the page has room between them."""
    steps = [one.height - two.height for one, two in pairwise(page)]
    widest = max((width(row.text) for row in page), default=0)
    usual = _usual(page, steps, widest)
    words = Counter(word for row in page for word in row.text.split())
    made = ""
    for n, row in enumerate(page):
        if not n:
            made = row.text
            continue
        above, step = page[n - 1], steps[n - 1]
        near = 0 < step <= usual * _WIDER and abs(above.size - row.size) < 0.1 * row.size
        if near and width(above.text) >= _FULL * widest and not _LIST.match(row.text):
            made = joined(made, row.text, words)
        else:
            made += ("\n" if near else "\n\n") + row.text
    return made


def _usual(page: Sequence[Row], steps: Sequence[float], widest: int) -> float:
    """The distance from a full line to the next one: the smallest that more than one has, else the smallest."""
    after = [
        round(step, 1)
        for row, step in zip(page, steps, strict=False)
        if step > 0 and width(row.text) >= _FULL * widest
    ]
    counts = Counter(after)
    return min((s for s in after if counts[s] > 1), default=min(after, default=0.0))


def joined(above: str, below: str, words: Counter[str]) -> str:
    """Return two parts of a paragraph as one; Korean is broken amid words, so whether a space stood there is told by the words."""
    if re.search(r"[a-zß-ÿ]-$", above[-2:]) and re.match("[a-zß-ÿ]", below):
        return above[:-1] + below
    last, first = above.rsplit(maxsplit=1)[-1:], below.split(maxsplit=1)[:1]
    if not (last and first and "가" <= last[0][-1] <= "힣" and "가" <= first[0][0] <= "힣"):
        han = re.search("[\u3000-\u30ff\u4e00-\u9fff]$", above[-1:]) and re.match("[\u3000-\u30ff\u4e00-\u9fff]", below)  # fmt: skip
        return above + ("" if han else " ") + below
    whole = last[0] + first[0]
    if words[whole] or not (words[last[0]] > 1 or _ENDING.search(last[0])):
        return above + below
    return f"{above} {below}"
