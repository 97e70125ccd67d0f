"""What was learned: weights of headlines and trees that tell text from debris, read from the two files beside this one. Pure."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import msgspec

Tree = Any
"""A leaf's log-odds, or `[number, limit, tree where it is at most the limit, tree where it is more]`."""


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


def odds(trees: Sequence[Tree], row: Sequence[float]) -> float:
    """Return the sum of the leaves that a row of numbers reaches: its log-odds of being text."""
    total = 0.0
    for tree in trees:
        node = tree
        while type(node) is tuple:
            node = node[2] if row[node[0]] <= node[1] else node[3]
        total += node
    return total
