"""Words of an index that look like one that it doesn't have, letter by letter; as in `browser/near_core.js`."""

import re
from collections.abc import Sequence
from typing import Protocol

from ssg.search import hangul
from ssg.search.analysis import RUN, Analyser, lowered, script
from ssg.search.pieces import parts, tidied

SHORT = 6
"""Up to so many letters one of them may be wrong, in longer words two."""

LOOKED_AT, OFFERED = 12, 3
LEAD = 588
"""So many syllables begin with the same letter."""


class Lexicon(Protocol):
    """What is asked of an index."""

    def frequency(self, term: str) -> int:
        """Return in how many documents the term is, 0 if it is unknown."""

    def listed(self, first: str, end: str) -> Sequence[str]:
        """Return the terms from `first` to before `end`, in order."""


def distance(a: str, b: str) -> int:
    """Return how many letters must be added, dropped, changed or swapped with a neighbour to make one of the other."""
    before, last = list[int](), list(range(len(b) + 1))
    for row in range(1, len(a) + 1):
        made = [row]
        for at in range(1, len(b) + 1):
            changed = last[at - 1] + (a[row - 1] != b[at - 1])
            least = min(last[at] + 1, made[at - 1] + 1, changed)
            if row > 1 and at > 1 and a[row - 1] == b[at - 2] and a[row - 2] == b[at - 1]:
                least = min(least, before[at - 2] + 1)
            made.append(least)
        before, last = last, made
    return last[-1]


def near_words(word: str, lexicon: Lexicon) -> list[str]:
    """Return at most three terms, the nearest first, of equals the commonest; they begin with the same letter."""
    kind = script(word)
    if kind not in {"hangul", "latin"} or len(word) == 1 or re.search("[0-9]", word):
        return []
    letters = hangul.spelled(word)
    most = 1 if len(letters) <= SHORT else 2
    found = []
    for term in lexicon.listed(*_beginnings(word, kind)):
        if script(term) != kind or abs(len(term) - len(word)) > 1:
            continue
        other = hangul.spelled(term)
        if (
            abs(len(other) - len(letters)) <= most
            and 0 < (apart := distance(letters, other)) <= most
        ):
            found.append((apart, term))
    some = [(apart, -lexicon.frequency(term), term) for apart, term in sorted(found)[:LOOKED_AT]]
    return [term for _, _, term in sorted(some)[:OFFERED]]


def _beginnings(word: str, kind: str) -> tuple[str, str]:
    """Return the bounds of what begins with the same letter."""
    first = ord(word[0])
    if kind != "hangul":
        return word[0], chr(first + 1)
    lead = first - (first - hangul.FIRST) % LEAD
    return chr(lead), chr(lead + LEAD)


def meant(text: str, lexicon: Lexicon, analyser: Analyser) -> list[str]:
    """Return what may have been meant: the query with a near word in the place of each that no article has."""
    text = tidied(text).strip(" ")
    if any(
        p.sign or p.scope or p.edits is not None or re.search('["*]', p.body) for p in parts(text)
    ):
        return []
    found = [(m.start(), m.end(), m.group()) for m in RUN.finditer(lowered(text))]
    unknown = [
        each for each in found if (stem := analyser.stem(each[2])) and not lexicon.frequency(stem)
    ]
    near = [near_words(analyser.stem(run), lexicon) for _, _, run in unknown]
    if not any(near):
        return []
    made = []
    for choice in range(OFFERED):
        said, at = "", 0
        for (start, end, run), words in zip(unknown, near, strict=True):
            word = (words[choice : choice + 1] or words[:1] or [run])[0]
            said, at = said + text[at:start] + word, end
        made.append(said + text[at:])
    return list(dict.fromkeys(made))
