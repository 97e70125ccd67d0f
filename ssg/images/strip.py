"""A picture's file without what it says beside the picture: place, camera, author's notes. Pure; no pixel changes.

Dropped: Exif, XMP, IPTC and comments. Kept: colour profiles, and the orientation, as the only word of a new Exif block.
"""

import struct

from ssg.images.header import chunks, header, segments

_NAMED = (0xE1, 0xED, 0xFE)  # Exif and XMP, IPTC, comments
_PNG_NOTES = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")


def stripped(raw: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without its notes; anything else, and what is broken, as it is."""
    found = header(raw)
    try:
        if found and found.kind == "jpeg":
            return _jpeg(raw, found.orientation)
        if found and found.kind == "png":
            return _png(raw)
        if found and found.kind == "webp":
            return _webp(raw, found.orientation)
    except (struct.error, IndexError, ValueError):
        return raw
    return raw


def _exif(orientation: int) -> bytes:
    """An Exif block that tells the orientation alone."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _jpeg(raw: bytes, orientation: int) -> bytes:
    kept, rest = [raw[:2]], 2
    if orientation != 1:
        block = b"Exif\0\0" + _exif(orientation)
        kept.append(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    for marker, start, end in segments(raw):
        if marker not in _NAMED:
            kept.append(raw[start:end])
        rest = end
    return b"".join((*kept, raw[rest:]))


def _png(raw: bytes) -> bytes:
    kept, at = [raw[:8]], 8
    while at + 12 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4])
        if raw[at + 4 : at + 8] not in _PNG_NOTES:
            kept.append(raw[at:end])
        at = end
    return b"".join((*kept, raw[at:]))


def _webp(raw: bytes, orientation: int) -> bytes:
    kept = []
    for name, at, end in chunks(raw):
        if name == b"VP8X":  # its flags: 8 Exif, 4 XMP
            flags = raw[at + 8] & ~0x0C | (0x08 if orientation != 1 else 0)
            kept.append(raw[at : at + 8] + bytes([flags]) + raw[at + 9 : end])
        elif name not in (b"EXIF", b"XMP "):
            kept.append(raw[at:end])
    if orientation != 1:
        block = _exif(orientation)
        kept.append(b"EXIF" + struct.pack("<I", len(block)) + block)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
