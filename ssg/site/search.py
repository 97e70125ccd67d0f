"""Rules for the index of the search."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ssg.engine.keys import PART, Ask, Hint, Table, key_of, rule, table
from ssg.engine.stages import Make
from ssg.model import Card
from ssg.search import index as search
from ssg.search import packing, shards
from ssg.search.index import Entry, Words
from ssg.search.shards import Segment
from ssg.site.content import catalogue, config, loaded
from ssg.site.search_scripts import FOLDER, SCRIPTS, script
from ssg.site.taxonomy import names_of, shelves
from ssg.site.texts import words
from ssg.urls import term_key


@rule(keep=False)
def numbered(ask: Ask) -> tuple[tuple[str, ...], ...]:
    """The paths of all articles in the order of their numbers, in blocks."""
    from ssg.search.ranges import blocks, ordered

    cards = [(each.archived.iso if each.archived else "", each.path) for each in ask(catalogue)]
    return tuple(blocks(ordered(cards)))


@table
def block(ask: Ask) -> dict[str, tuple[str, ...]]:
    """The paths of each block of articles, by its first one."""
    return {each[0]: each for each in ask(numbered)}


@table
def segment(ask: Ask) -> dict[str, Segment]:
    """The segments of the index: `main`, where there is more than one block, and `tail`."""
    return shards.segments(ask(numbered))


def _texts(ask: Ask, first: str) -> list[Words]:
    return ask.all(words, [(path,) for path in ask(block, first) or ()])


BAND = 4
"""So many neighbouring ranges are made together: a question for each range of each block would cost more than its answer."""

LENGTHS = "lengths"
SUMS = "sums"


def _band(band: str, ranges: int) -> range:
    """The ranges of a band."""
    return range(ranges)[int(band) * BAND :][:BAND]


@table(worker=True, needs=lambda ask, first, _: _texts(ask, first))
def slices(ask: Ask, first: str, ranges: str) -> dict[str, tuple[bytes, ...]]:
    """Band → what a block of articles has of each of its ranges of terms; `lengths` → how many words each article has."""
    texts, count = _texts(ask, first), int(ranges)
    found = shards.slices(texts, count)
    cut = {
        str(band): tuple(found.get(number, b"") for number in _band(str(band), count))
        for band in {number // BAND for number in found}
    }
    return {**cut, LENGTHS: (shards.length_columns(shards.lengths(texts)),)}


def _band_needs(ask: Hint, name: str, band: str) -> None:
    """The slices are only noted: who hands them on need not read them."""
    part = ask(segment, name)
    for path, _ in part.blocks if part else ():
        ask.note(slices, path, str(part.ranges), band)  # type: ignore[union-attr]


@table(worker=True, needs=_band_needs, again=True)
def shard(
    ask: Ask, name: str, band: str, before: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The shards of a band of a segment; of each, by number, the packed file, its terms, and a digest of its slices: one whose
    slices are those that it was merged from last is as it was. `sums` are the checksums of all of them."""
    part, first, cut = ask(segment, name), 0, list[tuple[int, tuple[bytes, ...]]]()
    if part is None:
        return {}
    for path, articles in part.blocks:
        if found := ask(slices, path, str(part.ranges), band):
            cut.append((first, found))
        first += articles
    made: dict[str, bytes] = {}
    for at, number in enumerate(_band(band, part.ranges)):
        slices_of = [(first, found[at]) for first, found in cut if found[at]]
        file, terms, of = (f"{number}/{what}" for what in ("file", "terms", "of"))
        made[of] = shards.digest(slices_of)
        if before and before.get(of) == made[of]:
            made[file], made[terms] = before[file], before[terms]
        else:
            content, made[terms] = shards.merge(slices_of)
            made[file] = packing.packed(content)
    files = (made[f"{number}/file"] for number in _band(band, part.ranges))
    return {**made, SUMS: "".join(map(packing.checksum, files)).encode()}


