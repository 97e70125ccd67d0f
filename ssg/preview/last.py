"""What the last preview showed, kept beside its store: the first pages after a start, until the engine knows better."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from ssg import __version__
from ssg.engine.codec import decode, encode
from ssg.engine.stamps import stamp_of
from ssg.preview.served import Early

NAME = "last"
KEPT = 40
"""How many files are remembered: those that were asked for last."""


class Last(msgspec.Struct, frozen=True, array_like=True):
    """What a preview of this version of ssg showed."""

    version: str
    shown: tuple[Early, ...]


def write(folder: Path, shown: Sequence[Early]) -> None:
    """Remember what is shown, in the folder of a preview's store. Where that can't be done the next start is slower."""
    there = folder / NAME
    with suppress(OSError):
        beside = there.with_name(f"{NAME}.tmp")
        beside.write_bytes(encode(Last(__version__, tuple(shown))))
        beside.replace(there)


def read(root: Path, base: str) -> Mapping[str, Early]:
    """Return path → what was shown there, but for texts that have changed since; nothing where the base path was another."""
    try:
        last: Last = decode((root / ".ssg" / "preview" / NAME).read_bytes(), Last)
    except (OSError, msgspec.DecodeError):
        return {}
    if last.version != __version__:
        return {}
    return {
        each.served.path: each
        for each in last.shown
        if each.base == base and _as_it_was(root, each)
    }


def _as_it_was(root: Path, each: Early) -> bool:
    """Whether the text that a page was made of, or the file that is shown itself, is what it was."""
    place = root / each.served.source if each.served.source else each.served.file
    try:
        stamp = stamp_of(os.stat(place)) if place else None
    except OSError:
        return False
    return (
        stamp == each.stamp if each.served.source else not place or repr(stamp) == each.served.tag
    )
