"""Hugo: a folder that `hugo` builds with any theme, the addresses as they are here; `ssg import` reads it back."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from ssg.config import Config
from ssg.export.chosen import Chosen, Piece
from ssg.export.names import Names
from ssg.export.place import Entry
from ssg.markup import emit

_SETTINGS = """\
# Written by `ssg export --hugo`. Choose a theme, and it builds: hugo server --theme NAME
baseURL = @base_url@
title = @title@
languageCode = @language@
defaultContentLanguage = @language@
hasCJKLanguage = true
timeZone = @timezone@

[permalinks.page]
articles = "/articles/:slug/"

[taxonomies]
tag = "tags"
category = "categories"
author = "authors"

[markup.goldmark.renderHooks.link]
useEmbedded = "always" # links between articles name files, as they did
"""
RENAMED: Mapping[str, str] = {
    "updated": "lastmod",
    "section": "categories",
    "image": "images",
    "expires": "expiryDate",
}
LISTS = ("section", "series", "image")
ROOT = "content/articles/"


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give settings, articles and pages with what lies beside them, and the files that are published as they are."""
    yield Entry("hugo.toml", _settings(chosen.config).encode())
    names = Names()
    given: set[str] = set()
    folders = {
        str(PurePosixPath(piece.card.path).parent)
        for piece in chosen.pieces
        if not _is_index(piece)
    }
    for piece in chosen.each():
        yield Entry(names.free(_path(piece, folders)), _article(chosen, piece).encode())
        for path in chosen.files(piece):
            if path not in given:
                given.add(path)
                yield Entry(names.free(path), chosen.raw(path))


def _is_index(piece: Piece) -> bool:
    return PurePosixPath(piece.card.path).stem == "index"


def _path(piece: Piece, folders: set[str]) -> str:
    """Where a text lies: as here; where a folder holds other texts, too, its own is a branch for Hugo: `_index.md`."""
    path = PurePosixPath(piece.card.path)
    below = str(path.parent)
    if _is_index(piece) and any(f == below or f.startswith(f"{below}/") for f in folders):
        return str(path.with_name("_index.md"))
    return str(path)


def _settings(config: Config) -> str:
    values = {"base_url": config.base_url or "https://example.org/", "title": config.title,
              "language": config.language, "timezone": config.timezone}  # fmt: skip
    text = _SETTINGS
    for name, value in values.items():
        text = text.replace(f"@{name}@", msgspec.json.encode(value).decode())
    return text


def _article(chosen: Chosen, piece: Piece) -> str:
    head = "".join(emit.entry(key, value) for key, value in keys(piece).items())
    body = chosen.markdown(piece)
    gap = "" if not body or body.startswith(("\n", "\r")) else "\n"
    return f"---\n{head}---\n{gap}{body}"


def keys(piece: Piece) -> dict[str, object]:
    """Return the front matter under Hugo's names. What Hugo doesn't know it hands to themes as parameters."""
    found: dict[str, object] = {}
    for name, value in said(piece).items():
        found[RENAMED.get(name, name)] = [value] if name in LISTS else value
    address = piece.card.url
    slug = address.strip("/").rpartition("/")[2]
    if piece.card.kind == "article" and slug.strip("-") == slug:
        found["slug"] = slug
    else:  # Hugo would take away a hyphen at the end
        found["url"] = address
    for name, value in piece.front.extra.items():
        found.setdefault(name, value)
    return found


def said(piece: Piece) -> dict[str, object]:
    """Return the fields of a front matter that say something, in the order of the model, without those that are only ours."""
    front = piece.front
    blank = {"title": object(), "visibility": "public"}
    return {
        field.name: value
        for field in msgspec.structs.fields(type(front))
        if field.name not in ("archive", "extra", "slug", "takedown")
        and (value := getattr(front, field.name)) != blank.get(field.name, field.default)
        and value is not None
    }
