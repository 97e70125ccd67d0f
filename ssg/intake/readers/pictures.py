"""Pictures that Markdown shows: found beside the file or in its site's folders. No file outside of these is opened."""

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from ssg.errors import Problem
from ssg.intake.readers import Source

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""Pictures that are taken along. SVG is not one of them: it can hold scripts."""
MAX_PICTURE = 20_000_000
MAX_PICTURES = 100_000_000
"""Bytes of one picture, and of all pictures of an article."""
_INLINE = re.compile(
    r"!\[(?:[^\[\]\\]|\\.){0,500}\]\([ \t]*(?:<([^<>\n]{1,500})>|([^\s()<>]{1,500}))"
)
_TAG = re.compile(r"<img\b[^<>]{0,1000}?\bsrc=[\"']([^\"'<>]{1,500})[\"']", re.IGNORECASE)
_EMBED = re.compile(r"!\[\[([^\[\]|#\n]{1,300})(?:#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_PELICAN = re.compile(r"[{|](?:static|attach|filename)[}|]/?")
_SITES = (
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "_config.yml",
)
_OTHERS = ("pelicanconf.py", ".obsidian")
_FOLDERS = (
    "",
    "static",
    "assets",
    "content",
    "attachments",
    "Attachments",
    "images",
    "files",
    "_resources",
)
_UP = 8


def collected(
    body: str, image: str, source: Source
) -> tuple[str, dict[str, bytes], tuple[Problem, ...]]:
    """Return the body with Obsidian's embedded pictures as Markdown's, the pictures found, and what is missing.

    Addresses on the web stay as they are.
    """
    found = beside(source)
    body = _EMBED.sub(_as_markdown, body)
    files: dict[str, bytes] = {}
    missing: list[str] = []
    room = MAX_PICTURES
    for address in dict.fromkeys((*_addresses(body), *([image] if image else ()))):
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#", address):
            continue
        data = found(address) if address.lower().partition("?")[0].endswith(KINDS) else None
        if data is None or len(data) > min(room, MAX_PICTURE):
            missing.append(address)
        else:
            files[address] = data
            room -= len(data)
    return body, files, _missing(missing, source)


def shown(markup: str, source: Source) -> dict[str, bytes]:
    """Return the pictures that HTML shows and that lie beside it, by their addresses; those of the web are left there."""
    found = beside(source)
    files: dict[str, bytes] = {}
    room = MAX_PICTURES
    for address in dict.fromkeys(html.unescape(match[1]) for match in _TAG.finditer(markup)):
        local = not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#", address)
        data = found(address) if local or source.beside else None
        if data is not None and len(data) <= min(room, MAX_PICTURE):
            files[address] = data
            room -= len(data)
    return files


def beside(source: Source) -> Callable[[str], bytes | None]:
    """Return the function that gives the bytes of a file by its address relative to the source.

    It gives None for what is not there, is no regular file, is too large, or lies outside of the source's own folder
    and of its site's.
    """
    if source.beside is not None:
        return source.beside
    if source.path is None:
        return lambda _: None
    folder = source.path.parent
    base, _ = _site(source.path)
    return lambda address: _opened(address, folder, base)


def addressed_by_name(source: Source) -> bool:
    """Return whether the file belongs to a site (Hugo, Zola, Jekyll) whose addresses come from the names of files."""
    return bool(source.path) and _site(source.path)[1] if source.path else False


def _addresses(body: str) -> Iterator[str]:
    for pattern in (_INLINE, _TAG):
        for match in pattern.finditer(body):
            yield next(group for group in match.groups() if group)


def _as_markdown(match: re.Match[str]) -> str:
    """`![[a b.png|a caption]]` as Markdown's picture; `|300` is a width and says nothing here."""
    name, said = match[1].strip(), (match[2] or "").strip()
    if not name.lower().endswith(KINDS):
        return match[0]
    words = "" if _SIZE.fullmatch(said) else said
    return f"![{words}](<{name}>)" if re.search(r"[\s()]", name) else f"![{words}]({name})"


def _missing(addresses: list[str], source: Source) -> tuple[Problem, ...]:
    if not addresses:
        return ()
    names = ", ".join(addresses[:3]) + (" …" if len(addresses) > 3 else "")
    count = f"{len(addresses)} pictures were" if len(addresses) > 1 else "a picture was"
    hint = "give the folder that holds them, or put them beside the article"
    return (Problem(source.name, 0, 0, f"{count} not found: {names}", hint, "warning"),)


def _site(path: Path) -> tuple[Path, bool]:
    """The folder that a file may show pictures from, and whether a site of Hugo, Zola or Jekyll begins there."""
    parents = list(path.absolute().parents)[:_UP]
    for parent in parents:
        if any((parent / name).exists() for name in _SITES):
            return parent, True
        if any((parent / name).exists() for name in _OTHERS):
            return parent, False
    return path.absolute().parent, False


def _opened(address: str, folder: Path, base: Path) -> bytes | None:
    plain = unquote(_PELICAN.sub("/", address).partition("?")[0]).replace("\\", "/")
    if "\0" in plain:
        return None
    places = [] if plain.startswith("/") else [folder]
    places += [base / name for name in (*_FOLDERS, *_obsidian(base))]
    if not plain.startswith("/"):
        places += [folder / name for name in _FOLDERS[1:]]
    for place in places:
        data = _inside(place / plain.lstrip("/"), base)
        if data is not None:
            return data
    return None


def _inside(path: Path, base: Path) -> bytes | None:
    """The bytes of a regular file below `base`, links followed; None otherwise."""
    try:
        real = path.resolve()
        if not real.is_relative_to(base.resolve()) or not real.is_file():
            return None
        if real.stat().st_size > MAX_PICTURE or not real.name.lower().endswith(KINDS):
            return None
        return real.read_bytes()
    except (OSError, RuntimeError):  # no right to read it; links that go round
        return None


def _obsidian(base: Path) -> tuple[str, ...]:
    """The folder for attachments that a vault names in its settings."""
    settings = base / ".obsidian" / "app.json"
    try:
        found = json.loads(settings.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    name = found.get("attachmentFolderPath") if isinstance(found, dict) else None
    return (name.strip("/"),) if isinstance(name, str) and ".." not in name else ()
