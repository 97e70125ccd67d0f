"""Front matter merged key by key: whole entries with their comments where one side changed them, else values. Pure."""

import tomllib
from collections.abc import Mapping, Sequence

import msgspec

from ssg.errors import SsgError
from ssg.markup.diff3 import regions
from ssg.markup.edits import entries, kinds
from ssg.markup.fields import TEXT_KEYS
from ssg.markup.frontmatter import Parts, root_node
from ssg.markup.merge_text import Conflict, Piece, line_pieces, one_of, proposal
from ssg.markup.patch import patch
from ssg.markup.yamltext import Node, core, is_null, values

_POOLS = frozenset(("tags", "keywords", "categories", "aliases"))
"""Lists whose order says nothing: what either side added or took away holds."""


class _Unlike:
    """Two values that can't be one, and a key that is not there."""


_CLASH, _ABSENT = _Unlike(), _Unlike()


class _Entry(msgspec.Struct, frozen=True):
    """The lines of a key with the comments above them, its value, and the line it begins on."""

    text: str
    value: object
    line: int


class _Head(msgspec.Struct, frozen=True):
    """A head cut into entries, and the comments after the last one."""

    entries: Mapping[str, _Entry]
    tail: str
    tail_line: int


def head_pieces(parts: Sequence[Parts]) -> list[Piece]:
    """Return the merged heads of base, mine and theirs, all of one kind; line ends are U+000A.

    A head that is no plain block of keys is merged line by line. What would not read as both sides meant is a conflict.
    """
    heads = [part.head for part in parts]
    if heads[1] == heads[2] or heads[0] in heads[1:]:
        return [one_of(*heads)]
    first = [part.head_line for part in parts]
    if parts[0].kind == "toml":
        pieces = line_pieces(heads, first, strict=False)
        return pieces if _toml_holds(heads, pieces) else [_all(heads, first)]
    try:
        cut = [_cut(part) for part in parts]
    except SsgError:
        return line_pieces(heads, first, strict=True)
    base, mine, theirs = (head.entries for head in cut)
    names = _order(list(base), list(mine), list(theirs))
    found = {name: _entry(name, base.get(name), mine.get(name), theirs.get(name)) for name in names}
    tails = line_pieces([head.tail for head in cut], [head.tail_line for head in cut], strict=True)
    pieces = [*found.values(), *tails]
    return pieces if _yaml_holds(cut, found, parts[0]) else [_all(heads, first)]


def _all(heads: Sequence[str], first: Sequence[int]) -> Conflict:
    base, mine, theirs = heads
    return Conflict(base, mine, theirs, (first[0], first[1], first[2]))


def _cut(part: Parts) -> _Head:
    """The entries of a YAML head. Quotes put in to read it change no line, so entries are cut by lines."""
    root, read = root_node(part, "")
    lines = part.head.split("\n")
    found: dict[str, _Entry] = {}
    at = 0
    for key, value, _, end in entries(read, root) if root else ():
        stop = read.count("\n", 0, end)
        text = "".join(f"{line}\n" for line in lines[at:stop])
        found[str(key.value)] = _Entry(
            text, _value_of(str(key.value), value, read), at + part.head_line
        )
        at = stop
    return _Head(found, "\n".join(lines[at:]), at + part.head_line)


def _value_of(key: str, node: Node, head: str) -> object:
    """A value to compare and to write again: text stays text where a key holds text."""
    name = key.lower()
    if node.flow and name in ("title", "headline", "description", "summary"):
        return head[node.start : node.end]
    found = values(node)
    return core(found) if name not in TEXT_KEYS else None if is_null(found) else _text(found)


def _text(value: object) -> object:
    if isinstance(value, list):
        return [_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _text(item) for key, item in value.items()}
    return str(value)


def _order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """All keys of the three, in the order of the side that changed it; keys added at one place by their names."""
    found: list[str] = []
    for each in regions(base, mine, theirs, strict=False):
        old, one, two = base[slice(*each.base)], mine[slice(*each.mine)], theirs[slice(*each.theirs)]  # fmt: skip
        if each.kind == "clash":
            found += [*old, *sorted({*one, *two} - {*old})]
        else:
            whole, part = (theirs, two) if each.kind == "theirs" else (mine, one)
            found += [*(name for name in old if name not in whole), *part]
    return list(dict.fromkeys([*found, *base, *sorted({*mine, *theirs})]))


