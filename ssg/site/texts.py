"""Rules for the text of an article: what it says to others, the page's HTML, the words that find it."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from ssg.config import RawHtml
from ssg.engine.keys import Ask, Rule, file, key_of, rule
from ssg.engine.stages import Make, Stage
from ssg.formats import fixity
from ssg.markup.opening import first_paragraph, linked
from ssg.model import Card, Picture, Rendered
from ssg.search.index import Words
from ssg.site import cards
from ssg.site.cards import ALONE, ROOTS
from ssg.site.content import addresses, config, drawer, drawn, in_drawer, loaded, text_of
from ssg.urls import href


class Gleaned(msgspec.Struct, frozen=True):
    """What the text of an article has to say to others: `gist` are the words of its headline, decks, tags and opening, by
    which related articles are found; `links` are the other articles that it names, as it names them.

    Apart from `Loaded`, so that an edit of a text leaves all that is made of cards alone.
    """

    gist: str = ""
    links: tuple[str, ...] = ()


@rule(worker=True, uses=(loaded,))
def gleaned(ask: Ask, path: str) -> Gleaned:
    """What an article has in common with others, and which of them it names."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - as in `loaded`

    raw, card = ask(file, path), ask(loaded, path).card
    if raw is None or card is None:
        return Gleaned()
    body = frontmatter.split(text_of(raw, path)).body
    links = linked(body) if card.visibility == "public" else ()
    return Gleaned(cards.gist(card, body), links)


def _gleanings(ask: Ask, first: str) -> list[Gleaned]:
    return ask.all(gleaned, [(path,) for path in ask(drawn, first) or ()])


@rule(worker=True, needs=in_drawer)
def gists(ask: Ask, first: str) -> tuple[str, ...]:
    """What the articles of a drawer have in common with others."""
    return tuple(each.gist for each in _gleanings(ask, first))


@rule(worker=True, needs=in_drawer)
def mentions(ask: Ask, first: str) -> tuple[tuple[str, ...], ...]:
    """What the articles of a drawer name."""
    return tuple(each.links for each in _gleanings(ask, first))


def reading(drawers: Sequence[Sequence[str]]) -> Stage:
    """Return the stage before there is a plan: each file is read once, for its card and for what its text says."""

    def made(paths: Sequence[str], *specs: Rule[Any]) -> Iterator[Make]:
        return (Make(key_of(spec, (path,))) for path in paths for spec in specs)

    return [
        (*made(found, loaded, gleaned), *made(found[:1], drawer, gists, mentions))
        for found in drawers
    ]


class Chosen(msgspec.Struct, frozen=True):
    """What rendering needs of the configuration."""

    raw_html: RawHtml
    language: str
    base_path: str
    excerpt_words: bool = False
    source_lines: bool = False  # asked for by the preview's editor alone: no site ever holds them
    math: bool = False
    shortcodes: bool = False


@rule
def chosen_markdown(ask: Ask) -> Chosen:
    """The part of the configuration that changes how Markdown is rendered."""
    found = ask(config)
    return Chosen(
        found.markdown.raw_html,
        found.language,
        found.base_path,
        found.search.excerpt_words,
        math=found.markdown.math,
        shortcodes=found.markdown.shortcodes,
    )


