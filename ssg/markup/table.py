"""The keys of one front matter while they are read, and the kinds of value they may have. Pure."""

import re
from collections.abc import Iterable

import msgspec

from ssg.errors import Problem, did_you_mean, problem
from ssg.markup.dates import moment
from ssg.markup.yamltext import is_null
from ssg.model import Moment
from ssg.urls import nfc

DATE_HINT = "write 2026-11-23 or 2026-11-23 09:00"
_WIKILINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]")


class Table(msgspec.Struct):
    """The keys of one front matter while they are read: what is left, and what was found wrong.

    `values` maps keys as written to str, Plain, list or dict; `lines` maps them to (line, column).
    """

    values: dict[str, object]
    lines: dict[str, tuple[int, int]]
    path: str
    zone: str
    problems: list[Problem]
    names: dict[str, str]

    def take(self, *keys: str) -> tuple[str, object]:
        """Remove and return the first of `keys` that has a value, with its name as written; `("",
        None)` without one.
        """
        if self.names.keys().isdisjoint(keys):
            return "", None
        for key in keys:
            name = self.names.get(key)
            if name is not None and name in self.values and not is_null(self.values[name]):
                return name, self.values.pop(name)
        return "", None

    def error(self, key: str, what: str, hint: str = "") -> None:
        """Note an error at a key."""
        line, column = self.lines.get(key) or self.lines.get(key.partition(".")[0], (0, 0))
        self.problems.append(problem(self.path, f"{key}: {what}", hint, line=line, column=column))

    def warn(self, key: str, what: str, hint: str = "") -> None:
        """Note a warning at a key."""
        line, column = self.lines.get(key) or self.lines.get(key.partition(".")[0], (0, 0))
        self.problems.append(Problem(self.path, line, column, f"{key}: {what}", hint, "warning"))


def text(table: Table, key: str, value: object) -> str:
    """Return a value as the text that was written; the first of a list."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return str(value[0])
    table.error(key, "must be text, not " + named(value), f'write {key}: "…"')
    return ""


def texts(table: Table, key: str, value: object) -> tuple[str, ...]:
    """Return a value as texts: a list, or one text alone."""
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        table.error(key, "must be a list of texts", f"write {key}: [one, two]")
        return ()
    return tuple(str(item) for item in items if not is_null(item))


def date(table: Table, key: str, value: object) -> Moment | None:
    """Return the moment a value names; None, and an error, if it names none."""
    if isinstance(value, str):
        found = moment(value, table.zone)
        if found is None:
            table.error(key, f'not a date: "{short(value)}"', DATE_HINT)
        return found
    table.error(key, "not a date: " + named(value), DATE_HINT)
    return None


def strings(table: Table, key: str, item: object, known: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of a mapping with known keys; a text alone is the first of them."""
    if isinstance(item, str):
        return {known[0]: str(item)}
    if not isinstance(item, dict):
        table.error(key, f"must be a mapping with {', '.join(known)}")
        return {}
    for name in sorted(item.keys() - set(known)):
        table.error(key, f'unknown key "{name}"', did_you_mean(name, known) or ", ".join(known))
    return {
        k: text(table, f"{key}.{k}", v) for k, v in item.items() if k in known and not is_null(v)
    }


def unlinked(word: str) -> str:
    """Return a text without Obsidian's brackets around links, and without spaces around it."""
    return (_WIKILINK.sub(r"\1", word) if "[[" in word else word).strip()


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the texts without repeats and blanks, NFC, in their order."""
    return tuple(dict.fromkeys(word for item in items if (word := nfc(item.strip()))))


def short(value: object) -> str:
    """Return a value for a message, cut where it is long."""
    said = str(value)
    return said if len(said) <= 60 else said[:59] + "…"


def named(value: object) -> str:
    """Return a kind of value for a message."""
    return (
        "a list"
        if isinstance(value, list)
        else "a mapping"
        if isinstance(value, dict)
        else f'"{value}"'
    )
