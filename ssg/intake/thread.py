"""Comments that lines head with a name: `Ann Weir on May 2, 2019 at 4:47 pm said:`. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ssg.intake.lines import Line

_SPEAKS = re.compile(
    r"\w.{0,80}\b(?:says?|said|writes|wrote|sagt|schreibt|meint|dit|écrit|dice|escribió|ha detto|skrev|diz)\s?:"
)
_LEAST, _WIDE, _TOLD = 3, 100, 80  # how many, columns of one, columns of a sentence above


@lru_cache(maxsize=2)
def heads(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the lines that head comments: three or more below a sentence, with dates or under a heading (a pure memo).

    Articles set `he said:` on a line of its own too, so that a heading or dates must tell. The article may be shorter than
    what is said of it.
    """
    top = next((i for i, line in enumerate(lines) if line.ends and line.width >= _TOLD), len(lines))
    found = tuple(
        i
        for i, line in enumerate(lines[top:], top)
        if line.width < _WIDE and line.text.endswith(":") and _SPEAKS.fullmatch(line.text)
    )
    if len(found) < _LEAST:
        return ()
    opened = any("comments" in line.cues for line in lines[top : found[0]])
    return found if opened or all(lines[i].dated for i in found) else ()
