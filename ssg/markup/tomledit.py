"""TOML front matter changed without loss, by tomlkit; read again to prove it. Pure."""

import datetime
import tomllib
from collections.abc import Mapping, Sequence

from ssg.errors import SsgError, problem
from ssg.markup.edits import refusal
from ssg.model import Moment


def patch_toml(head: str, wanted: Mapping[str, object], gone: Sequence[str], newline: str) -> str:
    """Return a TOML head with keys set or removed; new keys stand before the first table.

    Raises SsgError for broken TOML, for values TOML can't say (null) and where the result reads otherwise.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        document = tomlkit.parse(head)
        expected = tomllib.loads(head.replace("\r\n", "\n"))
    except (ParseError, tomllib.TOMLDecodeError) as error:
        raise SsgError(problem("", f"not valid TOML: {error}", line=2)) from error
    changes = {key: _toml_value(value) for key, value in wanted.items()}
    changes = {
        k: v for k, v in changes.items() if k not in expected or repr(expected[k]) != repr(v)
    }
    for key in gone:
        if key in expected:
            document.remove(key)
            del expected[key]
    for key, value in changes.items():
        document[key] = value
        expected[key] = value
    if not changes and not any(key in gone for key in wanted) and document.as_string() == head:
        return head
    new = document.as_string()
    if newline == "\r\n":
        new = new.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in head else new
    if new and not new.endswith("\n"):
        new += newline
    if tomllib.loads(new.replace("\r\n", "\n")) != expected:
        raise SsgError(refusal(new, 0, "the result would not read as wanted"))
    return new


def _toml_value(value: object) -> object:
    if isinstance(value, Moment):
        day = datetime.date.fromisoformat(value.day)
        return datetime.datetime.fromisoformat(value.iso) if value.time else day
    if isinstance(value, Mapping):
        return {str(key): _toml_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_toml_value(inner) for inner in value]
    if value is None:
        raise SsgError(problem("", "TOML has no way to write “nothing”", "remove the key"))
    return value
