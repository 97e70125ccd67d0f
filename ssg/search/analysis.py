"""Text → the words of the search index; the same table and program as `browser/analysis_core.js`.

Hangul words lose particles and endings and give their two-syllable grams, Latin words are stemmed,
Han and kana give two-character grams. Characters beyond the Basic Multilingual Plane are part of no
word, so lengths mean the same in Python and JavaScript.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from operator import add
from typing import Literal

import msgspec

from ssg.search import porter

# Explicit ranges: \w and \d mean something else in every version of Unicode.
HANGUL = "가-힣"
LATIN = "0-9a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff"
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # kana, Han
JAMO = "ㄱ-ㅣ"
OTHER = "\u0370-\u10ff\u1200-\u167f\u1681-\u1dff\u1f00-\u1fff\u2c00-\u2fef"  # Greek, Cyrillic, Thai …; U+1680 is a space
RUN = re.compile(f"[{HANGUL}]+|[{LATIN}]+|[{HAN}]+|[{JAMO}]+|[{OTHER}]+")

_HANGUL_ALONE = re.compile(f"[{HANGUL}]+").fullmatch

FIRST = 0xAC00
ALL, NONE, RIEUL = (1 << 28) - 1, 1 << 0, 1 << 8

KNOWN, LONGEST = 1 << 18, 32
"""So many distinct words are remembered at most (50 MB), and none longer: where a script has no spaces, hardly one comes again."""

When = Literal["final", "open", "open-or-l", "any"]


AFTER: Mapping[When, int] = {
    "final": ALL - NONE, "open": NONE, "open-or-l": NONE | RIEUL, "any": ALL
}  # fmt: skip


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
        self._lengths = _lengths(self._suffixes)
        self._least, self._grams, self._rounds = table.least, table.grams, range(table.rounds)
        self._known = _Known(self._word)

    def joined(self, text: str) -> str:
        """Return every term of `text` in order with spaces between, stems before their grams.

        No loop of it is Python's; what stands between two spaces is read once, its punctuation too.
        """
        return " ".join(filter(None, map(self._known.__getitem__, text.split())))

    def _word(self, word: str) -> str:
        if _HANGUL_ALONE(word):  # most are: nothing to normalise, one run
            return "" if word in self._stop else " ".join(self._hangul(word))
        return " ".join(chain.from_iterable(map(self.tokens, RUN.findall(normalise(word)))))

    def terms(self, text: str) -> list[str]:
        """Return every term of `text` in order, stems before their grams."""
        return split(self.joined(text))

    def tokens(self, run: str) -> tuple[str, ...]:
        """Return the terms of one run: the stem first, then grams; empty for a stop word."""
        if run in self._stop:
            return ()
        kind = script(run)
        if kind == "hangul":
            return self._hangul(run)
        if kind == "latin":
            return (run if re.search("[0-9]", run) else porter.stem(run, self.table.porter),)
        return self._han(run) if kind == "han" else (run,)

    def stem(self, run: str) -> str:
        """Return the stem of one run, or an empty string for a stop word."""
        return next(iter(self.tokens(run)), "")

    def _hangul(self, run: str) -> tuple[str, ...]:
        stem = run
        for _ in self._rounds:
            cut = self._cut(stem) if len(stem) > self._least else 0
            if not cut:
                break
            stem = stem[:-cut]
        if stem in self._stop:
            return ()
        return (stem, *grams(stem)) if len(stem) >= self._grams else (stem,)

    def _cut(self, word: str) -> int:
        """Return how many syllables the longest fitting suffix takes off, 0 for none."""
        for length in self._lengths.get(word[-1], ()):
            found = self._suffixes.get(word[-length:]) if length < len(word) else None
            if found is None:
                continue
            cut, finals = found
            before = (ord(word[-length - 1]) - FIRST) % 28
            if len(word) - cut >= self._least and finals >> before & 1:
                return cut
        return 0

    def _han(self, run: str) -> tuple[str, ...]:
        if len(run) > 1:
            return (*grams(run), *run)
        alias = self.table.alias.get(run)
        return (run, alias) if alias else (run,)


class _Known(dict[str, str]):
    """Word → its terms with spaces between; made where it isn't known, forgotten where there are too many."""

    def __init__(self, analyse: Callable[[str], str]) -> None:
        super().__init__()
        self._analyse = analyse

    def __missing__(self, word: str) -> str:
        made = self._analyse(word)
        if len(word) <= LONGEST:
            if len(self) >= KNOWN:
                self.clear()
            self[word] = made
        return made


def _lengths(suffixes: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return last syllable → how long the suffixes that end with it are, longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for suffix in suffixes:
        found[suffix[-1]].add(len(suffix))
    return {last: tuple(sorted(each, reverse=True)) for last, each in found.items()}


def split(joined: str) -> list[str]:
    """Return the terms of `joined`."""
    return joined.split()


def grams(word: str) -> tuple[str, ...]:
    """Return each pair of neighbouring characters."""
    return tuple(map(add, word, word[1:]))


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


def _suffixes(table: Table) -> dict[str, tuple[int, int]]:
    """Return suffix → (syllables to cut, the finals that the syllable before may have: bit n for final n, 0 for none)."""
    found: dict[str, tuple[int, int]] = {}
    for group in table.suffixes:
        for suffix in group.list:
            found[suffix] = (len(suffix), found.get(suffix, (0, 0))[1] | AFTER[group.when])
    return found | {form: (cut, AFTER["any"]) for form, cut in table.shorten.items()}


@cache
def analyser() -> Analyser:
    """Return the one analyser of the shipped table (a pure memo)."""
    return Analyser(msgspec.json.decode(table_bytes(), type=Table))


def terms(text: str) -> list[str]:
    """Return every term of `text` in order, stems before their grams."""
    return analyser().terms(text)


def joined(text: str) -> str:
    """Return every term of `text` in order with spaces between, stems before their grams."""
    return analyser().joined(text)


def stem(run: str) -> str:
    """Return the stem of one run, or an empty string for a stop word."""
    return analyser().stem(run)


def runs(text: str) -> Sequence[tuple[int, int, str]]:
    """Return (start, end, run) of each run of NFC `text`, in code points, runs in lower case."""
    return [(m.start(), m.end(), m.group()) for m in RUN.finditer(lowered(text))]
