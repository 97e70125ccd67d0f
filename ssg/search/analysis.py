"""Text → the words of the search index; the same table and program as `browser/analysis_core.js`.

Hangul words lose particles and endings and give their two-syllable grams, Latin words are stemmed,
Han and kana give two-character grams. Characters beyond the Basic Multilingual Plane are part of no
word, so lengths mean the same in Python and JavaScript.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import Literal

import msgspec

from ssg.search import porter

# Explicit ranges: \w and \d mean something else in every version of Unicode.
HANGUL = "가-힣"
LATIN = "0-9a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff"
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # kana, Han
JAMO = "ㄱ-ㅣ"
OTHER = "\u0370-\u10ff\u1200-\u1dff\u1f00-\u1fff\u2c00-\u2fef"  # Greek, Cyrillic, Thai …
RUN = re.compile(f"[{HANGUL}]+|[{LATIN}]+|[{HAN}]+|[{JAMO}]+|[{OTHER}]+")

When = Literal["final", "open", "open-or-l", "any"]


class Suffixes(msgspec.Struct, frozen=True):
    """Suffixes that come off after a syllable with (`final`) or without (`open`) a final letter."""

    name: str
    when: When
    list: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """The content of analysis.json.

    `least`: syllables that stay; `rounds`: suffixes that may come off; `grams`: syllables of a stem
    from which on it has grams; `shorten`: form → syllables to cut; `alias`: a Han character → what
    newspapers mean by it.
    """

    version: int
    about: tuple[str, ...]
    least: int
    rounds: int
    grams: int
    suffixes: tuple[Suffixes, ...]
    shorten: Mapping[str, int]
    stop: Mapping[str, tuple[str, ...]]
    alias: Mapping[str, str]
    porter: porter.Steps


def table_bytes() -> bytes:
    """Return the bytes of analysis.json, as the browser gets them."""
    return resources.files("ssg.search").joinpath("analysis.json").read_bytes()


def normalise(text: str) -> str:
    """Return `text` in NFC and lower case, as the runs are read from it; its length may differ."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    # A sigma's lower case depends on what follows; the index must not.
    return text.lower().replace("ς", "σ")


def lowered(text: str) -> str:
    """Return NFC `text` in lower case, every character in its place: İ, which would grow, stays."""
    lower = normalise(text)
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := normalise(char)) == 1 else char for char in text)


class Analyser:
    """The analyser of one table. It remembers each distinct word, which is all the state it has."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._stop = frozenset(chain.from_iterable(table.stop.values()))
        self._suffixes = _suffixes(table)
        self._longest = max(map(len, self._suffixes))
        self._memo: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> list[str]:
        """Return every term of `text` in order, stems before their grams."""
        known, out = self._memo, list[str]()
        for run in RUN.findall(normalise(text)):
            out += known[run] if run in known else self.tokens(run)
        return out

    def tokens(self, run: str) -> tuple[str, ...]:
        """Return the terms of one run: the stem first, then grams; empty for a stop word."""
        if run not in self._memo:
            self._memo[run] = self._analyse(run)
        return self._memo[run]

    def stem(self, run: str) -> str:
        """Return the stem of one run, or an empty string for a stop word."""
        return next(iter(self.tokens(run)), "")

    def _analyse(self, run: str) -> tuple[str, ...]:
        if run in self._stop:
            return ()
        kind = script(run)
        if kind == "hangul":
            return self._hangul(run)
        if kind == "latin":
            return (run if re.search("[0-9]", run) else porter.stem(run, self.table.porter),)
        return self._han(run) if kind == "han" else (run,)

    def _hangul(self, run: str) -> tuple[str, ...]:
        stem = run
        for _ in range(self.table.rounds):
            cut = self._cut(stem)
            if not cut:
                break
            stem = stem[:-cut]
        if stem in self._stop:
            return ()
        return (stem, *grams(stem)) if len(stem) >= self.table.grams else (stem,)

    def _cut(self, word: str) -> int:
        """Return how many syllables the longest fitting suffix takes off, 0 for none."""
        for length in range(min(self._longest, len(word) - 1), 0, -1):
            found = self._suffixes.get(word[-length:])
            if found is None or len(word) - found[0] < self.table.least:
                continue
            if _fits(word[-length - 1], found[1]):
                return found[0]
        return 0

    def _han(self, run: str) -> tuple[str, ...]:
        if len(run) > 1:
            return (*grams(run), *run)
        alias = self.table.alias.get(run)
        return (run, alias) if alias else (run,)


def grams(word: str) -> tuple[str, ...]:
    """Return each pair of neighbouring characters."""
    return tuple(word[at : at + 2] for at in range(len(word) - 1))


def script(run: str) -> Literal["hangul", "latin", "han", "jamo", "other"]:
    """Return which kind of run this is; its first character says it."""
    first = run[0]
    if "가" <= first <= "힣":
        return "hangul"
    if first <= "\u024f" or "\u1e00" <= first <= "\u1eff":
        return "latin"
    if "ㄱ" <= first <= "ㅣ":
        return "jamo"
    return "han" if "\u3040" <= first <= "\ufaff" else "other"


def _suffixes(table: Table) -> dict[str, tuple[int, frozenset[When]]]:
    """Return suffix → (syllables to cut, conditions)."""
    found: dict[str, tuple[int, frozenset[When]]] = {}
    for group in table.suffixes:
        for suffix in group.list:
            _, before = found.get(suffix, (0, frozenset()))
            found[suffix] = (len(suffix), before | {group.when})
    every: frozenset[When] = frozenset({"any"})
    return found | {form: (cut, every) for form, cut in table.shorten.items()}


def _fits(syllable: str, when: frozenset[When]) -> bool:
    """Return whether a suffix of these conditions may follow the syllable."""
    final = (ord(syllable) - 0xAC00) % 28
    if "any" in when or ("final" if final else "open") in when:
        return True
    return "open-or-l" in when and final in {0, 8}


@cache
def analyser() -> Analyser:
    """Return the one analyser of the shipped table (a pure memo)."""
    return Analyser(msgspec.json.decode(table_bytes(), type=Table))


def terms(text: str) -> list[str]:
    """Return every term of `text` in order, stems before their grams."""
    return analyser().terms(text)


def stem(run: str) -> str:
    """Return the stem of one run, or an empty string for a stop word."""
    return analyser().stem(run)


def runs(text: str) -> Sequence[tuple[int, int, str]]:
    """Return (start, end, run) of each run of NFC `text`, in code points, runs in lower case."""
    return [(m.start(), m.end(), m.group()) for m in RUN.finditer(lowered(text))]
