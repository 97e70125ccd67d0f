"""The verb `export`: the archive in the formats of other programs. Libraries that it needs are imported in it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ssg import archive, terminal
from ssg.cli import completion
from ssg.cli.state import State, end, short, today, waiting
from ssg.errors import SsgError, UsageError, problem

if TYPE_CHECKING:
    from ssg.export.chosen import Wanted

EXPORTS = "exports"  # below the archive, and in its .gitignore
BIG = 1_000_000
MOST = 1 << 30  # results of a query: all
FORMATS = {
    "epub": "A book for reading apps, pictures inside, oldest first.",
    "bagit": "The files with their SHA-256, originals and all: for a repository, a safe.",
    "hugo": "A folder that Hugo builds, with the same addresses.",
    "obsidian": "A vault of notes named by their titles.",
    "jsonl": "An article a line as JSON: fields, Markdown, plain text.",
    "bibtex": "A bibliography for LaTeX.",
    "csl": "A bibliography as CSL-JSON, for Zotero and pandoc.",
    "ris": "A bibliography for EndNote and Mendeley.",
    "lunr": "The search index as one file for lunr.js.",
}


def _formats(verb: Callable[..., Any]) -> Callable[..., Any]:
    for name, told in reversed(FORMATS.items()):
        verb = click.option(f"--{name}", is_flag=True, help=told)(verb)
    return verb


@click.command()
@_formats
@click.option(
    "--tag",
    "tags",
    shell_complete=completion.tags,
    multiple=True,
    help="Articles with this tag only; more than one: with any of them.",
)
@click.option(
    "--query", default="", help="Articles that `ssg search` finds only (`ssg build` first)."
)
@click.option(
    "--all-visibilities",
    "whole",
    is_flag=True,
    help="Drafts, private and withheld texts too, files as they lie there: a copy for yourself.",
)
@click.option(
    "-o",
    "--output",
    default="",
    shell_complete=completion.files,
    help="The file or folder to write, - for standard output (default: in exports/, named for the archive). A folder may be a .zip.",
)
@click.option("--force", is_flag=True, help="Replace a folder that an export made.")
@click.pass_obj
def export(
    state: State,
    /,
    *,
    tags: tuple[str, ...],
    query: str,
    whole: bool,
    output: str,
    force: bool,
    **formats: bool,
) -> None:
    """Write articles for another program: all that are published, those with a tag, or those that a search finds."""
    name = _chosen_format(formats)
    root = state.root
    if name == "lunr":
        if tags or query or whole:
            raise UsageError(
                problem(
                    "",
                    "--lunr writes the whole index",
                    "leave out --tag, --query and --all-visibilities",
                )
            )
        _lunr(state, root, output)
        return
    from ssg.export.chosen import Wanted

    config = archive.settings(root)
    paths = _found(root, query) if query else None
    _export(
        state,
        root,
        name,
        Wanted(tags or None, paths, whole, today(config.timezone)),
        output,
        force=force,
    )


def _chosen_format(formats: dict[str, bool]) -> str:
    said = [name for name, chosen in formats.items() if chosen]
    if len(said) != 1:
        what = (
            "what shall be exported?"
            if not said
            else f"one format at a time, not {' and '.join(f'--{name}' for name in said)}"
        )
        raise UsageError(
            problem("", what, "say it with one of " + ", ".join(f"--{name}" for name in FORMATS))
        )
    return said[0]


def _found(root: Path, query: str) -> frozenset[str]:
    """The files of the articles that a search finds, all of them."""
    from ssg.cli import found

    out = archive.output(root, archive.settings(root))
    hits = found.hits(archive.index(root, out), out, query, MOST)
    if not hits:
        raise SsgError(problem("", f"nothing found for: {query}", "nothing was exported"))
    return frozenset(hit.path for hit in hits)


def _export(
    state: State, root: Path, name: str, wanted: "Wanted", output: str, *, force: bool
) -> None:
    from ssg.export.chosen import chosen
    from ssg.export.formats import FORMATS as FORMS
    from ssg.export.formats import export as exported
    from ssg.export.formats import text

    form = FORMS[name]
    if output == "-" and form.shape != "text":
        raise UsageError(
            problem("", f"--{name} makes more than text", "name a file or folder with -o")
        )
    with (
        terminal.progress("exporting", quiet=state.quiet) as progress,
        chosen(root, wanted, waiting, progress) as pieces,
    ):
        target = Path(output or root / EXPORTS / _named(pieces.title, form.ending)).absolute()
        if output == "-":
            sys.stdout.buffer.write(text(form.write(pieces)))
            sys.stdout.buffer.flush()
        else:
            _check_apart(root, target)
            exported(form, pieces, target, force=force)
    if output != "-":
        count = len(pieces.articles)
        state.say(f"{short(target, Path.cwd())}: {count:,} article{'s' * (count != 1)}")
    end(pieces.problems, strict=False)


def _named(title: str, ending: str) -> str:
    from ssg.urls import slug

    return f"{slug(title) or 'archive'}{ending}"


def _check_apart(root: Path, target: Path) -> None:
    """Raise UsageError for a place whose files `ssg build` would take for the archive's own."""
    inside = [
        root / name for name in ("content", "static", "templates", "themes", ".ssg", "site.toml")
    ]
    if any(
        target.is_relative_to(each.absolute()) for each in inside
    ) or root.absolute().is_relative_to(target):
        raise UsageError(
            problem(
                str(target), "the archive's own files are there", "choose another place with -o"
            )
        )


def _lunr(state: State, root: Path, output: str) -> None:
    from ssg.export import place
    from ssg.search.stock import stock

    config = archive.settings(root)
    made = stock(archive.index(root, archive.output(root, config)))
    if output == "-":
        sys.stdout.buffer.write(made)
        return
    path = Path(output or root / EXPORTS / _named(config.title, ".lunr.json")).absolute()
    _check_apart(root, path)
    place.write_file(path, made)
    said = f"{short(path, Path.cwd())}: the search index for lunr.js, {len(made) / 1e6:.1f} MB"
    heavy = "; a reader must load all of it before the first result" if len(made) > BIG else ""
    state.say(said + heavy)
