"""Obsidian: a vault of notes named by their titles, with properties that Obsidian shows; `ssg import` reads it back."""

import re
from collections.abc import Iterator, Mapping
from os.path import relpath
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from ssg.export.chosen import Chosen, Piece
from ssg.export.hugo import said
from ssg.export.names import Names, readable
from ssg.export.place import Entry
from ssg.markup import emit

RENAMED: Mapping[str, str] = {"section": "category"}
_LINK = re.compile(r"(\]\()(<?)([^()\s<>#?]+\.(?:md|markdown))(?=[#?)> ])")
_FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:.*\n)*?(?: {0,3}\1[`~]*[ \t]*(?:\n|\Z)|[^\n]*\Z)", re.MULTILINE
)


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the notes by year, and the files that they show where the notes look for them."""
    names = Names()
    notes = _notes(chosen, names)
    given: set[str] = set()
    for piece in chosen.each():
        yield Entry(notes[piece.card.path], _note(chosen, piece, notes).encode())
        for path in chosen.files(piece):
            if path not in given:
                given.add(path)
                yield Entry(names.free(_place(path)), chosen.raw(path))


def _notes(chosen: Chosen, names: Names) -> dict[str, str]:
    """Article → its note: in the same folder, so that pictures stay where they are looked for, under its title.

    A wikilink names a note without its folder, so no two have the same name in all of the vault.
    """
    found = {}
    taken = Names()
    for piece in chosen.pieces:
        path = PurePosixPath(_place(piece.card.path))
        otherwise = path.parent.name if path.stem == "index" else path.stem
        note = taken.free(f"{readable(piece.card.title, otherwise)}.md")
        found[piece.card.path] = names.free(str(path.with_name(note)))
    return found


def _place(path: str) -> str:
    """Where a file of the archive lies in the vault: articles by year, pages below `pages`; `/x.jpg` of the site is `x.jpg`."""
    for root in ("content/articles/", "content/", "static/"):
        if path.startswith(root):
            return path.removeprefix(root)
    return path


def _note(chosen: Chosen, piece: Piece, notes: Mapping[str, str]) -> str:
    head = "".join(emit.entry(key, value) for key, value in keys(piece).items())
    body = _relinked(chosen, piece, notes)
    gap = "" if not body or body.startswith(("\n", "\r")) else "\n"
    return f"---\n{head}---\n{gap}{body}"


def keys(piece: Piece) -> dict[str, object]:
    """Return the properties, flat where they can be: Obsidian edits texts, lists, numbers and days."""
    found: dict[str, object] = {}
    for name, value in said(piece).items():
        if name == "source":
            name_, url = piece.front.source.name, piece.front.source.url
            found |= {"source": name_, "link": url} if name_ else {"source": url}
        elif name != "aliases":  # other names of a note, for Obsidian
            found[RENAMED.get(name, name)] = value
    if piece.card.aliases:
        found["redirect_from"] = piece.card.aliases
    for name, value in piece.front.extra.items():
        found.setdefault(name, value)
    return {name: value for name, value in found.items() if value != ""}


def _relinked(chosen: Chosen, piece: Piece, notes: Mapping[str, str]) -> str:
    """The text; links to the files of other articles lead to their notes. Code stays as it is."""
    body = chosen.markdown(piece)
    here = str(PurePosixPath(notes[piece.card.path]).parent)

    def leads(found: re.Match[str]) -> str:
        note = notes.get(chosen.place(piece.card.path, unquote(found[3])))
        if note is None:
            return found[0]
        return f"{found[1]}{found[2]}{quote(relpath(note, here), safe='/')}"

    made, at = "", 0
    for fence in _FENCED.finditer(body):
        made += _LINK.sub(leads, body[at : fence.start()]) + fence[0]
        at = fence.end()
    return made + _LINK.sub(leads, body[at:])
