"""Porter's stemmer for English words, driven by the lists of analysis.json; as in analysis_core.js.

Source: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the author's
later `bli` and `logi`, and with lunr's reading of step 1c: a final y turns to i only after a
consonant that is not the first letter.
"""

from collections.abc import Mapping, Sequence

import msgspec


class Steps(msgspec.Struct, frozen=True):
    """The endings of steps 2 and 3 with what replaces them, and those that step 4 removes."""

    step2: Mapping[str, str]
    step3: Mapping[str, str]
    step4: Sequence[str]


def stem(word: str, steps: Steps) -> str:
    """Return the stem of a lower-case word; words of one or two letters stay as they are."""
    if len(word) < 3:
        return word
    word = _past(_plural(word))
    if len(word) > 2 and word[-1] == "y" and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    word = _replace(_replace(word, steps.step2), steps.step3)
    return _tidy(_remove(word, steps.step4))


def _shape(word: str) -> str:
    """Return `c` or `v` for each letter; y is a vowel after a consonant."""
    shape, before = [], "v"
    for letter in word:
        before = "v" if letter in "aeiou" or (letter == "y" and before == "c") else "c"
        shape.append(before)
    return "".join(shape)


def _measure(word: str) -> int:
    """Return Porter's m: how often a vowel is followed by a consonant."""
    return _shape(word).count("vc")


def _short(word: str) -> bool:
    """Return whether the word is consonants, one vowel, one consonant other than w, x, y."""
    shape = _shape(word)
    return len(word) > 2 and shape.lstrip("c") == "vc" and shape[0] == "c" and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith("sses") or (word.endswith("ies") and len(word) > 3):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2] != "s" else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    cut = 2 if word.endswith("ed") else 3 if word.endswith("ing") else 0
    rest = word[: len(word) - cut]
    if not cut or "v" not in _shape(rest):
        return word
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 1 and rest[-1] == rest[-2] and rest[-1] not in "aeiouylsz":
        return rest[:-1]
    return rest + "e" if _short(rest) else rest


def _longest(word: str, endings: Mapping[str, str] | Sequence[str]) -> str:
    sizes = range(min(7, len(word) - 1), 1, -1)
    return next((word[-size:] for size in sizes if word[-size:] in endings), "")


def _replace(word: str, endings: Mapping[str, str]) -> str:
    ending = _longest(word, endings)
    rest = word[: len(word) - len(ending)]
    return rest + endings[ending] if ending and _measure(rest) > 0 else word


def _remove(word: str, endings: Sequence[str]) -> str:
    ending = _longest(word, endings)
    rest = word[: len(word) - len(ending)]
    fits = ending and _measure(rest) > 1 and (ending != "ion" or rest[-1] in "st")
    return rest if fits else word


def _tidy(word: str) -> str:
    rest = word[:-1]
    if word[-1] == "e" and (_measure(rest) > 1 or (_measure(rest) == 1 and not _short(rest))):
        word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
