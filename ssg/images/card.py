"""A social card: the picture of 1200 × 630 that stands for an article elsewhere. Drawn by Pillow (the extra `images`).

Chat programs cut cards to 2:1 or square: all words stand in the middle 1080 × 540.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
LEFT, TOP, RIGHT, BOTTOM = 60, 45, 1140, 585
LINES = 3
SIZES = (76, 64, 54, 46)  # of the headline: the largest in which it takes no more than LINES lines
SMALL = 30
PAPER, INK, MUTED, SEAL = "#fdfcf9", "#1d1c1a", "#524e47", "#96231a"


class Words(msgspec.Struct, frozen=True):
    """What a card says: headline, then source and date, and the site's name."""

    title: str
    note: str
    site: str


def card(font: bytes, words: Words) -> bytes:
    """Return a card as PNG; `font` is a TrueType or OpenType file or collection that has the headline's letters."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    small = _font(font, SMALL)
    name = _fitted(words.site, small, RIGHT - LEFT - 48)
    pen.rectangle((LEFT, TOP, LEFT + small.getlength(name) + 48, TOP + 64), SEAL)
    pen.text((LEFT + 24, TOP + 32), name, PAPER, small, anchor="lm")
    large, lines = _set(font, words.title)
    step = round(large.size * 1.32)
    top = (HEIGHT - step * len(lines)) // 2 + step // 2 + 10
    for number, line in enumerate(lines):
        pen.text((LEFT, top + step * number), line, INK, large, anchor="lm")
    pen.line((LEFT, BOTTOM - 58, RIGHT, BOTTOM - 58), SEAL, 4)
    pen.text(
        (LEFT, BOTTOM - 20), _fitted(words.note, small, RIGHT - LEFT), MUTED, small, anchor="lm"
    )
    made = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


@lru_cache(maxsize=16)  # a pure memo: opening a collection of fonts takes longer than drawing
def _font(font: bytes, size: int) -> "FreeTypeFont":
    """The font; of a collection its Korean face, whose Han characters have Korean forms."""
    from PIL import ImageFont

    first = ImageFont.truetype(io.BytesIO(font), size)
    for index in range(1, 10 if font[:4] == b"ttcf" else 1):
        try:
            face = ImageFont.truetype(io.BytesIO(font), size, index=index)
        except OSError:
            break
        if " KR" in (face.getname()[0] or ""):
            return face
    return first


def _set(font: bytes, title: str) -> tuple["FreeTypeFont", Sequence[str]]:
    """The headline in lines, in the largest size that fits; what doesn't fit in the smallest is cut."""
    for size in SIZES:
        face = _font(font, size)
        lines = _lines(title, face)
        if len(lines) <= LINES:
            return face, lines
    return face, (
        *lines[: LINES - 1],
        _fitted("".join(lines[LINES - 1 :]) + "…", face, RIGHT - LEFT),
    )


def _lines(text: str, face: "FreeTypeFont") -> list[str]:
    """A text in lines, broken between words; a word that is longer than a line is broken where it must."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= RIGHT - LEFT:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if face.getlength(lines[-1] + letter) > RIGHT - LEFT:
                lines.append("")
            lines[-1] += letter
    return lines


def _fitted(text: str, face: "FreeTypeFont", width: int) -> str:
    """A text cut to a width, with a sign where something was cut."""
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text}…") > width:
        text = text[:-1].rstrip("…")
    return f"{text}…"
