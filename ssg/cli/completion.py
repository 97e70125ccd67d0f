"""Completion for shells, made from the commands themselves: `ssg completion bash`, and the values that options and arguments take.

Values come from what lies there already: the built list of articles, the ledger, folders. Nothing is built, locked or waited for.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssg import archive
from ssg.errors import SsgError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_SSG_COMPLETE"
MOST = 500  # values offered; more help nobody
Values = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]

BASH = """\
# Completion of ssg for bash: eval "$(ssg completion bash)" in ~/.bashrc
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            plain)
                [[ $value == *[[:space:]\\"\\'\\\\\\$\\&\\;\\(\\)\\<\\>\\|\\*\\?\\#\\!]* ]] && printf -v value '%%q' "$value"
                COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options, tags and files in SHELL.

    bash: eval "$(ssg completion bash)" in ~/.bashrc. zsh: eval "$(ssg completion zsh)" in ~/.zshrc, after compinit.
    fish: ssg completion fish > ~/.config/fish/completions/ssg.fish.
    """
    from click.shell_completion import get_completion_class

    from ssg.cli import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    made = kind(cli, {}, "ssg", VARIABLE)
    if shell == "bash":  # click's own breaks values at spaces
        click.echo(BASH % made.source_vars(), nl=False)
    else:
        click.echo(made.source(), nl=False)


def _root(context: click.Context) -> Path | None:
    """The archive that the command line names or stands in; None where there is none."""
    given = context.find_root().params.get("root")
    try:
        return archive.find((Path(given) if given else Path()).absolute(), given=given is not None)
    except SsgError:
        return None


def _values(found: Callable[[Path], Iterable[str]]) -> Values:
    """Return a completion that offers what a function finds in the archive; nothing where it fails."""

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list["CompletionItem"]:
        from click.shell_completion import CompletionItem

        root = _root(context)
        try:
            every = sorted(set(found(root))) if root else []
        except (OSError, SsgError):
            return []
        return [CompletionItem(each) for each in every if each.startswith(begun)][:MOST]

    return complete


def _tags(root: Path) -> Iterable[str]:
    """The tags of the built site's list of articles."""
    import msgspec

    class Article(msgspec.Struct):
        tags: tuple[str, ...] = ()

    class Listed(msgspec.Struct):
        articles: tuple[Article, ...] = ()

    file = archive.output(root, archive.settings(root)) / "api" / "articles.json"
    try:
        listed = msgspec.json.decode(file.read_bytes(), type=Listed)
    except msgspec.DecodeError:
        return ()
    return {tag for article in listed.articles for tag in article.tags}


def _articles(root: Path) -> Iterable[str]:
    for folder in ("content/articles", "content/pages"):
        for path in (root / folder).rglob("*.md"):
            yield path.relative_to(root).as_posix()


def _addresses(root: Path) -> Iterable[str]:
    """The addresses of the ledger."""
    for line in (root / "urls.lock").read_text("utf-8").splitlines():
        if line.startswith("/"):
            yield line.partition("\t")[0]


def _themes(root: Path) -> Iterable[str]:
    from ssg.build import mounts

    of = mounts(root)
    for folder in (of["themes"], of["shipped-themes"]):
        yield from (file.parent.name for file in folder.glob("*/theme.toml"))


def files(_: click.Context, __: click.Parameter, begun: str) -> list["CompletionItem"]:
    """Offer files and folders, as the shell finds them."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def folders(_: click.Context, __: click.Parameter, begun: str) -> list["CompletionItem"]:
    """Offer folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="dir")]


def remotes(context: click.Context, _: click.Parameter, begun: str) -> list["CompletionItem"]:
    """Offer the remotes that the repository's configuration names."""
    import configparser

    from click.shell_completion import CompletionItem

    root = _root(context)
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string((root / ".git" / "config").read_text("utf-8") if root else "")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return []
    found = (name.split('"')[1] for name in parser.sections() if name.startswith('remote "'))
    return [CompletionItem(each) for each in found if each.startswith(begun)]


tags = _values(_tags)
articles = _values(_articles)
addresses = _values(_addresses)
themes = _values(_themes)
