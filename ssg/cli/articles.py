"""The verbs for articles: import, new, list, search. Libraries that a verb needs are imported in it."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from ssg import archive, terminal
from ssg.cli.state import State, colour, day_of, end, short, waiting
from ssg.errors import Problem, UsageError, problem


@click.command("import")
@click.argument("sources", nargs=-1)
@click.option("--list-readers", is_flag=True, help="Show which formats are read.")
@click.option(
    "--to",
    default="content/articles",
    help="Where the Markdown goes: content/articles or a folder in it.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be made; write nothing.")
@click.option(
    "--split", is_flag=True, help="Make an article of each one in a paste that holds several."
)
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
    help="Who may read them (default: what the sources say, else public).",
)
@click.option("--encoding", default="", help="The texts' encoding: cp949 … (default: found out).")
@click.pass_obj
def import_(
    state: State, /, sources: tuple[str, ...], *, as_json: bool, explain: bool, **given: Any
) -> None:
    """Turn articles into Markdown. SOURCES are files, folders, or - for standard input."""
    from datetime import datetime

    from ssg.intake import importer
    from ssg.intake.explain import explain as explained
    from ssg.intake.outcome import Options

    if given["list_readers"]:
        _list_readers()
        return
    if not sources:
        hint = "name files or folders, or - for a text that you paste"
        raise UsageError(problem("", "nothing to import", hint))
    root = state.root
    config = archive.settings(root)
    options = Options(
        to=archive.shelf(given["to"]), dry_run=given["dry_run"], split=given["split"], zone=config.zone, lang=given["lang"],
        encoding=given["encoding"], visibility=given["visibility"], date=day_of(given["date"], config.timezone),
        tags=tuple(tag.strip() for tag in given["tags"].split(",") if tag.strip()),
        known_tags=_tags(root),
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
            click.echo(explained(outcome.text, outcome.spans, colour=colour()), nl=False)
        if outcome.status not in ("failed", "skipped"):
            state.say(_outcome(outcome))
    end(problems, strict=False)


def _list_readers() -> None:
    """Print the formats that are read, and what some of them need."""
    from ssg.intake.readers.registry import READERS

    for each in READERS:
        needs = f'  (pip install "ssg-archive[{each.extra}]")' if each.extra else ""
        click.echo(f"{each.name:<14}  {each.reads}{needs}")


def _tags(root: Path) -> tuple[str, ...]:
    """The tags that the archive has, most used first: an import proposes these before new ones."""
    cards, _ = archive.cards(root, waiting)
    return tuple(
        tag for tag, _ in Counter(tag for card in cards for tag in card.tags).most_common()
    )


def _outcome(outcome: Any) -> str:
    words = {"imported": "imported", "exists": "already here", "dry-run": "would become"}
    said = f"{outcome.name}: {words.get(outcome.status, outcome.status)} {outcome.path}"
    front = outcome.front
    if front is None or outcome.status == "exists":
        return f"{said}  «{front.title}»" if front else said
    undated = front.date is None
    doubts = [
        "date (none was found)" if n == "date" and undated else n for n in front.archive.uncertain
    ]
    ask = f" — please check: {', '.join(doubts)}" if doubts else ""
    return f"{said}  «{front.title}»{ask}"


@click.command()
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
    state.say(f"{short(path, Path.cwd())}: write, then look at it with `ssg serve`")


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, type=click.IntRange(1), help="How many results.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a query.")
@click.option("-o", "--output", default="", help="The built site (default: as site.toml says).")
@click.pass_obj
def search(state: State, words: tuple[str, ...], limit: int, output: str, *, as_json: bool) -> None:
    """Ask the built index; the same results as in the browser. WORDS may be -, then each line is a query."""
    from ssg.cli import found

    root = state.root
    out = archive.output(root, archive.settings(root), output)
    index = archive.index(root, out)
    queries = (
        (line.rstrip("\r\n") for line in sys.stdin) if words == ("-",) else iter([" ".join(words)])
    )
    for query in queries:
        hits = found.hits(index, out, query, limit)
        if as_json:
            terminal.as_json({"query": query, "results": hits})
        else:
            found.show(index, out, query, hits)
            for hint in found.hints(index, query, len(hits)):
                state.say(hint)


@click.command("list")
@click.option("--drafts", is_flag=True, help="Drafts only.")
@click.option("--tag", default="", help="Articles with this tag only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
@click.pass_obj
def list_(state: State, tag: str, *, drafts: bool, as_json: bool) -> None:
    """Show what is there: date, title, file; drafts and pages included."""
    from ssg.urls import term_key

    cards, problems = archive.cards(state.root, waiting)
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
    end(problems, strict=False)
