"""What the verbs that build share: their options, and what they make of them. Floor 4."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ssg import archive
from ssg.cli import completion
from ssg.cli.state import State, today

if TYPE_CHECKING:
    from ssg.build import Options
    from ssg.config import Config

output = click.option(
    "-o", "--output", default="", shell_complete=completion.folders, help="The output folder (default: as site.toml says, _site).",
)  # fmt: skip
base_url = click.option("--base-url", default="", envvar="SSG_BASE_URL", help="Where it will be published; wins over site.toml.")  # fmt: skip
strict = click.option("--strict", is_flag=True, help="Warnings are problems.")


class Build(NamedTuple):
    """A build that a verb was asked for: the archive's folder and settings, where the site goes, and the build's options."""

    root: Path
    config: "Config"
    out: Path
    options: "Options"


def wanted(state: State, output: str, base_url: str, **more: object) -> Build:
    """Return what to build. Raises UsageError for a place or an address that can't be one."""
    from ssg.build import Options

    root = state.root
    config = archive.settings(root)
    out = archive.output(root, config, output)
    options = Options(base_url=archive.address(base_url), today=today(config.timezone), **more)  # type: ignore[arg-type]
    return Build(root, config, out, options)
