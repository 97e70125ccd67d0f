"""site.toml as text: read into settings, and every mistake in it with its line and a hint. No I/O."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import get_args
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from ssg.config import RESERVED, Config, Taxonomy
from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.model import Visibility
from ssg.urls import slug

WEB_ADDRESS = re.compile(r"https?://[^/\s]+")
_TYPES = {"int": "a whole number", "float": "a number", "str": "text in quotes", "bool": "true or false",
          "array": "a list", "object": "a table"}  # fmt: skip
RENAMED = {"baseURL": "base_url", "url": "base_url", "site_url": "base_url", "SITEURL": "base_url",
           "lang": "language", "languageCode": "language", "site_name": "title"}  # fmt: skip


def parse(text: str, path: str = "site.toml") -> Config:
    """Return the configuration that the text of a site.toml describes.

    Raises SsgError with every problem found: broken TOML, unknown keys (with a hint), wrong types and values.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SsgError(_toml_problem(path, error)) from error
    table = {RENAMED.get(key, key): value for key, value in table.items()}
    unknown = _unknown(table, Config, path, text)
    table = {**table, "theme": _theme(table.get("theme", {}))}
    if isinstance(table.get("visibility"), str):
        table["visibility"] = {"default": table["visibility"]}
    found = [*unknown, *_mistyped(table, path, text), *_misused(table, path, text)]
    if found:
        raise SsgError(*sorted(found))
    return msgspec.convert(table, Config)


def line_of(text: str, *keys: str) -> int:
    """Return the line (from 1) on which the last of a chain of TOML keys is set, 1 where it can't be told."""
    at = 0
    for table in keys[:-1]:
        found = re.compile(rf"^\[+\s*{re.escape(table)}\s*\]+", re.MULTILINE).search(text, at)
        at = found.end() if found else at
    found = re.compile(
        rf"^\s*[\"']?{re.escape(keys[-1])}[\"']?\s*=|^\[+\s*{re.escape(keys[-1])}\s*\]+",
        re.MULTILINE,
    ).search(text, at)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _toml_problem(path: str, error: tomllib.TOMLDecodeError) -> Problem:
    where = re.search(r"at line (\d+), column (\d+)", str(error))
    line, column = (int(where[1]), int(where[2])) if where else (1, 0)
    what = re.sub(r" \(at .*\)$", "", str(error))
    return problem(
        path, f"not valid TOML: {what}", 'text needs quotes: title = "…"', line=line, column=column
    )


def _theme(value: object) -> object:
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict):
        return {
            "name": value.get("name", "default"),
            "settings": {k: v for k, v in value.items() if k != "name"},
        }
    return value


def _unknown(
    table: Mapping[str, object], struct: type[msgspec.Struct], path: str, text: str, *above: str
) -> list[Problem]:
    """Unknown keys of a table and of the tables in it, but for `[theme]` and `[extra]`, which are open."""
    known = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
    found = []
    for key, value in table.items():
        line = line_of(text, *above, key)
        if key not in known:
            hint = did_you_mean(key, known) or "keys of your own go under [extra]"
            found.append(problem(path, f'unknown key "{".".join([*above, key])}"', hint, line=line))
        elif isinstance(value, dict) and _is_closed(key, known[key]):
            found += _unknown(value, known[key], path, text, *above, key)
        elif isinstance(value, dict) and key == "taxonomies":
            for name, each in value.items():
                inside = each if isinstance(each, dict) else {}
                found += _unknown(inside, Taxonomy, path, text, *above, f"{key}.{name}")
    return found


def _is_closed(key: str, kind: object) -> bool:
    """Whether a table has keys of ours only."""
    return (
        key not in ("theme", "extra")
        and isinstance(kind, type)
        and issubclass(kind, msgspec.Struct)
    )


def _misused(table: Mapping[str, object], path: str, text: str) -> list[Problem]:
    """Values that have the right type and can't be right."""
    found = []
    zone, base = table.get("timezone", "UTC"), table.get("base_url", "")
    if isinstance(zone, str) and not is_zone(zone):
        hint = did_you_mean(zone, available_timezones()) or 'a name like "Asia/Seoul"'
        found.append(
            problem(path, f'unknown time zone "{zone}"', hint, line=line_of(text, "timezone"))
        )
    if isinstance(base, str) and base and not WEB_ADDRESS.match(base):
        found.append(
            problem(
                path,
                f'base_url "{base}" is no web address',
                'write it with https://, as in "https://name.github.io/repo/"',
                line=line_of(text, "base_url"),
            )
        )
    for name in _table(table.get("taxonomies")):
        if slug(name) != name or name in RESERVED or name.isdigit():
            hint = "choose another: small letters, digits and hyphens, and no address of the site"
            line = line_of(text, f"taxonomies.{name}")
            found.append(problem(path, f'a taxonomy can\'t be named "{name}"', hint, line=line))
    paginate = table.get("paginate", 1)
    if isinstance(paginate, int) and paginate < 1:
        found.append(problem(path, "paginate must be at least 1", line=line_of(text, "paginate")))
    return [*found, *_unseen(table.get("visibility"), path, text)]


def _unseen(table: object, path: str, text: str) -> Iterator[Problem]:
    """Values of `[visibility]` that mean nothing."""
    choices = get_args(Visibility)
    if not isinstance(table, dict):
        return
    sources = table.get("sources", {})
    named = sources.items() if isinstance(sources, dict) else ()
    said = [("default", table.get("default", "public")), *named]
    for key, value in said:
        if isinstance(value, str) and value not in choices:
            keys = ("visibility", *(("sources",) if key != "default" else ()), key)
            line = max(line_of(text, *keys), line_of(text, "visibility"))
            what = f'visibility: "{value}" is not one of {", ".join(choices)}'
            yield problem(path, what, did_you_mean(value, choices), line=line)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True


def _mistyped(table: Mapping[str, object], path: str, text: str) -> list[Problem]:
    """Values of the wrong type, the first of each key."""
    found = []
    for field in msgspec.structs.fields(Config):
        if field.name not in table:
            continue
        try:
            msgspec.convert(table[field.name], field.type)
        except msgspec.ValidationError as error:
            told = "enum value" in str(error) and field.name == "visibility"  # by _unseen
            if not told and ("unknown field" not in str(error) or field.name == "menu"):
                found.append(_type_problem(path, text, field.name, error))
    return found


def _type_problem(path: str, text: str, key: str, error: msgspec.ValidationError) -> Problem:
    what, _, where = str(error).partition(" - at `$")
    keys = [key, *re.findall(r"[^.`\[\]]+", re.sub(r"\[\d+\]", "", where))]
    expected = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)[^`]*`)?", what)
    if expected and expected[1] in _TYPES:
        got = f", not {_TYPES[expected[2]]}" if expected[2] in _TYPES else ""
        what = f"must be {_TYPES[expected[1]]}{got}"
    return problem(
        path, f'"{".".join(keys)}": {what[:1].lower()}{what[1:]}', line=line_of(text, *keys)
    )
