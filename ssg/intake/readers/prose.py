"""Small pieces of HTML: plain words of it, and plain text as it. Pure."""

import html
import re

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\(\.\.\.\)|더\s?보기|계속\s?읽기|이어서\s?보기|전문\s?보기|read more|continue reading|weiterlesen|続きを読む)"
    r"[\s»→>.)\]]*$",
    re.IGNORECASE,
)
_SHORT = 300


def words(markup: str) -> str:
    """Return a short text (a title, a name) without tags and entities, its blanks single."""
    plain = html.unescape(_TAG.sub("", markup)) if "<" in markup or "&" in markup else markup
    return " ".join(plain.split())


def has_tags(text: str) -> bool:
    """Return whether a text is HTML: whether there is a tag in it."""
    return bool(_TAG.search(text))


def paragraphs(text: str) -> str:
    """Return a plain text as HTML: a paragraph for each run of lines, a break for each line in it."""
    blocks = (
        block.strip() for block in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    return "\n".join(
        "<p>" + html.escape(block, quote=False).replace("\n", "<br>\n") + "</p>"
        for block in blocks
        if block
    )


def cut_short(markup: str, *, summary: bool) -> bool:
    """Return whether a text is known to be only the beginning: it says so at its end, or is a short summary."""
    plain = words(markup)
    return bool(_CUT.search(plain)) or (summary and len(plain) < _SHORT)


def address_words(url: str) -> str:
    """Return an address as a name for what has none: without scheme, `www.` and slash at the end."""
    return re.sub(r"^[a-z][a-z0-9+.-]*://(?:www\.)?|[/#?]+$", "", url.strip(), flags=re.IGNORECASE)
