"""A theme's words in one language: locales/<language>.toml as a flat table. No I/O."""

import re
import tomllib
from collections.abc import Iterator, Mapping

from ssg.errors import SsgError, problem
from ssg.sitetoml import line_of


def strings(text: str, path: str) -> Mapping[str, str]:
    """Return the strings of a locale file, tables joined by dots: `[date] long = "…"` is `date.long`.

    Raises SsgError with `path:line` for broken TOML and for values that are not strings.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else 1
        raise SsgError(problem(path, f"not valid TOML: {error}", line=line)) from error
    flat = dict(_flatten(table))
    wrong = [
        problem(path, f'"{key}" must be text in quotes', line=line_of(text, *key.rsplit(".", 1)))
        for key, value in flat.items()
        if not isinstance(value, str)
    ]
    if wrong:
        raise SsgError(*wrong)
    return {key: str(flat[key]) for key in sorted(flat)}


def _flatten(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
