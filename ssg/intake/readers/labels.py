"""Names of encodings as the web uses them, and pages decoded by them. Pure.

Source: the WHATWG Encoding Standard's labels, which give several names to a larger encoding that holds the named one.
"""

import codecs
import re

from ssg.errors import Problem
from ssg.intake.decode import MAX_BYTES, decode
from ssg.intake.guess import LARGER

_META = re.compile(
    rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)
_HEAD = 4096


def codec(label: str) -> str:
    """Return Python's name for what a label of the web means; "" for one that nobody knows or that is no text."""
    name = label.strip().lower()
    try:
        found = codecs.lookup(LARGER.get(name, name))
    except (LookupError, ValueError):
        return ""
    return found.name if found._is_text_encoding else ""  # noqa: SLF001 — keeps `hex`, `zlib`, `rot13` out


def page(raw: bytes, charset: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a page of HTML, and warnings: mark, strict UTF-8, the server's word, the page's own, a guess.

    Raises SsgError for empty, binary and too large pages.
    """
    if len(raw) <= MAX_BYTES and not raw.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        meta = _META.search(raw[:_HEAD])
        for label in (charset, meta[1].decode("ascii") if meta else ""):
            named = codec(label) if label and not _is_utf8(raw) else ""
            if named and not named.startswith("utf-16"):
                decoded = decode(raw, named, name)
                return decoded.text, decoded.problems
    decoded = decode(raw, None, name)
    return decoded.text, decoded.problems


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
