"""The command line: one function per verb. Prints problems; exit codes 0 fine, 1 problems, 2 usage.

Libraries that a verb needs are imported in it: `ssg --help` must answer at once.
"""

import gc
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from ssg import __version__, archive, terminal
from ssg.errors import Problem, SsgError, UsageError, problem


class State:
    """What stands before the verb: the archive's folder and how much to say."""

    def __init__(self, root: Path | None, *, quiet: bool, verbose: bool) -> None:
        self.given, self.quiet, self.verbose = root, quiet, verbose

    @property
    def root(self) -> Path:
        """The archive's folder. Raises UsageError where there is none."""
        start = (self.given or Path()).absolute()
        return archive.find(start, given=self.given is not None)

    def say(self, text: str) -> None:
        """Print a line unless asked to be quiet."""
        terminal.say(text, quiet=self.quiet)


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
    context.obj = State(root, quiet=quiet, verbose=verbose)


@cli.command()
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
) -> None:
    """Make a new archive in FOLDER."""
    from ssg import scaffold
    from ssg.build import today

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
        state.say(f"  {_short(path, folder.absolute())}")
    where = "" if folder.absolute() == Path.cwd() else f"cd {folder}, then "
    state.say(
        f"{name}: an archive is ready. Next: {where}`ssg serve` to look at it, `ssg import -` to paste an article."
    )


@cli.command("import")
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "--to",
    default="content/articles",
    help="Where the Markdown goes: content/articles or a folder in it.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be made; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
@click.option("--explain", is_flag=True, help="Show which line became what, and why.")
@click.option(
    "--lang", default="", help="The language of the texts: ko, en … (default: found out)."
)
@click.option("--tags", default="", help="Tags for all of them: a,b,c")
@click.option(
    "--date", default="", help="The day they were published; wins over what the texts say."
)
@click.option(
    "--visibility",
    type=click.Choice(["public", "excerpt", "metadata", "private"]),
    default="public",
)
@click.option("--encoding", default="", help="The texts' encoding: cp949 … (default: found out).")
@click.pass_obj
def import_(
    state: State, /, sources: tuple[str, ...], *, as_json: bool, explain: bool, **given: Any
) -> None:
    """Turn pasted text into Markdown. SOURCES are files, folders, or - for standard input."""
    from datetime import datetime

    from ssg.intake import importer
    from ssg.intake.explain import explain as explained

    root = state.root
    config = archive.settings(root)
    options = importer.Options(
        to=archive.shelf(given["to"]), dry_run=given["dry_run"], zone=config.zone, lang=given["lang"],
        encoding=given["encoding"], visibility=given["visibility"], date=_day(given["date"], config.timezone),
        tags=tuple(tag.strip() for tag in given["tags"].split(",") if tag.strip()),
    )  # fmt: skip
    if "-" in sources and sys.stdin.isatty():
        terminal.say(
            "Paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", quiet=state.quiet
        )
    stdin = sys.stdin.buffer.read() if "-" in sources else None
    problems: list[Problem] = []
    for outcome in importer.run(
        sources, root=root, options=options, stdin=stdin, now=datetime.now(config.zone)
    ):
        problems += outcome.problems
        if as_json:
            terminal.as_json(outcome.as_json())
            continue
        if explain and outcome.spans:
            click.echo(explained(outcome.text, outcome.spans, colour=_colour()), nl=False)
        if outcome.status not in ("failed", "skipped"):
            state.say(_outcome(outcome))
    _end(problems, strict=False)


def _outcome(outcome: Any) -> str:
    words = {"imported": "imported", "exists": "already here", "dry-run": "would become"}
    said = f"{outcome.source}: {words.get(outcome.status, outcome.status)} {outcome.path}"
    front = outcome.front
    if front is None or outcome.status == "exists":
        return f"{said}  «{front.title}»" if front else said
    doubts = [*front.archive.uncertain, *(() if front.date else ("date (none was found)",))]
    ask = f" — please check: {', '.join(dict.fromkeys(doubts))}" if doubts else ""
    return f"{said}  «{front.title}»{ask}"


