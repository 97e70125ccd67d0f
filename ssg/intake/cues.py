"""The words of cues.toml, ready to ask: which classes of cue does a line show? Pure."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

SHORT = 70
"""A line of this width or more is judged by its shape; only `any` cues are read in it."""

_LOOSE = re.compile(r"[\d_\W]+")
_BULLET = re.compile(r"^[•·∙●○\-–—▪*\s]+(?=\S)")


class Table(msgspec.Struct, frozen=True):
    """All cues of all languages, by kind of match."""

    whole: dict[str, frozenset[str]]
    start: re.Pattern[str]
    starts: tuple[tuple[str, re.Pattern[str]], ...]
    holds: tuple[tuple[str, re.Pattern[str]], ...]
    always: tuple[tuple[str, re.Pattern[str]], ...]


def classes(text: str, width: int) -> frozenset[str]:
    """Return the cue classes of a line (`share`, `related`, `rights`, …), an empty set for ordinary text."""
    table = _table()
    folded = text.casefold()
    found = {name for name, pattern in table.always if pattern.search(folded)}
    if width >= SHORT:
        return frozenset(found)
    bare = _BULLET.sub("", folded)
    found |= _whole(table, bare)
    if table.start.match(bare):
        found |= {name for name, pattern in table.starts if pattern.match(bare)}
    found |= {name for name, pattern in table.holds if pattern.search(folded)}
    return frozenset(found)


def _whole(table: Table, bare: str) -> set[str]:
    """Classes of a line that is one cue, or a row of cues: `페이스북 트위터 카카오톡`."""
    key = _LOOSE.sub(" ", bare).strip()
    if not key:
        return set()
    if key in table.whole:
        return set(table.whole[key])
    words = key.split()
    if 1 < len(words) <= 12:
        each = [table.whole.get(word) for word in words]
        if all(each):
            return set(each[0] or ())
    return set()


@cache
def _table() -> Table:
    """The table, read once from the file beside this one (a pure memo)."""
    text = resources.files("ssg.intake").joinpath("cues.toml").read_text("utf-8")
    sections = tomllib.loads(text)
    whole: dict[str, set[str]] = {}
    for name, languages in sections.items():
        for words in languages.values():
            for word in words.get("whole", ()):
                whole.setdefault(_LOOSE.sub(" ", word.casefold()).strip(), set()).add(name)
    return Table(
        {word: frozenset(names) for word, names in sorted(whole.items()) if word},
        _any(sections, "starts"),
        _patterns(sections, "starts"),
        _patterns(sections, "holds"),
        _patterns(sections, "any"),
    )


def _any(sections: dict[str, dict[str, dict[str, list[str]]]], kind: str) -> re.Pattern[str]:
    """The words of all classes at once: most lines begin with none of them."""
    every = (cues for languages in sections.values() for cues in languages.values())
    return _alternatives((word for cues in every for word in cues.get(kind, ())), bounded=True)


def _patterns(
    sections: dict[str, dict[str, dict[str, list[str]]]], kind: str
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for name, languages in sections.items():
        words = [word for cues in languages.values() for word in cues.get(kind, ())]
        if words:
            found.append((name, _alternatives(words, bounded=kind == "starts")))
    return tuple(found)


def _alternatives(words: Iterable[str], *, bounded: bool) -> re.Pattern[str]:
    """Longest first; a Latin word must end where it is found to end: `on` is no part of `one`."""
    each = []
    for word in sorted({word.casefold() for word in words}, key=lambda w: (-len(w), w)):
        end = r"(?![a-zà-ÿ])" if bounded and word[-1].isascii() and word[-1].isalpha() else ""
        each.append(re.escape(word) + end)
    return re.compile("|".join(each))


def words(name: str) -> tuple[str, ...]:
    """Return the words of a class that a line may begin with, longest first."""
    return _starts(name)


@cache
def _starts(name: str) -> tuple[str, ...]:
    """A pure memo of one class of the table."""
    text = resources.files("ssg.intake").joinpath("cues.toml").read_text("utf-8")
    languages = tomllib.loads(text).get(name, {})
    found = {word.casefold() for cues in languages.values() for word in cues.get("starts", ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
