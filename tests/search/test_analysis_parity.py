"""Python and JavaScript make the same terms: 100,000 words, generated with a fixed seed."""

import random
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from ssg.search import analysis

Node = Callable[[str, Iterable[Any]], list[Any]]

ENGLISH_ENDINGS = (
    "", "s", "es", "ed", "ing", "y", "ies", "eed", "er", "ational", "ization", "iveness", "ously", "ful",
    "ness", "ement", "ment", "ion", "sion", "tion", "able", "ly", "ll", "e", "logy", "ality", "icate", "izing",
)  # fmt: skip
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyzyyaeiouls"
HAN = "美中日北韓英與野檢靑軍法電子新聞國會議員大統領歷史"
WHOLE = [(0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x1FFFF)]


def word_of(draw: random.Random, table: analysis.Table) -> str:
    """Return one word of a kind that the draw chooses."""
    hangul = "".join(chr(draw.randint(0xAC00, 0xD7A3)) for _ in range(draw.randint(0, 5)))
    suffixes = [suffix for group in table.suffixes for suffix in group.list]
    kind = draw.random()
    if kind < 0.5:
        tail = "".join(draw.choice(suffixes) for _ in range(draw.randint(0, 4)))
        return hangul + tail + (draw.choice(list(table.shorten)) if draw.random() < 0.1 else "")
    latin = "".join(draw.choice(LATIN_LETTERS) for _ in range(draw.randint(1, 7)))
    if kind < 0.75:
        return latin + draw.choice(ENGLISH_ENDINGS)
    if kind < 0.8:
        return "".join(
            draw.choice(latin + "0123456789,.éßøſİΣςơĐ") for _ in range(draw.randint(1, 8))
        )
    if kind < 0.85:
        return "".join(
            draw.choice(HAN + "かなカナー々" + hangul) for _ in range(draw.randint(1, 5))
        )
    if kind < 0.9:
        return unicodedata.normalize("NFD", hangul + "é" + latin)
    return "".join(chr(draw.randint(*draw.choice(WHOLE))) for _ in range(draw.randint(1, 6)))


def test_python_and_javascript_agree_on_a_hundred_thousand_words(node: Node) -> None:
    draw = random.Random(20231123)
    table = msgspec.json.decode(analysis.table_bytes(), type=analysis.Table)
    words = [word_of(draw, table) for _ in range(100_000)]
    lines = [" ".join(words[at : at + 20]) for at in range(0, len(words), 20)] + sorted(set(words))[
        ::7
    ]

    theirs = node("analyse.mjs", lines)

    ours = [
        [analysis.terms(line), [r for _, _, r in analysis.runs(unicodedata.normalize("NFC", line))]]
        for line in lines
    ]
    wrong = [(line, a, b) for line, a, b in zip(lines, ours, theirs, strict=True) if a != b]
    assert wrong == []
    assert sum(len(terms) for terms, _ in ours) > 200_000
