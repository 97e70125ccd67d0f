"""theme.toml as typed values, and a site's theme settings checked against it. No I/O."""

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

import msgspec

from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.sitetoml import line_of

S = TypeVar("S", bound=msgspec.Struct)
SettingType = Literal["string", "integer", "boolean"]

_PYTHON: Mapping[SettingType, type] = {"string": str, "integer": int, "boolean": bool}
_WORDS: Mapping[SettingType, str] = {
    "string": 'text in quotes, as in "…"',
    "integer": "a whole number",
    "boolean": "true or false",
}


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a site may set under `[theme]`: its type, default, one sentence of help, and the allowed values if not all are."""

    type: SettingType
    default: str | int | bool
    help: str
    choices: tuple[str, ...] = ()


class ThemeToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A theme.toml: the theme's name, the theme whose files it falls back to (`extends`, empty: none), and its settings."""

    name: str
    extends: str = ""
    version: str = ""
    min_ssg: str = ""
    description: str = ""
    settings: Mapping[str, Setting] = msgspec.field(default_factory=dict)


def parse(text: str, path: str) -> ThemeToml:
    """Return what a theme.toml declares.

    Raises SsgError with `path:line` for broken TOML, unknown keys, wrong types and defaults that break their own rule.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SsgError(_broken(error, path)) from error
    declared = table.pop("settings", {})
    theme = _typed(table, ThemeToml, text, path)
    if not isinstance(declared, dict):
        raise SsgError(
            problem(
                path, '"settings" must be tables: [settings.name]', line=line_of(text, "settings")
            )
        )
    typed = {
        key: _typed(value, Setting, text, path, f"settings.{key}")
        for key, value in declared.items()
    }
    wrong = [
        problem(
            path, f'the default of "{key}" {what}', line=line_of(text, f"settings.{key}", "default")
        )
        for key, setting in typed.items()
        if (what := _misfit(setting, setting.default))
    ]
    if wrong:
        raise SsgError(*wrong)
    return msgspec.structs.replace(theme, settings=typed)


def settings(
    declared: Mapping[str, Setting],
    given: Mapping[str, object],
    path: str = "site.toml",
    line: Callable[[str], int] = lambda _: 0,
) -> Mapping[str, object]:
    """Return every declared setting with the site's value or the default, sorted by name. `line` finds a key in the file.

    Raises SsgError naming all settings that the theme doesn't know (with a near name) or that have a wrong type or value.
    """
    wrong = [found for key in sorted(given) for found in _check(declared, key, given[key], path)]
    if wrong:
        lines = [line(key) for key in sorted(given) if _check(declared, key, given[key], path)]
        raise SsgError(
            *(msgspec.structs.replace(p, line=n) for p, n in zip(wrong, lines, strict=True))
        )
    return {key: given.get(key, declared[key].default) for key in sorted(declared)}


def _typed(value: object, struct: type[S], text: str, path: str, *table: str) -> S:
    """A table as a struct; the error names the key's line, or the table's where a key is missing."""
    try:
        return msgspec.convert(value, struct)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        unknown = re.search(r"unknown field `(.+?)`", what)
        hint = did_you_mean(unknown[1], struct.__struct_fields__) if unknown else ""
        key = (unknown[1],) if unknown else (re.split(r"[.\[`]", where)[0],) if where else ()
        line = line_of(text, *table, *key) if table or key else 1
        raise SsgError(problem(path, f"{what[:1].lower()}{what[1:]}", hint, line=line)) from error


def _check(declared: Mapping[str, Setting], key: str, value: object, path: str) -> list[Problem]:
    if key not in declared:
        known = (
            f"this theme knows {', '.join(sorted(declared))}"
            if declared
            else "this theme has no settings"
        )
        return [
            problem(path, f'unknown theme setting "{key}"', did_you_mean(key, declared) or known)
        ]
    what = _misfit(declared[key], value)
    return [problem(path, f'theme setting "{key}" {what}', declared[key].help)] if what else []


def _misfit(setting: Setting, value: object) -> str:
    """What is wrong with a value, as the end of a sentence; empty if nothing is."""
    if type(value) is not _PYTHON[setting.type]:
        return f"must be {_WORDS[setting.type]}"
    if setting.choices and value not in setting.choices:
        near = did_you_mean(str(value), setting.choices)
        listed = ", ".join(f'"{choice}"' for choice in setting.choices)
        return f'can\'t be "{value}": choose one of {listed}{f" ({near})" if near else ""}'
    return ""


def _broken(error: tomllib.TOMLDecodeError, path: str) -> Problem:
    where = re.search(r"at line (\d+), column (\d+)", str(error))
    line, column = (int(where[1]), int(where[2])) if where else (1, 0)
    what = re.sub(r" \(at .*\)$", "", str(error))
    return problem(path, f"not valid TOML: {what}", line=line, column=column)
