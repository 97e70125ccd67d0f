"""Sending batches of keys to worker processes and taking their replies in (law 11)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from typing import Any

from ssg.engine.codec import ABSENT, Digest, decode, encode
from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT, Asked, Input, Rule, Table, key_of, split
from ssg.engine.stages import Later, Stage
from ssg.engine.traces import Row
from ssg.engine.worker import Given, Item, Job, Reply, work
from ssg.errors import SsgError

FILE = f"file{ARGUMENT}"
HEAVY = 64_000_000  # bytes of jobs that wait for workers at most: many workers are busy with so many for long


def dispatch(
    engine: Engine,
    executor: Executor,
    batches: Stage,
    progress: Callable[[int], None],
    ahead: Stage = (),
) -> None:
    """Make all keys of all batches in workers; `progress` is told how many are left. Meanwhile look `ahead`.

    A question that a job held no answer to comes back and is sent again with it.
    """
    under_way = _UnderWay(engine, executor, progress, sum(len(batch) for batch in batches))
    for batch in batches:
        while under_way.weight > HEAVY:
            under_way.take()
        under_way.send([Item(make.key, make.path, _placed(engine, make.path)) for make in batch])
    _look(engine, ahead)
    while under_way.jobs:
        under_way.take()


class _UnderWay:
    """The jobs that are sent and not back yet. `weight`: their bytes; `left`: how many keys are not made yet."""

    def __init__(
        self, engine: Engine, executor: Executor, progress: Callable[[int], None], left: int
    ) -> None:
        self.engine, self.executor, self.progress = engine, executor, progress
        self.jobs: dict[Future[bytes], int] = {}
        self.weight, self.left = 0, left
        self.extra: dict[str, list[str]] = {}

    def send(self, items: list[Item]) -> None:
        job = _job(self.engine, items, self.extra)
        self.jobs[self.executor.submit(work, job)] = len(job)
        self.weight += len(job)

    def take(self) -> None:
        """Wait for a reply; take in all that are there."""
        for future in wait(self.jobs, return_when=FIRST_COMPLETED).done:
            self.weight -= self.jobs.pop(future)
            reply: Reply = decode(future.result(), Reply)
            _take(self.engine, reply)
            again = [item for item, key in reply.missing if self._answerable(item, key)]
            if again:
                self.send(again)
            self.left -= reply.done
            self.progress(self.left)

    def _answerable(self, item: Item, key: str) -> bool:
        """Whether a missing answer can be had; if not, the item has failed for the same reason.

        `extra` collects what each item lacked, so that every try holds all earlier answers too.
        """
        lacked = self.extra.setdefault(item.key, [])
        if key in lacked:
            raise RuntimeError(f"{item.key!r} was sent the answer to {key!r} and asks again")
        lacked.append(key)
        try:
            self.engine.get(self.engine.names[key])
        except SsgError as error:
            self.engine.failed[item.key] = error.problems
            return False
        return True


def _look(engine: Engine, ahead: Stage) -> None:
    """Make what of the next stage is made here, and ask what its keys will ask, one of each rule: all that can be had by now
    is there when its jobs are written."""
    hint, engine.ahead = _Hint(engine), True
    asked: set[str] = set()
    for make in (make for batch in ahead for make in batch):
        spec, args = split(make.key)
        if isinstance(spec, Input) or (spec.worker and spec.name in asked):
            continue
        asked.add(spec.name)
        with suppress(Later, SsgError):  # what workers are making, perhaps at this moment
            for key in _hinted(hint, spec.needs, args) if spec.worker and spec.needs else ():
                engine.get(engine.names[key])
            if not spec.worker:
                engine.get(engine.names[make.key])
        engine.let_go([engine.names[make.key]] if make.path else None)
    engine.ahead = False


def _placed(engine: Engine, path: str) -> Digest:
    """The digest of the file that lies at an output path, or ABSENT where it must be written anew."""
    outputs = engine.outputs
    made = outputs.previous.get(path) if outputs and path else None
    if made is None or outputs is None or not outputs.has(path, made.digest):
        return ABSENT
    return made.digest


def _take(engine: Engine, reply: Reply) -> None:
    """Take a reply in: what was read must be what the scan saw."""
    for path, (stamp, content) in reply.files.items():
        engine.inputs.learn(path, stamp, content)
        engine.state.found(engine.names[FILE + path], content)
    for record in reply.records:
        engine.adopt(record)
    if engine.outputs:
        engine.outputs.staged.update(reply.staged)
    if engine.watch:
        engine.watch.take(reply.laps)
    for key, problems in reply.failed:
        engine.failed[key] = tuple(problems)


def _job(engine: Engine, items: list[Item], extra: Mapping[str, list[str]]) -> bytes:
    """A batch with the answers that its keys will likely ask for: what they asked last, and where they were never made, or lacked an
    answer before, what their rules foresee."""
    answers: dict[str, Given] = {}
    found, names = engine.inputs.found, engine.names
    hint = _Hint(engine)
    files = {}
    for item in items:
        spec, args = split(item.key)
        row = engine.store.row(names[item.key])
        files.update({arg: found[arg] for arg in args if arg in found})
        lacked = extra.get(item.key, [])
        for number in _remembered(hint, row) if row else ():
            key = names.text(number)
            if key.startswith(FILE) and key.removeprefix(FILE) in found:  # a worker reads it itself
                files[key.removeprefix(FILE)] = found[key.removeprefix(FILE)]
            else:
                answers[key] = _given(engine, number)
        for key in () if row and not lacked else _foreseen(hint, spec, args):
            if key not in answers:
                answers[key] = _given(engine, names[key])
        answers.update({key: _given(engine, names[key]) for key in lacked})
    engine.let_go(hint.read)  # a worker reads them where they lie
    engine.let_go()
    mounts = {name: str(place) for name, place in engine.inputs.mounts.items()}
    stage = str(engine.outputs.stage) if engine.outputs else ""
    store = engine.store
    timed = engine.watch is not None
    return encode(
        Job(items, answers, mounts, files, str(store.packs_folder), store.new_pack(), stage, timed)
    )


def _remembered(hint: "_Hint", row: Row) -> Iterator[int]:
    """The questions that a key asked when it was last made, as far as they can be answered here."""
    engine = hint.engine
    for number in row.asked:
        if number in hint.seen:
            continue
        hint.seen.add(number)
        with suppress(Later, SsgError):
            if not engine.names.is_input(number):
                engine.get(number, gathering=True)
            yield number


def _foreseen(hint: "_Hint", spec: Asked, args: tuple[str, ...]) -> Iterator[str]:
    """The questions that a key will likely ask, whatever it asked before."""
    engine = hint.engine
    if not isinstance(spec, Input) and spec.needs:
        yield from _hinted(hint, spec.needs, args)
    if isinstance(spec, Rule):
        made = (key_of(each, args) for each in spec.uses)
        yield from (each for each in made if engine.state.is_known(engine.names[each]))


def _hinted(hint: "_Hint", needs: Callable[..., object], args: tuple[str, ...]) -> list[str]:
    hint.keys = []
    try:
        needs(hint, *args)
    except SsgError:  # the rule itself will meet it, and is the one to say so
        return hint.keys[:-1]
    return hint.keys


def _given(engine: Engine, number: int) -> Given:
    found = engine.get(number)
    if found == ABSENT:
        return Given(found, None, None)
    place = engine.place(number)
    return Given(found, None if place else encode(engine.value_of(number)), place)


class _Hint:
    """The `ask` of the `needs` functions of one job: answers, and notes the keys, each once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.keys: list[str] = []
        self.read: list[int] = []  # parts of tables that were asked for
        self.seen: set[int] = set()  # what was asked when keys of this job were last made
        self._known: dict[tuple[Asked, tuple[str, ...]], Any] = {}

    def __call__(self, spec: Asked, *args: str) -> Any:
        question = (spec, args)
        if question not in self._known:
            self.keys.append(key_of(spec, args))
            if isinstance(spec, Table):
                self.read.append(self.engine.names[self.keys[-1]])
            self._known[question] = self.engine.answer(self.keys[-1])[1]
        return self._known[question]

    def note(self, spec: Asked, *args: str) -> None:
        """Note a key whose value decides nothing: it is brought up to date, and not read."""
        self.keys.append(key_of(spec, args))

    def known(self, spec: Asked, *args: str) -> None:
        """Note a key that is up to date."""
        key = key_of(spec, args)
        if self.engine.state.is_known(self.engine.names[key]):
            self.keys.append(key)

    def all(self, spec: Rule[Any], calls: Sequence[tuple[str, ...]]) -> Sequence[Any]:
        """Only the keys: who wants to see an answer reads it then. A block of the index has the words of 256 articles."""
        keys = [key_of(spec, args) for args in calls]
        failed = self.engine.failed
        self.engine.prepare(keys)
        for key in keys:
            self.keys.append(key)
            if key in failed:
                raise SsgError(*failed[key])
        return _Answers(self.engine, keys)


class _Answers(Sequence[Any]):
    """The values of many keys, each read where somebody looks at it."""

    def __init__(self, engine: Engine, keys: Sequence[str]) -> None:
        self.engine, self.keys = engine, keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, at: Any) -> Any:
        return self.engine.answer(self.keys[at])[1]
