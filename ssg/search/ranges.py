"""How an index is cut: articles into blocks, terms into ranges. Both depend on no other article.

A block ends where the path of the next article says so, not after a number of articles: an article
that comes or goes changes its own block. The last block is the tail, which has files of its own, so
that an import touches no others. Ranges of terms are cut by a frozen table, never by the corpus.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources
from zlib import crc32

BLOCK = 128
"""At most as many articles in a block, and on average 81: the first one of a block is one in 128."""

ARTICLES_A_RANGE = {"main": 10, "tail": 8}
"""A shard has 5 KB. The tail has never more than 16 of them, for an import rewrites them all."""

MOST = 1024


def ordered(articles: Sequence[tuple[str, str]]) -> list[str]:
    """Return the paths of (archived, path) in the order of their numbers: an import comes last."""
    return [path for _, path in sorted(articles)]


def blocks(paths: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the paths in blocks; the last one is the tail."""
    found: list[list[str]] = []
    for path in paths:
        if not found or len(found[-1]) == BLOCK or crc32(path.encode()) % BLOCK == 0:
            found.append([])
        found[-1].append(path)
    return [tuple(block) for block in found]


def ranges(segment: str, articles: int) -> int:
    """Return into how many ranges the terms of a segment are cut: a power of two."""
    count = 1
    while count < MOST and count * ARTICLES_A_RANGE[segment] < articles:
        count *= 2
    return count


def first_terms(count: int) -> Sequence[str]:
    """Return the first term of each range but the first, in order."""
    step = MOST // count
    return _table()[step - 1 :: step][: count - 1]


def range_of(term: str, firsts: Sequence[str]) -> int:
    """Return the number of the range that a term belongs to."""
    return bisect_right(firsts, term)


@cache
def _table() -> tuple[str, ...]:
    """Return the frozen table (a pure memo): 1,024 terms in the order of UTF-16 units."""
    return tuple(resources.files("ssg.search").joinpath("cuts.txt").read_text("utf-8").split())
