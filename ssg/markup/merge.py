"""Two changed versions of an article's file brought together: front matter by key, the body by paragraph. Pure.

Line ends, a byte-order mark and blank lines around the body are set aside and merged by themselves; what both changed
has one kind of line end.
"""

from collections.abc import Sequence

import msgspec

from ssg.errors import SsgError
from ssg.markup.frontmatter import read, split
from ssg.markup.merge_head import head_pieces
from ssg.markup.merge_text import Conflict, Piece, one_of, paragraph_pieces

__all__ = ("MAX_CHARACTERS", "Conflict", "Merged", "merge")

MAX_CHARACTERS = 3_000_000
"""Texts that are longer together are not compared: two changed ones are one conflict."""


class Merged(msgspec.Struct, frozen=True):
    """A merged text in pieces, conflicts among them; joined, with a text put for each conflict, it is the file."""

    pieces: tuple[Piece, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What somebody has to decide, in the order of the file."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def text(self) -> str | None:
        """The merged file, None where something is to be decided."""
        return None if self.conflicts else self.decided(())

    def decided(self, choices: Sequence[str]) -> str:
        """Return the file with a text for each conflict: `[c.mine for c in merged.conflicts]`."""
        left = iter(choices)
        return "".join(next(left) if isinstance(p, Conflict) else p for p in self.pieces)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return what both made of `base`. Where one side changed nothing it is the other, to the byte.

    Swapping the sides swaps them in the conflicts and changes nothing else.
    """
    if theirs in (base, mine):
        return Merged((mine,))
    if mine == base:
        return Merged((theirs,))
    texts = [base, mine, theirs]
    if sum(map(len, texts)) > MAX_CHARACTERS:
        return _whole(texts)
    ends = [_line_end(text) for text in texts]
    known = ends[0] or one_of(*ends) or "\n"
    end = one_of(*(end or known for end in ends))
    if end == "\r" and "toml" in {split(text).kind for text in texts}:
        end = "\n"  # TOML knows no lone carriage returns
    pieces = _file([text.replace("\r\n", "\n").replace("\r", "\n") for text in texts])
    merged = Merged(tuple(_ended(piece, end) for piece in pieces if piece != ""))
    return merged if merged.text is None or _sound(merged.text, texts) else _whole(texts)


def _sound(merged: str, texts: Sequence[str]) -> bool:
    """Whether a merged file is of a kind that one of the three is, and can be read if they can: a line of a body may look like a fence."""
    kind = split(merged).kind in {split(text).kind for text in texts}
    return kind and (_reads(merged) or not all(map(_reads, texts)))


def _reads(text: str) -> bool:
    try:
        read(text, "", "UTC")
    except SsgError:
        return False
    return True


def _file(texts: Sequence[str]) -> list[Piece]:
    parts = [split(text) for text in texts]
    bodies = [part.body for part in parts]
    closings = [_closed(part.closing) if any(bodies) else part.closing for part in parts]
    if len({part.kind for part in parts}) == 1:
        opening = one_of(*(part.opening for part in parts))
        front = [opening, *head_pieces(parts), one_of(*closings)]
    else:
        fronts = [p.opening + p.head + end for p, end in zip(parts, closings, strict=True)]
        front = [_settled(fronts)]
    return [*front, *paragraph_pieces(bodies, [part.body_line for part in parts])]


def _closed(fence: str) -> str:
    """A closing fence that a body can follow; at the end of a file it may have no line end."""
    return f"{fence}\n" if fence and not fence.endswith(("\n", "\r")) else fence


def _settled(texts: Sequence[str]) -> Piece:
    """One of three texts that can't be mixed, or a conflict."""
    base, mine, theirs = texts
    if mine != theirs and base not in (mine, theirs):
        return Conflict(base, mine, theirs, (1, 1, 1))
    return one_of(base, mine, theirs)


def _line_end(text: str) -> str:
    """The line end that most lines of a text have, empty where it has none."""
    both = text.count("\r\n")
    single, lone = text.count("\n") - both, text.count("\r") - both
    most = max(both, single, lone)
    return "" if not most else "\n" if most == single else "\r\n" if most == both else "\r"


def _ended(piece: Piece, end: str) -> Piece:
    if isinstance(piece, Conflict):
        return piece.over(lambda text: text.replace("\n", end))
    return piece.replace("\n", end)


def _whole(texts: Sequence[str]) -> Merged:
    base, mine, theirs = texts
    return Merged((Conflict(base, mine, theirs, (1, 1, 1)),))
