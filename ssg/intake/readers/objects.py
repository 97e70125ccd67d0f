"""JSON of exports, read without trust in its shape. Pure."""

import json
from typing import Any

from ssg.errors import SsgError, problem
from ssg.intake.readers import Source
from ssg.intake.readers.labels import codec

MAX_BYTES = 500_000_000


def parsed(source: Source) -> Any:
    """Return the value that a source holds. Raises SsgError for what is no JSON, cut off, or nested too deeply."""
    raw = source.data
    if len(raw) > MAX_BYTES:
        raise SsgError(problem(source.name, f"is too large ({len(raw) / 1e6:.0f} MB)", "split it"))
    try:
        text = raw.decode(codec(source.charset) or json.detect_encoding(raw))
        return json.loads(text.removeprefix("\ufeff"), parse_int=_integer)
    except RecursionError as error:
        raise SsgError(problem(source.name, "the JSON is nested too deeply")) from error
    except UnicodeDecodeError as error:
        what = f"some bytes are no {error.encoding} (the first is byte {error.start + 1})"
        raise SsgError(problem(source.name, what, "name the encoding with --encoding")) from error
    except json.JSONDecodeError as error:
        hint = "the file may be cut off: export it again"
        said = problem(
            source.name, f"no valid JSON: {error.msg}", hint, line=error.lineno, column=error.colno
        )
        raise SsgError(said) from error


def each(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; nothing where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(item: dict[str, Any], *names: str) -> str:
    """Return the first of an object's values that is a text and not empty; numbers as they are written."""
    for name in names:
        value = item.get(name)
        if (
            isinstance(value, (str, int, float))
            and not isinstance(value, bool)
            and str(value).strip()
        ):
            return str(value).strip()
    return ""


def texts(value: object, *names: str) -> tuple[str, ...]:
    """Return the texts of a list, or of its objects' values `names`; one text alone is a list of one."""
    items = value if isinstance(value, list) else [value]
    found = (
        text(item, *names) if isinstance(item, dict) else str(item or "").strip() for item in items
    )
    return tuple(dict.fromkeys(word for word in found if word))


def _integer(digits: str) -> int | str:
    """A number; one with hundreds of digits stays text (the time to read it grows with its square)."""
    return int(digits) if len(digits) < 40 else digits
