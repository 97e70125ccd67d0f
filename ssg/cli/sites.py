"""The verbs for a site: init, build, serve, tombstone, clean. Libraries that a verb needs are imported in it."""

import shutil
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from ssg import archive, terminal
from ssg.cli import building, completion
from ssg.cli.state import State, end, short, today, waiting
from ssg.errors import Problem, SsgError


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The archive's title.")
@click.option(
    "--language", type=click.Choice(["ko", "en"]), help="The language of the site (default: ko)."
)
@click.option(
    "--base-url", default="", help="Where it will be published: https://name.github.io/repo/"
)
@click.option("--timezone", default="", help="The zone of dates without one: Asia/Seoul")
@click.option("--git/--no-git", default=True, help="Make it a git repository.")
@click.option(
    "--build/--no-build", "first", default=True, help="Build the site for the first time."
)
@click.pass_obj
def init(
    state: State,
    folder: Path,
    title: str,
    language: str | None,
    base_url: str,
    timezone: str,
    *,
    git: bool,
    first: bool,
) -> None:
    """Make a new archive in FOLDER."""
    from ssg import scaffold

    asks = sys.stdin.isatty() and not title
    name = title or (
        click.prompt("Title", default=folder.absolute().name) if asks else folder.absolute().name
    )
    tongue: Any = language or (
        click.prompt("Language", type=click.Choice(["ko", "en"]), default="ko") if asks else "ko"
    )
    made = scaffold.init(
        folder.absolute(),
        title=name,
        language=tongue,
        day=today(archive.zone(timezone)),
        base_url=base_url,
        timezone=timezone,
        git=git,
    )
    for path in made:
        state.say(f"  {short(path, folder.absolute())}")
    problems = _first(state, folder.absolute()) if first else []
    where = "" if folder.absolute() == Path.cwd() else f"`cd {_typed(folder)}`, then "
    state.say(
        f"{name}: an archive is ready. Next: {where}`ssg serve` to look at it, `ssg import -` to paste an article."
    )
    end(problems, strict=False)


def _typed(folder: Path) -> str:
    """A folder as it is typed in a shell."""
    name = str(folder)
    return name if all(c.isalnum() or c in "/._-" for c in name) else f'"{name}"'


def _first(state: State, root: Path) -> list[Problem]:
    """Build a new archive; its addresses are not recorded yet: nobody has seen them, and the first article may be deleted."""
    from ssg import build as pipeline

    asked = building.wanted(State(root, quiet=state.quiet, verbose=state.verbose), "", "")
    report = pipeline.build(root, asked.out, asked.options, pipeline.Tools())
    state.say(terminal.summary(report, report.problems, short(asked.out, root)))
    return list(report.problems)


@click.command()
@building.output
@building.base_url
@click.option("-D", "--drafts", is_flag=True, help="Build drafts too.")
@click.option("-F", "--future", is_flag=True, help="Build articles dated in the future too.")
@click.option("--verify", is_flag=True, help="Compare with a clean build, byte for byte.")
@click.option(
    "--why",
    default="",
    metavar="PATH",
    shell_complete=completion.articles,
    help="Say why a page was made or not.",
)
@click.option("--profile", is_flag=True, help="Say where the time went.")
@click.option(
    "--jobs", default=0, type=click.IntRange(0), help="Worker processes (default: one a core)."
)
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@building.strict
@click.pass_obj
def build(
    state: State,
    /,
    output: str,
    *,
    verify: bool,
    why: str,
    profile: bool,
    as_json: bool,
    strict: bool,
    **given: Any,
) -> None:
    """Make the site."""
    from ssg import build as pipeline

    root, config, out, options = building.wanted(state, output, **given)
    plain = not (state.given or output or verify or why or profile or strict or any(given.values()))
    with terminal.progress("building", quiet=state.quiet or as_json) as progress:
        tools = pipeline.Tools(
            progress=progress, waiting=waiting, why=why, profile=profile,
            record=not (options.drafts or options.future), zone=config.timezone if plain else None, seen=state.seen,
        )  # fmt: skip
        report = pipeline.build(root, out, options, tools)
    problems = list(report.problems)
    if verify:
        from ssg.verify import verify as verified

        different = verified(root, out, options)
        problems += different
        if not as_json:
            state.say("verified: the same bytes as a clean build" if not different else "")
    if as_json:
        found = [msgspec.structs.asdict(each) for each in problems]
        terminal.as_json({**msgspec.structs.asdict(report), "problems": found})
    if report.profile and not as_json:
        terminal.profile(report.profile)
    for sentence in () if as_json else report.why:
        click.echo(sentence)
    if not as_json:
        state.say(terminal.summary(report, problems, short(out, Path.cwd())))
        if state.verbose:
            state.say("\n".join(f"  {name} × {n}" for name, n in report.ran.items()))
    end(problems, strict=strict)


@click.command()
@click.option("-p", "--port", default=8000, help="The port (the next free one if it is taken).")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--expose", is_flag=True, help="Allow a --host that other machines reach.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
@click.option("--poll", is_flag=True, help="Look for changes once a second: network drives, WSL.")
@click.pass_obj
def serve(state: State, port: int, host: str, *, expose: bool, open_: bool, poll: bool) -> None:
    """Preview and edit the site in the browser: drafts and future articles included."""
    from ssg.preview.server import Wanted
    from ssg.preview.server import serve as served

    root = state.root

    def options() -> dict[str, str]:
        from ssg.build import Options

        try:
            zone = archive.settings(root).timezone
        except SsgError:  # shown in the browser
            zone = ""
        return Options(drafts=True, future=True, today=today(zone)).inputs()

    served(Wanted(
        root, options, lambda: archive.settings(root).base_path, host, port,
        (_published(root), root / ".ssg"), open_, poll, expose, state.say,
    ))  # fmt: skip


@click.command()
@click.argument("addresses", nargs=-1, required=True, shell_complete=completion.addresses)
@click.option("--reason", default="", help="Why it is gone; readers see it.")
@click.pass_obj
def tombstone(state: State, addresses: tuple[str, ...], reason: str) -> None:
    """Let ADDRESSES of deleted articles answer that they are gone for good."""
    from ssg import ledger

    root = state.root
    config = archive.settings(root)
    for url in ledger.tombstone(root, addresses, reason, config.base_url):
        state.say(f"{url}: says that it is gone, from the next build on")


@click.command()
@click.pass_obj
def clean(state: State) -> None:
    """Remove the built site and the cache; nothing that a person wrote."""
    from ssg.engine.outputs import remove_site
    from ssg.engine.store import Store
    from ssg.fingerprint import fingerprint

    root = state.root
    out = archive.output(root, archive.settings(root))
    with Store.open(root / ".ssg", fingerprint(), waiting) as store:
        count = remove_site(store, out)
    shutil.rmtree(root / ".ssg")
    state.say(f"removed {count} files from {short(out, Path.cwd())}, and the cache")


def _published(root: Path) -> Path:
    """The output folder, whose changes the preview ignores; a broken site.toml is shown in the browser."""
    try:
        return archive.output(root, archive.settings(root))
    except SsgError:
        return root / "_site"
