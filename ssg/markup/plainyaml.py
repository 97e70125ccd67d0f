"""A short way through plain front matter: what people and `ssg import` write, without the YAML parser.

Whatever isn't surely plain is left to the parser. tests/markup/test_plainyaml.py compares what both say.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from ssg.markup.yamltext import Plain

_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,99}"  # YAML itself takes 1,024 characters
_QUOTED = r"\"(?:[^\"\\]|\\[\"\\])*+\"|'[^']*'"
_SCALAR = rf"{_QUOTED}|[^\W_](?:[^:\s]|:(?=\S)| +(?=[^#\s]))*+"
_IN_LIST = rf"{_QUOTED}|[^\W_](?:[\w.·…/()+=~%;$^-]| (?=[^\s#,\]]))*"
_TOP = re.compile(rf"({_KEY}):(?: ([^ ].*))?")
_INNER = re.compile(rf"  ({_KEY}): ([^ ].*)")
_FIRST = re.compile(rf"  - ({_KEY}): ([^ ].*)")
_FURTHER = re.compile(rf"    ({_KEY}): ([^ ].*)")
_ITEM = re.compile(rf"((?:  )?- )({_SCALAR})")
_ONE = re.compile(_SCALAR)
_LIST = re.compile(rf"\[(?:(?:{_IN_LIST})(?:, (?:{_IN_LIST}))*)?\]")
_ESCAPED = re.compile(r"\\(.)")
_EACH = re.compile(_IN_LIST)


def plain(head: str) -> tuple[dict[str, object], dict[str, int]] | None:
    """Return what the lines of a front matter say (str, Plain, list, dict) and the line of each key, from 0.

    None where that needs a parser: anything but `key: value`, lists and one level of mappings, each key once.
    """
    lines = head.removesuffix("\n").split("\n")
    if not "".join(lines).isprintable():
        return None
    found: dict[str, object] = {}
    places: dict[str, int] = {}
    at = 0
    while at < len(lines):
        key = _TOP.fullmatch(lines[at])
        if key is None or key[1] in found:
            return None
        name, written = key.groups()
        places[name] = at
        at += 1
        if written is None:
            below = list(takewhile(lambda line: line.startswith(("  ", "- ")), lines[at:]))
            at += len(below)
            value = _below(below)
        else:
            value = _value(written)
        if value is None:
            return None
        found[name] = value
    return found, places


def _value(written: str) -> object:
    """A scalar or a list on one line; None if it is neither."""
    if _ONE.fullmatch(written):
        return _scalar(written)
    if _LIST.fullmatch(written):
        return [_scalar(each) for each in _EACH.findall(written, 1, len(written) - 1)]
    return None


def _scalar(written: str) -> str:
    if written[0] == '"':
        return _ESCAPED.sub(r"\1", written[1:-1])
    return written[1:-1] if written[0] == "'" else Plain(written)


def _below(lines: Sequence[str]) -> object:
    """What stands below a key: a mapping, a list of scalars, a list of mappings; None if it is something else."""
    if not lines:
        return None
    if _INNER.fullmatch(lines[0]):
        return _mapping([_INNER.fullmatch(line) for line in lines])
    if _FIRST.fullmatch(lines[0]):
        return _mappings(lines)
    items = [_ITEM.fullmatch(line) for line in lines]
    marks = {item and item[1] for item in items}
    return (
        [_scalar(item[2]) for item in items if item]
        if len(marks) == 1 and None not in marks
        else None
    )


def _mapping(lines: Sequence[re.Match[str] | None]) -> dict[str, object] | None:
    made: dict[str, object] = {}
    for line in lines:
        value = _value(line[2]) if line and line[1] not in made else None
        if line is None or value is None:
            return None
        made[line[1]] = value
    return made


def _mappings(lines: Sequence[str]) -> list[object] | None:
    groups: list[list[re.Match[str] | None]] = []
    for line in lines:
        if first := _FIRST.fullmatch(line):
            groups.append([first])
        else:
            groups[-1].append(_FURTHER.fullmatch(line))
    made = [_mapping(group) for group in groups]
    return None if None in made else list(made)
