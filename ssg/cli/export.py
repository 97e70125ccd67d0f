"""The verb `export`: the archive in the formats of other programs. Libraries that it needs are imported in it."""

from pathlib import Path

import click

from ssg import archive
from ssg.cli.state import State, short
from ssg.errors import UsageError, problem

BIG = 1_000_000


@click.command()
@click.option("--lunr", "as_lunr", is_flag=True, help="The search index as one file for lunr.js.")
@click.option("-o", "--output", required=True, help="The file to write.")
@click.pass_obj
def export(state: State, output: str, *, as_lunr: bool) -> None:
    """Write the archive for another program."""
    if not as_lunr:
        raise UsageError(problem("", "what shall be exported?", "say it with --lunr"))
    from ssg.search.stock import stock

    root = state.root
    made = stock(archive.index(root, archive.output(root, archive.settings(root))))
    path = Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)
    said = f"{short(path.absolute(), Path.cwd())}: the search index for lunr.js, {len(made) / 1e6:.1f} MB"
    heavy = "; a reader must load all of it before the first result" if len(made) > BIG else ""
    state.say(said + heavy)
