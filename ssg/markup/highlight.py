"""Code → spans with classes, by Pygments; never an inline style. Colours of both modes as one style
sheet.
"""

import functools
import itertools
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 30_000
"""Code longer than this (in characters) is shown plain: some lexers take quadratic time."""

COLOURS: Mapping[str, tuple[str, str, str]] = {
    "k kc kd kn kp kr kt ow": ("#96231a", "#f4aa9d", ""),
    "s s1 s2 sa sb sc dl sd se sh si sx sr ss gi": ("#1b5228", "#a6d9a4", ""),
    "m mb mf mh mi mo il no bp nb": ("#6b2a76", "#d9b8ee", ""),
    "nf nc nd ne nn nt fm na vm gh gu": ("#0a4a82", "#a3cdf7", ""),
    "c c1 cm ch cs cp cpf go gp": ("#524e47", "#b9b5ac", ""),
    "gd err": ("#8c2119", "#f2a497", ""),
    "ge": ("#1d1c1a", "#e5e2db", "font-style: italic"),
    "gs": ("#1d1c1a", "#e5e2db", "font-weight: bold"),
}
"""Pygments' short class names → colour on light, colour on dark, anything else. Contrast is at
least 7:1 on code's ground.
"""


def highlight(code: str, language: str) -> str:
    """Return code as safe HTML: spans with Pygments' short class names, or only escaped where the
    language is unknown.
    """
    lexer = _lexer(language.lower()) if language and len(code) <= LONGEST else None
    if lexer is None:
        return escape(code)
    from pygments.token import STANDARD_TYPES

    named = ((STANDARD_TYPES.get(kind, ""), text) for kind, text in lexer.get_tokens(code))
    out = []
    for name, run in itertools.groupby(named, key=lambda pair: pair[0]):
        safe = escape("".join(text for _, text in run))
        out.append(f'<span class="{name}">{safe}</span>' if name and not safe.isspace() else safe)
    return "".join(out)


def stylesheet() -> str:
    """Return the colours of `highlight`'s classes, light and dark, in the layer `theme`."""
    rules = []
    for names, (light, dark, more) in COLOURS.items():
        chosen = ", ".join(f".highlight .{name}" for name in names.split())
        rules.append(
            f"  {chosen} {{ color: light-dark({light}, {dark});{f' {more};' if more else ''} }}\n"
        )
    return "@layer theme {\n" + "".join(rules) + "}\n"


@functools.lru_cache(maxsize=64)  # a pure memo
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
