"""Why a key ran or did not run, in sentences (Hakyll's dependency trail, for people)."""

from collections.abc import Iterator

from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT, PART, shown


def why(engine: Engine, key: str) -> Iterator[str]:
    """Yield a sentence per decision, from an output down to the file or option that changed."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        cause = engine.changed(key)
        if cause is None:
            yield f"{shown(key)} is up to date: none of the {len(engine.asked(key))} things it read has changed"
            return
        if cause == "":
            yield f"{shown(key)} was made: the last build did not have it"
            return
        yield f"{shown(key)} was made again: {_said(cause)} changed"
        name = cause.partition(ARGUMENT)[0]
        if name in ("file", "listing", "option"):
            return
        key = cause.partition(PART)[0]


def _said(key: str) -> str:
    """A question in a person's words."""
    name, _, rest = key.partition(ARGUMENT)
    known = {
        "file": f"the file {rest}",
        "listing": f"the list of files in {rest}",
        "option": f"the option {rest}",
    }
    return known.get(name, shown(key))
