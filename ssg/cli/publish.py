"""The verbs for what is published: check, verify, deploy. Libraries that a verb needs are imported in it."""

import sys
from pathlib import Path
from typing import Any

import click

from ssg import archive, terminal
from ssg.cli import building, completion
from ssg.cli.state import State, end, short, waiting
from ssg.errors import SsgError, UsageError, problem

LISTED = 20  # changes that a dry run shows; more are counted


@click.command()
@building.output
@building.base_url
@click.option(
    "--search", is_flag=True, help="Ask the search index for every headline and each noun of it."
)
@click.option("--bases", is_flag=True, help="Build and crawl it under /, /repo/ and /a/b/, too.")
@click.option(
    "--external", is_flag=True, help="Ask the web whether links to other sites still work."
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["human", "json", "github", "sarif"]),
    default="human",
    help="How to tell it.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@building.strict
@click.pass_obj
def check(state: State, /, *, shape: str, as_json: bool, strict: bool, **given: Any) -> None:
    """Build, then look for what readers or GitHub Pages would stumble over."""
    from ssg.check import finding

    shape = "json" if as_json else shape
    found = _checked(state, quiet=state.quiet or shape != "human", **given)
    if shape != "human":
        told = {"json": finding.as_json, "github": finding.as_github, "sarif": finding.as_sarif}[
            shape
        ](found)
        click.echo(told, nl=False)
        sys.exit(any(strict or each.problem.level == "error" for each in found))
    if not found:
        state.say("checked: nothing to mend")
    end([each.problem for each in found], strict=strict)


def _checked(
    state: State,
    *,
    quiet: bool,
    output: str,
    base_url: str,
    search: bool,
    bases: bool,
    external: bool,
) -> Any:
    """Build the site and return all findings."""
    from ssg import build as pipeline
    from ssg.check import checks

    root, _, out, options = building.wanted(state, output, base_url)
    with terminal.progress("building", quiet=quiet) as progress:
        site, report = checks.built(
            root, out, options, pipeline.Tools(progress=progress, waiting=waiting)
        )
    more = list(checks.searched(site, every=search))
    if bases:
        import tempfile

        for base in checks.OTHER_BASES:
            if base != site.base:
                with tempfile.TemporaryDirectory(prefix="ssg-check-") as folder:
                    more += checks.elsewhere(root, options, Path(folder), base)
    if external:
        from ssg.check.external import external as asked

        with terminal.progress("asking", quiet=quiet) as progress:
            more += asked(site, root / ".ssg" / "external.json", progress)
    return checks.check(site, report.problems, more)


@click.command()
@click.argument("where", default="", shell_complete=completion.folders)
@building.output
@click.option(
    "--write", is_flag=True, help="Write the list of SHA-256 digests into the output folder."
)
@click.pass_obj
def verify(state: State, where: str, output: str, *, write: bool) -> None:
    """Compare files with their digests, to the byte.

    Without WHERE: the output folder with what was built, and the originals with what was imported. WHERE is a folder
    with a manifest-sha256.txt (a published branch, a bag), or the web address of the published site.
    """
    from ssg.check import fixity

    if where and not where.startswith(("http://", "https://")):
        folder = Path(where)
        if not (folder / fixity.MANIFEST).is_file():
            hint = "`ssg verify --write` and `ssg export --bagit` write one"
            raise UsageError(problem(where, f"holds no {fixity.MANIFEST}", hint))
        found = list(fixity.against_list(folder))
        _end(state, found, f"{where}: every file is as its list says")
        return
    root = state.root
    out = archive.output(root, archive.settings(root), output)
    made = _made(root, out)
    if where:
        with terminal.progress("comparing", quiet=state.quiet) as progress:
            found = list(fixity.live(out, made, where.rstrip("/") + "/", progress))
        _end(
            state,
            found,
            f"{where}: {len(made):,} files, the same bytes as in {short(out, Path.cwd())}",
        )
        return
    found = [*fixity.against_build(out, made), *fixity.originals(root)]
    if write and not found:
        (out / fixity.MANIFEST).write_text(fixity.sums(out, made), "utf-8", newline="\n")
        state.say(
            f"{short(out / fixity.MANIFEST, Path.cwd())}: the digests of {len(made):,} files; `sha256sum -c` reads it, too"
        )
    _end(
        state,
        found,
        f"{short(out, Path.cwd())}: {len(made):,} files as they were built; the originals as they were imported",
    )


