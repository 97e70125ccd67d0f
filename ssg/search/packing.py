"""How the files of an index are written and read: docs/search-format.md says it for people.

Numbers lie with their lowest bytes first, whatever the machine. `browser/shards_core.js` reads the same files.
"""

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from operator import sub

DIGITS = 6
"""Hexadecimal digits of a checksum."""

LEVEL = 7
"""How hard zlib tries: 9 takes five times as long for .3 % less (docs/decisions/044)."""

WIDTHS = ("B", "H", "I")
"""A list of numbers takes one, two or four bytes a number, whatever its greatest one needs."""


def packed(content: bytes) -> bytes:
    """Return `content` as a gzip file that names no time, system or file."""
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    body = squeezer.compress(content) + squeezer.flush()
    trailer = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + trailer


def checksum(file: bytes) -> str:
    """Return the six hexadecimal digits by which a manifest knows a packed file: the end of its CRC-32."""
    return file[-8:-5][::-1].hex()


def front_coded(terms: Sequence[str]) -> bytes:
    """Return ascending terms, a line each: a character for what it shares with the one before, the rest."""
    lines, before = [], ""
    for term in terms:
        shared, most = 0, min(len(before), len(term), 90)
        while shared < most and before[shared] == term[shared]:
            shared += 1
        lines.append(_KEPT[shared] + term[shared:])
        before = term
    return "\n".join(lines).encode()


_KEPT = tuple(chr(32 + shared) for shared in range(91))


def front_decoded(content: bytes) -> list[str]:
    """Return the terms that `front_coded` wrote."""
    terms, before = [], ""
    for line in content.decode().split("\n") if content else ():
        before = before[: ord(line[0]) - 32] + line[1:]
        terms.append(before)
    return terms


def lists(ascending: Iterable[Sequence[int]]) -> tuple[bytes, list[bytes]]:
    """Return ascending lists, none of them empty, as gaps: a code for each (its length · 4 + its width), and the gaps by width."""
    codes = list[bytes]()
    streams: list[list[int]] = [[] for _ in WIDTHS]
    for each in ascending:
        size, first = len(each), each[0]
        if size == 1:  # two thirds of all terms
            width = _width(first)
            codes.append(_ONE[width])
            streams[width].append(first)
            continue
        steps = [first, *map(sub, each[1:], each)]
        width = _width(max(steps))
        codes.append(_varint(size << 2 | width))
        streams[width].extend(steps)
    return b"".join(codes), [_array(width, steps) for width, steps in enumerate(streams)]


def lists_read(codes: bytes, streams: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Return the width and the bytes of each list that `lists` wrote; `numbers` reads one."""
    found: list[tuple[int, bytes]] = []
    ends = [0, 0, 0]
    planes = [_planes(width, stream) for width, stream in enumerate(streams)]
    for code in _varints(codes):
        width, start = code & 3, ends[code & 3]
        ends[width] = start + (code >> 2)
        found.append((width, b"".join(plane[start : ends[width]] for plane in planes[width])))
    return found


def numbers(width: int, content: bytes) -> list[int]:
    """Return the numbers that lie in `content`, `width` as in WIDTHS."""
    if not width:
        return list(content)
    whole = bytearray(len(content))
    for at, plane in enumerate(_planes(width, content)):
        whole[at :: 1 << width] = plane
    made = array(WIDTHS[width], bytes(whole))
    if sys.byteorder == "big":
        made.byteswap()
    return made.tolist()


def _planes(width: int, content: bytes) -> list[bytes]:
    """Return the lowest bytes of numbers, the next ones, and so on."""
    size = len(content) >> width
    return [content[start : start + size] for start in range(0, len(content), size or 1)]


def column(numbers: Sequence[int]) -> bytes:
    """Return numbers as one byte that says their width, and the numbers."""
    width = _width(max(numbers, default=0))
    return bytes([width]) + _array(width, numbers)


def columns_read(content: bytes, rows: int) -> list[list[int]]:
    """Return the columns of `rows` numbers each that lie one after the other."""
    found, at = [], 0
    while at < len(content):
        end = at + 1 + (rows << content[at])
        found.append(numbers(content[at], content[at + 1 : end]))
        at = end
    return found


def sections(parts: Iterable[bytes | bytearray]) -> bytes:
    """Return parts one after the other, each with its length before it in four bytes."""
    return b"".join(b"".join((len(part).to_bytes(4, "little"), part)) for part in parts)


def sections_read(content: bytes) -> list[bytes]:
    """Return the parts that `sections` joined."""
    found, at = [], 0
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "little")
        found.append(content[at + 4 : end])
        at = end
    return found


def _width(greatest: int) -> int:
    return 0 if greatest < 0x100 else 1 if greatest < 0x10000 else 2


def _array(width: int, numbers: Iterable[int]) -> bytes:
    """Return the lowest bytes of all numbers, then the next ones: the high ones are alike, and gzip makes little of them."""
    made = array(WIDTHS[width], numbers)
    if sys.byteorder == "big":
        made.byteswap()
    whole = made.tobytes()
    return b"".join(whole[at :: 1 << width] for at in range(1 << width)) if width else whole


@cache
def _varint(number: int) -> bytes:
    """Return a number seven bits a byte, the lowest first; the highest bit says that more follow."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


_ONE = tuple(_varint(1 << 2 | width) for width in range(len(WIDTHS)))


def _varints(content: bytes) -> Iterable[int]:
    number = shift = 0
    for byte in content:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
