r"""LaTeX → MathML at build time, by latex2mathml (the extra `math`), through a gate of our own: nothing but mathematics passes.

The library writes what stands in \text or \href as it is; here its answer is read as XML and written anew, with the
elements and attributes below and nothing else.
"""

import importlib.util
from functools import cache
from html import escape
from xml.etree import ElementTree as ET

LONGEST = 5000
_ELEMENTS = frozenset(
    [
        "math",
        "merror",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "menclose",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "accent",
        "accentunder",
        "columnalign",
        "columnspan",
        "columnlines",
        "depth",
        "display",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowlines",
        "rowspan",
        "rspace",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)


@cache  # as long as a process lives nobody installs it under it
def available() -> bool:
    """Return whether latex2mathml is there."""
    return importlib.util.find_spec("latex2mathml") is not None


def mathml(latex: str, *, block: bool) -> str:
    """Return a formula as MathML; as its own source in `<code>` where it can't be read or the library isn't there."""
    source = f'<code class="math">{escape(latex)}</code>'
    if not available() or len(latex) > LONGEST:
        return source
    from latex2mathml.converter import convert

    try:
        made = convert(latex, display="block" if block else "inline")
        root = ET.fromstring(made)  # noqa: S314 - our own library's text: no entity, no DTD
    except Exception:  # noqa: BLE001 - a formula is somebody's text, and the library raises what it likes
        return source
    said = "".join(_written(root))
    return said if len(said) < 100 * LONGEST else source


def _written(element: ET.Element) -> list[str]:
    """An element written anew; of one that is no mathematics only what is in it."""
    name = element.tag.rpartition("}")[2]
    inside = [escape(element.text or "")]
    for child in element:
        inside += [*_written(child), escape(child.tail or "")]
    if name not in _ELEMENTS:
        return inside
    attributes = "".join(
        f' {key}="{escape(value)}"'
        for key, value in sorted(element.attrib.items())
        if key in _ATTRIBUTES
    )
    return [f"<{name}{attributes}>", *inside, f"</{name}>"]
