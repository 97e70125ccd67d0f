"""Pictures that a text shows by HTML of its own: their address on the site, and their size, so that nothing moves.

Works on what the gate has let through: its attributes all have quotes, and `<img` stands nowhere but where a picture is.
"""

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from ssg.model import Picture

_IMG = re.compile(r"<img((?: [a-z-]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")


def foreign_pictures(clean: str, env: Mapping[str, object]) -> str:
    """Return HTML that has passed the gate, with its pictures from beside the text found, measured and loaded when near."""
    resolve, picture = env.get("resolve"), env.get("picture")
    if not callable(resolve) or not callable(picture):
        return clean
    return _IMG.sub(lambda found: _shown(found, resolve, picture), clean)


def _shown(
    found: re.Match[str],
    resolve: Callable[[str], str],
    picture: Callable[[str], Picture | None],
) -> str:
    said = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
    source = unquote(said.get("src", ""))
    if not source or source.startswith("/") or "loading" in said or "fetchpriority" in said:
        return found[0]  # nowhere, where it says, or made by us
    said["src"] = quote(unquote(resolve(source)), safe="/:@!$&'()*+,;=~-._#?")
    if known := picture(source):
        said |= _size(said, known)
    said |= {"loading": "lazy", "decoding": "async"}
    said.setdefault("alt", "")
    return "".join(
        ("<img", *(f' {name}="{html.escape(value)}"' for name, value in said.items()), ">")
    )


def _size(said: Mapping[str, str], known: Picture) -> Mapping[str, str]:
    """Width and height; where the text says one of them, the other follows."""
    width, height = said.get("width", ""), said.get("height", "")
    if width.isdigit() and not height:
        return {"height": str(round(int(width) * known.height / known.width))}
    if height.isdigit() and not width:
        return {"width": str(round(int(height) * known.width / known.height))}
    if width and height:
        return {}
    return {"width": str(known.width), "height": str(known.height)}
