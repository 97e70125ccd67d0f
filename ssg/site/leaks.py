"""No text gets out that isn't public: what is checked at each build before anything is published.

What a rule learns of an article it learns from `file(path)`, and every question is in its trace. So text can reach the
site only through the rules that read the file: they are few and named (`READERS`), and `leaked` looks into their values,
of articles that are published in part. Files that are published as they are (`copied`) are compared with the text.
"""

import html
import re
from collections.abc import Iterable, Iterator

import msgspec

from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT, Ask, Rule, file, key_of, rule, shown
from ssg.errors import Problem, SsgError, problem
from ssg.markup.opening import first_paragraph
from ssg.model import Card, Rendered
from ssg.site import assets
from ssg.site.cards import ALONE
from ssg.site.content import is_out, loaded, text_of, withheld
from ssg.site.texts import chosen_markdown, gleaned, rendered, words

PIECE = 20  # letters: as long a run of them in common is no chance
_LETTERS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_SAYING = (".txt", ".md", ".markdown", ".html", ".htm", ".xml", ".json", ".csv", ".tsv", ".svg", ".js", ".css", ".srt",
           ".vtt", ".tex", ".rst", ".ndjson", ".bib", ".yaml", ".yml", ".toml")  # fmt: skip


@rule
def in_part(ask: Ask) -> tuple[str, ...]:
    """The paths of those of `withheld` that have a page."""
    return tuple(card.path for card in ask(withheld) if is_out(ask, card))


@rule(worker=True, needs=lambda ask, path: ask.note(loaded, path))
def secret(ask: Ask, path: str) -> tuple[str, ...]:
    """The text of an article that may not get out, in pieces of 20 letters and digits."""
    from ssg.markup import frontmatter  # noqa: PLC0415 - an archive where all is public needs none

    card, raw = ask(loaded, path).card, ask(file, path)
    if card is None or raw is None:
        return ()
    body = frontmatter.split(text_of(raw, path)).body
    opening = first_paragraph(body, ALONE) if card.visibility == "excerpt" else ""
    allowed = letters(" ".join((card.title, *card.subtitle, card.description, opening)))
    lines = [letters(line) for line in body.splitlines()]
    found = (piece for line in (*lines, "".join(lines)) for piece in pieces(line))
    return tuple(dict.fromkeys(piece for piece in found if piece not in allowed))


def letters(text: str) -> str:
    """Return the letters and digits of a text, of a page without its tags."""
    return _LETTERS.sub("", html.unescape(_TAG.sub("", text)))


def pieces(text: str) -> Iterator[str]:
    """Give a text of letters in pieces; what is left over at the end of a long one is part of one that overlaps."""
    for at in range(0, len(text) - PIECE + 1, PIECE):
        yield text[at : at + PIECE]
    if len(text) > PIECE and len(text) % PIECE:
        yield text[-PIECE:]


@rule(
    worker=True,
    needs=lambda ask, path: (ask.note(loaded, path), ask(chosen_markdown), ask(secret, path)),
)
def leaked(ask: Ask, path: str) -> str:
    """What got out of an article that is published in part: a piece of its text, or a word of the index; else nothing."""
    from ssg.search import index  # noqa: PLC0415 - as in `words`

    card, text = ask(loaded, path).card, ask(rendered, path)
    if card is None:
        return ""
    said = [letters(each) for each in (*_told(card), text.html, text.text, *_headings(text))]
    hidden = ask(secret, path)
    found = next((piece for piece in hidden if any(piece in each for each in said)), "")
    if found or ask(chosen_markdown).excerpt_words:
        return found
    known, made = index.words(card, text.text), ask(words, path)
    more = [
        {*getattr(made, field).split()} - {*getattr(known, field).split()}
        for field in known.__struct_fields__
    ]
    return next((min(each) for each in more if each), "")


def _told(card: Card) -> Iterator[str]:
    """What a card says, but for what is written in the front matter for its own sake."""
    yield card.excerpt
    yield from (part for figure in card.figures for part in (figure.caption, figure.alt))
    yield card.image_alt


def _headings(text: Rendered) -> Iterator[str]:
    return (heading.text for heading in text.headings)


@rule(worker=True)
def copied(ask: Ask, path: str) -> tuple[str, ...]:
    """The pieces of a file that is published as it is: every run of 20 letters in it, once, in order."""
    said = letters((ask(file, path) or b"").decode("utf-8", "replace"))
    return tuple(dict.fromkeys(said[at : at + PIECE] for at in range(len(said) - PIECE + 1)))


READERS: tuple[Rule[object], ...] = (loaded, gleaned, rendered, words, secret)
"""The rules that may read the file of an article."""


def refuse(engine: Engine) -> None:
    """Raise SsgError where text of an article that isn't public would get out; nothing is published then."""
    hidden = tuple(card.path for card in engine.value(withheld))
    known = msgspec.json.encode(hidden)
    changed = engine.store.get("withheld", bytes, b"") != known
    if hidden:
        found = [
            *_readers(engine, hidden, all_rows=changed),
            *_leaks(engine),
            *_copies(engine, hidden),
        ]
        if found:
            raise SsgError(*sorted(set(found)))
    if changed:
        engine.store.put("withheld", known)


def _readers(engine: Engine, hidden: Iterable[str], *, all_rows: bool) -> Iterator[Problem]:
    """Rules that read an article past those that may, among what ran now; among all if other articles are hidden now."""
    files = {engine.names[key_of(file, (path,))] for path in hidden}
    allowed = tuple(spec.name for spec in READERS)
    for number in engine.live() if all_rows else engine.fresh:
        row = engine.row(number)
        if row is None or files.isdisjoint(row.asked):
            continue
        key = engine.names.text(number)
        if not key.startswith(allowed):
            path = next(engine.names.text(dep) for dep in row.asked if dep in files)
            yield _refusal(path.partition(ARGUMENT)[2], f"its text is read by {shown(key)}")


def _leaks(engine: Engine) -> Iterator[Problem]:
    for path in engine.value(in_part):
        if found := engine.value(leaked, path):
            yield _refusal(path, f'"{found}" would be published')


def _copies(engine: Engine, hidden: Iterable[str]) -> Iterator[Problem]:
    """Files of the archive that say what is hidden; asked only where files that hold text are published at all."""
    copies = [
        path
        for path in engine.value(assets.copies).values()
        if path.startswith(("content/", "static/")) and path.lower().endswith(_SAYING)
    ]
    if not copies:
        return
    secrets = {piece: path for path in hidden for piece in engine.value(secret, path)}
    for copy in sorted(set(copies)):
        owner = engine.value(
            assets.owner, copy
        )  # beside a public text there may be what it says itself
        own = letters(engine.value(rendered, owner).text) if owner and owner not in hidden else ""
        found = next((p for p in engine.value(copied, copy) if p in secrets and p not in own), "")
        if found:
            what = f'holds text of {secrets[found]} ("{found}"), which is not public, and would be published'
            yield problem(copy, what, "remove it, or publish the article")


def _refusal(path: str, what: str) -> Problem:
    return problem(
        path,
        f"is not public, but {what}",
        "this is a fault in ssg or a theme; nothing was published",
    )
