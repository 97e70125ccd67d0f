"""Conditions of an archive: its theme, its texts, the names of its files, what the last build remembers."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ssg import archive
from ssg.config import Config
from ssg.doctor.condition import Condition
from ssg.engine.database import summed
from ssg.errors import SsgError
from ssg.fingerprint import fingerprint
from ssg.urls import nfc


def theme(root: Path, config: Config) -> Iterator[Condition]:
    """Whether the theme and its settings can be read."""
    from ssg.site import look

    try:
        with archive.asking(root, {}) as ask:
            ask(look.chain)
            ask(look.theme_settings)
    except SsgError as error:
        for said in error.problems:
            yield Condition("theme", "error", str(said), "`ssg theme test NAME` says more")
        return
    yield Condition("theme", "fine", config.theme.name)


def content(root: Path, _: Config) -> Iterator[Condition]:
    """How many articles and pages there are, and what can't be read of them."""
    cards, problems = archive.cards(root)
    errors = [each for each in problems if each.level == "error"]
    articles = sum(card.kind == "article" for card in cards)
    said = f"{_many(articles, 'article')}, {_many(len(cards) - articles, 'page')}"
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        yield Condition(
            "content",
            "error",
            f"{said}; {errors[0]}{more}",
            "`ssg list` names all; each file's old page stays until it is mended",
        )
    else:
        yield Condition("content", "fine", f"{said}, all UTF-8")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def names(root: Path, _: Config) -> Iterator[Condition]:
    """Whether names of files are composed (NFC), as addresses are."""
    paths = [
        path.relative_to(root).as_posix()
        for source in ("content", "static")
        for path in (root / source).rglob("*")
    ]
    apart = sorted(path for path in paths if nfc(path) != path)
    if apart:
        yield Condition(
            "file names",
            "warning",
            f"{len(apart)} in parts (NFD), as in {nfc(apart[0])}",
            "a Mac wrote them so; `ssg check` names each: rename them",
        )
    else:
        yield Condition("file names", "fine", "composed (NFC)")


def store(root: Path, config: Config) -> Iterator[Condition]:
    """What the last build remembers; read without waiting for a build that runs."""
    file = root / ".ssg" / "store.db"
    if not file.is_file():
        yield Condition("store", "note", "nothing was built yet", "`ssg build`")
        return
    try:
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0.1) as db:
            found = db.execute("SELECT v FROM meta WHERE k = 'fingerprint'").fetchone()
        db.close()
    except sqlite3.Error as error:
        busy = "locked" in str(error)
        said = "another ssg is at work" if busy else f"can't be read ({error})"
        yield Condition(
            "store", "note", said, "" if busy else "the next build makes everything anew"
        )
        return
    if found and found[0] == summed(fingerprint()):
        yield Condition("store", "fine", f"made by this ssg, for {config.output}/")
    else:
        yield Condition(
            "store",
            "note",
            "made by another version of ssg or a library",
            "the next build makes everything anew, once",
        )
