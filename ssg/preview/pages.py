"""GitHub Pages' twin: which file of the site answers to a request. Pure."""

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

import msgspec

Kind = Literal["file", "missing", "moved", "outside"]


class Answer(msgspec.Struct, frozen=True):
    """What a request gets: `file` (with `path` below the site), `missing` (`path` is 404.html, or
    empty where there is none), `moved` (to `location`, a link; `permanent` or not), or `outside` of the base path."""

    kind: Kind
    path: str = ""
    location: str = ""
    permanent: bool = False


def find(has: Callable[[str], bool], base: str, raw: bytes) -> Answer:
    """Return what answers to the raw, percent-encoded path of a request, without its query.

    `has` says whether the site has a file, `/` between folders; only such files can ever be named. As on GitHub
    Pages `/x` is also `x.html`, and a folder without its slash is redirected to the one with it.
    """
    whole = _decode(raw)
    if whole is None:
        return _missing(has)
    if not whole.startswith(base):
        return _outside(whole, base)
    name = whole.removeprefix(base)
    if not name or name.endswith("/"):
        name += "index.html"
        return Answer("file", name) if has(name) else _missing(has)
    for candidate in (name, f"{name}.html"):
        if has(candidate):
            return Answer("file", candidate)
    if has(f"{name}/index.html"):
        return Answer("moved", location=link(f"{base}{name}/"), permanent=True)
    return _missing(has)


def candidates(base: str, raw: bytes) -> tuple[str, ...]:
    """Return the files that would answer to the raw path of a request, if the site had them."""
    whole = _decode(raw)
    if whole is None or not whole.startswith(base):
        return ()
    name = whole.removeprefix(base)
    return (
        (f"{name}index.html",)
        if not name or name.endswith("/")
        else (name, f"{name}.html", f"{name}/index.html")
    )


def link(path: str) -> str:
    """Return a decoded path as it is written in a Location header."""
    return quote(path, safe="/:@!$&'()*+,;=~-._")


def content_type(path: str) -> str:
    """Return the media type by the file's ending, as GitHub Pages says it; text is UTF-8."""
    kind = TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in UTF8 else kind


def inject(page: bytes, head: bytes) -> bytes:
    """Return an HTML page with `head` right after its `<head>` tag, or in front of a page that has none."""
    tag = re.search(rb"<head(\s[^>]*)?>", page, re.IGNORECASE)
    at = tag.end() if tag else _after_doctype(page)
    return page[:at] + head + page[at:]


TYPES = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "vtt": "text/vtt", "bib": "text/plain", "ris": "text/plain",
    "json": "application/json", "map": "application/json", "webmanifest": "application/manifest+json",
    "xml": "application/xml", "atom": "application/atom+xml", "rss": "application/rss+xml", "xsl": "application/xml",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "woff2": "font/woff2", "woff": "font/woff",
    "ttf": "font/ttf", "otf": "font/otf", "pdf": "application/pdf", "wasm": "application/wasm", "zip": "application/zip",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
UTF8 = {"application/json", "application/xml", "application/atom+xml", "application/rss+xml", "application/manifest+json", "image/svg+xml"}  # fmt: skip


def _decode(raw: bytes) -> str | None:
    """The path in Unicode, or None if a name in it is none that a file could have: dots, slashes, controls."""
    if not raw.startswith(b"/"):
        return None
    parts = []
    for part in raw[1:].split(b"/"):
        try:
            name = unquote_to_bytes(part).decode("utf-8")
        except UnicodeDecodeError:
            return None
        if _hidden(name) or re.search(r"[/\\\x00-\x1f\x7f]", name):
            return None
        parts.append(name)
    if "" in parts[:-1]:
        return None
    return "/" + "/".join(parts)


def _hidden(name: str) -> bool:
    """Dotfiles, and with them `.` and `..`; GitHub Pages serves `.well-known` alone."""
    return name.startswith(".") and name != ".well-known"


def _missing(has: Callable[[str], bool]) -> Answer:
    return Answer("missing", "404.html" if has("404.html") else "")


def _outside(path: str, base: str) -> Answer:
    if path == "/":
        return Answer("moved", location=link(base))
    if f"{path}/" == base:
        return Answer("moved", location=link(base), permanent=True)
    return Answer("outside")


def _after_doctype(page: bytes) -> int:
    doctype = re.match(rb"(\xef\xbb\xbf)?\s*<!doctype[^>]*>", page, re.IGNORECASE)
    return doctype.end() if doctype else 0