def _end(state: State, found: Any, fine: str) -> None:
    if not found:
        state.say(fine)
    end([each.problem for each in found], strict=False)


def _made(root: Path, out: Path) -> Any:
    """The manifest of the last build of an output folder, completed if it was cut off."""
    from ssg.engine.store import Made, Store
    from ssg.fingerprint import fingerprint

    archive.complete(root)
    if not (root / ".ssg" / "store.db").exists():
        raise SsgError(
            problem(short(out, Path.cwd()), "was never built here", "run `ssg build` first")
        )
    with Store.open(root / ".ssg", fingerprint(), waiting) as store:
        made = store.get(f"manifest:{out}", dict[str, Made], {})
    if not made:
        raise SsgError(
            problem(short(out, Path.cwd()), "was never built here", "run `ssg build` first")
        )
    return made


@click.command()
@click.option(
    "--workflow",
    is_flag=True,
    help="Write the GitHub Actions workflow that publishes on every push, and stop.",
)
@click.option(
    "--branch",
    default="",
    help="The branch to publish to (default: gh-pages), or with --workflow the one whose pushes publish (main).",
)
@click.option(
    "--remote",
    default="",
    shell_complete=completion.remotes,
    help="The remote to push to (default: origin).",
)
@building.base_url
@click.option(
    "--history/--no-history",
    default=None,
    help="Keep the branch's earlier commits (default: one commit stands alone).",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; publish nothing.")
@click.option("--unchecked", is_flag=True, help="Publish in spite of what `ssg check` finds.")
@click.option(
    "--force", is_flag=True, help="Replace a branch, or a workflow, that ssg did not write."
)
@click.pass_obj
def deploy(state: State, /, *, workflow: bool, branch: str, force: bool, **given: Any) -> None:
    """Publish the site to a branch for GitHub Pages: build, check, commit, push."""
    root = state.root
    if workflow:
        from ssg.deploy.github_pages import write_workflow

        path = write_workflow(root, archive.settings(root), branch=branch or "main", force=force)
        state.say(
            f"{short(path, Path.cwd())}: commit and push it; in the repository's Settings → Pages choose GitHub Actions as the source"
        )
        return
    _publish(state, root, branch=branch, force=force, **given)


def _publish(
    state: State,
    root: Path,
    *,
    branch: str,
    remote: str,
    base_url: str,
    history: bool | None,
    dry_run: bool,
    unchecked: bool,
    force: bool,
) -> None:
    from ssg.deploy import branch as branches

    config = archive.settings(root)
    place = config.deploy
    target = branches.Target(
        remote=remote or place.remote, branch=branch or place.branch, keep=place.keep,
        history=place.history if history is None else history, message=f"Publish {config.title}", force=force,
    )  # fmt: skip
    url = base_url or config.base_url or branches.pages_address(root, target.remote, place.cname)
    found = _checked(
        state, quiet=state.quiet, output="", base_url=url, search=False, bases=False, external=False
    )
    problems = [each.problem for each in found]
    if any(each.level == "error" for each in problems) and not unchecked:
        terminal.tell(problems)
        raise SsgError(
            problem(
                "",
                "nothing was published",
                "mend the problems above, or publish as it is with --unchecked",
            )
        )
    terminal.tell([each for each in problems if not state.quiet])
    out = archive.output(root, config)
    made = _made(root, out)
    done = branches.publish(root, out, made, target, dry_run=dry_run)
    _tell(state, done, target.remote, url, dry_run=dry_run)


def _tell(state: State, done: Any, remote: str, url: str, *, dry_run: bool) -> None:
    words = {"A": "new", "M": "changed", "D": "gone"}
    if dry_run:
        for letter, path in done.changes[:LISTED]:
            state.say(f"  {words.get(letter, letter):<8} {path}")
        if len(done.changes) > LISTED:
            state.say(f"  … and {len(done.changes) - LISTED:,} more")
    if done.dirty:
        state.say(
            f"note: {done.dirty} files of the archive are not committed; they are published all the same"
        )
    where = f"{done.branch} of {remote}"
    if dry_run:
        state.say(
            f"{where}: {len(done.changes):,} of {done.files:,} files would change; nothing was published"
        )
    elif not done.commit:
        state.say(f"{where}: nothing has changed since the last time")
    else:
        state.say(
            f"{where}: {done.files:,} files, {len(done.changes):,} changed"
            + (f" → {url} in a minute or two" if url else "")
        )
