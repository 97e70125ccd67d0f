"""Steps over the parsed Markdown, one function each: alerts, tasks, tables, figures, links,
headings, source lines. Pure.
"""

import re
from collections.abc import Callable, Iterator

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ssg.markup.labels import label
from ssg.model import Heading
from ssg.urls import slug

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALIGN = {"text-align:right": "num", "text-align:center": "center"}
_TARGETS = {"link_open": "href", "image": "src"}
ID_PREFIX = "h-"
OWN_IDS = (ID_PREFIX, "fn-", "fnref-", "user-")
LINK_REL = "noopener noreferrer"


def alerts(state: StateCore) -> None:
    """`> [!NOTE]` → a div with a title, the rest of the quotation in it."""
    opened: list[bool] = []
    kept: list[Token] = []
    skip = 0
    for i, token in enumerate(state.tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_close" and opened.pop():
            token.tag = "div"
        kept.append(token)
        if token.type != "blockquote_open":
            continue
        inline = state.tokens[i + 2] if state.tokens[i + 1].type == "paragraph_open" else None
        kind = _ALERT.match(inline.content) if inline else None
        opened.append(kind is not None)
        if inline is None or kind is None:
            continue
        name = kind[1].lower()
        token.tag = "div"
        token.attrSet("class", f"alert alert-{name}")
        title = Token(
            "alert_title", "p", 0, content=label(state.env.get("lang", ""), name), block=True
        )
        kept.append(title)
        inline.content = inline.content[kind.end() :]
        lines = state.tokens[i + 1].map
        if lines:
            lines[0] = min(lines[0] + 1, lines[1] - 1)
        skip = 0 if inline.content else 3
    state.tokens = kept


def tasks(state: StateCore) -> None:
    """`- [ ] text` → a list item with `meta["checked"]`; the renderer makes the box."""
    lists: list[Token] = []
    for i, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and state.tokens[i + 1].type == "paragraph_open":
            inline = state.tokens[i + 2]
            box = _TASK.match(inline.content)
            if box:
                inline.content = inline.content[box.end() :]
                token.meta = {"checked": box[1] != " "}
                token.attrSet("class", "task-list-item")
                lists[-1].attrSet("class", "contains-task-list")


def aligns(state: StateCore) -> None:
    """A table's alignment becomes a class: no `style` anywhere."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            name = _ALIGN.get(str(token.attrs.pop("style")))
            if name:
                token.attrSet("class", name)


def figures(state: StateCore) -> None:
    """A picture with a title, alone in its paragraph → a figure with the title as its caption."""
    for i, token in enumerate(state.tokens):
        if token.type != "inline" or len(token.children or ()) != 1:
            continue
        before, image = state.tokens[i - 1], (token.children or [])[0]
        if image.type != "image" or before.type != "paragraph_open" or before.hidden:
            continue
        if image.attrGet("title"):
            before.type, before.tag = "figure_open", "figure"
            state.tokens[i + 1].type, state.tokens[i + 1].tag = "figure_close", "figure"
            image.meta["caption"] = image.attrs.pop("title")


def links(state: StateCore) -> None:
    """Site addresses go through `env["resolve"]`, which takes a link away by an empty answer; links
    that leave the site say nothing of where they were; pictures from elsewhere become links.
    """
    for token in state.tokens:
        if token.type == "inline":
            _links(token.children or [], state)


def _links(tokens: list[Token], state: StateCore) -> None:
    inside, unlinked = 0, False
    for token in tokens:
        if token.type not in _TARGETS:
            inside -= token.type == "link_close"
            if unlinked and token.type == "link_close":
                token.type, unlinked = "text", False
            continue
        name = _TARGETS[token.type]
        inside += token.type == "link_open"
        target = str(token.attrs.get(name, ""))
        if is_elsewhere(target):
            _leave(token, target, linked=bool(inside))
        elif target:
            plain = state.md.normalizeLinkText(target) if "%" in target else target
            meant = _meant(plain, state)
            if not meant and token.type == "link_open":  # what it leads to isn't published
                token.type, unlinked = "text", True
            elif meant != plain:
                token.attrSet(name, state.md.normalizeLink(meant))
            if token.type == "image" and (picture := state.env.get("picture")):
                token.meta["picture"] = picture(plain)


def _leave(token: Token, target: str, *, linked: bool) -> None:
    """What leads out of the site: a picture becomes a link, a link says nothing of where it was."""
    if token.type == "image":
        token.meta["linked"] = linked
        token.type = "remote_image"
    elif not target.lower().startswith(("mailto:", "tel:")):
        token.attrSet("rel", LINK_REL)


def _meant(plain: str, state: StateCore) -> str:
    resolve: Callable[[str], str] | None = state.env.get("resolve")
    meant = _anchored(plain, {heading.id for heading in state.env["headings"]})
    return resolve(meant) if resolve and not meant.startswith("#") else meant


def _anchored(target: str, ids: set[str]) -> str:
    """The target; a fragment that names a heading, of this text or in another Markdown file, gets
    the ids' prefix.
    """
    path, mark, fragment = target.partition("#")
    if not fragment or fragment.startswith(OWN_IDS):
        return target
    name = ID_PREFIX + slug(fragment)
    known = path.endswith((".md", ".markdown")) if path else name in ids
    return f"{path}{mark}{name}" if known else target


def is_elsewhere(target: str) -> bool:
    """Return whether a link leaves the site: it has a scheme or a host."""
    return target.startswith("//") or _SCHEME.match(target) is not None


def headings(state: StateCore) -> None:
    """Every heading gets an id of its own, in no way a name that scripts use; `env["headings"]`
    lists them.
    """
    used: dict[str, int] = {}
    found: list[Heading] = state.env.setdefault("headings", [])
    for i, token in enumerate(state.tokens):
        if token.type == "heading_open":
            text = " ".join(inline_text(state.tokens[i + 1].children or []).split())
            name = _unused(ID_PREFIX + (slug(text) or "section"), used)
            token.attrSet("id", name)
            found.append(Heading(int(token.tag[1]), name, text))


def _unused(name: str, used: dict[str, int]) -> str:
    """The name, with a number where it was used before; `used` counts them, so that many equal
    headings are quick.
    """
    free = name
    while free in used:
        used[name] += 1
        free = f"{name}-{used[name]}"
    used[free] = 1
    return free


def source_lines(state: StateCore) -> None:
    """Blocks say on which lines of the file they stand: `data-line`, `data-end`, both from 1 and
    inclusive.
    """
    first = state.env.get("first_line")
    if first is None:
        return
    for token in state.tokens:
        if (
            token.map
            and token.nesting >= 0
            and token.type != "inline"
            and token.tag not in ("td", "th")
        ):
            start = token.map[0]
            token.attrSet("data-line", str(first + start))
            token.attrSet("data-end", str(first + max(start, token.map[1] - 1)))


def inline_text(tokens: list[Token]) -> str:
    """Return the text of inline tokens: words, code and alt texts; a line's end is a space."""
    return "".join(_inline_texts(tokens))


def _inline_texts(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("image", "remote_image"):
            caption = token.meta.get("caption") or token.attrs.get("title")
            yield " ".join(filter(None, (inline_text(token.children or []), str(caption or ""))))


def language(info: str) -> str:
    """Return the first word of a fence's info string."""
    return (unescapeAll(info).split() or [""])[0]
