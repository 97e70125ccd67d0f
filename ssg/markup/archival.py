"""What archives write beside CommonMark: [[wikilinks]], {漢字|한자}, $x^2$, {{ shortcodes }}. Installed for texts that hold such marks.

A text without them is parsed by the parser without these rules: `marks` tells, by a search for a few characters.
"""

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ssg.model import Link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Wiki = Callable[[str], Link | None]
"""The name in a wikilink → the address, with the base path, and title of the article; None if there is none."""
Attached = Callable[[str], str]
"""The name of a file among the articles → where it lies, seen from the text; empty if there is none."""
Shortcode = Callable[[str, tuple[object, ...], dict[str, object]], str]
"""A macro's name, its arguments → HTML."""

_WIKILINK = re.compile(r"!?\[\[([^\[\]|#\n]*)(#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_RUBY = re.compile(
    r"\{([\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)\|([^{}|\n]+(?:\|[^{}|\n]+)*)\}"
)
_SHORTCODE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\(([^{}\n]*)\)\s*\}\}")
_PICTURE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?$")  # Obsidian: how wide a picture is shown
_MOST = 400  # characters of a shortcode's arguments


def marks(body: str, *, math: bool, shortcodes: bool) -> frozenset[str]:
    """Return which of the rules a text may need."""
    found = {"wikilink"} if "[[" in body else set[str]()
    if "{" in body:
        found |= {"ruby"} if "|" in body else set()
        found |= {"shortcode"} if shortcodes and "{{" in body else set()
    if math and "$" in body:
        found.add("math")
    return frozenset(found)


def install(md: "MarkdownIt", wanted: frozenset[str]) -> None:
    """Add the rules a text needs."""
    if "wikilink" in wanted:
        md.inline.ruler.before("link", "wikilink", wikilink)
    if "ruby" in wanted:
        md.inline.ruler.before("link", "ruby", ruby)
    if "shortcode" in wanted:
        md.inline.ruler.before("link", "shortcode", shortcode)
    if "math" in wanted:
        rules = dict(md.renderer.rules)  # type: ignore[attr-defined]
        dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False)
        md.renderer.rules = rules  # type: ignore[attr-defined] # ours escape


def wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[[name]]`, `[[name#part|words]]` → a link to the article or file of that name; words alone where there is none.

    `![[file.png|words]]` → the picture; `![[name]]` of an article is a link: whoever reads it shall see whose text it is.
    """
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    wiki: Wiki | None = state.env.get("wiki")
    if found is None or wiki is None or not (found[1].strip() or found[2]):
        return False
    if normalizeReference(found[1]) in state.env.get("references", {}):  # CommonMark's own link
        return False
    if not silent:
        name, words = found[1].strip(), (found[3] or "").strip()
        link = wiki(name) if name else None
        attached: Attached | None = state.env.get("attached")
        place = attached(name) if name and link is None and attached else ""
        place = state.md.normalizeLink(place)
        if place and found[0][0] == "!" and _PICTURE.search(place):
            _embed(state, place, "" if _SIZE.match(words) else words)
        else:
            _link(state, link, place, (name, (found[2] or "").strip(), words))
    state.pos = found.end()
    return True


def _embed(state: StateInline, place: str, words: str) -> None:
    token = state.push("image", "img", 0)
    token.attrs, token.content = {"src": place, "alt": ""}, words
    said = Token("text", "", 0)
    said.content = words
    token.children = [said] if words else []


def _link(state: StateInline, link: Link | None, place: str, said: tuple[str, str, str]) -> None:
    """A link to an article, else to a file, else within the text; else the words alone, marked as a stranger's name."""
    name, part, words = said
    target = f"{link.url}{part}" if link else place or (part if not name else "")
    if target:
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"href": target}
        if not place:
            opened.meta["wiki"] = True
    text = words or (link.title if link else name or part.lstrip("#"))
    state.push("text", "", 0).content = text
    if target:
        state.push("link_close", "a", -1)
    else:
        state.push(
            "stranger", "", 0
        ).content = name  # shows nothing; texts beside each other become one token


def ruby(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{漢字|한자}` → small letters above, one ruby a character where the numbers fit, so that lines can break."""
    found = _RUBY.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("ruby", "", 0)
        token.content = found[1]
        token.meta["pairs"] = _pairs(found[1], found[2])
    state.pos = found.end()
    return True


def _pairs(base: str, reading: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in reading.split("|")]
    if len(parts) == 1 and len(parts[0]) == len(base):
        parts = list(parts[0])
    if len(parts) == len(base):
        return list(zip(base, parts, strict=True))
    return [(base, "".join(parts))]


def shortcode(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{{ name("x", width=3) }}` → what the site's macro of that name makes of it. Arguments are plain values."""
    found = _SHORTCODE.match(state.src, state.pos, state.posMax)
    call: Shortcode | None = state.env.get("shortcode")
    given = _arguments(found[2]) if found and call else None
    if found is None or call is None or given is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = call(found[1], *given)
    state.pos = found.end()
    return True


def _arguments(text: str) -> tuple[tuple[object, ...], dict[str, object]] | None:
    """The plain values between the brackets; None for anything that is none."""
    if len(text) > _MOST:
        return None
    try:
        call = ast.parse(f"f({text})", mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        if any(keyword.arg is None for keyword in call.keywords):
            return None
        values = [ast.literal_eval(each) for each in call.args]
        named = {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    plain = (str, int, float, bool)
    return (
        (tuple(values), named)
        if all(isinstance(v, plain) for v in (*values, *named.values()))
        else None
    )
