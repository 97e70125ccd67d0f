"""Steps over the parsed Markdown, one function each: alerts, tasks, tables, figures, links,
headings, source lines. Pure.
"""

import re
from collections.abc import Callable, Iterator

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ssg.model import Heading
from ssg.urls import slug

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALIGN = {"text-align:right": "num", "text-align:center": "center"}
_TARGETS = {"link_open": "href", "image": "src"}
ID_PREFIX = "h-"
OWN_IDS = (ID_PREFIX, "fn-", "fnref-", "user-")
LINK_REL = "noopener noreferrer"


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
    """A table's alignment becomes a class: no `style` anywhere. A head without words is no head."""
    for i, token in enumerate(state.tokens):
        if token.type == "th_open" and not state.tokens[i + 1].content:
            token.tag = state.tokens[i + 2].tag = "td"
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            name = _ALIGN.get(str(token.attrs.pop("style")))
            if name:
                token.attrSet("class", name)


def figures(state: StateCore) -> None:
    """A picture alone in its paragraph → a figure, with its title as the caption; or with the words set apart as a
    whole (`*…*`) that stand on the next line or in the next paragraph.
    """
    dropped = 0
    for i, token in enumerate(state.tokens):
        if token.type != "inline" or not token.children or token.children[0].type != "image":
            continue
        before, image = state.tokens[i - 1], token.children[0]
        if before.type != "paragraph_open" or before.hidden:
            continue
        if len(token.children) == 1 and image.attrGet("title"):
            image.meta["caption"] = image.attrs.pop("title")
        elif caption := _caption(state, i):
            dropped += 1
            before.meta["caption"] = caption
        else:
            continue
        token.children = [image]
        before.type, before.tag = "figure_open", "figure"
        state.tokens[i + 1].type, state.tokens[i + 1].tag = "figure_close", "figure"
    if dropped:
        _captions(state)


def _caption(state: StateCore, at: int) -> list[Token]:
    """The tokens of a caption below the picture at a place; taken out of its own paragraph if it has one."""
    children = state.tokens[at].children or []
    if len(children) > 1:
        words = children[2:] if children[1].type == "softbreak" else []
        return words[1:-1] if _apart(words) else []
    after = state.tokens[at + 2 : at + 5]
    if len(after) < 3 or after[0].type != "paragraph_open" or after[0].hidden:
        return []
    words = after[1].children or []
    if not _apart(words):
        return []
    after[0].meta["gone"] = after[1].meta["gone"] = after[2].meta["gone"] = True
    return words[1:-1]


def _apart(words: list[Token]) -> bool:
    """Whether one emphasis holds all the words."""
    if len(words) < 3 or words[0].type != "em_open" or words[-1].type != "em_close":
        return False
    return all(token.level > words[0].level for token in words[1:-1])


def _captions(state: StateCore) -> None:
    """Put captions where they belong, inside their figures."""
    kept: list[Token] = []
    for token in state.tokens:
        if token.meta.get("gone"):
            continue
        if token.type == "figure_close" and (words := kept[-2].meta.get("caption")):
            caption = Token("inline", "", 0, level=1)
            caption.children, caption.map = words, kept[-1].map
            kept += (
                Token("caption_open", "figcaption", 1),
                caption,
                Token("caption_close", "figcaption", -1),
            )
        kept.append(token)
    state.tokens = kept


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
        if token.meta.get("wiki"):  # an address of the site already
            token.attrSet(name, state.md.normalizeLink(_anchored_wiki(target, state)))
        elif is_elsewhere(target):
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


def _anchored_wiki(target: str, state: StateCore) -> str:
    """A wikilink's address, its part made the id of a heading."""
    path, mark, part = target.partition("#")
    if not path:
        return _anchored(target, {heading.id for heading in state.env["headings"]})
    return f"{path}{mark}{ID_PREFIX + slug(part)}" if mark else path


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
        if token.type in ("text", "code_inline", "text_special", "ruby", "math_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("image", "remote_image"):
            caption = token.meta.get("caption") or token.attrs.get("title")
            yield " ".join(filter(None, (inline_text(token.children or []), str(caption or ""))))


def language(info: str) -> str:
    """Return the first word of a fence's info string."""
    return (unescapeAll(info).split() or [""])[0]
