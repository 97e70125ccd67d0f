"""Markdown → safe HTML, headings and plain text. CommonMark 0.31 by markdown-it-py, with the
extensions people expect.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ssg.config import RawHtml
from ssg.markup import archival, blocks, callouts, emphasis, quick, sanitize
from ssg.markup.html import HOLE, Html
from ssg.markup.rawimages import foreign_pictures
from ssg.model import Picture, Rendered

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f]|%(?:[01][0-9A-Fa-f]|20|7[Ff])")
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))


class Parser(MarkdownIt):
    """The parser with our list of schemes: a link with any other stays text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Return whether a destination may be linked."""
        scheme = _SCHEME.match(_INVISIBLE.sub("", url))
        return scheme is None or scheme[1].lower() in _SCHEMES


@functools.cache  # a pure memo: a parser keeps nothing between texts
def parser(*, html: bool, short: bool = True, marks: frozenset[str] = frozenset()) -> Parser:
    """Return the parser with all extensions; `html` lets raw HTML through, `short` takes short ways to the same tokens;
    `marks` are the rules of `archival` that a text needs, for which there is no short way.
    """
    md = Parser("commonmark", {"html": html, "xhtmlOut": False}, renderer_cls=Html)
    md.enable(["table", "strikethrough"])
    deflist_plugin(md)
    footnote_plugin(md, inline=False)
    _own_footnotes(md)
    emphasis.install(md)
    for step in (callouts.alerts, blocks.tasks):
        md.core.ruler.before("inline", step.__name__, step)
    for step in (
        blocks.aligns,
        blocks.figures,
        blocks.headings,
        blocks.links,
        blocks.source_lines,
    ):
        md.core.ruler.push(step.__name__, step)
    archival.install(md, marks)
    if short and not marks:
        quick.install(md)
    return md


def _own_footnotes(md: Parser) -> None:
    """The plugin puts its own rules over the renderer's; ours have safe ids and names for screen
    readers.
    """
    for name in ("ref", "block_open", "block_close", "open", "close", "anchor"):
        rule = f"footnote_{name}"
        md.renderer.rules[rule] = getattr(md.renderer, rule)  # type: ignore[attr-defined]


def render(  # noqa: PLR0913
    body: str,
    *,
    raw_html: RawHtml = "sanitize",
    lang: str = "ko",
    first_line: int = 1,
    source_lines: bool = False,
    resolve: Callable[[str], str] | None = None,
    picture: Callable[[str], Picture | None] | None = None,
    wiki: archival.Wiki | None = None,
    attached: archival.Attached | None = None,
    math: bool = False,
    shortcode: archival.Shortcode | None = None,
) -> Rendered:
    """Return a text as safe HTML, with its headings and its plain text for the search.

    `lang` is the language of the few words added (표 1, 참고). `resolve` gets every destination within the site
    (Unicode, not percent-encoded) and returns the link; fragments that name a heading lead to its id.
    `picture` gets the destination of every picture of the site, as written, and returns its size and smaller versions.
    `wiki` finds the articles that wikilinks name, `attached` the files; `math` reads formulas; `shortcode` calls the macros of a site that
    trusts its texts, and what they make goes through the gate like other HTML.
    `source_lines` marks blocks with the lines of the file they stand on; the body begins on `first_line`.
    """
    marks = archival.marks(body, math=math, shortcodes=shortcode is not None)
    md = parser(html=raw_html != "escape", marks=marks)
    env: dict[str, object] = {"lang": lang, "resolve": resolve, "picture": picture}
    env |= {"wiki": wiki, "attached": attached, "shortcode": shortcode}
    if source_lines:
        env["first_line"] = first_line
    tokens = md.parse(body, env)
    text = _text(tokens)  # before rendering, which changes image tokens
    gated = raw_html != "allow" and _has_html(tokens)
    formulas: list[str] = []
    if gated:
        env["formulas"] = formulas
    html = str(md.renderer.render(tokens, md.options, env))
    if gated:
        html = (
            foreign_pictures(sanitize.clean(html), env) if "<img" in body else sanitize.clean(html)
        )
        for number, formula in enumerate(formulas):
            html = html.replace(HOLE.format(number), formula, 1)
    headings = env.get("headings")
    return Rendered(html, tuple(headings) if isinstance(headings, list) else (), text)


def paragraph(text: str) -> Rendered:
    """Return plain text as one paragraph."""
    return Rendered(f"<p>{escapeHtml(text)}</p>\n" if text else "", (), text)


def plain(body: str) -> str:
    """Return a text without its markup: paragraphs, headings, cells, alt texts and code, a line for
    each block.
    """
    return _text(parser(html=True).parse(body, {}))


def without_alt(body: str) -> tuple[int, ...]:
    """Return the lines, from 1, of the blocks that show a picture without saying in words what is on it."""
    return tuple(
        line
        for line, child in _inside(body, lambda _: None, lambda name: name)
        if child.type in ("image", "remote_image")
        and not blocks.inline_text(child.children or []).strip()
    )


def strangers(
    body: str, wiki: archival.Wiki, attached: archival.Attached
) -> tuple[tuple[int, str], ...]:
    """Return the lines, from 1, and names of the wikilinks that name neither an article nor a file."""
    found = _inside(body, wiki, attached)
    return tuple((line, child.content) for line, child in found if child.type == "stranger")


def _inside(
    body: str, wiki: archival.Wiki, attached: archival.Attached
) -> Iterator[tuple[int, Token]]:
    """What stands in the blocks of a text, each with the line of its block."""
    marks = archival.marks(body, math=False, shortcodes=False)
    for token in parser(html=True, marks=marks).parse(body, {"wiki": wiki, "attached": attached}):
        if token.type == "inline" and token.map:
            for child in token.children or ():
                yield token.map[0] + 1, child


def _text(tokens: Sequence[Token]) -> str:
    return "\n".join(line for token in tokens if (line := _block_text(token)))


def _block_text(token: Token) -> str:
    if token.type == "inline" and not token.meta.get("label"):
        return blocks.inline_text(token.children or []).strip()
    if token.type in ("fence", "code_block", "math_block"):
        return token.content.strip("\n")
    if token.type == "html_block":
        return sanitize.text_of(token.content).strip()
    return ""


def _has_html(tokens: Sequence[Token]) -> bool:
    return any(
        token.type == "html_block"
        or (token.type == "inline" and any(c.type == "html_inline" for c in token.children or ()))
        for token in tokens
    )
