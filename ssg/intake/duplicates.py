"""Whether a text is known already: the same letters, the same address, or nearly the same words. Pure.

Texts are compared by shingles, runs of five letters (Korean, Japanese, Chinese) or five words; the share that two texts
have in common is that of their shingles (Jaccard). A sketch, the 64 smallest hashes of a text's shingles, finds the few
texts worth comparing (Broder, On the resemblance and containment of documents, 1997).
"""

import heapq
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

import msgspec

SAME = 0.9
"""Texts with that share are one text; an agency's report in two papers."""
LIKE = 0.6
"""Texts with that share are versions of one another."""

_SIZE = 5
_SKETCH = 64
_LEAST = 24
"""Shingles that a text needs for the share to mean something."""
_CROWD = 2_000
"""Texts that share one shingle; more, and it is a phrase of the house."""
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"\]\([^)\s]*\)|<?https?://\S+")
_SIGNS = "가-힣㐀-鿿぀-ヿ豈-﫿"
_SIGN = re.compile(f"[{_SIGNS}]")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|igshid|mc_[ce]id|yclid|msclkid|cmpid|ref|ref_src|spm|_ga|from|xtor|at_\w+)"
)
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_INDEX = re.compile(r"/(?:index\.(?:html?|php)|amp)?/?$")


class Sketch(msgspec.Struct, frozen=True, array_like=True):
    """The smallest hashes of a text's shingles, ascending (32 bits each, as bytes), and how many shingles it has."""

    hashes: bytes = b""
    size: int = 0

    @property
    def values(self) -> "array[int]":
        """The hashes as numbers."""
        return array("I", self.hashes)


class Pair(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Two texts that are nearly the same: the larger share first when sorted by `-share`."""

    share: float
    one: str
    other: str


@lru_cache(maxsize=4)
def shingles(text: str) -> frozenset[int]:
    """Return the hashes of a text's shingles; marks, spaces, case and width are no part of them, nor are link targets.

    The last texts' are remembered (a pure memo): a new one is compared with several.
    """
    plain = unicodedata.normalize("NFKC", _TARGET.sub("]", text)).casefold()
    words = _WORD.findall(plain)
    letters = "".join(words)
    if len(_SIGN.findall(letters)) * 3 < len(letters):
        coded = [word.encode("utf-8", "replace") for word in words]
        return frozenset(
            crc32(b" ".join(coded[i : i + _SIZE])) for i in range(len(coded) - _SIZE + 1)
        )
    raw = letters.encode("utf-16-le", "replace")
    step = 2 * _SIZE
    return frozenset(crc32(raw[i : i + step]) for i in range(0, len(raw) - step + 1, 2))


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; an empty one where it is too short to compare."""
    found = shingles(text)
    if len(found) < _LEAST:
        return Sketch()
    return Sketch(array("I", sorted(found)[:_SKETCH]).tobytes(), len(found))


def share(one: str, other: str) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1; 0 where one is too short to say."""
    a, b = shingles(one), shingles(other)
    if min(len(a), len(b)) < _LEAST:
        return 0.0
    return len(a & b) / len(a | b)


def held(one: str, other: str) -> float:
    """Return how much of the shorter text the longer one holds, 0 to 1: an update holds what it updates."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


class Index:
    """Which texts have a hash in their sketch; texts are added as they come."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._paths: list[str] = []
        self._having: dict[int, array[int]] = {}  # hash → numbers of paths

    def add(self, path: str, found: Sketch) -> None:
        """Remember the sketch of a text."""
        if not found.size or path in self._sketches:
            return
        number = len(self._paths)
        self._sketches[path] = found
        self._paths.append(path)
        for value in found.values:
            self._having.setdefault(value, array("I")).append(number)

    def near(self, found: Sketch, least: float = LIKE / 2) -> list[Pair]:
        """Return texts that share about that much with one, the nearest first, ties by path; `one` is empty."""
        lists = (self._having.get(value, ()) for value in found.values)
        counts = Counter(chain.from_iterable(held for held in lists if len(held) <= _CROWD))
        enough = _SKETCH * least / 2
        rough = [self._paths[number] for number, n in counts.items() if n >= enough]
        pairs = [Pair(estimate(found, self._sketches[path]), "", path) for path in rough]
        return sorted(
            (pair for pair in pairs if pair.share >= least),
            key=lambda pair: (-pair.share, pair.other),
        )


def estimate(one: Sketch, other: Sketch) -> float:
    """Return about which share two texts have in common, by their sketches (± .06 at half)."""
    a, b = set(one.values), set(other.values)
    smallest = heapq.nsmallest(_SKETCH, a | b)
    return len(a & b & set(smallest)) / len(smallest) if smallest else 0.0


def pairs(sketches: Mapping[str, Sketch], least: float = LIKE) -> tuple[Pair, ...]:
    """Return all pairs of texts that share about that much, the nearest first, ties by path: a report for an archive."""
    index = Index()
    found: list[Pair] = []
    for path in sorted(sketches):
        found += (Pair(near.share, near.other, path) for near in index.near(sketches[path], least))
        index.add(path, sketches[path])
    return tuple(sorted(found, key=lambda pair: (-pair.share, pair.one, pair.other)))


def address(url: str) -> str:
    """Return what tells a page from others: host and path without what only says how somebody came there.

    `https://www.news.kr/view/?utm_source=x&idxno=12#c` is `news.kr/view?idxno=12`. Empty for what is no web address.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(key.lower())
    )
    path = _INDEX.sub("", parts.path)
    said = f"{_HOST.sub('', host)}{path}{'?' if query else ''}{urlencode(query)}"
    return said if path or query else ""
