"""What an import is told and what it tells: options in, one outcome for every article out. No I/O."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Literal

import msgspec

from ssg.errors import Problem
from ssg.intake.spans import Span
from ssg.model import FrontMatter, Moment, Visibility

Status = Literal["imported", "updated", "exists", "duplicate", "dry-run", "skipped", "failed"]
Duplicates = Literal["skip", "update", "keep"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says: where articles go, and what is true of all sources of this run.

    `duplicates` says what becomes of a text that is nearly one of the archive's, or of the same address: it is passed
    over, it brings that article up to date, or it is imported as well. `auto_tags` is how many tags are added at most;
    `tag_map` has tags to be written otherwise, or never where they are mapped to nothing. `brief`: of a text that is here already nobody
    asks for more than its place. `jobs` are processes, 0 for one a core. `morphemes`: Korean nouns of tags are found by Kiwi.
    `zone` is the site's; `known_tags` are the archive's tags; an empty `lang` or `encoding` is found out, and
    `visibility` is what the source says, else public. `split` makes an article of each one that a paste holds.
    """

    to: str = "content/articles"
    dry_run: bool = False
    split: bool = False
    zone: tzinfo = UTC
    lang: str = ""
    encoding: str = ""
    date: Moment | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility | None = None
    known_tags: tuple[str, ...] = ()
    duplicates: Duplicates = "skip"
    auto_tags: int = 5
    tag_map: Mapping[str, str] = {}
    brief: bool = False
    jobs: int = 0
    morphemes: bool = False


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """An article that a text is another copy or version of: its path, the share in common (0 to 1), and how it was found."""

    path: str
    share: float
    by: Literal["address", "text"]


class Original(msgspec.Struct, frozen=True):
    """The SHA-256 of a source's bytes and the reader that understood them; empty where nothing was read."""

    sha256: str = ""
    reader: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an article of a source, or of a source without any.

    `path` is the article's (for `dry-run`, the one it would get; for `exists` and `duplicate`, the one that is here),
    the source's own where there is no article. `copy` is what it is a version of, if it is one. `text` is the normalised text that the spans count in. `part`
    tells the articles of one source apart.
    """

    source: str
    path: str
    status: Status
    part: str = ""
    front: FrontMatter | None = None
    body: str = ""
    text: str = ""
    spans: tuple[Span, ...] = ()
    original: Original = Original()
    problems: tuple[Problem, ...] = ()
    copy: Copy | None = None

    @property
    def name(self) -> str:
        """What messages call it: the source, and the part of it where it has several."""
        return f"{self.source} ({self.part})" if self.part else self.source

    def as_json(self) -> dict[str, object]:
        """Return the object that `ssg import --json` prints; positions are code points of the normalised text.

        A copy or version of another article has `duplicate` besides: its path and the share in common.
        """
        copy = (
            {"duplicate": {"path": self.copy.path, "share": round(self.copy.share, 3)}}
            if self.copy
            else {}
        )
        return {
            "path": self.path,
            "status": self.status,
            "front_matter": plain(self.front) if self.front else {},
            "body": self.body,
            "spans": [
                {"start": s.start, "end": s.end, "label": s.label, "why": s.why} for s in self.spans
            ],
            "original": {"sha256": self.original.sha256, "reader": self.original.reader},
            **copy,
        }


def plain(front: FrontMatter) -> dict[str, object]:
    """Return a front matter as JSON values under the names that files use; what says nothing is left out."""
    blank = FrontMatter(title="")
    found: dict[str, object] = {}
    for name in FrontMatter.__struct_fields__:
        value = getattr(front, name)
        if name == "title" or value != getattr(blank, name):
            found[name] = _value(value)
    return found


def _value(value: object) -> object:
    match value:
        case Moment():
            return value.iso
        case msgspec.Struct():
            fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
            return {name: _value(each) for name, each in fields if each not in ("", ())}
        case tuple() | list():
            return [_value(each) for each in value]
        case Mapping():
            return {str(key): _value(each) for key, each in value.items()}
        case _:
            return value
