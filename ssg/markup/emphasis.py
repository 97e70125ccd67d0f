"""Emphasis beside Hangul, Han and kana: `**한국은행(BOK)**은`. One change to CommonMark's flanking rule, for `*` and `~`.

CommonMark decides by spaces whether a run of stars beside punctuation may open or close, but Korean particles follow
without a space (commonmark-spec issue 650). Here a letter of these scripts counts like a space beside punctuation:
a run before punctuation may open after such a letter, a run after punctuation may close before one.
Text without such letters parses as the specification says.
"""

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LETTER = re.compile(
    r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096"
    r"\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    r"\U00016fe0-\U00018d8f\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_SELECTORS = "\ufe00\ufe01\ufe02\ufe0e\ufe0f"


def install(md: "MarkdownIt") -> None:
    """Replace the rules that read runs of `*`, `_` and `~`; how runs are paired stays the
    library's.
    """
    md.inline.ruler.at("emphasis", emphasis)
    md.inline.ruler.at("strikethrough", strikethrough)


def emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Push each mark of a run of `*` or `_` as its own token, and note what it may do."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = scan(state, state.pos) if marker == "*" else state.scanDelims(state.pos, False)
    for _ in range(scanned.length):
        _push(state, marker, scanned.length, scanned)
    state.pos += scanned.length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Push pairs of `~` as tokens; an odd one in front stays text, one alone is none of ours."""
    if silent or state.src[state.pos] != "~":
        return False
    scanned = scan(state, state.pos)
    if scanned.length < 2:
        return False
    if scanned.length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(scanned.length // 2):
        _push(state, "~", 0, scanned)  # length 0: the rule of three is for stars
    state.pos += scanned.length
    return True


def scan(state: StateInline, start: int) -> Scanned:
    """Return whether a run of marks may open and may close, and its length."""
    end, marker = start, state.src[start]
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    before_space, after_space = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    before_mark, after_mark = _is_punctuation(before), _is_punctuation(after)
    opens = not after_space and (
        not after_mark or before_space or before_mark or _is_letter_before(state.src, start)
    )
    closes = not before_space and (
        not before_mark or after_space or after_mark or _LETTER.match(after) is not None
    )
    return Scanned(opens, closes, end - start)


def _push(state: StateInline, marker: str, length: int, scanned: Scanned) -> None:
    token = state.push("text", "", 0)
    token.content = marker if marker != "~" else "~~"
    state.delimiters.append(
        Delimiter(
            marker=ord(marker),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=scanned.can_open,
            close=scanned.can_close,
        )
    )


def _is_punctuation(c: str) -> bool:
    return isMdAsciiPunct(ord(c)) or isPunctChar(c)


def _is_letter_before(text: str, at: int) -> bool:
    """Whether the character before a place is a letter of these scripts; a variation selector
    belongs to its letter.
    """
    while at and text[at - 1] in _SELECTORS:
        at -= 1
    return at > 0 and _LETTER.match(text[at - 1]) is not None
