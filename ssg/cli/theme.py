"""The verb `theme`: what belongs to themes. Libraries that it needs are imported in it."""

import click

from ssg.cli import completion
from ssg.cli.state import State
from ssg.errors import SsgError


@click.group()
def theme() -> None:
    """Look after themes."""


@theme.command("test")
@click.argument("name", shell_complete=completion.themes)
@click.pass_obj
def test(state: State, name: str) -> None:
    """Build an unkind archive with the theme NAME and report what its pages get wrong."""
    from ssg.trial import trial

    found = trial(state.root, name)
    if found.problems:
        raise SsgError(*found.problems)
    state.say(f"{name}: {found.pages:,} pages of an unkind archive, no fault found")
