"""The verb `help`: a verb's manual, made from the commands themselves; as text, or all of it as a page for man."""

import sys
from collections.abc import Iterator

import click

from ssg import __version__
from ssg.errors import UsageError, did_you_mean, problem

EXITS = (
    ("0", "fine"),
    ("1", "problems, each named with its place"),
    ("2", "the command was used wrongly"),
    ("130", "stopped"),
)
VARIABLES = (
    ("NO_COLOR", "No colours, whatever the terminal."),
    (
        "SSG_BASE_URL",
        "Where the site will be published; wins over site.toml, yields to --base-url.",
    ),
)
FILES = (
    ("site.toml", "the archive's settings"),
    ("content/articles/", "articles, Markdown with front matter"),
    ("content/inbox/", "texts that `ssg import content/inbox` makes articles of"),
    ("content/originals/", "imported texts as they were, named by their SHA-256"),
    ("urls.lock", "every address ever published; commit it"),
    ("_site/", "the built site"),
    (".ssg/", "what the last build remembers; may be deleted"),
)
Lines = list[tuple[str, str]]
"""A term and what is said of it; an empty term is a paragraph."""
Section = tuple[str, Lines]


@click.command("help")
@click.argument("verb", nargs=-1)
@click.option(
    "--man", is_flag=True, help="The whole manual in the form of man: ssg help --man | man -l -"
)
@click.pass_context
def help_(context: click.Context, verb: tuple[str, ...], *, man: bool) -> None:
    """Show the manual, or that of a VERB."""
    from ssg.cli import cli

    if man:
        click.echo(roff(cli), nl=False)
        return
    path, found = _found(cli, verb)
    said = text(path, found)
    if sys.stdout.isatty():
        click.echo_via_pager(said, color=context.color)
    else:
        click.echo(said, nl=False)


def _found(cli: click.Group, verb: tuple[str, ...]) -> tuple[str, click.Command]:
    path, found = "ssg", cli
    for name in verb:
        known = found.commands if isinstance(found, click.Group) else {}
        if name not in known:
            hint = did_you_mean(name, known) or "`ssg help` lists the verbs"
            raise UsageError(problem("", f'{path} has no verb "{name}"', hint))
        path, found = f"{path} {name}", known[name]  # type: ignore[assignment]
    return path, found


def text(path: str, command: click.Command) -> str:
    """Return the manual of a command as plain text, at most 90 columns wide."""
    made = []
    for title, lines in sections(path, command):
        made.append(f"{title}\n")
        for term, said in lines:
            wrapped = click.wrap_text(said, 90, "        " if term else "    ", "        " if term else "    ", preserve_paragraphs=True)  # fmt: skip
            made.append(f"    {term}\n{wrapped}\n" if term else f"{wrapped}\n")
    return "\n".join(made)


def sections(path: str, command: click.Command) -> Iterator[Section]:
    """Give the sections of a command's manual."""
    yield "NAME", [("", f"{path.replace(' ', '-')} - {_summary(command)}")]
    yield "SYNOPSIS", [("", f"{path} {_usage(command)}".rstrip())]
    if command.help and command.help != _summary(command):
        yield "DESCRIPTION", [("", command.help)]
    if isinstance(command, click.Group):
        yield "VERBS", [(name, _summary(each)) for name, each in sorted(command.commands.items())]
    options = [_option(each) for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "OPTIONS", options
    if path == "ssg":
        yield "FILES", list(FILES)
    yield "ENVIRONMENT", list(VARIABLES)
    yield "EXIT STATUS", list(EXITS)


def _summary(command: click.Command) -> str:
    return (command.help or "").partition("\n\n")[0].replace("\n", " ").strip()


def _usage(command: click.Command) -> str:
    return " ".join(command.collect_usage_pieces(click.Context(command)))


def _option(option: click.Option) -> tuple[str, str]:
    names = ", ".join((*option.opts, *option.secondary_opts))
    takes = (
        ""
        if option.is_flag
        else " " + (option.metavar or option.make_metavar(click.Context(click.Command("ssg"))))
    )
    many = " May be given more than once." if option.multiple else ""
    default = option.default
    told = (
        f" (Default: {default}.)"
        if isinstance(default, str | int) and not isinstance(default, bool) and default
        else ""
    )
    return f"{names}{takes}", f"{option.help or ''}{many}{told}".strip() or "See the guide."


def roff(cli: click.Group) -> str:
    """Return the whole manual as a page of section 1."""
    made = [f'.TH SSG 1 "" "ssg {_escaped(__version__)}" "User Commands"']
    for title, lines in sections("ssg", cli):
        made += _roff_section("SH", title, lines)
    for path, command in _all("ssg", cli):
        made.append(f".SH {_escaped(path.upper())}")
        for title, lines in sections(path, command):
            if title in ("SYNOPSIS", "DESCRIPTION", "OPTIONS"):
                made += _roff_section("SS", title.capitalize(), lines)
            elif title == "NAME":
                made += (".PP", _escaped(_summary(command)))
    return "\n".join(made) + "\n"


def _all(path: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _all(f"{path} {name}", command)


def _roff_section(macro: str, title: str, lines: Lines) -> Iterator[str]:
    yield f".{macro} {_escaped(title)}"
    for term, said in lines:
        paragraphs = [" ".join(part.split()) for part in said.split("\n\n")]
        yield from (".TP", f".B {_escaped(term)}") if term else (".PP",)
        for number, paragraph in enumerate(paragraphs):
            yield from ((".IP" if term else ".PP",) if number else ())
            yield _escaped(paragraph)


def _escaped(said: str) -> str:
    """Text as troff reads it: backslashes, hyphens that are meant, lines that would be requests."""
    plain = said.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
