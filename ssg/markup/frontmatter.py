"""A Markdown file's front matter: split off, read into types, written anew. No I/O. Lossless
changes are in patch.py.
"""

import re
import tomllib
from collections.abc import Collection
from typing import Literal

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.markup import emit, fields
from ssg.markup.plainyaml import plain
from ssg.markup.yamltext import Node, Plain, compose, pairs, place, repaired, values
from ssg.model import FrontMatter
from ssg.sitetoml import line_of

_OPEN = re.compile(r"(\ufeff?)(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_CLOSE = {  # the sign first, then what stands before it: all other text is passed over at once
    "---": re.compile(r"(?:---(?<=[\r\n]---)|\.\.\.(?<=[\r\n]\.\.\.))[ \t]*(?:\r\n|\n|\r|\Z)"),
    "+++": re.compile(r"\+\+\+(?<=[\r\n]\+\+\+)[ \t]*(?:\r\n|\n|\r|\Z)"),
}
_FOREIGN = re.compile(r"\ufeff?---[ \t]*([a-z]+)[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")
_KEY = re.compile(r"[^\W\d][\w-]*[ \t]*[:=]")
_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_HASHED = re.compile(
    r"^([^\W\d][\w-]*)[ \t]*:[ \t]+(?:[^\s\"'#|>\[{&*!][^\r\n#]*?[ \t]+)?(#[^\s#][^\r\n]*)",
    re.MULTILINE,
)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_HEADLINES = frozenset(("title", "headline", "description", "summary"))


class Parts(msgspec.Struct, frozen=True):
    """A text cut in two, nothing lost: `opening + head + closing + body` is the text.

    `opening` and `closing` are the fences with byte-order mark and line ends; `head_line` and
    `body_line` are the lines, from 1, on which head and body begin. `kind` is empty, and so are
    the three, where there is no front matter.
    """

    kind: Literal["yaml", "toml", ""]
    head: str
    body: str
    head_line: int
    body_line: int
    opening: str = ""
    closing: str = ""


class Document(msgspec.Struct, frozen=True):
    """A file that was read: its front matter, its Markdown, the line that begins on, and warnings."""

    front: FrontMatter
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split(text: str) -> Parts:
    """Return front matter and body. Only a fence on the very first line opens one; only the next
    fence closes it.
    """
    opened = _OPEN.match(text)
    closed = _CLOSE[opened[2]].search(text, opened.end()) if opened else None
    if opened is None or closed is None:
        bom = "\ufeff" if text.startswith("\ufeff") else ""
        return Parts("", "", text[len(bom) :], 1, 1, bom)
    head, closing = text[opened.end() : closed.start()], closed[0]
    return Parts(
        kind="yaml" if opened[2] == "---" else "toml",
        head=head,
        body=text[closed.end() :],
        head_line=2,
        body_line=_lines(text[: closed.end()]) + 1,
        opening=opened[0],
        closing=closing,
    )


def read(text: str, path: str, zone: str, own: Collection[str] = ()) -> Document:
    """Return what a file says. `path` is relative to the archive's folder; `zone` is for times without an offset; `own` are keys of the site.

    A file without a title has that of its first `#` heading, else its own name.
    Raises SsgError with every error, each at its line.
    """
    parts = split(text)
    _refuse_foreign(text, parts, path)
    written, lines = _toml(parts, path) if parts.kind == "toml" else _yaml(parts, path)
    front, warnings = fields.front_matter(written, lines, path, zone, own=own)
    if not front.title.strip():
        front = msgspec.structs.replace(front, title=_heading(parts.body) or _stem(path))
    hashed = _hashed(parts, path) if " #" in parts.head and parts.kind == "yaml" else ()
    return Document(front, parts.body, parts.body_line, (*hashed, *warnings))


def write(front: FrontMatter, body: str) -> str:
    """Return a new file: YAML between `---`, then a blank line, then the body."""
    gap = "" if not body or body.startswith(("\n", "\r")) else "\n"
    return f"---\n{emit.front_matter(front)}---\n{gap}{body}"


def _hashed(parts: Parts, path: str) -> tuple[Problem, ...]:
    """Warnings where a hash tag in a text is a comment to YAML: `title: 오늘의 #이슈`, `tags: #경제`."""
    found = []
    for match in _HASHED.finditer(parts.head):
        if match[1].lower() in fields.TEXT_KEYS:
            line, column = place(parts.head, match.start(2))
            what = f'{match[1]}: "{match[2]}" is a comment here, not text'
            hint = f'put the value in quotes: {match[1]}: "…"'
            found.append(Problem(path, line + parts.head_line - 1, column, what, hint, "warning"))
    return tuple(found)


