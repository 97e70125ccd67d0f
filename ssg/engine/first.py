"""What asks a few changed inputs is looked at before all else: where it comes out as it was, nothing beyond it is in doubt.

An article's card is mostly as it was when its text has changed, and with it every table over all articles. This decides
nothing: each key is brought up to date as always, only earlier (law 13).
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from ssg.engine.codec import ABSENT
from ssg.engine.keys import Input, split
from ssg.errors import SsgError

if TYPE_CHECKING:
    from ssg.engine.engine import Engine

FEW = 24  # changed inputs; where more have changed, workers look at what asks them
NEAR = 64  # keys that may stand between such a key and the inputs: no table over all articles does


def look(engine: "Engine") -> None:
    """Bring up to date what asks the inputs that are not as the last build left them, if these are few; then find all that
    nothing of this has reached."""
    state = engine.state
    changed = [number for number in engine.names.inputs if number in state.unsure]
    for number in changed if len(changed) <= FEW else ():
        if _is_gone(engine, number):
            continue
        for key in engine.store.traces.askers(number):
            if _is_near(engine, key, set()):
                with suppress(SsgError):  # it is said where the key is asked for
                    engine.get(key)
            if not state.is_known(key) or key in state.changed:
                break  # what else asks the input may not be asked for any more
    state.settle(files=False)


def _is_gone(engine: "Engine", number: int) -> bool:
    """Whether an input is not there any more: what asks it may go as well."""
    try:
        return engine.get(number) == ABSENT
    except SsgError:
        return False


def _is_near(engine: "Engine", number: int, seen: set[int]) -> bool:
    """Whether a key asks few others, directly or not; no part of a table, and no file of the site: its path isn't known yet."""
    if number in seen or engine.state.is_known(number) or engine.names.is_input(number):
        return True
    seen.add(number)
    row = engine.store.row(number)
    if row is None or len(seen) + len(row.asked) > NEAR:
        return False
    spec = split(engine.names.text(number))[0]
    if isinstance(spec, Input) or spec.output:
        return False
    return all(_is_near(engine, each, seen) for each in row.asked)
