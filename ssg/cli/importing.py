"""The verb import: what it asks, and how it tells of one paste and of ten thousand files."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import click

from ssg import archive, terminal
from ssg.cli import completion
from ssg.cli.state import State, colour, day_of, end
from ssg.errors import Problem, UsageError, problem

MANY = 20
"""Sources from which on a terminal shows a bar and a summary instead of a line each."""
_SUMMED = 5
_SAID = {
    "imported": "imported", "updated": "updated", "exists": "already here", "dry-run": "would become",
    "duplicate": "passed over",
}  # fmt: skip


@click.command("import")
@click.argument("sources", nargs=-1, shell_complete=completion.files)
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
@click.option(
    "--duplicates",
    type=click.Choice(["skip", "update", "keep"]),
    help="What becomes of another version or near copy of an article: pass it over, bring the article up to date, "
    "or import it as well (default: what site.toml says, else skip).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
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
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes (default: one a core).")
@click.pass_obj
def import_(
    state: State, /, sources: tuple[str, ...], *, as_json: bool, explain: bool, **given: Any
) -> None:
    """Turn articles into Markdown. SOURCES are files, folders, or - for standard input.

    Files in content/inbox are moved to content/originals once they are imported.
    """
    if given["list_readers"]:
        _list_readers()
        return
    if not sources:
        hint = "name files or folders, or - for a text that you paste"
        raise UsageError(problem("", "nothing to import", hint))
    teller = _Teller(state, as_json=as_json, explain=explain)
    if "-" in sources and sys.stdin.isatty():
        terminal.say(
            "Paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", quiet=state.quiet
        )
    teller.told(_outcomes(state.root, sources, given, teller))


def _outcomes(
    root: Path, sources: tuple[str, ...], given: dict[str, Any], teller: "_Teller"
) -> Any:
    from datetime import datetime

    from ssg.intake import importer, nouns
    from ssg.intake.outcome import Options

    config = archive.settings(root)
    options = Options(
        to=archive.shelf(given["to"]), dry_run=given["dry_run"], split=given["split"], zone=config.zone, lang=given["lang"],
        encoding=given["encoding"], visibility=given["visibility"], date=day_of(given["date"], config.timezone),
        tags=tuple(tag.strip() for tag in given["tags"].split(",") if tag.strip()),
        duplicates=given["duplicates"] or config.imports.duplicates,
        auto_tags=config.imports.auto_tags, tag_map=config.imports.tags, brief=not (teller.as_json or teller.explain),
        jobs=given["jobs"], morphemes=config.imports.auto_tags > 0 and nouns.installed(),
    )  # fmt: skip
    stdin = sys.stdin.buffer.read() if "-" in sources else None
    return importer.run(
        sources, root=root, options=options, stdin=stdin, now=datetime.now(config.zone),
        progress=teller.progress, waiting=_waiting,
    )  # fmt: skip


def _waiting() -> None:
    click.echo("another ssg is importing into this archive; waiting for it", err=True)


def _list_readers() -> None:
    """Print the formats that are read, single texts first, and what to install for those that need more than is there."""
    from ssg.intake.readers import needs
    from ssg.intake.readers.registry import READERS

    wide = max(len(each.name) for each in READERS)
    for each in reversed(READERS):
        lacks = bool(each.extra) and not needs.installed(each.extra)
        hint = f'  — needs: pip install "ssg-archive[{each.extra}]"' if lacks else ""
        click.echo(f"{each.name:<{wide}}  {each.reads}{hint}")


class _Teller:
    """Tells what an import does: a line each where they are few or piped, a bar and a summary where they are many."""

    def __init__(self, state: State, *, as_json: bool, explain: bool) -> None:
        self.state, self.as_json, self.explain = state, as_json, explain
        self.total = 0
        self.bar: Any = None

    @property
    def brief(self) -> bool:
        """Whether single articles are not told of."""
        plain = not (self.as_json or self.explain or self.state.verbose)
        return plain and self.total > MANY and sys.stdout.isatty()

    def progress(self, done: int, total: int) -> None:
        """Show how far it is: articles read, then sources imported."""
        self.total = total
        if self.bar and (self.brief or self.as_json) and total > MANY:
            self.bar(done, total)

    def told(self, outcomes: Any) -> None:
        """Tell of every outcome, then of all; leave with 1 where something failed."""
        began = time.monotonic()
        problems: list[Problem] = []
        counts: Counter[str] = Counter()
        with terminal.progress("importing", quiet=self.state.quiet) as self.bar:
            for outcome in outcomes:
                problems += outcome.problems
                counts[outcome.status] += 1
                self._one(outcome)
        if not self.as_json:
            self._all(counts, time.monotonic() - began)
        end(self._few(problems), strict=False)

    def _one(self, outcome: Any) -> None:
        if self.as_json:
            terminal.as_json(outcome.as_json())
            return
        if self.explain and outcome.spans:
            from ssg.intake.explain import explain

            click.echo(explain(outcome.text, outcome.spans, colour=colour()), nl=False)
        if outcome.status not in ("failed", "skipped") and not self.brief:
            self.state.say(_line(outcome))

    def _all(self, counts: Counter[str], seconds: float) -> None:
        articles = sum(counts.values())
        if not (articles or self.total):
            self.state.say("nothing new: there is no file to import")
            return
        if max(articles, self.total) > _SUMMED:
            said = ", ".join(
                f"{counts[status]:,} {word}" for status, word in _SUMMARY if counts[status]
            )
            rate = f", {self.total / seconds:,.0f}/s" if seconds >= 1 else ""
            self.state.say(
                f"{_many(self.total, 'source')} in {seconds:.1f} s{rate}: {said or 'nothing'}"
            )
        if counts["duplicate"]:
            self.state.say(
                "passed over: --duplicates update brings the articles up to date, --duplicates keep imports them as well"
            )

    def _few(self, problems: list[Problem]) -> list[Problem]:
        """The problems to print: on a terminal not every one of hundreds of warnings."""
        warnings = [each for each in problems if each.level == "warning"]
        if not self.brief or len(warnings) <= MANY:
            return problems
        kinds = Counter(each.what for each in warnings)
        shown = [each for each in problems if each.level == "error"]
        for what, number in sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])):
            first = next(each for each in warnings if each.what == what)
            more = f"{what} — and {number - 1:,} more" if number > 1 else what
            shown.append(Problem(first.path, first.line, first.column, more, first.hint, "warning"))
        return shown


_SUMMARY = (("imported", "imported"), ("dry-run", "would be imported"), ("updated", "updated"), ("exists", "already here"),
            ("duplicate", "passed over as copies or versions"), ("skipped", "not read"), ("failed", "failed"))  # fmt: skip


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}{'s' * (n != 1)}"


def _line(outcome: Any) -> str:
    """One line on an article: where it is, its title, and what a person should look at."""
    front, copy = outcome.front, outcome.copy
    said = f"{outcome.name}: {_SAID[outcome.status]}"
    share = f"{copy.share:.0%} in common" if copy else ""
    if outcome.status == "duplicate":
        what = "the same page" if copy.by == "address" else "nearly the same text"
        said += f", {what} as"
    elif copy:
        said = f"{outcome.name}: {'would update' if outcome.status == 'dry-run' else 'updated'}"
    said += f" {outcome.path}"
    if front is None:
        return said
    said += f"  «{front.title}»" + (f" ({share})" if share else "")
    if outcome.status not in ("imported", "dry-run") or copy:
        return said
    undated = front.date is None
    doubts = [
        "date (none was found)" if n == "date" and undated else n for n in front.archive.uncertain
    ]
    return f"{said} — please check: {', '.join(doubts)}" if doubts else said
