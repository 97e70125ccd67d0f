"""How an index is cut: articles into blocks, terms into ranges. Both depend on no other article.

A block ends where the path of the next article says so, not after a number of articles: an article
that comes or goes changes its own block. The end of the last block is the tail, which has files of its own, so
that an import touches no others. Ranges of terms are cut by a frozen table, never by the corpus.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import chain
from zlib import crc32

BLOCK, TAIL = 256, 64
"""At most as many articles in a block, and in the tail: the first one of a block is one in 256, of a tail one in 64, so that
on average they have 162 and 40. Greater blocks cost less to make, but more to make again when a word changes."""

ARTICLES_A_RANGE = {"main": 6, "tail": 5, "alone": 40}
"""A shard has 5 KB. The tail has never more than 14 of them, for an import rewrites them all. Where there is nothing but a tail
of 40 articles, all its terms make one file of 35 KB: one request, rather than one for each word."""

MOST = 1024
STEPS = 4
"""So many counts of ranges lie between one power of two and the next: a new count cuts all ranges anew, so it comes seldom."""


def ordered(articles: Sequence[tuple[str, str]]) -> list[str]:
    """Return the paths of (archived, path) in the order of their numbers: an import comes last."""
    return [path for _, path in sorted(articles)]


def blocks(paths: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the paths in blocks; the last one is the tail, which is all that a small archive has."""
    if len(paths) <= TAIL:
        return [tuple(paths)] if paths else []
    *found, last = cut(paths, BLOCK)
    *older, tail = cut(last, TAIL)
    joined = tuple(chain.from_iterable(older))
    return [*found, *([joined] if joined else []), tail]


def cut(paths: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """Return the paths in pieces of at most so many; a path with one checksum of as many begins one."""
    found: list[list[str]] = []
    for path in paths:
        if not found or len(found[-1]) == most or crc32(path.encode()) % most == 0:
            found.append([])
        found[-1].append(path)
    return [tuple(piece) for piece in found]


def ranges(segment: str, articles: int) -> int:
    """Return into how many ranges the terms of a segment are cut; `alone`: a tail without `main`. 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20 …"""
    wanted = min(max(1, -(-articles // ARTICLES_A_RANGE[segment])), MOST)
    step = max(1, (1 << (wanted - 1).bit_length()) // 2 // STEPS)
    return -(-wanted // step) * step


def first_terms(count: int) -> Sequence[str]:
    """Return the first term of each range but the first, in order."""
    return [_table()[at * MOST // count - 1] for at in range(1, count)]


def range_of(term: str, firsts: Sequence[str]) -> int:
    """Return the number of the range that a term belongs to."""
    return bisect_right(firsts, term)


@cache
def _table() -> tuple[str, ...]:
    """Return the frozen table (a pure memo): 1,024 terms in the order of UTF-16 units."""
    return tuple(resources.files("ssg.search").joinpath("cuts.txt").read_text("utf-8").split())
