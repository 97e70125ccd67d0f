"""The ledger's file: written after a site is published, and by `ssg tombstone`. What it means: `ssg/site/ledger.py`."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ssg.engine.codec import Digest, digest, encode
from ssg.engine.engine import Engine
from ssg.engine.keys import Rule, file, key_of
from ssg.errors import Problem, UsageError, did_you_mean, problem
from ssg.formats.urls_lock import FILE, Entry, Ledger, parse, renamed, updated, written
from ssg.site import content
from ssg.site.ledger import ledger, published
from ssg.site.plan import Plan, plan
from ssg.urls import base_path, nfc

DONE = "ledger"  # the store's name for what was recorded last


def due(engine: Engine, made: Plan) -> Mapping[str, Entry] | None:
    """Return what a site publishes, to be entered once it is; None where all of it was entered before."""
    if engine.store.get(DONE, bytes, b"") == _seen(engine, _now(engine, ledger)):
        return None
    cards = (*engine.value(content.catalogue), *engine.value(content.page_cards))
    return published(made.makes(), cards)


def record(engine: Engine, entries: Mapping[str, Entry]) -> tuple[Problem, ...]:
    """Enter the addresses of a site that was published into the ledger; write the file only if that changes it.

    Where it can't be written, or somebody has changed it meanwhile, the next build does it; a warning says so.
    """
    before = engine.value(ledger)
    after = updated(before, entries)
    place = engine.inputs.mounts[FILE]
    engine.store.put(DONE, b"")
    if after != before or not place.exists():
        try:
            now = digest(place.read_bytes()) if place.exists() else None
            if now is not None and now != engine.state.known(engine.names[key_of(file, (FILE,))]):
                return (_warning("was changed while the site was being built", "build again"),)
            write(place, written(after))
            engine.inputs.wrote(FILE)
        except OSError as error:
            return (_warning(f"can't be written: {error.strerror}", "check its permissions"),)
    same = after == before
    entered = _now(engine, ledger) if same else digest(encode(parse(written(after))))
    engine.store.put(DONE, _seen(engine, entered))
    return ()


def _warning(what: str, hint: str) -> Problem:
    return Problem(FILE, 0, 0, f"{what}; new addresses are not in it", hint, "warning")


def _seen(engine: Engine, entered: Digest) -> Digest:
    """All that an entry is made of: the plan, the cards, what is entered in the ledger."""
    made = (plan, content.catalogue, content.page_cards)
    return digest(encode([*(_now(engine, spec) for spec in made), entered]))


def _now(engine: Engine, spec: Rule[Any]) -> Digest:
    return engine.get(engine.names[key_of(spec, ())])


def write(place: Path, text: str) -> None:
    """Write the ledger in one step: whoever reads it sees the old file or the new one."""
    beside = place.with_name(f".{place.name}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(beside, place)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def tombstone(root: Path, addresses: Sequence[str], reason: str, base_url: str) -> tuple[str, ...]:
    """Mark published addresses as gone for good; return them as the ledger has them.

    Raises UsageError for an address that was never published, and changes nothing then.
    """
    place = root / FILE
    found = parse(place.read_text("utf-8")) if place.exists() else Ledger()
    if found.problems:
        raise UsageError(*found.problems)
    known = {*(entry.url for entry in found.entries), *found.gone}
    wanted = {given: _address(given, base_url, known) for given in addresses}
    if unknown := [given for given, url in wanted.items() if url not in known]:
        hints = {given: did_you_mean(wanted[given], known) for given in unknown}
        raise UsageError(
            *(problem(FILE, f'"{given}" was never published', hints[given]) for given in unknown)
        )
    gone = {**found.gone, **{url: " ".join(reason.split()) for url in wanted.values()}}
    left = tuple(entry for entry in found.entries if entry.url not in gone)
    write(place, written(Ledger(left, gone, found.comments)))
    return tuple(wanted.values())


def rename(root: Path, moved: Mapping[str, str]) -> None:
    """Let the published addresses of lists (tags) lead to their new ones, old to new. Nothing happens without a ledger.

    Raises UsageError for a ledger that can't be read.
    """
    place = root / FILE
    if not place.exists():
        return
    found = parse(place.read_text("utf-8"))
    if found.problems:
        raise UsageError(*found.problems)
    now = renamed(found, moved)
    if now != found:
        write(place, written(now))


def _address(given: str, base_url: str, known: set[str]) -> str:
    """An address as the ledger writes it: of a whole link only the path below the site, decoded, with its slashes."""
    path = urlsplit(given).path if "://" in given else given
    base = base_path(base_url)
    if path.startswith(base) and path not in known:
        path = path.removeprefix(base)
    url = "/" + nfc(unquote(path)).strip("/")
    return url if url in known or url == "/" else f"{url}/"
