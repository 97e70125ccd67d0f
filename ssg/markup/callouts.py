"""GitHub's alerts and Obsidian's callouts: a quotation that begins with `[!NOTE]`, with a title of its own, or folded. Pure."""

import re
from collections.abc import Mapping

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ssg.markup.labels import label

_CALLOUT = re.compile(r"\[!([A-Za-z][A-Za-z-]{0,30})\]([+-]?)(?:[ \t]+([^\n]*))?[ \t]*(?:\n|$)")
KINDS: Mapping[str, tuple[str, str]] = {
    **{name: (name, name) for name in ("note", "tip", "important", "warning", "caution")},
    **dict.fromkeys(("abstract", "summary", "tldr"), ("note", "abstract")),
    **dict.fromkeys(("question", "help", "faq"), ("note", "question")),
    **dict.fromkeys(("quote", "cite"), ("note", "quote")),
    **dict.fromkeys(("success", "check", "done"), ("tip", "success")),
    **dict.fromkeys(("failure", "fail", "missing"), ("caution", "failure")),
    **dict.fromkeys(("danger", "error"), ("caution", "danger")),
    "info": ("note", "info"), "example": ("note", "example"), "todo": ("tip", "todo"), "hint": ("tip", "tip"),
    "attention": ("warning", "warning"), "bug": ("caution", "bug"),
}  # fmt: skip
"""Obsidian's names → the one of five kinds that themes know, and the word that stands where the author gives no title."""


def alerts(state: StateCore) -> None:
    """`> [!NOTE]` → a box with a title and the rest of the quotation in it; `[!info]-` is folded, `+` unfolded."""
    opened: list[str] = []
    kept: list[Token] = []
    skip = 0
    for i, token in enumerate(state.tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_close" and (tag := opened.pop()):
            token.tag = tag
        kept.append(token)
        if token.type != "blockquote_open":
            continue
        inline = state.tokens[i + 2] if state.tokens[i + 1].type == "paragraph_open" else None
        found = _CALLOUT.match(inline.content) if inline else None
        name = found[1].lower() if found else ""
        opened.append(
            "" if name not in KINDS or found is None else "details" if found[2] else "div"
        )
        if inline is None or found is None or not opened[-1]:
            continue
        _box(token, opened[-1], name, fold=found[2])
        kept += _title(state, found, name, folded=bool(found[2]))
        inline.content = inline.content[found.end() :]
        lines = state.tokens[i + 1].map
        if lines:
            lines[0] = min(lines[0] + 1, lines[1] - 1)
        skip = 0 if inline.content else 3
    state.tokens = kept


def _box(token: Token, tag: str, name: str, *, fold: str) -> None:
    token.tag = tag
    token.attrSet("class", f"alert alert-{KINDS[name][0]}")
    if fold == "+":
        token.attrSet("open", "")


def _title(state: StateCore, found: re.Match[str], name: str, *, folded: bool) -> list[Token]:
    """The title's tokens: its own words, which may hold marks, or the kind's name in the language of the text."""
    words = (found[3] or "").strip() or label(state.env.get("lang", ""), KINDS[name][1])
    tag = "summary" if folded else "p"
    opened, inline = Token("alert_title_open", tag, 1, block=True), Token("inline", "", 0)
    opened.attrSet("class", "alert-title")
    inline.content, inline.children, inline.level = words, [], 1
    inline.meta["label"] = not found[3]  # no word of the author's: not for the search
    return [opened, inline, Token("alert_title_close", tag, -1, block=True)]
