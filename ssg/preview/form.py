"""The front matter as a form: what fields there are, what a text says in them, and how a change gets into the text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ssg.errors import Problem, SsgError, problem
from ssg.intake.outcome import plain
from ssg.markup import frontmatter
from ssg.markup.dates import moment
from ssg.markup.patch import patch
from ssg.model import FrontMatter, Moment, Visibility

KINDS: Mapping[str, str] = {
    "title": "text", "subtitle": "lines", "date": "date", "updated": "date", "authors": "names", "source": "source",
    "tags": "tags", "section": "name", "series": "name", "description": "long", "image": "text", "image_alt": "text",
    "image_credit": "text", "lang": "text", "slug": "text", "aliases": "lines", "draft": "flag", "expires": "date",
    "visibility": "choice", "rights": "text", "weight": "number",
}  # fmt: skip
"""Field → how it is edited; the keys that are missing (figures, archive, extra) are edited as text."""


class Field(msgspec.Struct, frozen=True):
    """A field of the form, with the values that can be chosen where they are few."""

    key: str
    kind: str
    choices: tuple[str, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """What a text says: its values by key, where the Markdown begins, and what is wrong."""

    values: dict[str, object]
    body_line: int
    problems: tuple[Problem, ...]


def fields() -> tuple[Field, ...]:
    """Return the fields in the order of the schema."""
    choices = {"visibility": tuple(Visibility.__args__)}  # type: ignore[attr-defined]
    names = [field.name for field in msgspec.structs.fields(FrontMatter)]
    return tuple(Field(n, KINDS[n], choices.get(n, ())) for n in names if n in KINDS)


def read(text: str, path: str, zone: str) -> Read:
    """Return what a text says in the fields; where it can't be read, no values and the reasons."""
    try:
        found = frontmatter.read(text, path, zone)
    except SsgError as error:
        return Read({}, frontmatter.split(text).body_line, error.problems)
    return Read(plain(found.front), found.body_line, found.problems)


def changed(
    text: str, values: Mapping[str, Any], remove: Sequence[str], path: str, zone: str
) -> str:
    """Return the text with fields set or removed; nothing else of it changes. Raises SsgError where that can't be proven,
    or where the file says it under another name, so that it would not read as wanted."""
    _check_names(text, [*values, *remove], path, zone)
    wanted = {key: _value(key, value, zone) for key, value in values.items()}
    done = patch(text, set=wanted, remove=[key for key in remove if key not in wanted])
    found = read(done, path, zone)
    new = [each for each in found.problems if each not in read(text, path, zone).problems]
    if new:
        raise SsgError(*(msgspec.structs.replace(each, level="error") for each in new))
    for key, value in wanted.items():
        if found.values.get(key) != _plain(value) and not _same(found.values.get(key), value):
            line = frontmatter.split(text).head_line
            what = f'"{key}" would not read as wanted: the file may say it under another name'
            raise SsgError(problem(path, what, "change it in the text", line=line))
    return done


def _check_names(text: str, keys: Sequence[str], path: str, zone: str) -> None:
    """Refuse to set a field that the file says under another name (`author:`): it would say it twice."""
    parts, said = frontmatter.split(text), read(text, path, zone).values
    for key in keys:
        there = re.search(
            rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[:=]|^\[+{re.escape(key)}\b",
            parts.head,
            re.MULTILINE,
        )
        if key in said and key != "title" and not there:
            what = f'"{key}" is said under another name in this file'
            raise SsgError(problem(path, what, "change it in the text", line=parts.head_line))


def _value(key: str, value: Any, zone: str) -> object:
    if key not in KINDS:
        raise SsgError(problem("", f'"{key}" is no field of the form'))
    if KINDS[key] != "date":
        return value
    found = moment(str(value), zone)
    if found is None:
        raise SsgError(problem("", f'{key}: "{value}" is no date', "write it as 2026-11-23"))
    return found


def _plain(value: object) -> object:
    return value.iso if isinstance(value, Moment) else value


def _same(read_back: object, wanted: object) -> bool:
    """Whether a value that was written reads as meant: a default isn't shown, spaces around names don't count."""
    if read_back is None:
        return wanted in (False, 0, "public", "", [])
    if isinstance(wanted, list):
        return read_back == list(dict.fromkeys(str(each).strip() for each in wanted))
    return str(read_back).strip() == str(wanted).strip()
