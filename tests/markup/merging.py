"""A merge seen from the other side, for the tests of merging."""

from ssg.markup.merge import Conflict, Merged


def swapped(found: Merged) -> Merged:
    return Merged(
        tuple(
            Conflict(p.base, p.theirs, p.mine, (p.lines[0], p.lines[2], p.lines[1]), p.key, p.proposal)
            if isinstance(p, Conflict)
            else p
            for p in found.pieces
        )
    )  # fmt: skip
