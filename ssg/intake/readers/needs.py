"""Libraries of the extras, imported where they are used."""

import importlib
import importlib.util
from typing import Any

from ssg.errors import SsgError, problem

_LIBRARIES = {"warc": "warcio", "office": "mammoth", "pdf": "pypdf"}


def installed(extra: str) -> bool:
    """Return whether the library that an extra brings is there; nothing is imported."""
    return importlib.util.find_spec(_LIBRARIES[extra]) is not None


def module(name: str, extra: str, source: str) -> Any:
    """Return a library. Raises SsgError, with what to install, where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        hint = f'pip install "ssg-archive[{extra}]"'
        raise SsgError(problem(source, f"reading this needs {name}", hint)) from error
