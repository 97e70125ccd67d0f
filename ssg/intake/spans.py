"""The labels of a text: every character lies in exactly one span, and each span says why it is what it is."""

from typing import Literal

import msgspec

Label = Literal[
    "headline", "deck", "kicker", "byline", "dateline", "date", "caption", "credit", "body", "subhead", "quote",
    "list", "table", "correction", "source", "rights", "share", "related", "comments", "menu", "ad", "subscribe",
    "duplicate", "other", "topics", "summary", "aside",
]  # fmt: skip
BODY: frozenset[Label] = frozenset(
    {"body", "subhead", "quote", "list", "table", "correction", "aside"}
)
"""Labels whose text stays in the article's body."""

FIELDS: dict[Label, str] = {
    "headline": "title",
    "deck": "subtitle",
    "kicker": "extra.kicker",
    "summary": "extra.summary",
    "byline": "authors",
    "date": "date",
    "caption": "figures",
    "credit": "figures",
    "source": "source",
    "rights": "rights",
    "topics": "tags",
    "dateline": "authors",
}
"""Where in the front matter a label's text goes; labels that are neither here nor in BODY are dropped."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """What a line is, and why."""

    label: Label
    why: str


class Clue(msgspec.Struct, frozen=True):
    """What a reader knows of a line that its text alone can't tell: its element, its links, what an extractor took.

    `odds` are added to the line's log-odds of being text of the article (0: nothing known; 2 or 3 are strong). `mark`
    settles what the line is, and no rule changes it (running text gets odds instead). `markdown` is what the body gets for the line if it is kept, with
    links and emphasis, escaped and with the signs of its block (`- `, `> `, `## `); empty: the line's own text.
    """

    odds: float = 0.0
    mark: Mark | None = None
    markdown: str = ""


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of the normalised text in code points, what it is, the field it went to (or ""), and why."""

    start: int
    end: int
    label: Label
    field: str
    why: str


def span(start: int, end: int, mark: Mark) -> Span:
    """Return the span of a marked stretch."""
    field = "body" if mark.label in BODY else FIELDS.get(mark.label, "")
    return Span(start, end, mark.label, field, mark.why)
