"""YAML 1.2 as nodes and plain values: what was written stays what was written. Composes only,
constructs nothing.
"""

import functools
import re
from collections.abc import Callable
from typing import NoReturn

import msgspec

from ssg.errors import Problem, SsgError, problem

MAX_DEPTH = 40
MAX_DIGITS = 24
_YAML = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _YAML + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE, _FALSE = frozenset(("true", "True", "TRUE")), frozenset(("false", "False", "FALSE"))
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ONE_LINE = re.compile(
    r"^([^\W\d][\w-]*)([ \t]*:[ \t]+)([^\s#][^\r\n]*?)([ \t]*|[ \t]+#[ \t][^\r\n]*)(?=[\r\n]|\Z)",
    re.MULTILINE,
)
_DEEPER = re.compile(r"\r?\n[ \t]+[^\s#]|\r?\n- ")


class Plain(str):
    """A scalar that was written without quotes: only such text can mean a number, true, or nothing."""

    __slots__ = ()


class Node(msgspec.Struct, frozen=True):
    """A composed value with its place in the head: `start` and `end` in code points.

    `value` is a str or Plain, a tuple of nodes, or a tuple of pairs of nodes. `style` is PyYAML's
    scalar style (`'`, `"`, `|`, `>`, or empty); `flow` says `[…]` or `{…}`.
    """

    value: "str | tuple[Node, ...] | tuple[tuple[Node, Node], ...]"
    kind: str
    start: int
    end: int
    style: str = ""
    flow: bool = False
    tag: str = ""


class Repair(msgspec.Struct, frozen=True):
    """A line that was no YAML until it got quotes: where it starts, and both forms."""

    start: int
    written: str
    quoted: str


def compose(head: str, path: str = "", head_line: int = 1) -> Node | None:
    """Return the root of a YAML text, None where it holds only blanks and comments.

    Raises SsgError with path, line and column for broken YAML, foreign tags, aliases and too deep nesting.
    """
    broken, parsed = _yaml()
    try:
        root = parsed(head)
    except broken as error:
        raise SsgError(_yaml_problem(error, head, path, head_line)) from error
    except UnicodeEncodeError as error:
        line = head_line + head.count("\n", 0, error.start)
        raise SsgError(
            problem(path, "half of a character pair (a surrogate)", line=line)
        ) from error
    except RecursionError as error:
        raise SsgError(
            problem(path, "front matter is nested too deeply", line=head_line)
        ) from error
    if root is None:
        return None

    def refuse(what: str, at: int, hint: str = "") -> NoReturn:
        line, column = place(head, at)
        raise SsgError(problem(path, what, hint, line=head_line + line - 1, column=column))

    return _node(root, set(), refuse, 0)


