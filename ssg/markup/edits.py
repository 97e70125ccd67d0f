"""Which code points of a YAML head change when a value does: edits, computed from the marks of its
nodes. Pure.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.markup import emit
from ssg.markup.dates import moment
from ssg.markup.fields import DATES, TEXT_KEYS
from ssg.markup.yamltext import Node, Plain, core, is_null, pairs, place, values
from ssg.model import Moment

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", re.DOTALL)
_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)
_DASH = re.compile(r" *-[ \t]+")
_DATE_LIKE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?[+-]\d{2}:?\d{2}|Z)?)?"
)
_LITERAL = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")  # fmt: skip


class Edit(msgspec.Struct, frozen=True, array_like=True, order=True):
    """The code points from `start` to `end` are replaced by `put`."""

    start: int
    end: int
    put: str


def apply(head: str, edits: Sequence[Edit]) -> str:
    """Return a head with all edits made; they don't overlap."""
    for edit in sorted(edits, reverse=True):
        head = head[: edit.start] + edit.put + head[edit.end :]
    return head


def mapping_edits(
    head: str, node: Node, wanted: Mapping[str, object], gone: Sequence[str], newline: str
) -> list[Edit]:
    """Return what sets and removes keys of a block mapping. Raises SsgError where that can't be
    done without loss.
    """
    _refuse_odd(head, node)
    present = {str(key.value): (key, value) for key, value in pairs(node)}
    edits = [Edit(*_lines_of(head, *present[key]), "") for key in gone if key in present]
    for key, value in wanted.items():
        if key in present:
            edits += _value_edits(head, *present[key], value, newline)
    new = {key: value for key, value in wanted.items() if key not in present}
    if new:
        indent = _indent(head, node.start)
        last = _lines_of(head, *pairs(node)[-1])[1] if indent and pairs(node) else len(head)
        glue = newline if last and head[last - 1] not in "\r\n" else ""
        lines = "".join(emit.entry(k, _dated(k, v), indent, newline) for k, v in new.items())
        edits.append(Edit(last, last, glue + lines))
    return edits


def same(key: str, node: Node, value: object, head: str) -> bool:
    """Return whether a node says a value already: text for keys that hold text, dates by the time
    they name.
    """
    old = values(node)
    if isinstance(value, str) and key.lower() in TEXT_KEYS and not is_null(old):
        return (head[node.start : node.end] if node.flow else old) == value
    if isinstance(value, Moment):
        return isinstance(old, str) and _same_time(old, value)
    return kinds(core(old)) == kinds(value)


def entries(head: str, node: Node) -> list[tuple[Node, Node, int, int]]:
    """Return each key of a block mapping with its value and where its lines begin and end. Raises SsgError as
    mapping_edits does.
    """
    _refuse_odd(head, node)
    return [(key, value, *_lines_of(head, key, value)) for key, value in pairs(node)]


def refusal(head: str, at: int, why: str) -> Problem:
    """Return the problem that stops a change: the line is the file's, front matter beginning on its
    second.
    """
    line, column = place(head, at)
    what = f"the front matter can't be changed without loss: {why}"
    return problem("", what, "edit the text itself", line=line + 1, column=column)


def _value_edits(head: str, key: Node, old: Node, value: object, newline: str) -> list[Edit]:
    if same(str(key.value), old, value, head):
        return []
    _refuse_anchors(head, old)
    if isinstance(value, Mapping) and value and old.kind == "map" and not old.flow and old.value:
        gone = [str(k.value) for k, _ in pairs(old) if str(k.value) not in value]
        return mapping_edits(head, old, value, gone, newline)
    if isinstance(value, list) and value and old.kind == "seq" and not old.flow:
        edits = _item_edits(head, key, old, value, newline)
        if edits is not None:
            return edits
    return [_whole_edit(head, key, old, _dated(str(key.value), value, old), newline)]


def _item_edits(
    head: str, key: Node, old: Node, value: list[object], newline: str
) -> list[Edit] | None:
    """Edits of single items of a block list; None where its items don't each begin a line of their
    own.
    """
    items = [item for item in old.value if isinstance(item, Node)]
    lines = [_item_lines(head, key, item) for item in items]
    if not all(
        _DASH.fullmatch(head[line[0] : item.start]) for line, item in zip(lines, items, strict=True)
    ):
        return None
    lead = head[lines[0][0] : items[0].start]
    before, after = [repr(core(values(item))) for item in items], [repr(item) for item in value]
    edits = []
    for kind, first, b, start, d in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        a, c = first, start
        if kind == "equal":
            continue
        pairs_of = list(zip(items[a:b], value[c:d], strict=False))
        if all(i.kind == "scalar" and isinstance(v, str | int | float) for i, v in pairs_of):
            edits += [
                Edit(*_extent(head, key, i), _styled(head, key, i, v, newline)) for i, v in pairs_of
            ]
            a, c = a + len(pairs_of), c + len(pairs_of)
        edits += [Edit(*lines[i], "") for i in range(a, b)]
        at = lines[b - 1][1] if b else lines[0][0]
        added = "".join(f"{lead}{emit.inline(item)}{newline}" for item in value[c:d])
        glue = newline if added and at and head[at - 1] not in "\r\n" else ""
        edits += [Edit(at, at, glue + added)] if added else []
    return edits


