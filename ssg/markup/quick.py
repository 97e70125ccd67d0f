"""Short ways through the Markdown parser for plain text: the same tokens, made without asking every rule.

Most paragraphs of an article are one line of text, with a bold word now and then. Whatever isn't surely so
goes the whole way. tests/markup/test_quick.py compares the tokens of both.
"""

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_core import normalize as whole_normalize
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARKED = re.compile(r"[\n\\`~*_\[<&\x00]")
"""A character that an inline rule may begin with; all others are text."""
_BOLD = re.compile(
    r"(?:[^\n\\`~*_\[<&\x00]++|(?<![^ ])\*\*[^\W_](?:[^\n\\`~*_\[<&\x00]*[^\W_])?\*\*)+"
)
"""Text with bold words: a run of two stars after a space opens before a letter, one after a letter closes."""
_TEXT_BEGINS = re.compile(r"[A-Za-z\"'(\u0080-\U0010ffff]|[0-9]+(?![0-9.)])")
"""How a line begins that can be nothing but a paragraph's first (or the first of a table, or a term)."""


def install(md: "MarkdownIt") -> None:
    """Put the short ways in front; text that they leave alone goes through the rules as before."""
    md.block.ruler.before("table", "line", line)
    md.core.ruler.at("normalize", normalize)
    md.core.ruler.at("inline", inline)


def normalize(state: StateCore) -> None:
    """Make ends of lines one character, and nulls harmless, where there are such."""
    if "\r" in state.src or "\0" in state.src:
        whole_normalize(state)


def line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A line of text with an empty line (or nothing) after it → a paragraph."""
    after = start + 1
    if silent or state.sCount[start] - state.blkIndent > 3:
        return False
    if not _TEXT_BEGINS.match(state.src, state.bMarks[start] + state.tShift[start]):
        return False
    if after < state.lineMax:
        if not state.isEmpty(after):
            return False
        if after + 1 < end:  # ": …" below an empty line makes this line a term
            mark = state.bMarks[after + 1] + state.tShift[after + 1]
            if state.src[mark : mark + 1] in ("~", ":"):
                return False
    text = (
        state.getLines(start, after, state.blkIndent, False)
        if state.blkIndent
        else state.src[state.bMarks[start] : state.eMarks[start]]
    )
    state.line = after
    state.push("paragraph_open", "p", 1).map = [start, after]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = mdTrim(text), [start, after], []
    state.push("paragraph_close", "p", -1)
    return True


def inline(state: StateCore) -> None:
    """Parse what stands in paragraphs, headings and cells."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        content = token.content
        if not _MARKED.search(content):
            if content:
                token.children.append(Token("text", "", 0, content=content))
        elif _BOLD.fullmatch(content):
            token.children += _bold(content.split("**"))
        else:
            state.md.inline.parse(content, state.md, state.env, token.children)


def _bold(parts: list[str]) -> list[Token]:
    """Tokens of parts that are bold and not in turn."""
    made = [Token("text", "", 0, content=parts[0])]
    for bold, text in zip(parts[1::2], parts[2::2], strict=True):
        made += (
            Token("strong_open", "strong", 1, markup="**"),
            Token("text", "", 0, level=1, content=bold),
            Token("strong_close", "strong", -1, markup="**"),
            Token("text", "", 0, content=text),
        )
    return made
