"""What the lists of citations share: an article's citation, with a key that no other has."""

from collections.abc import Iterator

import msgspec

from ssg.export.chosen import Chosen
from ssg.formats.citations import Cited, cited, key


def citations(chosen: Chosen) -> Iterator[Cited]:
    """Give the citations of the articles; keys that programs would take for one get a number."""
    taken: set[str] = set()
    for piece in chosen.each():
        if piece.card.kind != "article":
            continue
        found = cited(piece.card, chosen.config)
        number, name = 1, key(found.key)
        while name.casefold() in taken:
            number += 1
            name = f"{key(found.key)}-{number}"
        taken.add(name.casefold())
        yield msgspec.structs.replace(found, key=name)
