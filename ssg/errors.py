"""What can go wrong, in the user's words. May import nothing of ours.

SsgError                 anything a user can cause; carries the problems
└── UsageError           the command line itself was wrong (exit code 2)
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

Level = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One thing to mend: where, what, and what to do next.

    `path` is relative to the archive's folder; `line` and `column` count from 1, 0 means the whole file.
    """

    path: str
    line: int
    column: int
    what: str
    hint: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        level = "warning: " if self.level == "warning" else ""
        said = f"{place}: {level}{self.what}" if self.path else f"{level}{self.what}"
        return f"{said} — {self.hint}" if self.hint else said


class SsgError(Exception):
    """One or more problems that stop the work at hand; the message is all of them, a line each."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class UsageError(SsgError):
    """The command was called in a way that can't work; the exit code is 2."""


def problem(path: str, what: str, hint: str = "", *, line: int = 0, column: int = 0) -> Problem:
    """Return an error for `path`; `line` and `column` count from 1."""
    return Problem(path, line, column, what, hint)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "title"?` for a near miss, or an empty string."""
    import difflib  # only where something is wrong

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""
