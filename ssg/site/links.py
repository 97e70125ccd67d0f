"""Rules for what articles say of each other: names that wikilinks use, backlinks; and the macros that trusted texts call."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from ssg.engine.keys import Ask, file, rule, table
from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.model import Card, Link
from ssg.site.assets import copies
from ssg.site.content import addresses, catalogue, config, every, page_cards, text_of
from ssg.site.texts import mentions, place_of
from ssg.theme import templates
from ssg.urls import href, term_key

SHORTCODES = "shortcodes.html"


@table
def names(ask: Ask) -> dict[str, Link]:
    """What a wikilink may call an article or page → its address and title: its path, its file's name, its title.

    A path wins over a name, a name over a title; of two that share one the first by path has it.
    """
    found: dict[str, Link] = {}
    cards = sorted((*ask(catalogue), *ask(page_cards)), key=lambda card: card.path)
    for naming in (_paths, _file_names, _titles):
        for card in cards:
            for name in naming(card):
                found.setdefault(term_key(name), Link(card.url, card.title))
    found.pop("", None)
    return found


def _paths(card: Card) -> Iterator[str]:
    inside = card.path.removeprefix("content/")
    yield from (inside, inside.rpartition(".")[0], inside.rpartition(".")[0].partition("/")[2])


def _file_names(card: Card) -> Iterator[str]:
    path = PurePosixPath(card.path)
    yield path.parent.name if path.stem == "index" else path.stem


def _titles(card: Card) -> Iterator[str]:
    yield card.title


def wiki(ask: Ask, name: str) -> Link | None:
    """Return the article that a wikilink names, its address with the base path; None where none that is published does."""
    found = ask(names, term_key(name.removesuffix(".md")))
    return Link(href(ask(config).base_path, found.url), found.title) if found else None


@table
def attachments(ask: Ask) -> dict[str, str]:
    """What a wikilink may call a file that lies among the published articles → its path: its path, or its file's name; of
    two that share a name the first by path has it."""
    found: dict[str, str] = {}
    files = sorted(path for path in ask(copies).values() if path.startswith("content/"))
    for path in files:
        found[term_key(path)] = path
    for path in files:
        found.setdefault(term_key(PurePosixPath(path).name), path)
    return found


def attached(ask: Ask, path: str, name: str) -> str:
    """Return where the file of a name lies, seen from the text in the file `path`: beside it, else anywhere; or nothing."""
    if "." not in name:
        return ""
    beside = ask(attachments, term_key(place_of(path, name)))
    found = beside or ask(attachments, term_key(name))
    if not found:
        return ""
    return posixpath.relpath(f"/{found}", f"/{PurePosixPath(path).parent}")


@rule(keep=False)
def linking(ask: Ask) -> tuple[tuple[Card, tuple[str, ...]], ...]:
    """The cards of the articles and pages whose published text names others, and what they name."""
    cards = [c for c in (*ask(catalogue), *ask(page_cards)) if c.visibility == "public"]
    named = {path: links for path, links in every(ask, mentions) if links}
    return tuple((card, named[card.path]) for card in cards if card.path in named)


@rule
def strangers(ask: Ask) -> tuple[Problem, ...]:
    """A warning for each wikilink that names no published article and no file: its words stand in the page alone."""
    found: list[Problem] = []
    for card, links in ask(linking):
        names = [link[2:] for link in links if link.startswith("[[")]
        if any(wiki(ask, name) is None and not attached(ask, card.path, name) for name in names):
            found += _strangers(ask, card)
    return tuple(found)


def _strangers(ask: Ask, card: Card) -> Iterator[Problem]:
    from ssg.markup import frontmatter, markdown  # noqa: PLC0415 - rare

    body = frontmatter.split(text_of(ask(file, card.path) or b"", card.path)).body
    found = markdown.strangers(
        body, lambda name: wiki(ask, name), lambda name: attached(ask, card.path, name)
    )
    for line, name in found:
        hint = did_you_mean(name, [each.title for each in (*ask(catalogue), *ask(page_cards))])
        what = f"[[{name}]] names no published article and no file"
        hint = hint or "write its title or the name of its file"
        yield Problem(card.path, card.body_line + line - 1, 0, what, hint, "warning")


@table
def backlinks(ask: Ask) -> dict[str, tuple[Link, ...]]:
    """Path → the articles and pages whose published text links to it, oldest first, ties by path."""
    naming = ask(linking)
    if not naming:
        return {}
    urls = _by_url(ask)
    found: defaultdict[str, list[Card]] = defaultdict(list)
    for card, links in naming:
        targets = {urls.get(_url(ask, card, link), "") for link in links}
        for path in targets - {"", card.path}:
            found[path].append(card)
    return {path: tuple(map(_link, sorted(each, key=_age))) for path, each in found.items()}


def _by_url(ask: Ask) -> dict[str, str]:
    return {card.url: card.path for card in (*ask(catalogue), *ask(page_cards))}


def _url(ask: Ask, card: Card, link: str) -> str:
    """The address that a link means: a wikilink's name, or a file beside the text."""
    if link.startswith("[["):
        found = ask(names, term_key(link[2:].removesuffix(".md")))
        return found.url if found else ""
    return ask(addresses, place_of(card.path, link)) or ""


def _link(card: Card) -> Link:
    return Link(card.url, card.title, card.source.name)


def _age(card: Card) -> tuple[str, str]:
    return card.date.iso if card.date else "", card.path


@rule
def macros(ask: Ask) -> templates.Macros:
    """The macros of `shortcodes.html` with what they include; SsgError where the site has none."""
    from ssg.site.look import closure  # noqa: PLC0415 - looks ask for pages, pages for texts

    found = ask(closure, SHORTCODES)
    return templates.Macros(found.sources, found.paths)


def shortcode(
    ask: Ask, path: str, name: str, given: tuple[object, ...], named: dict[str, object]
) -> str:
    """Return the HTML of a macro. Raises SsgError that names the article and the macro."""
    try:
        return templates.call(ask(macros), SHORTCODES, name, given, named)
    except SsgError as error:
        first = error.problems[0]
        what = f"the shortcode {name}: {first.what}"
        raise SsgError(problem(path, what, first.hint or f"{first.path}:{first.line}")) from error