def _yaml(parts: Parts, path: str) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    if not parts.head.strip():
        return {}, {}
    if short := plain(parts.head):
        said, at = short
        if not any(isinstance(said[name], list) for name in said if name.lower() in _HEADLINES):
            return said, {name: (parts.head_line + line, 1) for name, line in at.items()}
    root, head = root_node(parts, path)
    if root is None:
        return {}, {}
    found: dict[str, object] = {}
    lines: dict[str, tuple[int, int]] = {}
    twice: list[Problem] = []
    for key, value in pairs(root):
        name = str(key.value)
        line, column = place(head, key.start)
        line += parts.head_line - 1
        if name in lines:
            what, hint = f'"{name}" is set twice', f"it is set on line {lines[name][0]} already"
            twice.append(problem(path, what, hint, line=line, column=column))
        lines[name] = (line, column)
        found[name] = _written(name, value, head)
        twice += _nested_twice(value, name, parts, head, path)
    if twice:
        raise SsgError(*twice)
    return found, lines


def root_node(parts: Parts, path: str) -> tuple[Node | None, str]:
    """Return the mapping at the root of a YAML head, and the head as it was read: repaired where it had to be.

    Raises SsgError if it is broken beyond repair, or no mapping.
    """
    head = parts.head
    try:
        root = compose(head, path, parts.head_line)
    except SsgError as error:
        head, repairs = repaired(head, fields.TEXT_KEYS)
        if not repairs:
            raise
        try:
            root = compose(head, path, parts.head_line)
        except SsgError:
            raise error from None
    if root is None or root.kind == "map":
        return root, head
    hint = "write key: value, a line each; a file that begins with a rule (---) needs an empty line first"
    raise SsgError(
        problem(path, "front matter must be keys with values", hint, line=parts.head_line)
    )


def _written(name: str, value: Node, head: str) -> object:
    """A value; `title: [속보]` is a headline in brackets, not a list."""
    if value.flow and name.lower() in _HEADLINES:
        return head[value.start : value.end]
    return values(value)


def _nested_twice(value: Node, name: str, parts: Parts, head: str, path: str) -> list[Problem]:
    found: list[Problem] = []
    seen: set[str] = set()
    for item in value.value if value.kind != "scalar" else ():
        inner = item if isinstance(item, Node) else item[1] if isinstance(item, tuple) else None
        if isinstance(item, tuple):
            key = str(item[0].value)
            if key in seen:
                line, column = place(head, item[0].start)
                line += parts.head_line - 1
                found.append(
                    problem(path, f'"{name}.{key}" is set twice', line=line, column=column)
                )
            seen.add(key)
        if isinstance(inner, Node):
            found += _nested_twice(inner, name, parts, head, path)
    return found


def _toml(parts: Parts, path: str) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    try:
        table = tomllib.loads(parts.head.replace("\r\n", "\n"), parse_float=Plain)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (1, 0)
        what = re.sub(r" \(at .*\)$", "", str(error))
        hint = 'text needs quotes: title = "…"'
        said = problem(
            path, f"not valid TOML: {what}", hint, line=line + parts.head_line - 1, column=column
        )
        raise SsgError(said) from error
    except RecursionError as error:
        raise SsgError(problem(path, "front matter is nested too deeply", line=2)) from error
    lines = {key: (line_of(parts.head, key) + parts.head_line - 1, 1) for key in table}
    return {key: _from_toml(value) for key, value in table.items()}, lines


def _from_toml(value: object) -> object:
    """TOML's values in the shape YAML's have here: text for numbers, dates and truths."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: _from_toml(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_from_toml(inner) for inner in value]
    return Plain(str(value).lower() if isinstance(value, bool) else str(value))


def _refuse_foreign(text: str, parts: Parts, path: str) -> None:
    """Front matter that never ends or is no YAML (`---js` is code elsewhere) is an error, not an
    article's text.
    """
    if parts.kind or not text.lstrip("\ufeff").startswith(("---", "+++")):
        return
    foreign = _FOREIGN.match(text)
    if foreign:
        what = f"front matter in {foreign[1]} isn't supported"
        raise SsgError(problem(path, what, "write YAML between lines of ---", line=1))
    opened = _OPEN.match(text)
    if opened and _KEY.match(text, opened.end()):
        hint = f"close it with a line {opened[2]}"
        raise SsgError(problem(path, "front matter has no end", hint, line=1))


def _heading(body: str) -> str:
    """The text of the first heading of level 1 outside of code, or an empty string."""
    fence = ""
    for line in re.split(r"\r\n|\n|\r", body):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        found = None if fence else _HEADING.match(line)
        if found and found[1].strip():
            from ssg.markup.markdown import plain  # late: most articles have a title

            return plain(found[1]).strip()
    return ""


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return (folder.rpartition("/")[2] or stem) if stem == "index" else stem


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
