"""The verb tags: what tags there are, and how they are renamed, merged and suggested without loss."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from ssg import archive, terminal
from ssg.cli import completion
from ssg.cli.state import State, end, waiting
from ssg.errors import Problem, SsgError, UsageError, did_you_mean, problem
from ssg.urls import term_key

if TYPE_CHECKING:
    from ssg.model import Card


@click.group("tags", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a tag.")
@click.pass_context
def tags(context: click.Context, *, as_json: bool) -> None:
    """Show the tags with their numbers of articles, most first; rename, merge and suggest them."""
    if context.invoked_subcommand:
        return
    state: State = context.obj
    cards, problems = archive.cards(state.root, waiting)
    for name, number in _counted(cards):
        if as_json:
            terminal.as_json({"tag": name, "articles": number})
        else:
            click.echo(f"{number:>6,}  {name}")
    end(problems, strict=False)


@tags.command()
@click.argument("old", shell_complete=completion.tags)
@click.argument("new", shell_complete=completion.tags)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.pass_obj
def rename(state: State, old: str, new: str, *, dry_run: bool) -> None:
    """Write the tag OLD as NEW in every file."""
    cards, _ = archive.cards(state.root, waiting)
    _known([old], cards)
    keys = {term_key(name) for name, _ in _counted(cards)}
    if term_key(new) in keys - {term_key(old)}:
        hint = f"to put the two together: ssg tags merge {_quoted(old)} {_quoted(new)}"
        raise UsageError(problem("", f'there is a tag "{new}" already', hint))
    _apply(state, {old: new}, cards, dry_run=dry_run)


@tags.command()
@click.argument("old", nargs=-1, required=True, shell_complete=completion.tags)
@click.argument("into", shell_complete=completion.tags)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.pass_obj
def merge(state: State, old: tuple[str, ...], into: str, *, dry_run: bool) -> None:
    """Write the tags OLD… as INTO in every file; an article that has several of them has it once."""
    cards, _ = archive.cards(state.root, waiting)
    _known(old, cards)
    _apply(state, dict.fromkeys(old, into), cards, dry_run=dry_run)


@tags.command()
@click.option("--all", "every", is_flag=True, help="For articles that have tags, too.")
@click.option("--write", is_flag=True, help="Add the suggested tags to the files.")
@click.pass_obj
def suggest(state: State, *, every: bool, write: bool) -> None:
    """Suggest tags for articles that have none, and which tags may be one."""
    from ssg.intake import retag
    from ssg.intake.tags import mapped
    from ssg.markup import frontmatter

    cards, problems = archive.cards(state.root, waiting)
    told = list(problems)
    known = [name for name, _ in _counted(cards)]
    limit = archive.settings(state.root).imports
    for card in (card for card in cards if card.kind == "article" and (every or not card.tags)):
        try:
            text = retag.read(state.root, card.path)
            found = retag.proposed(card, frontmatter.split(text).body, known)
            found = mapped(found, limit.tags)[: limit.auto_tags]
            if found and write:
                retag.save(state.root, card.path, text, retag.added(card.path, text, found))
        except SsgError as error:
            told += error.problems
            continue
        if found:
            state.say(f"{card.path}: {', '.join(found)}")
    for (rare, few), (common, many) in retag.suggestions(cards):
        state.say(
            f"{rare} ({few:,}) may be {common} ({many:,}): ssg tags merge {_quoted(rare)} {_quoted(common)}"
        )
    end(told, strict=False)


def _counted(cards: Iterable["Card"]) -> list[tuple[str, int]]:
    """The tags by their commonest spelling with their numbers of articles, most first, ties by name."""
    spelled: dict[str, dict[str, int]] = {}
    for card in cards:
        for name in {term_key(tag): tag for tag in card.tags}.values():
            forms = spelled.setdefault(term_key(name), {})
            forms[name] = forms.get(name, 0) + 1
    found = [
        (min(forms, key=lambda form: (-forms[form], form)), sum(forms.values()))
        for forms in spelled.values()
    ]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _known(names: Iterable[str], cards: Iterable["Card"]) -> None:
    known = {term_key(name): name for name, _ in _counted(cards)}
    wrong = [name for name in names if term_key(name) not in known]
    if wrong:
        raise UsageError(
            *(
                problem("", f'no article has the tag "{name}"', did_you_mean(name, known.values()))
                for name in wrong
            )
        )


def _apply(
    state: State, table: Mapping[str, str], cards: tuple["Card", ...], *, dry_run: bool
) -> None:
    """Change the files, then let the addresses of the old tags lead to the new one."""
    from ssg import ledger
    from ssg.intake import retag

    told: list[Problem] = []
    changed = 0
    wanted = {term_key(name) for name in table}
    for card in sorted(cards, key=lambda card: card.path):
        if wanted.isdisjoint(map(term_key, card.tags)):
            continue
        try:
            text = retag.read(state.root, card.path)
            found = retag.change(card.path, text, table)
            if found and not dry_run:
                retag.save(state.root, card.path, text, found.text)
        except SsgError as error:
            told += error.problems
            continue
        if found:
            changed += 1
            state.say(f"{card.path}: {', '.join(found.before)} → {', '.join(found.after)}")
    if not dry_run and not told:
        ledger.rename(state.root, _moved(table, cards))
    done = "would change" if dry_run else "changed"
    state.say(f"{changed:,} {'file' if changed == 1 else 'files'} {done}")
    if changed and not dry_run:
        rows = ", ".join(f"{_quoted(old)} = {_quoted(new)}" for old, new in table.items())
        state.say(f"for imports to come, in site.toml: [import] tags = {{ {rows} }}")
    end(told, strict=False)


def _moved(table: Mapping[str, str], cards: Iterable["Card"]) -> dict[str, str]:
    """The addresses of tags that nobody has any more, with those of the tags in their place."""
    from ssg.site.taxonomy import slugs_of

    new = {term_key(old): term_key(name) for old, name in table.items()}
    before = {term_key(tag) for card in cards for tag in card.tags}
    after = {new.get(key, key) for key in before}
    was, now = slugs_of(before), slugs_of(after)
    moved = {f"/tags/{was[key]}/": f"/tags/{now[new.get(key, key)]}/" for key in before}
    return {
        old: url
        for old, url in moved.items()
        if old != url and old not in {f"/tags/{s}/" for s in now.values()}
    }


def _quoted(name: str) -> str:
    """A tag for a shell and for TOML."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
