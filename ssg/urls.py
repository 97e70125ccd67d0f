"""Slugs, permalinks and hrefs: how names become addresses. Pure; NFC everywhere."""

import re
import unicodedata
from functools import lru_cache
from typing import NewType
from urllib.parse import unquote_to_bytes, urlsplit

Url = NewType("Url", str)
"""An address inside the site without its base path: `/articles/한글/`. Unicode, not percent-encoded."""

MAX_SLUG_BYTES = 150
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")


def nfc(text: str) -> str:
    """Return the text in Unicode normalisation form C."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def slug(text: str) -> str:
    """Return a name for a URL and a file: letters and digits of any script, lower case, joined by `-`.

    NFC, at most 150 bytes of UTF-8, cut at a hyphen where there is one; never a device name of Windows.
    Returns an empty string if the text holds no letter or digit.
    """
    folded = nfc(unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_slug_letter(c) for c in folded)
    joined = _cut("-".join(kept.split()))
    return f"{joined}-" if _RESERVED.match(joined) else joined


def _slug_letter(c: str) -> str:
    """Letters, digits and the marks that belong to them stay; invisible characters vanish; the rest separates."""
    category = unicodedata.category(c)
    if category[0] in "LMN":
        return c
    return "" if category == "Cf" else " "


def _cut(joined: str) -> str:
    raw = joined.encode("utf-8")
    if len(raw) <= MAX_SLUG_BYTES:
        return joined
    short = raw[:MAX_SLUG_BYTES].decode("utf-8", "ignore")
    at = short.rfind("-")
    return nfc(short[:at] if at > len(short) // 2 else short).strip("-")


@lru_cache(maxsize=65536)  # a pure memo: the same few hundred names stand in thousands of articles
def term_key(name: str) -> str:
    """Return what the spellings of one tag share: NFKC, case and runs of spaces folded (`ＡＩ  법` = `ai 법`)."""
    return " ".join(nfc(unicodedata.normalize("NFKC", name).casefold()).split())


def base_path(base_url: str) -> str:
    """Return the path of a site's base URL with slashes at both ends: `/` or `/repo/`."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"


def href(base: str, url: str) -> str:
    """Return a site address as a link: base path in front, percent-encoded, fragments and queries kept."""
    path, mark, rest = _split(url)
    return percent(base.rstrip("/") + path) + mark + rest


_UNSAFE = re.compile(r"[^A-Za-z0-9/:@!$&'()*+,;=~._-]+")


def percent(text: str, unsafe: re.Pattern[str] = _UNSAFE) -> str:
    """Return a text with the bytes of all `unsafe` characters percent-encoded: what urllib's `quote` makes, runs at once."""
    return unsafe.sub(_encoded, text)


def _encoded(run: re.Match[str]) -> str:
    return in_percent(run[0])


@lru_cache(
    maxsize=4096
)  # a pure memo: names of people, papers and tags, and the marks between them, come again and again
def in_percent(text: str) -> str:
    """Return a text with all its bytes percent-encoded."""
    return "%" + text.encode().hex("%").upper()


def _split(url: str) -> tuple[str, str, str]:
    at = min((i for i in (url.find("#"), url.find("?")) if i >= 0), default=len(url))
    return url[:at], url[at : at + 1], url[at + 1 :]


def absolute(base_url: str, url: str) -> str:
    """Return a site address with scheme and host, for feeds and metadata; a bare link where the site has no base URL."""
    host, base = _origin(base_url)
    return host + href(base, url)


@lru_cache(maxsize=16)  # a pure memo: a site has one
def _origin(base_url: str) -> tuple[str, str]:
    parts = urlsplit(base_url)
    host = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return host, base_path(base_url)


_ESCAPES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def readable(url: str) -> str:
    """Return an address as people read it: escapes that stand for letters of other scripts become these letters.

    Spaces, marks of direction, other invisible characters and what isn't UTF-8 stay escaped, so that the address still
    leads to the same place when somebody copies it (RFC 3987, section 3.2).
    """
    return _ESCAPES.sub(_letters, url)


def _letters(found: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return "".join(c if unicodedata.category(c)[0] in "LNMPS" else percent(c) for c in text)


def output_path(url: str) -> str:
    """Return the file below the output folder that answers to an address: `/a/` → `a/index.html`, `/feed.xml` → `feed.xml`."""
    path = url.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