@rule(worker=True, needs=lambda ask, path: (ask.note(loaded, path), ask(chosen_markdown)))
def rendered(ask: Ask, path: str) -> Rendered:
    """The text of an article as safe HTML, with links resolved; as much of it as the article's visibility lets out."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - a template edit renders none
    from ssg.markup import markdown as renderer
    from ssg.site import links

    raw, card = ask(file, path), ask(loaded, path).card
    if raw is None or card is None or not shows_text(card):
        return Rendered("")
    body = frontmatter.split(text_of(raw, path)).body
    if card.visibility == "excerpt":
        return renderer.paragraph(first_paragraph(body, ALONE))
    chosen = ask(chosen_markdown)
    made = renderer.render(
        body,
        raw_html=chosen.raw_html,
        lang=chosen.language,
        first_line=card.body_line,
        source_lines=chosen.source_lines,
        resolve=lambda target: _linked(chosen.base_path, address_of(ask, path, card.url, target)),
        picture=lambda target: picture_of(ask, card, target),
        wiki=lambda name: links.wiki(ask, name),
        attached=lambda name: links.attached(ask, path, name),
        math=chosen.math,
        shortcode=(lambda *call: links.shortcode(ask, path, *call)) if chosen.shortcodes else None,
    )
    counted = fixity.digest(card.title, made.html) if made.html else ""
    return msgspec.structs.replace(made, digest=counted)


def _linked(base: str, address: str) -> str:
    """An address as a link; what names nothing of the site stays as it was written, for `ssg check` to find."""
    return href(base, address) if address.startswith("/") else address


def picture_of(ask: Ask, card: Card, target: str) -> Picture | None:
    """Return the size and the smaller versions of a picture that lies among the articles, named as in the file of `card`."""
    from ssg.site import images  # noqa: PLC0415 - asks for the configuration

    name = _fragment(target)[0]
    if name.startswith("/") or not images.is_picture(name):
        return None
    place = place_of(card.path, name)
    return images.picture(ask, place, file_address(place, card.path, card.url))


def shows_text(card: Card) -> bool:
    """Return whether any of an article's text is published."""
    return card.takedown is None and card.visibility in ("public", "excerpt")


def address_of(ask: Ask, path: str, url: str, target: str) -> str:
    """Return the site address that a link in the file `path` means: another article's, a file's, or what is written;
    an empty string where it means an article that isn't published: not even its name is said."""
    name, mark, rest = _fragment(target)
    if name.startswith("/") or not name:
        return target
    place = place_of(path, name)
    if place.endswith((".md", ".markdown")):
        if not place.startswith(tuple(ROOTS)):
            return target
        if other := ask(addresses, place):
            return f"{other}{mark}{rest}"
        return "" if ask(loaded, place).card else target
    return file_address(place, path, url) + mark + rest


def file_address(place: str, path: str, url: str) -> str:
    """Return where a file that lies beside an article is published: in the bundle's folder, else below `/files/`."""
    folder = str(PurePosixPath(path).parent)
    if PurePosixPath(path).stem == "index" and place.startswith(f"{folder}/"):
        return url + place.removeprefix(f"{folder}/")
    return "/files/" + place.removeprefix("content/")


def _fragment(target: str) -> tuple[str, str, str]:
    at = min((i for i in (target.find("#"), target.find("?")) if i >= 0), default=len(target))
    return target[:at], target[at : at + 1], target[at + 1 :]


def place_of(path: str, name: str) -> str:
    """Return the path of a file that the text in the file `path` names."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / name).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@rule(worker=True, needs=lambda ask, path: (ask.note(loaded, path), ask(chosen_markdown)))
def words(ask: Ask, path: str) -> Words:
    """The words of an article for the search index: of what is published, and where the site says so of all of an `excerpt`."""
    from ssg.search import index  # noqa: PLC0415 - only where words are made

    card = ask(loaded, path).card
    if card is None:
        return Words()
    whole = _whole_words(ask, card)
    return index.words(card, _whole_text(ask, path) if whole else ask(rendered, path).text)


def _whole_words(ask: Ask, card: Card) -> bool:
    return card.visibility == "excerpt" and ask(chosen_markdown).excerpt_words


def _whole_text(ask: Ask, path: str) -> str:
    """The text of an article of which only the beginning is published: for words, never for readers."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - as in `rendered`
    from ssg.markup import markdown as renderer

    body = frontmatter.split(text_of(ask(file, path) or b"", path)).body
    return renderer.render(body, raw_html="sanitize", lang=ask(chosen_markdown).language).text