def place(text: str, at: int) -> tuple[int, int]:
    """Return the line and the column, both from 1, of a position in a text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def repaired(head: str, keys: frozenset[str]) -> tuple[str, tuple[Repair, ...]]:
    """Return the head with quotes around one-line values of `keys` that are no YAML by themselves.

    Headlines are written as they are: `title: 한은: 금리 동결`, `title: [단독] 회견`, `title: "아니"라던 사람`.
    """
    found: list[Repair] = []

    def mend(match: re.Match[str]) -> str:
        key, colon, value, comment = match.groups()
        if (
            key.lower() not in keys
            or _DEEPER.match(head, match.end())
            or _open(value)
            or _sound(value)
        ):
            return match[0]
        quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        mended = f"{key}{colon}{quoted}"
        found.append(Repair(match.start(), f"{key}{colon}{value}", mended))
        return mended + comment

    return _ONE_LINE.sub(mend, head), tuple(found)


_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


def _open(value: str) -> bool:
    """Whether a bracket or quote begins the value and never ends: that is a slip, not a headline."""
    return value[0] in _CLOSING and _CLOSING[value[0]] not in value[1:]


def core(value: object) -> object:
    """Return a value with YAML's core schema applied to unquoted scalars; the result is what JSON can say.

    Not-a-number, infinity and whole numbers beyond 64 bits stay text.
    """
    if isinstance(value, Plain):
        return _core_scalar(str(value))
    if isinstance(value, list):
        return [core(item) for item in value]
    if isinstance(value, dict):
        return {str(key): core(item) for key, item in value.items()}
    return value


def values(node: Node) -> object:
    """Return a node as str, Plain, list and dict."""
    if node.kind == "scalar":
        return node.value
    if node.kind == "seq":
        return [values(item) for item in node.value if isinstance(item, Node)]
    return {str(pair[0].value): values(pair[1]) for pair in node.value if isinstance(pair, tuple)}


def pairs(node: Node) -> tuple[tuple[Node, Node], ...]:
    """Return the keys and values of a mapping."""
    return tuple(pair for pair in node.value if isinstance(pair, tuple))


def is_null(value: object) -> bool:
    """Return whether an unquoted scalar (or nothing at all) says “no value”."""
    return value is None or (isinstance(value, Plain) and value in _NULL)


def is_bool(value: object) -> bool | None:
    """Return the truth an unquoted scalar says, None if it says none."""
    if not isinstance(value, Plain):
        return None
    return True if value in _TRUE else False if value in _FALSE else None


def _core_scalar(text: str) -> object:
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if len(text) <= MAX_DIGITS and _INT.fullmatch(text):
        bases = {"0o": 8, "0x": 16}
        number = int(text.replace("0o", "").replace("0x", ""), bases.get(text[:2], 10))
        return number if -(2**63) <= number < 2**63 else text
    if _FLOAT.fullmatch(text):
        real = float(text)
        return real if abs(real) != float("inf") else text
    return text


def _sound(value: str) -> bool:
    """Whether a one-line value is YAML by itself, after a key."""
    broken, parsed = _yaml()
    if value[0] in "!&*":
        return False
    try:
        root = parsed(f"k: {value}")
    except (broken, UnicodeEncodeError):
        return False
    return len(getattr(root, "value", ())) == 1


def _node(node: object, seen: set[int], refuse: Callable[..., NoReturn], depth: int) -> Node:
    start: int = node.start_mark.index  # type: ignore[attr-defined]
    end: int = node.end_mark.index  # type: ignore[attr-defined]
    tag: str = node.tag  # type: ignore[attr-defined]
    if tag not in _PLAIN_TAGS:
        refuse(f"the tag {tag.replace(_YAML, '!!')} isn't supported", start, "leave it out")
    if depth > MAX_DEPTH:
        refuse("front matter is nested too deeply", start)
    if id(node) in seen:
        refuse(
            "an anchor (&) is used again by an alias (*)", start, "write the value out each time"
        )
    seen.add(id(node))
    inner = node.value  # type: ignore[attr-defined]
    if isinstance(inner, str):
        style: str = node.style or ""  # type: ignore[attr-defined]
        return Node(inner if style else Plain(inner), "scalar", start, end, style, False, tag)
    flow = bool(node.flow_style)  # type: ignore[attr-defined]
    if tag == _YAML + "map" or (inner and isinstance(inner[0], tuple)):
        pairs = tuple(_pair(k, v, seen, refuse, depth) for k, v in inner)
        return Node(pairs, "map", start, end, "", flow, tag)
    items = tuple(_node(item, seen, refuse, depth + 1) for item in inner)
    return Node(items, "seq", start, end, "", flow, tag)


def _pair(
    key: object, value: object, seen: set[int], refuse: Callable[..., NoReturn], depth: int
) -> tuple[Node, Node]:
    name = _node(key, seen, refuse, depth + 1)
    if name.kind != "scalar":
        refuse("a key must be one word", name.start)
    return name, _node(value, seen, refuse, depth + 1)


_OPENED = {
    "quoted scalar": "the quote that begins here is never closed",
    "flow sequence": "the list that begins here is not closed, or a comma is missing in it",
    "flow mapping": "the brace that begins here is not closed, or a comma is missing in it",
}


def _yaml_problem(error: Exception, head: str, path: str, head_line: int) -> Problem:
    context = getattr(error, "context", None) or ""
    opened = next((said for word, said in _OPENED.items() if word in context), None)
    if opened:  # the parser stops at the end of the file; what has to be mended is where it began
        line, column = place(head, error.context_mark.index)  # type: ignore[attr-defined]
        hint = 'close it, or put the whole value in quotes: title: "…"'
        return problem(
            path, f"not valid YAML: {opened}", hint, line=head_line + line - 1, column=column
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = mark.index if mark else getattr(error, "position", 0)
    what = getattr(error, "problem", None) or getattr(error, "reason", "") or "broken"
    line, column = place(head, at)
    hint = 'put the value in quotes: title: "…"' if "value" in what or "key" in what else ""
    if "alias" in what:
        hint = "a value that starts with * or & needs quotes"
    return problem(path, f"not valid YAML: {what}", hint, line=head_line + line - 1, column=column)


@functools.cache  # a pure memo, and a late import: yaml is only needed once there is something to read
def _yaml() -> tuple[type[Exception], Callable[[str], object]]:
    """PyYAML's base error and a function from text to its composed root; its C parser where there
    is one.
    """
    import yaml
    from yaml.resolver import BaseResolver

    if yaml.__with_libyaml__:
        from yaml._yaml import CParser  # where yaml.cyaml has it from

        tags = {
            yaml.ScalarNode: BaseResolver.DEFAULT_SCALAR_TAG,
            yaml.SequenceNode: BaseResolver.DEFAULT_SEQUENCE_TAG,
            yaml.MappingNode: BaseResolver.DEFAULT_MAPPING_TAG,
        }

        class Fast(CParser):
            """Resolves nothing: unquoted `no` and `1.10` stay text. What the parser asks of a resolver is here."""

            def resolve(self, kind: type, _value: object, _implicit: object) -> str:
                return tags[kind]

            def descend_resolver(self, parent: object, index: object) -> None:
                pass

            def ascend_resolver(self) -> None:
                pass

        return yaml.YAMLError, lambda text: Fast(text).get_single_node()
    return yaml.YAMLError, lambda text: yaml.compose(text, Loader=yaml.BaseLoader)
