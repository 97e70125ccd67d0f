"""A text cut into lines, each with what can be seen of it alone and of it on its page. Pure; no language is assumed."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import msgspec

from ssg.intake import cues
from ssg.intake.cuts import SENTENCE_END, Cut, cleaned, cuts, width

_WORD = re.compile(r"\w+")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|‥|⋯|\[…\]|더보기)[\"'”’]?$")
_SENTENCES = re.compile(r"[.!?][\"'”’»)]?(?=\s|$)|[。！？]")
_COMMAS = ",，、;"
_QUOTES = '"“”„«»「」『』'
_DOMAIN = re.compile(r"(?<=[a-z0-9-])\.(?:com|co\.kr|net|org|de|fr|kr|or\.kr|jp)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\d+\s*(?:초|분|시간|일|주|개월|년)\s*전\b|\b\d+\s*(?:[smhdw]|mins?|minutes?|hours?|hrs?|days?|weeks?|months?)\.? ago\b"
    r"|\bvor \d+ |\bil y a \d+|\bhace \d+|\d+\s*(?:分|時間|日)前|\b\d+ (?:min|tim|timer) (?:siden|sedan)|vor einer? ",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?[.\-/年년]\s?\d{1,2}\s?[.\-/月월]\s?\d{1,2}"
    r"|(?<!\d)\d{1,2}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?(?:19|20)?\d\d(?!\d)"
    r"|\b\d{1,2}[.,]?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?\s+(?:de\s+)?(?:19|20)\d\d"
    r"|[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|\d{1,2}월\s?\d{1,2}일|\d{1,2}月\d{1,2}日"
)
_DATED = re.compile(r"(?:19|20)\d\d|\d\s?[./\-]\s?\d|[월月]")  # every date holds one of these
_AGO = ("전", "ago", "vor ", "il y a", "hace", "前", "siden", "sedan")  # every such time, too
_DIGIT = re.compile(r"\d")
_SEPARATORS = re.compile(r"[|·•›»/>]\s|\t| - ")
_CHAT = re.compile(r"\s*\[[^\[\]\n]{1,30}\] \[(?:오전|오후) \d{1,2}:\d\d\] (?=\S)")
_LONG = 60
_END = 20  # letters of a line's end, which tell how it ends


class Line(msgspec.Struct, frozen=True, eq=False):
    """One line of the text, from `start` to `end` with the blank lines after it, and its own shape.

    `at` is where its first letter stands. `raw` is the line without spaces and a messenger's stamp around it, `text` the same without invisible characters and runs of
    spaces. `width` counts a Hangul, Han or kana letter as 2. `key` is what its repetitions share: letters and digits in lower case.
    """

    start: int
    end: int
    at: int
    raw: str
    text: str
    width: int
    letters: int
    words: tuple[str, ...]
    key: str
    ends: bool
    ellipsis: bool
    sentences: int
    commas: int
    quotes: int
    url: bool
    relative: bool
    dated: bool
    separators: int
    capitals: bool
    cues: frozenset[str]
    blank_before: bool
    blank_after: bool


class Page(msgspec.Struct, frozen=True, eq=False):
    """All lines of a text and what is common on this page.

    `around` are the shares of sentence-like lines among the 2, 5 and 12 lines on either side of each. `function` and `topic` are shares (0–1) per line: of its words, those that the page's long sentences use
    all the time, and those they use more than once. `twice` tells whether a line's text occurs elsewhere too.
    """

    lines: tuple[Line, ...]
    function: tuple[float, ...]
    topic: tuple[float, ...]
    twice: tuple[bool, ...]
    around: tuple[tuple[float, float, float], ...]


@lru_cache(maxsize=1)
def page(text: str, *, whole: bool = False) -> Page:
    """Return the lines of a normalised text with their features; their spans cover the text without gaps.

    With `whole` each line of the text is a line of the page: its maker knew where paragraphs end. The last page is
    remembered (a pure memo): whether a paste holds several articles is asked before it is read.
    """
    places = cuts(text, whole=whole)
    shown = [cleaned(text[_own(text, a, b) : b]) for a, b, _, _ in places]
    lines = tuple(_line(text, cut, words) for cut, words in zip(places, shown, strict=True))
    long = [line for line in lines if line.ends and line.width >= _LONG] or list(lines)
    common, topical = _vocabulary(long)
    keys = Counter(line.key for line in lines)
    sums = list(accumulate((float(is_sentence(line)) for line in lines), initial=0.0))
    return Page(
        lines,
        tuple(_share(_units(line), common) for line in lines),
        tuple(_share(list(line.words), topical) for line in lines),
        tuple(keys[line.key] > 1 and bool(line.key) for line in lines),
        tuple(zip(*(_around(sums, reach) for reach in (2, 5, 12)), strict=True)),
    )


def _around(sums: Sequence[float], reach: int) -> list[float]:
    """For each line the share of sentence-like lines among the `reach` lines on either side, from running totals."""
    last = len(sums) - 1
    return [
        (sums[min(last, i + reach + 1)] - sums[max(0, i - reach)] - sums[i + 1] + sums[i])
        / (2 * reach)
        for i in range(last)
    ]


def is_sentence(line: Line) -> bool:
    """Return whether a line looks like running text: long enough and ended like a sentence."""
    return line.ends and line.width >= 45 and not line.ellipsis


def _line(text: str, cut: Cut, shown: str) -> Line:
    start, end, before, after = cut
    own = _own(text, start, end)
    size = width(shown)
    words = tuple([word.casefold() for word in _WORD.findall(shown)])
    key = "".join(words)
    tail = max(0, len(shown) - _END)
    ellipsis = bool(_ELLIPSIS.search(shown, tail))
    numbered = bool(_DIGIT.search(shown)) or "vor eine" in shown
    return Line(
        start,
        end,
        own + len(text[own:end]) - len(text[own:end].lstrip()),
        text[own:end].strip(),
        shown,
        size,
        len(key),
        words,
        key,
        not ellipsis and bool(SENTENCE_END.search(shown, tail)),
        ellipsis,
        len(_SENTENCES.findall(shown)),
        sum(map(shown.count, _COMMAS)),
        sum(map(shown.count, _QUOTES)),
        _addressed(shown),
        numbered and _aged(shown),
        numbered and bool(_DATED.search(shown)) and bool(_DATE.search(shown)),
        len(_SEPARATORS.findall(shown)),
        shown.isupper() and size == len(shown),  # `DJ가 온다` is written in no capitals
        cues.classes(shown, size),
        before,
        after,
    )


def _aged(shown: str) -> bool:
    """Whether a line says how long ago something was."""
    folded = shown.casefold()
    return any(word in folded for word in _AGO) and bool(_RELATIVE.search(shown))


def _addressed(shown: str) -> bool:
    """Whether a line holds an address of the web."""
    return "://" in shown or "www." in shown or bool(_DOMAIN.search(shown))


def _own(text: str, start: int, end: int) -> int:
    """Where a line begins that a messenger stamped with sender and time."""
    chat = _CHAT.match(text, start, end)
    return chat.end() if chat else start


def _units(line: Line) -> list[str]:
    """What function words are made of: Latin words; last letters of Hangul words; single Han and kana letters."""
    units: list[str] = []
    for word in line.words:
        if "\u3040" <= word[0] <= "\u9fff":
            units += word
        elif "가" <= word[-1] <= "힣":
            units.append(word[-1])
        else:
            units.append(word)
    return units


def _vocabulary(long: list[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Function units and topic words of the page's long sentences."""
    seen = Counter(unit for line in long for unit in set(_units(line)))
    least = max(2, 0.2 * len(long)) if len(long) > 3 else 1
    common = frozenset(unit for unit, n in seen.items() if n >= least)
    words = Counter(word for line in long for word in set(line.words) if len(word) > 1)
    topical = frozenset(w for w, n in words.items() if n >= 2 and w not in common)
    return common, topical


def _share(units: list[str], among: frozenset[str]) -> float:
    return sum(unit in among for unit in units) / len(units) if units else 0.0