@cli.command()
@click.argument("title")
@click.option("--section", default="")
@click.option("--tags", default="", help="a,b,c")
@click.option("--lang", default="")
@click.pass_obj
def new(state: State, title: str, section: str, tags: str, lang: str) -> None:
    """Write a new Markdown file with front matter."""
    from ssg import scaffold
    from ssg.build import today

    root = state.root
    day = today(archive.settings(root).timezone)
    found = tuple(tag.strip() for tag in tags.split(",") if tag.strip())
    path = scaffold.new(root, title, day=day, section=section, tags=found, lang=lang)
    state.say(f"{_short(path, Path.cwd())}: write, then look at it with `ssg serve`")


@cli.command()
@click.option(
    "-o", "--output", default="", help="The output folder (default: as site.toml says, _site)."
)
@click.option(
    "--base-url",
    default="",
    envvar="SSG_BASE_URL",
    help="Where it will be published; wins over site.toml.",
)
@click.option("-D", "--drafts", is_flag=True, help="Build drafts too.")
@click.option("-F", "--future", is_flag=True, help="Build articles dated in the future too.")
@click.option("--verify", is_flag=True, help="Compare with a clean build, byte for byte.")
@click.option("--why", default="", metavar="PATH", help="Say why a page was made or not.")
@click.option(
    "--jobs", default=0, type=click.IntRange(0), help="Worker processes (default: one a core)."
)
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@click.option("--strict", is_flag=True, help="Warnings are problems.")
@click.pass_obj
def build(
    state: State,
    /,
    output: str,
    *,
    verify: bool,
    why: str,
    as_json: bool,
    strict: bool,
    **given: Any,
) -> None:
    """Make the site."""
    from ssg import build as pipeline

    root = state.root
    config = archive.settings(root)
    out = archive.output(root, config, output)
    archive.address(given["base_url"])
    options = pipeline.Options(today=_today(config.timezone), **given)
    with terminal.progress("building", quiet=state.quiet or as_json) as progress:
        tools = pipeline.Tools(progress=progress, waiting=_waiting, why=why)
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
    for sentence in () if as_json else report.why:
        click.echo(sentence)
    if not as_json:
        state.say(terminal.summary(report, _short(out, Path.cwd()), config.title))
        if state.verbose:
            state.say("\n".join(f"  {name} × {n}" for name, n in report.ran.items()))
    _end(problems, strict=strict)


@cli.command()
@click.option("-p", "--port", default=8000, help="The port (the next free one if it is taken).")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
@click.option("--poll", is_flag=True, help="Look for changes once a second: network drives, WSL.")
@click.pass_obj
def serve(state: State, port: int, host: str, *, open_: bool, poll: bool) -> None:
    """Preview the site with live reload: drafts and future articles included."""
    from ssg.preview.server import serve as served

    root = state.root
    published = _published(root)
    out = root / ".ssg" / "preview" / "site"

    def builder() -> Any:
        from ssg import build as pipeline

        day = _today(archive.settings(root).timezone)
        options = pipeline.Options(drafts=True, future=True, today=day)
        return pipeline.build(
            root, out, options, pipeline.Tools(cache=root / ".ssg" / "preview", waiting=_waiting)
        )

    served(
        root, out, builder, lambda: archive.settings(root).base_path, host=host, port=port,
        ignore=(published,), open_browser=open_, poll=poll, say=state.say,
    )  # fmt: skip


@cli.command()
@click.option(
    "--workflow",
    is_flag=True,
    help="Write the GitHub Actions workflow that publishes to GitHub Pages.",
)
@click.option("--branch", default="main", help="The branch whose pushes publish.")
@click.option("--force", is_flag=True, help="Overwrite a workflow that was changed.")
@click.pass_obj
def deploy(state: State, *, workflow: bool, branch: str, force: bool) -> None:
    """Publish to GitHub Pages by a workflow."""
    from ssg.deploy.github_pages import write_workflow

    if not workflow:
        raise UsageError(
            problem(
                "",
                "publishing by branch is not built yet",
                "`ssg deploy --workflow` writes the workflow that publishes",
            )
        )
    root = state.root
    path = write_workflow(root, archive.settings(root), branch=branch, force=force)
    state.say(
        f"{_short(path, Path.cwd())}: commit and push it; in the repository's Settings → Pages choose GitHub Actions as the source"
    )


