"""The digest of an article's text as a page shows it: what a reader's browser can count again (static/page.js)."""

import hashlib
import html
import re

_TAG = re.compile(r"<!--.*?-->|<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>", re.DOTALL)


def canonical(title: str, body: str) -> str:
    """Return headline and text of safe HTML, a line each: no tags, white space of any length one space."""
    text = _TAG.sub("", body)
    text = html.unescape(text) if "&" in text else text
    return f"{' '.join(title.split())}\n{' '.join(text.split())}"


def digest(title: str, body: str) -> str:
    """Return the SHA-256 of `canonical` in UTF-8, in hex."""
    return hashlib.sha256(canonical(title, body).encode("utf-8", "replace")).hexdigest()
