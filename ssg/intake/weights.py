"""What was learned: weights of headlines and trees that tell text from debris, read from the two files beside this one. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import msgspec

Tree = Any
"""A leaf's log-odds, or `[number, limit, tree where it is at most the limit, tree where it is more]`."""


Odds = Callable[[Sequence[float]], float]


class Weights(msgspec.Struct, frozen=True):
    """The weights of a headline's numbers by name, those for Korean pages, and the trees over the numbers of `traits`.

    `keep` is the log-odds from which a line is text; `keep_korean` are those at which Korean lines are dropped and
    taken in, since few of the pages learned from are Korean.
    """

    headline: Mapping[str, float]
    headline_korean: Mapping[str, float]
    trees: tuple[Tree, ...]
    keep: float
    keep_korean: tuple[float, float]


@cache
def shipped() -> Weights:
    """Return the weights that come with ssg (a pure memo of two files)."""
    headline = _read("headline.json")
    text = _read("text.json")
    number = {name: n for n, name in enumerate(text["names"])}
    trees = tuple(numbered(tree, number) for tree in text["trees"])
    low, high = text["keep korean"]
    return Weights(headline["weights"], headline["korean"], trees, text["keep"], (low, high))


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(
        resources.files("ssg.intake").joinpath(name).read_bytes()
    )
    return found


def numbered(tree: Tree, number: Mapping[str, int]) -> Tree:
    """Return a tree with places in the row of numbers instead of names."""
    if not isinstance(tree, list):
        return tree
    name, limit, low, high = tree
    return number[name], limit, numbered(low, number), numbered(high, number)


@lru_cache(maxsize=8)
def odds(trees: tuple[Tree, ...]) -> Odds:
    """Return what adds up the leaves that a row of numbers reaches: its log-odds of being text.

    The trees become one expression of Python, made of nothing but numbers: ten times as fast as walking them.
    """
    total = " + ".join(_expression(tree) for tree in trees) or "0.0"
    found: Odds = eval(f"lambda row: {total}", {"__builtins__": {}})  # noqa: S307 - numbers only
    return found


def _expression(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return repr(float(tree))
    place, limit, low, high = tree
    return f"({_expression(low)} if row[{int(place)}] <= {float(limit)!r} else {_expression(high)})"