def _entry(name: str, base: _Entry | None, mine: _Entry | None, theirs: _Entry | None) -> Piece:
    texts = [each.text if each else "" for each in (base, mine, theirs)]
    if texts[1] == texts[2] or texts[0] in texts[1:]:
        return one_of(*texts)
    old = base.value if base else _ABSENT
    if mine and theirs:
        value = _merged_value(old, mine.value, theirs.value, pool=name.lower() in _POOLS)
        written = None if value is _CLASH else _written(name, value, base, mine, theirs)
        if written is not None:
            return written
    lines = tuple(each.line if each else 0 for each in (base, mine, theirs))
    proposed = None
    if base and mine and theirs:
        said = [each.value for each in (base, mine, theirs)]
        word = proposal(*map(str, said)) if all(isinstance(s, str) for s in said) else None
        proposed = None if word is None else _written(name, word, base, mine, theirs)
    return Conflict(texts[0], texts[1], texts[2], (lines[0], lines[1], lines[2]), name, proposed)


def _merged_value(base: object, mine: object, theirs: object, *, pool: bool) -> object:
    """A value with the changes of both, or _CLASH."""
    if _alike(mine, theirs) or _alike(base, theirs):
        return mine
    if _alike(base, mine):
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _merged_map(base if isinstance(base, dict) else {}, mine, theirs)
    if isinstance(mine, list) and isinstance(theirs, list):
        old = base if isinstance(base, list) else []
        return _pooled(old, mine, theirs) if pool else _merged_list(old, mine, theirs)
    return _CLASH


def _merged_map(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]
) -> object:
    found = {
        key: _merged_value(
            base.get(key, _ABSENT), mine.get(key, _ABSENT), theirs.get(key, _ABSENT), pool=False
        )
        for key in _order(list(base), list(mine), list(theirs))
    }
    if any(value is _CLASH for value in found.values()):
        return _CLASH
    return {key: value for key, value in found.items() if value is not _ABSENT}


def _merged_list(base: list[object], mine: list[object], theirs: list[object]) -> object:
    items = {kinds(item): item for side in (base, mine, theirs) for item in side}
    sides = [[kinds(item) for item in side] for side in (base, mine, theirs)]
    found: list[object] = []
    for each in regions(*sides, strict=False):
        if each.kind == "clash":
            return _CLASH
        side, at = (2, each.theirs) if each.kind == "theirs" else (1, each.mine)
        found += [items[item] for item in sides[side][slice(*at)]]
    return found


def _pooled(base: list[object], mine: list[object], theirs: list[object]) -> list[object]:
    """What both still hold of the old items, then what either added."""
    old, one, two = ({kinds(item): item for item in side} for side in (base, mine, theirs))
    added = {**one, **two}
    kept = [item for key, item in old.items() if key in one and key in two]
    return kept + [added[key] for key in sorted(added) if key not in old]


def _alike(one: object, two: object) -> bool:
    if isinstance(one, _Unlike) or isinstance(two, _Unlike):
        return one is two
    return kinds(one) == kinds(two)


def _written(
    name: str, value: object, base: _Entry | None, mine: _Entry, theirs: _Entry
) -> str | None:
    """The lines of a key with a value, its comments and style from the side that changed them; None where it can't
    be written without loss.
    """
    try:
        if base:
            if _with(name, base.text, mine.value) == mine.text:
                return _with(name, theirs.text, value)
            if _with(name, base.text, theirs.value) == theirs.text:
                return _with(name, mine.text, value)
        both = {_with(name, mine.text, value), _with(name, theirs.text, value)}
    except SsgError:
        return None
    return both.pop() if len(both) == 1 else None


def _with(name: str, lines: str, value: object) -> str:
    """The lines of one key with another value, changed by the byte patcher."""
    return patch(f"---\n{lines}---\n", set={name: value})[4:-4]


def _yaml_holds(cut: Sequence[_Head], found: Mapping[str, Piece], part: Parts) -> bool:
    """Whether the head reads as it was meant, whichever side the conflicts are given to."""
    for side in (1, 2):
        texts = {name: _side(piece, side) for name, piece in found.items()}
        wanted = [name for name, text in texts.items() if text]
        joined = Parts("yaml", "".join(texts.values()), "", part.head_line, 0)
        try:
            read = _cut(joined).entries
        except SsgError:
            return False
        if list(read) != wanted:
            return False
        for name, piece in found.items():
            entry = cut[side].entries.get(name)
            alone = isinstance(piece, Conflict) or (entry and entry.text == texts[name])
            if alone and name in read and entry and not _alike(read[name].value, entry.value):
                return False
    return True


def _side(piece: Piece, side: int) -> str:
    return piece if isinstance(piece, str) else (piece.base, piece.mine, piece.theirs)[side]


def _toml_holds(heads: Sequence[str], pieces: Sequence[Piece]) -> bool:
    """Whether lines merged without conflict say what the three say key by key; with conflicts, either side reads."""
    clear = not any(isinstance(piece, Conflict) for piece in pieces)
    try:
        base, mine, theirs = (tomllib.loads(head) for head in heads)
        read = [tomllib.loads("".join(_side(piece, side) for piece in pieces)) for side in (1, 2)]
    except tomllib.TOMLDecodeError:
        return False
    meant = _merged_map(base, mine, theirs)
    return not clear or (meant is not _CLASH and _alike(read[0], meant))