def _whole_edit(head: str, key: Node, old: Node, value: object, newline: str) -> Edit:
    start, end = _extent(head, key, old)
    colon = head.index(":", key.end) + 1
    if start == end:  # a key without a value: its marks are empty
        return Edit(colon, colon, " " + emit.inline(value))
    inside = (
        head[start:end]
        if old.kind != "scalar"
        else _first_line(head[start:end])
        if old.style in (*"|>",)
        else ""
    )
    if _COMMENT.search(_QUOTED.sub("''", inside)):
        raise SsgError(refusal(head, start, "there are comments in the value"))
    between = head[colon:start]
    if (
        "\n" in between or "\r" in between
    ):  # a block on the lines below: the value moves up to its key
        said = _first_line(between).rstrip()
        if between[len(_first_line(between)) :].strip():
            raise SsgError(refusal(head, start, "there are comments in the value"))
        return Edit(colon, end, f" {emit.inline(value)}{said}")
    return Edit(start, end, _styled(head, key, old, value, newline))


def _styled(head: str, key: Node, old: Node, value: object, newline: str) -> str:
    """The value in the quotes that were there, where they can carry it."""
    if not isinstance(value, str) or old.kind != "scalar":
        return emit.inline(value)
    if old.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if old.style in ("'", '"'):
        return emit.quoted(value)
    if old.style == "|" and "\n" in value and _LITERAL.fullmatch(value):
        indent = _indent(head, key.start).replace("-", " ") + "  "
        lines = value.rstrip("\n").split("\n")
        tail = len(value) - len(value.rstrip("\n"))
        mark = ("|-", "|")[tail] if tail < 2 else "|+"
        body = newline.join(indent + line if line else "" for line in lines)
        return mark + newline + body + newline * max(0, tail - 1)
    return emit.scalar(value)


def _dated(key: str, value: object, old: Node | None = None) -> object:
    """A date stays without quotes where dates go, or where one stood."""
    plain = old is None or (old.kind == "scalar" and not old.style)
    if isinstance(value, str) and key.lower() in DATES and plain and _DATE_LIKE.fullmatch(value):
        return Moment(value)
    return value


def _extent(head: str, key: Node, node: Node) -> tuple[int, int]:
    """Where a value really ends: the marks of blocks run over blank lines and comments of the next
    key.
    """
    if node.flow or (node.kind == "scalar" and node.style not in ("|", ">")):
        return node.start, node.end
    indent = len(_indent(head, key.start))
    lines = list(_lines(head, node.start, node.end))
    while len(lines) > 1:
        line = head[slice(*lines[-1])]
        shallow = len(line) - len(line.lstrip(" ")) <= indent
        if line.strip() and not (
            line.lstrip().startswith("#") and (shallow or node.kind != "scalar")
        ):
            break
        lines.pop()
    return node.start, node.start + len(head[node.start : lines[-1][1]].rstrip("\r\n"))


def _lines_of(head: str, key: Node, value: Node) -> tuple[int, int]:
    """The whole lines of a key and its value, with the comment behind it."""
    return _line_start(head, key.start), _line_end(head, max(_extent(head, key, value)[1], key.end))


def _item_lines(head: str, key: Node, item: Node) -> tuple[int, int]:
    return _line_start(head, item.start), _line_end(head, _extent(head, key, item)[1])


def _lines(head: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = min(_line_end(head, start), end)
        yield start, stop
        start = stop


def _line_start(head: str, at: int) -> int:
    return max(head.rfind("\n", 0, at), head.rfind("\r", 0, at)) + 1


def _line_end(head: str, at: int) -> int:
    line = _LINE.match(head, at)
    return line.end() if line else len(head)


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def _indent(head: str, at: int) -> str:
    return head[_line_start(head, at) : at]


def _refuse_odd(head: str, node: Node) -> None:
    if node.flow and node.value:
        raise SsgError(refusal(head, node.start, "it is written in braces {…}"))
    seen: set[str] = set()
    for key, _ in pairs(node):
        name = str(key.value)
        if name in seen:
            raise SsgError(refusal(head, key.start, f'"{name}" is set twice'))
        if _indent(head, key.start).strip(" "):
            raise SsgError(refusal(head, key.start, f'"{name}" does not begin its line'))
        seen.add(name)


def _refuse_anchors(head: str, node: Node) -> None:
    """Marks of a node include its anchor or tag."""
    if node.start < node.end and head[node.start] in "&!*":
        raise SsgError(refusal(head, node.start, "the value has an anchor or a tag"))
    for inner in node.value if node.kind != "scalar" else ():
        for part in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(part, Node):
                _refuse_anchors(head, part)


def kinds(value: object) -> str:
    """Return a value with its types as text to compare, keys in any order: true is not 1."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{k!r}:{kinds(v)}" for k, v in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(kinds, value)) + "]"
    return repr(
        value.iso
        if isinstance(value, Moment)
        else str(value)
        if isinstance(value, Plain)
        else value
    )


def _same_time(old: str, new: Moment) -> bool:
    """Whether a written date names a moment; one without an offset may mean any."""
    here, there = moment(old, "UTC"), moment(old, "Asia/Seoul")
    if here is None or here == there:
        return here == new
    return here.iso[:19] == new.iso[:19]
