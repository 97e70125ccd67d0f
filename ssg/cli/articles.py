"""The verbs for articles: new, list, search. Libraries that a verb needs are imported in it."""

import sys
from pathlib import Path

import click

from ssg import archive, terminal
from ssg.cli import completion
from ssg.cli.state import State, end, short, waiting


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
@click.option(
    "-o",
    "--output",
    default="",
    shell_complete=completion.folders,
    help="The built site (default: as site.toml says).",
)
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
@click.option(
    "--tag", default="", shell_complete=completion.tags, help="Articles with this tag only."
)
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