def _of_shard(ask: Ask, name: str, number: int, what: str) -> bytes:
    return ask(shard, name, str(number // BAND), f"{number}/{what}") or b""


@table
def other(ask: Ask, name: str, kind: str, number: str) -> dict[str, bytes]:
    """A file of a segment that is no shard, packed, with its checksum."""
    part = ask(segment, name)
    if part is None:
        return {}
    if kind == "t":
        return _packed(shards.term_file(_keys(ask, name, part, int(number))))
    if kind == "f":
        return _packed(ask(facets, f"{name}/{number}") or b"")
    return _packed(shards.entry_file(_entries(ask, part, int(number))))


def _packed(content: bytes) -> dict[str, bytes]:
    made = packing.packed(content)
    return {"file": made, SUMS: packing.checksum(made).encode()}


def _keys(ask: Ask, name: str, part: Segment, number: int) -> Iterator[bytes]:
    for each in range(part.ranges)[number * shards.SHARDS :][: shards.SHARDS]:
        yield _of_shard(ask, name, each, "terms")


def _columns(ask: Ask, part: Segment) -> list[list[int]]:
    """The lengths of all documents of a segment, by field."""
    of_blocks = []
    for first, articles in part.blocks:
        (content,) = ask(slices, first, str(part.ranges), LENGTHS) or (b"",)
        of_blocks.append(packing.columns_read(content, articles))
    return [list(chain.from_iterable(column)) for column in zip(*of_blocks, strict=True)]


def _entries(ask: Ask, part: Segment, number: int) -> list[Entry]:
    """What the results of one file show. Only the blocks that it is cut from are asked."""
    start, skipped, paths = number * shards.ENTRIES, 0, list[str]()
    for first, articles in part.blocks:
        if skipped + articles > start and skipped < start + shards.ENTRIES:
            here = ask(block, first) or ()
            paths += here[max(start - skipped, 0) : start + shards.ENTRIES - skipped]
        skipped += articles
    cards = [ask(loaded, path).card for path in paths]
    return [search.entry(card) for card in cards if card]


@table
def facets(ask: Ask) -> dict[str, bytes]:
    """Segment and number of a facet → what all documents of the segment have of it, not yet packed: of all cards, but an article
    more changes those of the tail."""
    card_of, made = {card.path: card for card in ask(catalogue)}, dict[str, bytes]()
    for name, part in _segments(ask).items():
        paths = [path for first, _ in part.blocks for path in ask(block, first) or ()]
        cards = [card_of[path] for path in paths]
        for number in range(len(shards.FACETS)):
            made[f"{name}/{number}"] = _facet(ask, cards, number)
    return made


def _facet(ask: Ask, cards: Sequence[Card], number: int) -> bytes:
    """What documents have of one facet; spellings of one term count as one."""
    if not number:
        return shards.date_file(card.date.day if card.date else "" for card in cards)
    kind = shards.FACETS[number]
    found = ask(shelves)[kind]
    return shards.facet_file(
        [found[term_key(name)].term.name for name in names_of(card, kind)] for card in cards
    )


@rule(output=True)
def file_of(ask: Ask, name: str, kind: str, number: str) -> bytes:
    """A published file of the index."""
    if kind == "s":
        return _of_shard(ask, name, int(number), "file")
    return ask(other, name, kind, number, "file") or b""


@rule
def checksums(ask: Ask, name: str, kind: str) -> str:
    """The checksums of all files of a kind of a segment: a new article changes those of the tail, one word those of shards."""
    part = ask(segment, name)
    if part is None:
        return ""
    if kind == "s":
        bands = range(_bands(part))
        sums = [ask(shard, name, str(band), SUMS) for band in bands]
    else:
        sums = [ask(other, name, kind, str(number), SUMS) for number in range(part.counts()[kind])]
    return b"".join(filter(None, sums)).decode()


@rule(output=True)
def manifest(ask: Ask) -> bytes:
    """The first file that a search reads."""
    told, parts = [], _segments(ask)
    for name, part in parts.items():
        sums = {kind: ask(checksums, name, kind) for kind in shards.KINDS}
        totals = [sum(each) for each in _columns(ask, part)]
        told.append(shards.describe(name, part, totals, sums))
    return shards.manifest(told, ask(lengths), ask(config).search.pairs)


@rule(output=True)
def lengths(ask: Ask) -> bytes:
    """How many words every article has, by field."""
    return shards.length_file(_columns(ask, part) for part in _segments(ask).values())


def _segments(ask: Ask) -> dict[str, Segment]:
    return {name: part for name in ("main", "tail") if (part := ask(segment, name))}


def prepared(ask: Ask) -> tuple[list[Make], list[Make]]:
    """What must be made before the files of the index, in two stages: the slices of each block, then the shards. Documents and
    facets, made without workers, stand beside the shards: so they are made while workers cut."""
    parts = _segments(ask)
    cut = [
        _whole(slices, first, part.ranges) for part in parts.values() for first, _ in part.blocks
    ]
    told = [
        _whole(other, name, kind, number)
        for name, part in parts.items()
        for kind in ("d", "f")
        for number in range(part.counts()[kind])
    ]
    merged = [
        _whole(shard, name, band) for name, part in parts.items() for band in range(_bands(part))
    ]
    return cut, [*told, *merged]


def _bands(part: Segment) -> int:
    return -(-part.ranges // BAND)


def _whole(spec: Table[Any], *args: object) -> Make:
    """Return the making of a whole table."""
    return Make(key_of(spec, (*map(str, args), "")).removesuffix(PART))


INDEX = (file_of, manifest, lengths)
"""The rules that make the files of the index: these belong together, one of another index is of no use."""


def published(ask: Ask) -> Iterator[tuple[object, ...]]:
    """Every file of the index and the scripts that ask it: its address, the rule that makes it, and what that is asked."""
    for name in SCRIPTS:
        yield f"{FOLDER}{name}", script, name
    yield f"/search/{shards.MANIFEST}", manifest
    yield f"/search/{shards.LENGTHS}", lengths
    for name, part in _segments(ask).items():
        for kind, number in part.files():
            yield f"/search/{shards.file_name(name, kind, number)}", file_of, name, kind, number
