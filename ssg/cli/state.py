"""What every verb needs: the archive's folder, how much to say, and the way out. Floor 4."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ssg import archive, terminal
from ssg.errors import Problem, UsageError, problem


class State:
    """What stands before the verb: the archive's folder and how much to say."""

    def __init__(
        self,
        root: Path | None,
        *,
        quiet: bool,
        verbose: bool,
        seen: Mapping[str, Any] | None = None,
    ) -> None:
        self.given, self.quiet, self.verbose = root, quiet, verbose
        self.seen = seen  # what `idle` found when it looked whether there is anything to build

    @property
    def root(self) -> Path:
        """The archive's folder. Raises UsageError where there is none."""
        start = (self.given or Path()).absolute()
        return archive.find(start, given=self.given is not None)

    def say(self, text: str) -> None:
        """Print a line unless asked to be quiet."""
        terminal.say(text, quiet=self.quiet)


def today(timezone: str) -> str:
    """Return today's day in a time zone: what a build is told of the clock."""
    from ssg.build import today

    return today(timezone)


def day_of(text: str, timezone: str) -> Any:
    """Return the moment that `--date` names, or None for an empty text. Raises UsageError if it is no date."""
    from ssg.markup.dates import moment

    found = moment(text, timezone) if text else None
    if text and found is None:
        raise UsageError(problem("", f"--date {text}: not a date", "write it as 2026-11-23"))
    return found


def waiting() -> None:
    """Say that another build holds the archive."""
    click.echo("another ssg is building this archive; waiting for it", err=True)


def colour() -> bool:
    """Return whether standard output takes colours."""
    return sys.stdout.isatty() and terminal.colours() is not False


def short(path: Path, start: Path) -> str:
    """A path as the user would type it."""
    absolute = path.absolute()
    return str(absolute.relative_to(start)) if absolute.is_relative_to(start) else str(path)


def end(problems: list[Problem] | tuple[Problem, ...], *, strict: bool) -> None:
    """Print the problems, and leave with 1 if one is an error (or a warning, where that counts)."""
    terminal.tell(problems)
    if any(strict or each.level == "error" for each in problems):
        sys.exit(1)
