"""Smaller versions of a picture in newer formats, by Pillow (the extra `images`). Bytes in, bytes out, always the same bytes.

The encoders' versions are part of the build's fingerprint; each encodes on one thread.
"""

import importlib.util
import io
import warnings
from collections.abc import Mapping
from functools import cache

from ssg.images.header import Header, header

MOST = 60_000_000  # pixels; more is an attack, or no picture for a page
_OPTIONS: Mapping[str, Mapping[str, object]] = {
    "webp": {"quality": 78, "method": 4},
    "avif": {"quality": 58, "speed": 7, "max_threads": 1},
}
MIME = {"avif": "image/avif", "webp": "image/webp"}


@cache  # as long as a process lives nobody installs Pillow under it
def available() -> bool:
    """Return whether Pillow is there."""
    return importlib.util.find_spec("PIL") is not None


def drawable(raw: bytes) -> bool:
    """Return whether a file can be made smaller: a still picture of a usual size that decodes to its end."""
    found = header(raw)
    if not available() or found is None or found.kind in ("svg", "gif") or _huge(found):
        return False
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(raw)) as picture:
            warnings.simplefilter("ignore")
            if getattr(picture, "is_animated", False):
                return False
            picture.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return False
    return True


def _huge(found: Header) -> bool:
    return found.width * found.height > MOST


def resized(raw: bytes, width: int, kind: str) -> bytes:
    """Return the picture upright, `width` pixels wide, as `kind` (webp, avif), without any notes; for what is `drawable`."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings(), Image.open(io.BytesIO(raw)) as opened:
        warnings.simplefilter("ignore")
        upright = ImageOps.exif_transpose(opened)
        clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        profile = upright.info.get("icc_profile")
        drawn = upright.convert("RGBA" if clear else "RGB")
        height = max(1, round(drawn.height * width / drawn.width))
        if width < drawn.width:
            drawn = drawn.resize((width, height), Image.Resampling.LANCZOS)
        drawn.info = {}
        made = io.BytesIO()
        drawn.save(made, kind.upper(), icc_profile=profile, exif=b"", **_OPTIONS[kind])
    return made.getvalue()