@cli.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, type=click.IntRange(1), help="How many results.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a query.")
@click.option("-o", "--output", default="", help="The built site (default: as site.toml says).")
@click.pass_obj
def search(state: State, words: tuple[str, ...], limit: int, output: str, *, as_json: bool) -> None:
    """Ask the built index; the same results as in the browser. WORDS may be -, then each line is a query."""
    from ssg.search.query import search as ask

    root = state.root
    index = archive.index(root, archive.output(root, archive.settings(root), output))
    queries = (
        (line.rstrip("\n") for line in sys.stdin) if words == ("-",) else iter([" ".join(words)])
    )
    for query in queries:
        hits = ask(index, query, limit)
        if as_json:
            terminal.as_json({"query": query, "results": hits})
            continue
        for hit in hits:
            click.echo(f"{hit.score:8.3f}  {hit.title}  {click.style(hit.path, dim=True)}")
        if not hits:
            state.say(f"nothing found for: {query}")


@cli.command("list")
@click.option("--drafts", is_flag=True, help="Drafts only.")
@click.option("--tag", default="", help="Articles with this tag only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
@click.pass_obj
def list_(state: State, tag: str, *, drafts: bool, as_json: bool) -> None:
    """Show what is there: date, title, file; drafts and pages included."""
    from ssg.build import Options
    from ssg.urls import term_key

    cards, problems = archive.cards(state.root, Options())
    for card in cards:
        if (drafts and not card.draft) or (tag and term_key(tag) not in map(term_key, card.tags)):
            continue
        if as_json:
            terminal.as_json(
                {
                    "path": card.path,
                    "url": card.url,
                    "title": card.title,
                    "date": card.date.iso if card.date else "",
                    "tags": card.tags,
                    "draft": card.draft,
                }
            )
        else:
            mark = " (draft)" if card.draft else ""
            click.echo(
                f"{card.date.day if card.date else card.kind:<10}  {card.title}{mark}  {click.style(card.path, dim=True)}"
            )
    _end(problems, strict=False)


@cli.command()
@click.pass_obj
def clean(state: State) -> None:
    """Remove the built site and the cache; nothing that a person wrote."""
    from ssg.engine.outputs import remove_site
    from ssg.engine.store import Store
    from ssg.fingerprint import fingerprint

    root = state.root
    out = archive.output(root, archive.settings(root))
    with Store.open(root / ".ssg", fingerprint(), _waiting) as store:
        count = remove_site(store, out)
    import shutil

    shutil.rmtree(root / ".ssg")
    state.say(f"removed {count} files from {_short(out, Path.cwd())}, and the cache")


def _published(root: Path) -> Path:
    """The output folder, whose changes the preview ignores; a broken site.toml is shown in the browser."""
    try:
        return archive.output(root, archive.settings(root))
    except SsgError:
        return root / "_site"


def _today(timezone: str) -> str:
    from ssg.build import today

    return today(timezone)


def _day(text: str, timezone: str) -> Any:
    from ssg.markup.dates import moment

    found = moment(text, timezone) if text else None
    if text and found is None:
        raise UsageError(problem("", f"--date {text}: not a date", "write it as 2026-11-23"))
    return found


def _waiting() -> None:
    click.echo("another ssg is building this archive; waiting for it", err=True)


def _colour() -> bool:
    return sys.stdout.isatty() and terminal.colours() is not False


def _short(path: Path, start: Path) -> str:
    """A path as the user would type it."""
    absolute = path.absolute()
    return str(absolute.relative_to(start)) if absolute.is_relative_to(start) else str(path)


def _before_the_verb() -> list[str]:
    return [option for param in cli.params for option in param.opts]


def _end(problems: list[Problem] | tuple[Problem, ...], *, strict: bool) -> None:
    """Print the problems, and leave with 1 if one is an error (or a warning, where that counts)."""
    terminal.tell(problems)
    if any(strict or each.level == "error" for each in problems):
        sys.exit(1)


def main() -> None:
    """Run the command line; what a user can cause has no traceback."""
    gc.disable()  # a build makes millions of values and no cycles worth collecting
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Korean Windows console is not UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli(standalone_mode=False)
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
