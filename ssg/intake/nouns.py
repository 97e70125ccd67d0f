"""Korean nouns as Kiwi knows them (extra `korean`), for tags. Without it the tags' own analysis is used. Pure, but for loading it."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

NAME = "kiwi"
"""What front matter calls it."""
MEMORY = 3 << 29
"""Bytes of address space that its model takes, more than a source's own."""
_NOUNS = frozenset(("NNG", "NNP", "SL", "SH", "XPN", "XSN", "SN"))
_HEADS = frozenset(("NNG", "NNP", "SL", "SH"))
_MOST = 4  # morphemes of a compound
_LONGEST = 20_000  # letters of a line that are analysed


@cache
def installed() -> bool:
    """Return whether the extra is there. It is not loaded by this."""
    return find_spec("kiwipiepy") is not None


def of(line: str) -> tuple[str, ...]:
    """Return the nouns of a line in order: each compound without particles, and each noun of two syllables or more in it."""
    found: list[str] = []
    for run in _runs(line[:_LONGEST]):
        whole = "".join(form for form, _ in run)
        parts = [form for form, tag in run if tag in _HEADS and len(form) > 1]
        if len(run) <= _MOST and any(tag in _HEADS for _, tag in run) and len(whole) > 1:
            found.append(whole)
        found += (part for part in parts if part != whole)
    return tuple(found)


def _runs(line: str) -> Iterator[list[tuple[str, str]]]:
    """The nouns that stand together without a space, with their kinds; a run begins with a word, and not with a number."""
    run: list[tuple[str, str]] = []
    end = -1
    for token in _kiwi().tokenize(line):
        joined = token.start == end
        within = not (run and joined) and line[token.start - 1 : token.start].isalpha()
        noun = token.tag in _NOUNS and (joined or token.tag != "SN") and not within
        if run and not (noun and joined):
            yield run
            run = []
        if noun:
            run.append((token.form, token.tag))
        end = token.start + token.len
    if run:
        yield run


@cache
def _kiwi() -> Any:
    """The analyser with its own model, on one thread: the same nouns wherever the same version is installed (a memo)."""
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)
