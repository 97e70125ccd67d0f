"""What the lists of citations share: an article's citation, with a key that no other has."""

from collections.abc import Iterator

import msgspec

from ssg.export.chosen import Chosen
from ssg.formats.citations import Cited, cited, key
from ssg.model import Card
from ssg.urls import absolute


def citation(chosen: Chosen, card: Card) -> Cited:
    """Return how an article is cited: its original, and the copy on the site where that has an address."""
    config = chosen.config
    kept = absolute(config.base_url, card.url) if config.base_url else ""
    return cited(card, kept, config.title, config.language)


def citations(chosen: Chosen) -> Iterator[Cited]:
    """Give the citations of the articles; keys that programs would take for one get a number."""
    taken: set[str] = set()
    for piece in chosen.each():
        if piece.card.kind != "article":
            continue
        found = citation(chosen, piece.card)
        number, name = 1, key(found.key)
        while name.casefold() in taken:
            number += 1
            name = f"{key(found.key)}-{number}"
        taken.add(name.casefold())
        yield msgspec.structs.replace(found, key=name)
