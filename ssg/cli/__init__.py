"""The command line: one function per verb. Prints problems; exit codes 0 fine, 1 problems, 2 usage.

Libraries that a verb needs are imported in it: `ssg --help` must answer at once.
"""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ssg import __version__, terminal
from ssg.cli import (
    articles,
    completion,
    doctor,
    export,
    importing,
    manual,
    publish,
    sites,
    tags,
    theme,
)
from ssg.cli.state import State
from ssg.errors import SsgError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "--root",
    type=click.Path(path_type=Path),
    help="The archive's folder (default: the nearest with a site.toml).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.version_option(__version__, "--version", prog_name="ssg")
@click.pass_context
def cli(context: click.Context, root: Path | None, *, quiet: bool, verbose: bool) -> None:
    """Turn article text into a searchable archive that outlives the place it was read in."""
    context.color = terminal.colours()
    context.obj = State(root, quiet=quiet, verbose=verbose, seen=context.obj)


for verb in (sites.init, importing.import_, articles.new, sites.build, sites.serve, publish.check, publish.verify, publish.deploy,
             articles.search, articles.list_, tags.tags, export.export, sites.tombstone, theme.theme, sites.clean,
             doctor.doctor, completion.completion, manual.help_):  # fmt: skip
    cli.add_command(verb)


def _before_the_verb() -> list[str]:
    return [option for param in cli.params for option in param.opts]


def main(seen: Mapping[str, Any] | None = None) -> None:
    """Run the command line; what a user can cause has no traceback. `seen`: what `idle` found on the way."""
    gc.disable()  # a build makes millions of values and no cycles worth collecting
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Korean Windows console is not UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli(standalone_mode=False, obj=seen)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and error.option_name in _before_the_verb():
            click.echo(
                f"Write {error.option_name} before the verb: ssg {error.option_name} …", err=True
            )
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was left half done", err=True)
        sys.exit(130)
    except SsgError as error:
        terminal.tell(error.problems)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough
        sys.exit(1)
