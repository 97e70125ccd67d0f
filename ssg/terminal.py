"""What people read on a terminal: problems, progress, reports. Honours NO_COLOR; quiet when told."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ssg.errors import Problem
from ssg.idle import many, sentence

if TYPE_CHECKING:
    from ssg.engine.stopwatch import Profile
    from ssg.report import Report

PATIENCE = 1.0  # seconds before a bar appears


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
def progress(what: str, *, quiet: bool) -> Iterator[Callable[..., None]]:
    """Give a function that is told `(done, total)`, and what is being done where that is not `what`: nothing when quiet or
    piped; on a terminal a bar with a rate and the time left, once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda *told: None
        return
    began = time.monotonic()
    bar: list[Any] = []
    stage = [0, 0, began]  # total, done, since when

    def update(done: int, total: int, said: str = what) -> None:
        now = time.monotonic()
        if total != stage[0] or done < stage[1]:
            stage[:] = total, done, now  # another stage: a rate of its own
            if bar:
                bar[0].reset(bar[1], total=total, description=said, rate="")
        if not bar and (done == total or now - began < PATIENCE):
            return
        if not bar:
            bar.append(_bar())
            bar[0].start()
            bar.append(bar[0].add_task(said, total=total, rate=""))
        rate = f"{(done - stage[1]) / (now - stage[2]):,.0f}/s" if done > stage[1] else ""
        bar[0].update(bar[1], completed=done, rate=rate)

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
               TextColumn("{task.fields[rate]}", justify="right"), TimeRemainingColumn())  # fmt: skip
    return Progress(*columns, console=Console(stderr=True), transient=True)


def summary(report: "Report", problems: Iterable[Problem], out: str) -> str:
    """Return what a build did: `10,000 articles, 11,104 pages, 0 problems in 4.1 s (312 changed) → _site`.

    Pages are HTML files; where only other files have changed, those are counted.
    """
    touched = [*report.written, *report.deleted]
    pages = sum(path.endswith(".html") for path in touched)
    changed = f"{pages:,}" if pages or not touched else many(len(touched), "file")
    said = "nothing" if report.unchanged else changed
    return sentence(
        report.articles,
        report.pages,
        report.seconds,
        out=out,
        problems=count(problems) or "0 problems",
        changed=said,
    )


def profile(found: "Profile") -> None:
    """Print where the time of a build went, as tables: rules, templates, the slowest articles."""
    for title, timings in (
        ("rule", found.rules),
        ("template", found.templates),
        ("slowest articles", found.articles),
    ):
        if timings:
            click.echo(f"{'runs':>9}  {'total s':>8}  {'mean ms':>8}  {'max ms':>8}  {title}")
        for each in timings:
            figures = f"{each.total:8.3f}  {each.mean * 1000:8.2f}  {each.max * 1000:8.2f}"
            click.echo(f"{each.count:>9,}  {figures}  {each.name}")


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
