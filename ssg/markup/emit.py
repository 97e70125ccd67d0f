"""Values → YAML that reads the same under YAML 1.1 and 1.2: plain where that is safe, else JSON-
like quotes. Pure.
"""

import math
import re
from collections.abc import Mapping, Sequence

import msgspec

from ssg.model import FrontMatter, Moment

_PLAIN = re.compile(
    r"[^\W\d_](?:[\w .·…“”‘’「」『』《》〈〉()/+=~%!?;$^\u2010-\u2015-]|:(?=[^\s]))*"
)
_PLAIN_KEY = re.compile(r"[^\W\d_][\w-]*")
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"))
_FLOW_MARKS = re.compile(r"[:\[\]{},]")
_DAY_OR_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')


def front_matter(front: FrontMatter) -> str:
    """Return the lines of a front matter, keys in the order of the model, empty ones left out."""
    blank = FrontMatter(title="")
    kept = {
        field.name: value
        for field in msgspec.structs.fields(front)
        if field.name in FrontMatter.__struct_fields__
        and (
            (value := getattr(front, field.name)) != getattr(blank, field.name)
            or field.name == "title"
        )
    }
    return "".join(entry(key, value) for key, value in kept.items())


def entry(key: str, value: object, indent: str = "", newline: str = "\n") -> str:
    """Return a key with its value as one or more whole lines: mappings and lists of mappings as
    blocks.
    """
    name = key_text(key)
    value = simple(value)
    if isinstance(value, Mapping) and value:
        inner = "".join(entry(str(k), v, indent + "  ", newline) for k, v in value.items())
        return f"{indent}{name}:{newline}{inner}"
    if isinstance(value, list | tuple) and any(isinstance(simple(i), Mapping) for i in value):
        items = "".join(_item(item, indent + "  ", newline) for item in value)
        return f"{indent}{name}:{newline}{items}"
    return f"{indent}{name}: {inline(value)}{newline}"


def key_text(key: str) -> str:
    """Return a key: plain where that is safe."""
    return key if _PLAIN_KEY.fullmatch(key) and key.lower() not in _WORDS else quoted(key)


def inline(value: object, *, flow: bool = False) -> str:
    """Return a value on one line; `flow` says that it stands within brackets."""
    value = simple(value)
    if isinstance(value, Moment):
        return value.iso if _DAY_OR_TIME.fullmatch(value.iso) else quoted(value.iso)
    if isinstance(value, str):
        return scalar(value, flow=flow)
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, int | float):
        return repr(value) if math.isfinite(value) else quoted(repr(value))
    if isinstance(value, Mapping):
        pairs = (f"{key_text(str(k))}: {inline(v, flow=True)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(inline(item, flow=True) for item in value) + "]"
    raise TypeError(type(value))


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text plain where every YAML reads it back as the same text, else in double quotes."""
    return text if is_plain(text, flow=flow) else quoted(text)


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Return whether a text needs no quotes: starts with a letter, holds nothing that YAML could
    mean.
    """
    if not _PLAIN.fullmatch(text) or text[-1] in " :" or text.lower() in _WORDS:
        return False
    return text.isprintable() and not (flow and _FLOW_MARKS.search(text))


def quoted(text: str) -> str:
    """Return a text in double quotes on one line, with YAML's escapes; lone surrogates become
    U+FFFD.
    """
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def simple(value: object) -> object:
    """Return a struct as a mapping of its fields that say something; everything else as it is."""
    if isinstance(value, msgspec.Struct) and not isinstance(value, Moment):
        fields = msgspec.structs.fields(value)
        return {f.name: v for f in fields if (v := getattr(value, f.name)) not in ("", (), None)}
    return value


def _item(value: object, indent: str, newline: str) -> str:
    value = simple(value)
    if not isinstance(value, Mapping) or not value:
        return f"{indent}- {inline(value)}{newline}"
    lines = "".join(entry(str(k), v, indent + "  ", newline) for k, v in value.items())
    return f"{indent}- {lines[len(indent) + 2 :]}"


def _escape(match: re.Match[str]) -> str:
    c = match[0]
    if "\ud800" <= c <= "\udfff":
        return "\\uFFFD"
    return _ESCAPES.get(c) or f"\\u{ord(c):04X}"
