"""Pictures that a page holds in its own text (`data:` addresses), taken out under names of their own. Pure."""

import base64
import binascii
import hashlib
import re
from urllib.parse import unquote_to_bytes

from ssg.intake.readers.pictures import MAX_PICTURE, MAX_PICTURES

_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|avif);(?:[\w=.-]+;)*?(base64),([A-Za-z0-9+/=%\s]{200,})", re.IGNORECASE)  # fmt: skip
_LONG = re.compile(r"(data:[\w/+.;=-]{0,80},)[A-Za-z0-9+/=%]{2000,}")


def taken_out(text: str) -> tuple[str, dict[str, bytes]]:
    """Return the text with short addresses instead of pictures, and the pictures by these; tiny and broken ones are left.

    Other long `data:` addresses (fonts, scripts) are cut: no reader follows them, and the original keeps them.
    """
    found: dict[str, bytes] = {}
    room = [MAX_PICTURES]

    def name(match: re.Match[str]) -> str:
        raw = _decoded(match[3])
        if raw is None or len(raw) > min(MAX_PICTURE, room[0]):
            return match[0]
        ending = match[1].lower().replace("jpeg", "jpg")
        address = f"picture-{hashlib.sha256(raw).hexdigest()[:12]}.{ending}"
        if address not in found:
            room[0] -= len(raw)
            found[address] = raw
        return address

    return _LONG.sub(r"\1", _DATA.sub(name, text)), found


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(re.sub(rb"\s", b"", unquote_to_bytes(text)), validate=True)
    except (binascii.Error, ValueError):
        return None
