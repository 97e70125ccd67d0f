"""Libraries of the extras, imported where they are used."""

import importlib
from typing import Any

from ssg.errors import SsgError, problem


def module(name: str, extra: str, source: str) -> Any:
    """Return a library. Raises SsgError, with what to install, where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        hint = f'pip install "ssg-archive[{extra}]"'
        raise SsgError(problem(source, f"reading this needs {name}", hint)) from error
