"""XML text: escaping, and characters that XML can't hold."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(value: str) -> str:
    """Return character data; characters outside XML 1.0 (§2.2) are left out."""
    return escape(_FORBIDDEN.sub("", value))


def element(name: str, value: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """Return one element with text content; an empty one is closed at once."""
    attrs = "".join(
        f" {k}={quoteattr(_FORBIDDEN.sub('', v))}" for k, v in (attributes or {}).items()
    )
    return f"<{name}{attrs}>{text(value)}</{name}>" if value else f"<{name}{attrs}/>"
