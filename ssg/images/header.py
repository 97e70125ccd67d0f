"""The size of a picture from the first bytes of its file: JPEG, PNG, GIF, WebP, AVIF, SVG. Pure; no pixel is decoded.

Sources: ITU T.81 (JPEG) with Exif 2.32, PNG 1.2, GIF89a, the WebP container, ISO/IEC 23008-12 (`ispe`, `irot`), SVG 2.
"""

import re
import struct
from collections.abc import Iterator

import msgspec

TURNED = range(5, 9)  # orientations that lie on their side


class Header(msgspec.Struct, frozen=True):
    """What a file is: `jpeg`, `png`, `gif`, `webp`, `avif` or `svg`; width and height in pixels as it is to be shown;
    Exif's orientation (1: upright)."""

    kind: str
    width: int
    height: int
    orientation: int = 1


def header(raw: bytes) -> Header | None:
    """Return what a picture's file is; None for anything else, and for a picture that doesn't say its size."""
    try:
        found = _read(raw)
    except (struct.error, IndexError, ValueError):  # cut off or broken
        return None
    if found is None or not (found.width > 0 and found.height > 0):
        return None
    if found.orientation in TURNED:
        return Header(found.kind, found.height, found.width, found.orientation)
    return found


def _read(raw: bytes) -> Header | None:
    if raw[:2] == b"\xff\xd8":
        return _jpeg(raw)
    if raw[:8] == b"\x89PNG\r\n\x1a\n":
        return Header("png", *struct.unpack(">II", raw[16:24]))
    if raw[:4] == b"GIF8":
        return Header("gif", *struct.unpack("<HH", raw[6:10]))
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _webp(raw)
    if raw[4:12] in (b"ftypavif", b"ftypavis"):
        return _avif(raw)
    return _svg(raw)


def segments(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the segments of a JPEG before its picture data: marker, start, end (with the marker's own two bytes)."""
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker in (0xD9, 0xDA):
            return
        alone = marker == 1 or 0xD0 <= marker <= 0xD8
        end = at + 2 if alone else at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        yield marker, at, end
        at = end


def _jpeg(raw: bytes) -> Header | None:
    orientation = 1
    for marker, start, end in segments(raw):
        if marker == 0xE1 and raw[start + 4 : start + 10] == b"Exif\0\0":
            orientation = exif_orientation(raw[start + 10 : end])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", raw[start + 5 : start + 9])
            return Header("jpeg", width, height, orientation)
    return None


def exif_orientation(tiff: bytes) -> int:
    """Return the orientation that a block of Exif tells, 1 to 8; 1 where it tells none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[at : at + 2].ljust(2, b"\0"))
    for n in range(min(count, 200)):
        entry = tiff[at + 2 + 12 * n : at + 14 + 12 * n]
        if len(entry) == 12 and struct.unpack(f"{order}HH", entry[:4]) == (0x0112, 3):
            value = int(struct.unpack(f"{order}H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 1
    return 1


def chunks(raw: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Give the chunks of a RIFF file (WebP): name, start, end (with name, length and padding)."""
    at = 12
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        yield raw[at : at + 4], at, end
        at = end


def _webp(raw: bytes) -> Header | None:
    orientation, size = 1, (0, 0)
    for name, at, end in chunks(raw):
        inside = raw[at + 8 : at + 18]
        if name == b"VP8X":
            size = (
                int.from_bytes(inside[4:7], "little") + 1,
                int.from_bytes(inside[7:10], "little") + 1,
            )
        elif name == b"VP8L" and not size[0]:
            bits = int.from_bytes(inside[1:5], "little")
            size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif name == b"VP8 " and not size[0]:
            width, height = struct.unpack("<HH", inside[6:10])
            size = width & 0x3FFF, height & 0x3FFF
        elif name == b"EXIF":
            orientation = exif_orientation(raw[at + 8 : end].removeprefix(b"Exif\0\0"))
    return Header("webp", *size, orientation)


def _avif(raw: bytes) -> Header | None:
    """Size and turn of the primary picture; the first `ispe` is the main one in what encoders write."""
    at = raw.find(b"ispe", 0, 4096)
    if at < 0:
        return None
    width, height = struct.unpack(">II", raw[at + 8 : at + 16])
    turn = raw.find(b"irot", 0, 4096)
    on_its_side = turn > 0 and raw[turn + 4] & 1
    return Header("avif", height, width) if on_its_side else Header("avif", width, height)


_SVG = re.compile(rb"<svg\b([^>]*)>")
_LENGTH = re.compile(rb"\b(width|height)\s*=\s*[\"']\s*([0-9.]+)(?:px)?\s*[\"']")
_BOX = re.compile(rb"\bviewBox\s*=\s*[\"']\s*[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)")


def _svg(raw: bytes) -> Header | None:
    found = _SVG.search(raw[:4096])
    if found is None:
        return None
    said = {name: float(value) for name, value in _LENGTH.findall(found[1])}
    box = _BOX.search(found[1])
    if len(said) < 2 and box:
        said = {b"width": float(box[1]), b"height": float(box[2])}
    return Header("svg", round(said.get(b"width", 0)), round(said.get(b"height", 0)))
