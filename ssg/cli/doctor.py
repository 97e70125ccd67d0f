"""The verb `doctor`: whether machine and archive have what they need. Libraries that it needs are imported in it."""

import sys
from typing import TYPE_CHECKING

import click

from ssg import terminal
from ssg.cli.state import State, colour
from ssg.errors import UsageError

if TYPE_CHECKING:
    from ssg.doctor.condition import Condition

MARKS = {
    "fine": ("✓", "green"),
    "note": ("·", "cyan"),
    "warning": ("!", "yellow"),
    "error": ("✗", "red"),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def doctor(state: State, *, as_json: bool) -> None:
    """Look at the machine and the archive: what is there, what is missing, and what to do."""
    from ssg.doctor.examination import examined

    try:
        root = state.root
    except UsageError:
        if state.given:
            raise
        root = None
    found = list(examined(root))
    for each in found:
        if as_json:
            terminal.as_json(each)
        elif each.state != "fine" or not state.quiet:
            click.echo(_line(each), color=colour())
    sys.exit(any(each.state == "error" for each in found))


def _line(each: "Condition") -> str:
    mark, shade = MARKS[each.state]
    todo = f" — {each.todo}" if each.todo else ""
    return f"{click.style(mark, fg=shade)} {each.name}: {each.said}{todo}"
