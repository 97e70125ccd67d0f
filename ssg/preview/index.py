"""The search index, made piece by piece while nobody waits: until a new one is whole, the last one answers."""

import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal

from ssg.engine.keys import file, key_of
from ssg.engine.stages import FEW, Make, gathered
from ssg.preview.shown import Asking, Shown
from ssg.site import content, search, texts
from ssg.site.search_scripts import LUNR
from ssg.urls import output_path

MANY = 200
"""How many articles without words are worth worker processes."""
PIECE = 0.04
"""Seconds that a piece of work should take: after it those who wait get their turn."""
FILES = 32

Step = Literal["more", "many"] | Mapping[str, bytes]
"""After a piece of work: there is more; there is so much that workers should be got ready; the whole index, path → bytes."""


def made(shown: Shown) -> Iterator[Step]:
    """Make the index, and yield after each piece of work; the index itself comes last. Raises SsgError if it can't be made."""
    ask, engine = Asking(shown), shown.engine
    if not ask(content.config).search.enabled or ask(file, LUNR) is None:
        yield {}
        return
    words = [Make(key_of(texts.words, (path,))) for block in ask(search.numbered) for path in block]
    lacking: list[Make] = []
    for batch in _batches(words, 512):
        lacking += shown.steady(lambda batch=batch: gathered(engine, batch))  # type: ignore[misc]
        yield "more"
    if len(lacking) > MANY:
        yield "many"
    yield from _words(shown, lacking)
    cut, merged = search.prepared(ask)
    for batch in (*_batches(cut, 1), *_batches(merged, 1)):
        shown.steady(lambda batch=batch: engine.each((batch,)))  # type: ignore[misc]
        yield "more"
    yield from _files(shown)


def _words(shown: Shown, lacking: list[Make]) -> Iterator[Step]:
    """The words of articles; in workers where there are many, and as many at a time as a piece may hold."""
    size = FEW if len(lacking) > MANY else 1
    at = 0
    while at < len(lacking):
        batch, began = lacking[at : at + size], time.monotonic()
        halves = (batch[: size // 2], batch[size // 2 :])
        shown.steady(lambda halves=halves: shown.engine.each(halves))  # type: ignore[misc]
        at += size
        quick = time.monotonic() - began < PIECE
        size = size * 2 if quick else max(size // 2, FEW if len(lacking) > MANY else 1)
        yield "more"


def _files(shown: Shown) -> Iterator[Step]:
    """The bytes of the files; those that have not changed are taken from the last index."""
    engine, found = shown.engine, dict[str, bytes]()
    for n, (address, spec, *args) in enumerate(search.published(Asking(shown))):
        key = key_of(spec, [str(arg) for arg in args])  # type: ignore[arg-type]
        found[output_path(str(address))] = shown.steady(lambda key=key: engine.answer(key)[1])  # type: ignore[misc]
        if n % FILES == FILES - 1:
            yield "more"
    engine.shed()
    yield found


def _batches(makes: list[Make], size: int) -> Iterator[list[Make]]:
    rest = iter(makes)
    while batch := list(islice(rest, size)):
        yield batch
