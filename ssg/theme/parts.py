"""An article's text cut where its front matter's figures belong. Safe HTML in, the same HTML in pieces out."""

import re
from collections.abc import Iterator, Sequence

from ssg.model import Figure
from ssg.theme.context import Part

_TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))  # fmt: skip


def parts(html: str, figures: Sequence[Figure]) -> tuple[tuple[Part, ...], tuple[Figure, ...]]:
    """Return the text in pieces with the figures that stand below each, and the figures without a place.

    A figure `after` more blocks than there are stands below the last one.
    """
    loose = tuple(figure for figure in figures if figure.after is None)
    placed = [figure for figure in figures if figure.after is not None]
    if not placed:
        return (Part(html),), loose
    ends = [0, *_ends(html)]
    found: dict[int, list[Figure]] = {}
    for figure in placed:
        found.setdefault(ends[min(figure.after or 0, len(ends) - 1)], []).append(figure)
    made, start = [], 0
    for end in sorted(found):
        made.append(Part(html[start:end], tuple(found[end])))
        start = end
    rest = html[start:]
    return (*made, *((Part(rest),) if rest.strip() else ())), loose


def _ends(html: str) -> Iterator[int]:
    """Where each block of the outermost level ends; footnotes are none."""
    depth = start = 0
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if not name or name in _VOID:
            if name == "hr" and not depth:
                yield tag.end()
            continue
        if not depth and not tag[1]:
            start = tag.start()
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if not depth and not html.startswith('<section class="footnotes"', start):
            yield tag.end()
