"""Tags of articles that are here already: written otherwise in every file, only the bytes of the tags changed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from ssg.errors import SsgError, problem
from ssg.intake import nouns, tags, write
from ssg.markup import frontmatter, patch
from ssg.markup.fields import ACCEPTED
from ssg.markup.yamltext import core, pairs, values
from ssg.model import Card
from ssg.urls import term_key

_GAPS = re.compile(r"[\W_]+")


class Change(msgspec.Struct, frozen=True):
    """A file whose tags change: its tags before and after, and its text afterwards."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    text: str


def change(path: str, text: str, table: Mapping[str, str]) -> Change | None:
    """Return a file with its tags as a table says they are written, None where nothing changes.

    Raises SsgError with the path where the front matter can't be read, or not be changed without loss.
    """
    try:
        written = _written(text)
        wanted: dict[str, object] = {}
        old: list[str] = []
        for key in (key for key in written if key.lower() in ACCEPTED["tags"]):
            names = _names(written[key])
            new = tags.mapped(names, table)
            old += names
            if list(new) != names:
                wanted[key] = ", ".join(new) if isinstance(written[key], str) else list(new)
        if not wanted:
            return None
        wanted |= _marked(written, table)
        done = patch.patch(text, set=wanted)
    except SsgError as error:
        raise SsgError(
            *(msgspec.structs.replace(each, path=path) for each in error.problems)
        ) from error
    return Change(path, tuple(old), tags.mapped(old, table), done)


def added(path: str, text: str, names: Sequence[str]) -> str:
    """Return a file with tags added that nobody thought of, and marked so. Raises SsgError as `change` does."""
    try:
        written = _written(text)
        key = next((key for key in written if key.lower() in ACCEPTED["tags"]), "tags")
        before = _names(written.get(key, []))
        wanted: dict[str, object] = {key: list(tags.merged(before, names))}
        archive = written.get("archive")
        if isinstance(archive, dict):
            auto = _names(archive.get("auto_tags", []))
            wanted["archive"] = {**archive, "auto_tags": list(tags.merged(auto, names))}
        return patch.patch(text, set=wanted)
    except SsgError as error:
        raise SsgError(
            *(msgspec.structs.replace(each, path=path) for each in error.problems)
        ) from error


def save(root: Path, path: str, before: str, after: str) -> None:
    """Write a file whose text was `before`. Raises SsgError if it is another by now."""
    file = write.inside(root, path)
    if read(root, path) != before:
        raise SsgError(problem(path, "was changed meanwhile", "try again"))
    write.whole(file, after.encode("utf-8"))


def read(root: Path, path: str) -> str:
    """Return the text of a file, every byte of it. Raises SsgError where it is no UTF-8."""
    try:
        return (root / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SsgError(problem(path, "is not UTF-8 text", "save it as UTF-8")) from error


def suggestions(cards: Iterable[Card]) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Give pairs of tags that are likely one, each with its number of articles, the rarer first; by name.

    They differ only by spaces and marks, or the rarer is the other with a particle.
    """
    counts: dict[str, int] = {}
    for card in cards:
        for tag in tags.merged(card.tags):
            counts[tag] = counts.get(tag, 0) + 1
    by_letters: dict[str, list[str]] = {}
    for tag in sorted(counts, key=lambda tag: (-counts[tag], tag)):
        by_letters.setdefault(_GAPS.sub("", term_key(tag)), []).append(tag)
    for letters in sorted(by_letters):
        first, *others = by_letters[letters]
        stem = by_letters.get(next(iter(tags.stems(letters)), ""))
        if stem and counts[stem[0]] >= counts[first]:
            others, first = [first, *others], stem[0]
        for other in others:
            yield (other, counts[other]), (first, counts[first])


def proposed(card: Card, body: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return tags for an article that it has not yet: what its headline and its text say, the archive's own first."""
    paragraphs = [block for block in re.split(r"\n\s*\n", body) if block.strip()]
    never = (*card.authors, card.source.name)
    kiwi = card.lang.startswith("ko") and nouns.installed()
    head = (card.title, *card.subtitle)
    found = tags.proposed(head, paragraphs, known, never, nouns.of if kiwi else None)
    have = {term_key(tag) for tag in card.tags}
    return tuple(tag for tag in found if term_key(tag) not in have)


def _written(text: str) -> dict[str, object]:
    """The keys of a file's front matter with their values as they stand there."""
    parts = frontmatter.split(text)
    if parts.kind == "toml":
        try:
            return tomllib.loads(parts.head.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            raise SsgError(problem("", f"not valid TOML: {error}", line=2)) from error
    root, _ = frontmatter.root_node(parts, "") if parts.kind else (None, "")
    found = {str(key.value): values(node) for key, node in pairs(root)} if root else {}
    return {key: core(value) if key == "archive" else value for key, value in found.items()}


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return [str(each) for each in value] if isinstance(value, list) else []


def _marked(written: Mapping[str, object], table: Mapping[str, str]) -> dict[str, object]:
    """The importer's record with the tags that it added under their new names."""
    archive = written.get("archive")
    auto = _names(archive.get("auto_tags", [])) if isinstance(archive, dict) else []
    if not isinstance(archive, dict) or not auto:
        return {}
    return {"archive": {**archive, "auto_tags": list(tags.mapped(auto, table))}}
