"""Bringing many keys up to date: a stage is gathered, what must run goes to workers or runs here."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from ssg.engine.keys import ARGUMENT, shown
from ssg.engine.stopwatch import WAITING
from ssg.engine.store import Made
from ssg.errors import SsgError

if TYPE_CHECKING:
    from ssg.engine.engine import Engine

BATCH = 256  # keys for one visit of a worker
TRIES = 4  # keys of a rule that are looked at before all others: one of them will be as it was
FEW = 24  # fewer than this are made here: no process is worth starting


class Make(msgspec.Struct, frozen=True, array_like=True):
    """Something to bring up to date: a key and, for an output, its path below the site (else empty)."""

    key: str
    path: str = ""


class Later(Exception):  # noqa: N818 - a signal
    """While gathering or looking ahead: this key must run in a worker."""


def batches(keys: Sequence[str]) -> list[list[Make]]:
    """Return keys that make no file as a stage."""
    return [[Make(key) for key in keys[i : i + BATCH]] for i in range(0, len(keys), BATCH)]


Stage = Sequence[Sequence[Make]]
Progress = Callable[[int, int], None]
"""Told how many are done, and of how many."""


def unheard(done: int, total: int) -> None:
    """Tell nobody."""


def carry_out(engine: "Engine", stage: Stage, ahead: Stage, progress: Progress) -> None:
    """Bring a stage up to date: what `Engine.each` does."""
    for make in (make for batch in (*stage, *ahead) for make in batch if make.path):
        if engine.paths.setdefault(make.key, make.path) != make.path:
            raise ValueError(f"{shown(make.key)} can't make two files")
    total = sum(len(batch) for batch in stage)
    _sound(engine, stage)
    left = []
    for batch in stage:
        left += [found] if (found := gathered(engine, batch)) else []
        engine.let_go()
    waiting = sum(len(batch) for batch in left)
    if engine.ahead and waiting:
        raise Later(left[0][0].key)
    progress(total - waiting, total)
    executor = engine.executor() if waiting >= FEW else None
    if executor is not None:
        from ssg.engine.batches import dispatch  # noqa: PLC0415 - loads what a small build never needs

        with engine.timed(WAITING):
            dispatch(engine, executor, left, lambda left: progress(total - left, total), ahead)
    else:
        for n, make in enumerate(make for batch in left for make in batch):
            _try(engine, make.key)
            engine.let_go()
            if n % 64 == 63:
                gc.collect(0)  # as a worker does after a job
                progress(total - waiting + n + 1, total)
    progress(total, total)


def _sound(engine: "Engine", stage: Stage) -> None:
    """Bring a key of each rule up to date, and with it the tables that all of them ask: then most keys can be found, all
    at once, to be as they were."""
    unsure = engine.state.unsure
    waiting: dict[str, list[tuple[int, Make]]] = {}
    for number, make in (pair for batch in stage for pair in _numbered(engine, batch)):
        if number in unsure:
            waiting.setdefault(make.key.partition(ARGUMENT)[0], []).append((number, make))
    for makes in waiting.values():
        for number, make in makes[:TRIES]:
            gathered(engine, [make])
            if engine.state.is_known(number) and number not in engine.fresh:
                break
    if waiting:
        engine.state.settle(files=any(make.path for batch in stage for make in batch))


def _numbered(engine: "Engine", makes: Sequence[Make]) -> Iterator[tuple[int, Make]]:
    """Return each with the number of its key."""
    return zip(engine.names.numbers([make.key for make in makes]), makes, strict=True)


def gathered(engine: "Engine", batch: Sequence[Make]) -> list[Make]:
    """Return the keys of a batch that must run in a worker; those that run here have run."""
    state, later = engine.state, []
    for number, make in _numbered(engine, batch):
        if state.is_known(number):
            if not make.path or _placed(engine, make, number):
                continue
            state.unsure.add(number)
        try:
            engine.get(number, gathering=True)
            engine.let_go((number,) if make.path else ())  # what is a file by now
        except Later:
            later.append(make)
        except SsgError as error:
            engine.failed.setdefault(make.key, error.problems)
    return later


def _placed(engine: "Engine", make: Make, number: int) -> bool:
    """Whether the file of an output that is up to date lies there, or was made in this build."""
    return number in engine.fresh or engine.in_place(make.path, engine.state.before(number))


def _try(engine: "Engine", key: str) -> None:
    try:
        engine.get(engine.names[key])
    except SsgError as error:
        engine.failed.setdefault(key, error.problems)


def made(engine: "Engine", makes: Sequence[Make]) -> Iterator[tuple[str, Made | None]]:
    """Yield the path and the manifest's entry of each output; None for one that failed."""
    outputs, known = engine.outputs, engine.state.known
    previous: Mapping[str, Made] = outputs.previous if outputs else {}
    staged: Collection[str] = outputs.staged if outputs else ()
    for number, make in _numbered(engine, makes):
        path, found, last = make.path, known(number), previous.get(make.path)
        if found is None or make.key in engine.failed:
            yield path, None
        elif last is None or last.digest != found or path in staged:
            yield path, Made(found, make.key)
        else:
            yield (
                path,
                last if last.key == make.key else Made(found, make.key, last.size, last.mtime),
            )
