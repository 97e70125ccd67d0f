"""Files made, renamed, deleted and joined by pictures from the editor. Whatever happens, no text is lost on the way."""

import datetime
import re
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from ssg import ledger, scaffold
from ssg.errors import SsgError, UsageError, problem
from ssg.markup import frontmatter
from ssg.markup.patch import patch
from ssg.preview import files
from ssg.urls import nfc, slug

PICTURES = {
    ".png": (b"\x89PNG\r\n\x1a\n", 0), ".jpg": (b"\xff\xd8\xff", 0), ".jpeg": (b"\xff\xd8\xff", 0), ".gif": (b"GIF8", 0),
    ".webp": (b"WEBP", 8), ".avif": (b"ftyp", 4),
}  # fmt: skip
"""Ending → what such a file holds, and where. SVG is none of them: opened by itself it can run scripts."""


def new(root: Path, title: str, day: str) -> str:
    """Write a new article, a draft of `day`; return its path."""
    made = scaffold.new(root, title, day=day)
    text = made.read_text("utf-8")
    files.save(made, patch(text, set={"draft": True}).encode(), files.tag_of(text.encode()))
    return made.relative_to(root).as_posix()


def rename(root: Path, path: str, name: str, url: str, expected: str) -> str:
    """Give an article another name in its folder (a bundle: its folder another one), and its old address as an alias;
    return the new path. Raises Stale where the file has changed or the name is taken."""
    file = files.place(root, path)
    own = slug(nfc(name).removesuffix(".md"))
    if not own:
        raise SsgError(problem("", f'"{name}" is no name', "a name has letters or digits"))
    there = PurePosixPath(path)
    bundle = there.stem == "index" and str(there.parent.parent) + "/" not in files.ROOTS[1:]
    to = (
        str(there.parent.with_name(own) / there.name)
        if bundle
        else str(there.with_name(f"{own}.md"))
    )
    if to == path:
        return path
    raw = files.read(file)
    if raw is None or files.tag_of(raw) != expected:
        raise files.Stale(raw)
    text = with_alias(raw.decode(), url, path)
    target = files.place(root, to)
    if not bundle:
        files.move(file, target, text.encode(), expected)
        return to
    if target.parent.exists():
        raise files.Stale(files.read(target))
    done = files.save(file, text.encode(), expected)
    file.parent.rename(target.parent)
    files.settle(target.parent.parent)
    del done
    return to


def with_alias(text: str, url: str, path: str) -> str:
    """Return the text with the old address as an alias. An own slug keeps the address, so none is needed."""
    front = frontmatter.read(text, path, "UTC").front
    if front.slug or not url or url in front.aliases:
        return text
    return patch(text, set={"aliases": [*front.aliases, url]})


def delete(root: Path, path: str, gone: tuple[str, Any, str], expected: str) -> tuple[str, bool]:
    """Put an article away; return where it is kept, and whether its address now says that it is gone. `gone`: its
    address, the reason (None: leave the ledger alone), and the site's base URL."""
    file = files.place(root, path)
    url, reason, base_url = gone
    said = False
    kept = files.put_away(root, file, expected)
    if reason is not None and url:
        try:
            ledger.tombstone(root, [url], str(reason), base_url)
            said = True
        except UsageError:
            said = False  # it was never published: no address to care for
    return kept.relative_to(root).as_posix(), said


def picture(root: Path, path: str, name: str, raw: bytes) -> str:
    """Write a picture into the article's own folder; return its address as the article's text writes it.

    The folder of `a/index.md` is `a/`, so is that of `a.md`. Raises SsgError for what is no picture.
    """
    article = files.place(root, path)
    ending = Path(name).suffix.lower()
    mark, at = PICTURES.get(ending, (b"", 0))
    if not mark or raw[at : at + len(mark)] != mark:
        raise SsgError(
            problem(
                name[:100], "is no picture that can be shown", f"there are {', '.join(PICTURES)}"
            )
        )
    stem = re.sub(r"[^\w-]+", "-", slug(Path(name).stem)).strip("-")[:60] or "picture"
    bundle = article.stem == "index"
    folder = "" if bundle else f"{article.stem}/"
    number = 1
    while True:
        own = f"{folder}{stem}{f'-{number}' if number > 1 else ''}{ending}"
        target = files.place(root, f"{path.rpartition('/')[0]}/{own}", suffixes=tuple(PICTURES))
        there = files.read(target)
        if there is None:
            files.save(target, raw, None)
        if there is None or there == raw:
            return own
        number += 1


def shelve(root: Path, text: str, decided: dict[int, bool], zone: str, tags: list[str]) -> str:
    """Write a pasted text as a new article; return its path."""
    from ssg.preview import paste

    return paste.shelve(root, text, decided, zone, tags, datetime.datetime.now(ZoneInfo(zone)))
