"""What people read on a terminal: problems, progress, reports. Honours NO_COLOR; quiet when told."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ssg.errors import Problem

if TYPE_CHECKING:
    from ssg.build import Report


def colours() -> bool | None:
    """Return False where NO_COLOR forbids colours, None where the stream decides."""
    return False if os.environ.get("NO_COLOR") else None


def say(text: str = "", *, quiet: bool = False) -> None:
    """Print a line for the reader, unless he asked for quiet."""
    if not quiet:
        click.echo(text)


def tell(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one a line: `path:line:column: what — what to do`; how many, if several."""
    told = tuple(problems)
    for each in told:
        colour = "yellow" if each.level == "warning" else "red"
        place, mark, rest = str(each).partition(": ")
        if not each.path:
            place, mark, rest = "", "", str(each)
        said = click.style(place, bold=True) + mark + click.style(rest, fg=colour)
        click.echo(said, err=True, color=colours())
    if len(told) > 1:
        click.echo(count(told), err=True)


def as_json(value: object) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told `(done, total)`: a bar with a rate on a terminal, nothing when quiet or piped."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    bar: list[Any] = []

    def update(done: int, total: int) -> None:
        if total < 200:  # noqa: PLR2004 - over before anybody has read it
            return
        if not bar:
            bar.append(_bar())
            bar[0].start()
            bar.append(bar[0].add_task(what, total=total))
        bar[0].update(bar[1], completed=done, total=total)

    try:
        yield update
    finally:
        if bar:
            bar[0].stop()


def _bar() -> Any:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that a short run need not pay
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TextColumn("{task.speed:.0f}/s", justify="right"), TimeRemainingColumn())  # fmt: skip
    return Progress(*columns, console=Console(stderr=True), transient=True)


def summary(report: "Report", out: str, name: str) -> str:
    """Return what a build did in one sentence."""
    size = f"{report.articles} article{'s' * (report.articles != 1)}, {report.files} files"
    if report.unchanged:
        return f"{out}: nothing changed ({size}, {report.seconds:.2f} s)"
    did = [f"{len(report.written)} written"]
    if report.deleted:
        did.append(f"{len(report.deleted)} removed")
    return f"{out}: {name}, {size} ({', '.join(did)}, {report.seconds:.2f} s)"


def count(problems: Iterable[Problem]) -> str:
    """Return `2 problems, 1 warning`, or an empty string where there is none."""
    levels = [each.level for each in problems]
    errors, warnings = levels.count("error"), levels.count("warning")
    said = [
        f"{n} {word}{'s' * (n != 1)}"
        for n, word in ((errors, "problem"), (warnings, "warning"))
        if n
    ]
    return ", ".join(said)
