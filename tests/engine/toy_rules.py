"""A toy set of rules for the tests of the engine: notes, a page for each, an index.

Each run is written to the file that TOY_LOG names, wherever it happens: how often a rule ran is part of every test.
"""

import os
import weakref
from collections.abc import Mapping

import msgspec

from ssg.engine.keys import Ask, file, listing, option, rule, table
from ssg.errors import SsgError, problem


class Note(msgspec.Struct, frozen=True):
    """A note: its first line and the others."""

    title: str
    lines: tuple[str, ...]
    extra: dict[str, int] = {}


def ran(name: str, *args: str) -> None:
    """Write down that a rule runs."""
    if log := os.environ.get("TOY_LOG"):
        line = " ".join((name, *args)) + "\n"
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(descriptor, line.encode())
        os.close(descriptor)


@rule
def names(ask: Ask) -> tuple[str, ...]:
    """The paths of all notes."""
    ran("names")
    return tuple(path for path in ask(listing, "notes/") if path.endswith(".txt"))


@rule(worker=True)
def note(ask: Ask, path: str) -> Note:
    """A note. One that says `broken` can't be read."""
    ran("note", path)
    lines = (ask(file, path) or b"").decode().split("\n")
    if lines[0] == "broken":
        raise SsgError(problem(path, "is broken"))
    return Note(lines[0], tuple(lines[1:]), {"z": 1, "a": 2})


@rule(worker=True)
def title(ask: Ask, path: str) -> str:
    """The title of a note, in capitals."""
    ran("title", path)
    return ask(note, path).title.upper()


@rule(worker=True)
def mark(ask: Ask, path: str) -> bytes:
    """Bytes that are kept; as many as the note has lines, in packs where that is much."""
    ran("mark", path)
    return b"\xff\x00" * len(ask(note, path).lines)


@table
def following(ask: Ask) -> dict[str, str]:
    """Path → title of the next note; the last one has no part."""
    ran("following")
    paths = ask(names)
    return {path: ask(title, paths[i + 1]) for i, path in enumerate(paths[:-1])}


@table(keep=False)
def lengths(ask: Ask) -> dict[str, int]:
    """Path → number of lines; not kept."""
    ran("lengths")
    return {path: len(ask(note, path).lines) for path in ask(names)}


@rule(keep=False)
def titles(ask: Ask) -> tuple[str, ...]:
    """All titles; not kept."""
    ran("titles")
    return tuple(ask.all(title, [(path,) for path in ask(names)]))


def _page_needs(ask: Ask, path: str) -> None:
    ask(following, path)
    ask(lengths, path)
    ask(note, path)
    ask(title, path)
    ask(option, "mood")
    ask(file, path.replace("notes/", "margins/", 1))


@rule(worker=True, output=True, needs=_page_needs)
def page(ask: Ask, path: str) -> bytes:
    """The page of a note: its text, the next one's title, and what stands in the margin if anything does."""
    ran("page", path)
    found = ask(note, path)
    margin = ask(file, path.replace("notes/", "margins/", 1))
    after = ask(following, path)
    head = f"{ask(title, path)} {ask(option, 'mood')} {ask(lengths, path)} {sorted(found.extra)}"
    parts = (head, f"next {after}", f"margin {margin!r}", str(len(ask(mark, path))), *found.lines)
    return "\n".join(parts).encode()


@rule(worker=True, output=True)
def unprepared(ask: Ask, path: str) -> bytes:
    """The page of a note by a rule that gives no hint."""
    return page.fn(ask, path)


@rule(output=True)
def index(ask: Ask) -> bytes:
    """All titles."""
    ran("index")
    return "\n".join(ask(titles)).encode()


@rule(output=True)
def copied(ask: Ask, path: str) -> bytes:
    """What stands in the margin of a note."""
    ran("copied", path)
    return ask(file, path.replace("notes/", "margins/", 1)) or b""


@rule(output=True)
def extras(ask: Ask, path: str) -> bytes:
    """The order in which a mapping is handed out."""
    ran("extras", path)
    return ",".join(ask(note, path).extra).encode()


@table(again=True)
def letters(
    ask: Ask, before: Mapping[str, tuple[str, int]] | None = None
) -> dict[str, tuple[str, int]]:
    """Title → itself, and how many letters it has; those that were there last time are not counted again."""
    known, told = before or {}, ask(titles)
    for each in told:
        if each not in known:
            ran("counted", each)
    return {each: known.get(each) or (each, len(each)) for each in told}


@rule(worker=True, output=True)
def count(ask: Ask, path: str) -> bytes:
    """How many letters the title of a note has."""
    ran("count", path)
    return str(ask(letters, ask(title, path))).encode()


@rule
def lenient(ask: Ask, path: str) -> str:
    """A rule that swallows what went wrong in the one it asks: the engine must not let it."""
    try:
        return ask(note, path).title
    except SsgError:
        return "never mind"


calls: list[int] = []


@rule(keep=False)
def moody(ask: Ask) -> str:
    """A rule that isn't pure."""
    calls.append(len(ask(names)))
    return f"call {len(calls)}"


@rule(output=True)
def by_mood(ask: Ask, path: str) -> bytes:
    """A page that asks the rule that isn't pure, and something else."""
    return f"{ask(moody)} {ask(note, path).title}".encode()


class Knot:
    """What holds itself, as a template's macros and their context hold each other."""

    def __init__(self) -> None:
        self.itself = self


knots: "weakref.WeakSet[Knot]" = weakref.WeakSet()


@rule(worker=True, output=True)
def knotted(ask: Ask, path: str) -> bytes:
    """A page that leaves a knot behind."""
    knots.add(Knot())
    return ask(note, path).title.encode()
