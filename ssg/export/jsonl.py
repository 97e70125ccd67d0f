"""JSON Lines: an article a line, for programs. What is not known is left out."""

from collections.abc import Iterator

import msgspec

from ssg.export.chosen import Chosen
from ssg.export.place import Entry
from ssg.formats import api
from ssg.markup import markdown


def write(chosen: Chosen) -> Iterator[Entry]:
    """Give the lines: what `/api/articles.json` says of an article, its path, its Markdown, and its plain text."""
    for piece in chosen.each():
        if piece.card.kind == "article":
            body = chosen.markdown(piece)
            told = {
                "path": piece.card.path,
                **api.article(piece.card, chosen.config),
                "markdown": body,
                "text": markdown.plain(body),
            }
            yield Entry("", msgspec.json.encode(told) + b"\n")
