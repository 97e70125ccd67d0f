"""Why a key ran or did not run, in sentences (Hakyll's dependency trail, for people)."""

from collections.abc import Iterator

from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT, PART, shown


def why(engine: Engine, key: str) -> Iterator[str]:
    """Yield a sentence per decision, from an output down to the file or option that changed."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        cause = _changed(engine, key)
        if cause is None:
            yield f"{shown(key)} {_unchanged(engine, key)}"
            return
        if cause == "":
            yield f"{shown(key)} was made: the last build did not have it"
            return
        yield f"{shown(key)} was made again: {_said(cause)} changed"
        name = cause.partition(ARGUMENT)[0]
        if name in ("file", "listing", "option"):
            return
        key = cause.partition(PART)[0]


def _changed(engine: Engine, key: str) -> str | None:
    """The first question of a key whose answer differs from the last build's; None if none does, "" if it is new."""
    row = engine.store.row(engine.names[key])
    if row is None:
        return ""
    changed = (dep for dep in row.asked if dep in engine.state.changed)
    return next((engine.names.text(dep) for dep in changed), None)


def _unchanged(engine: Engine, key: str) -> str:
    number = engine.names[key]
    if number in engine.fresh:
        return "was made again: its file was not as the last build had left it"
    row = engine.row(number)
    count = len(row.asked) if row else 0
    read = (
        "the one thing it read has not" if count == 1 else f"none of the {count} things it read has"
    )
    return f"is up to date: {read} changed"


def _said(key: str) -> str:
    """A question in a person's words."""
    name, _, rest = key.partition(ARGUMENT)
    known = {
        "file": f"the file {rest}",
        "listing": f"the list of files in {rest}",
        "option": f"the option {rest}",
    }
    return known.get(name, shown(key))
