"""Brings keys up to date: verifies traces in the order recorded, runs what must run (laws 5, 10, 11)."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from ssg.engine import first, stages
from ssg.engine.codec import ABSENT, Digest, decode
from ssg.engine.execute import Impure, Record, as_stored, execute
from ssg.engine.inputs import Inputs
from ssg.engine.keys import Asked, Input, Rule, key_of, split, type_of
from ssg.engine.outputs import Outputs
from ssg.engine.packs import Ref, checked
from ssg.engine.stages import BATCH, Later, Progress, Stage
from ssg.engine.state import State
from ssg.engine.stopwatch import Stopwatch
from ssg.engine.store import Store
from ssg.engine.traces import Part, Row
from ssg.errors import Problem, SsgError

T = TypeVar("T")
MANY = 4096  # more values than so many are let go: fewer are not missed in memory, and read again for nothing
Putter = Callable[[bytes, Digest], None]


class Engine:
    """One build's view of all keys. `executor` runs batches, None: everything runs here. `watch` takes the time of every run."""

    def __init__(  # noqa: PLR0913 - all but the first two have defaults
        self,
        inputs: Inputs,
        store: Store,
        outputs: Outputs | None = None,
        executor: Callable[[], Executor | None] = lambda: None,
        watch: Stopwatch | None = None,
    ) -> None:
        self.inputs, self.store, self.outputs = inputs, store, outputs
        self.watch = watch
        self.fresh: dict[int, Row] = {}
        self.failed: dict[str, tuple[Problem, ...]] = {}
        self.ran: dict[str, int] = {}
        self.names = store.names
        self.state = State(store, inputs)
        self.ahead = False  # whether a later stage is looked at while workers are busy
        self.executor = executor
        self._values: dict[int, Any] = {}
        self._many = MANY
        self.paths: dict[str, str] = {}
        self._roots: set[str] = set()
        first.look(self)

    def value(self, spec: Rule[T], *args: str) -> T:
        """Return the up-to-date value of a rule."""
        key = key_of(spec, args)
        self._roots.add(key)
        value: T = self.answer(key)[1]
        return value

    def row(self, key: int) -> Row | None:
        """Return the trace of a key: this build's, else the last one's."""
        return self.fresh.get(key) or self.store.row(key)

    # -- one key ---------------------------------------------------------------------------------

    def answer(self, key: str) -> tuple[Digest, Any]:
        number = self.names[key]
        found = self.state.known(number)
        if found is not None and number in self._values:  # most questions are asked again and again
            return found, self._values[number]
        return self.get(number), self.value_of(number)

    def get(self, number: int, *, gathering: bool = False) -> Digest:
        """Return the digest of a key, brought up to date. Raises SsgError where its rule fails, Later where a worker rule must
        run while gathering or looking ahead."""
        done = self.state.known(number)
        if done is not None:
            return done
        table = self.names.table(number)
        if table >= 0:
            return self._get_part(number, table, gathering=gathering)
        key = self.names.text(number)
        spec, args = split(key)
        if isinstance(spec, Input):
            return self.state.found(number, self.inputs.digest(spec.name, args))
        row = self.row(number)
        if row and self._valid(number, row, gathering=gathering and spec.worker):
            return self.state.found_trace(number, self.state.before(number), row)
        if (gathering or self.ahead) and spec.worker:
            raise Later(key)
        self._run(key)
        return self.state.known(number) or ABSENT

    def _get_part(self, number: int, table: int, *, gathering: bool) -> Digest:
        self.get(table, gathering=gathering)
        known = self.state.known(number)  # it came with the table
        if known is not None:
            return known
        found = self._parts(table).get(self.names.part_name(number))
        return self.state.found(number, found.digest if found else ABSENT)

    def _parts(self, table: int) -> Mapping[str, Part]:
        return self.state.parts(table, self.row(table))

    def _valid(self, number: int, row: Row, *, gathering: bool) -> bool:
        """Whether nothing that the key asked has changed, and the file it made is in place."""
        if not self.state.surely_holds(row.asked):
            for dep in row.asked:
                self.get(dep, gathering=gathering)
                if not self.state.holds(number, (dep,)):
                    return False
        path = self.paths.get(self.names.text(number), "")
        return not path or self.in_place(path, self.state.before(number))

    def in_place(self, path: str, digest: Digest) -> bool:
        """Return whether the file of an output lies there, untouched since it was written."""
        return self.outputs is None or self.outputs.has(path, digest)

    def _run(self, key: str) -> None:
        """Run the rule of a key here."""
        if key in self.failed:
            raise SsgError(*self.failed[key])
        try:
            record, value = self._executed(key, self._putter(key), **self._before(key))
        except SsgError as error:
            self.failed[key] = error.problems
            raise
        number = self.adopt(record)
        if record.parts is None or record.ref is None:  # parts of a table are read where they lie
            self._values[number] = value

    def _executed(self, key: str, put: Putter, **before: Any) -> tuple[Record, Any]:
        """Run a rule. The values of very many questions are let go: those that are asked again are read again."""
        with self.timed(key):
            made = execute(key, self.answer, self.prepare, put, self.store.packs, **before)
        if len(made[0].asked) > BATCH:
            self.let_go(map(self.names.__getitem__, made[0].asked))
        return made

    def _before(self, key: str) -> dict[str, Any]:
        """The value that the rule of a key gave last, where it builds upon that and there is one."""
        spec, number = split(key)[0], self.names[key]
        row = self.row(number)
        if isinstance(spec, Input) or not spec.again or row is None or row.ref is None:
            return {}
        return {"before": self._values.get(number) or self._whole_value(number, key, spec)}

    def timed(self, key: str) -> AbstractContextManager[None]:
        """Return a block whose time is counted as the key's own, where somebody wants to know."""
        return self.watch.running(key) if self.watch else nullcontext()

    def _putter(self, key: str) -> Putter:
        def put(content: bytes, result: Digest) -> None:
            path = self.paths.get(key, "")
            if self.outputs and path and not self.outputs.has(path, result):
                self.outputs.put(path, content)

        return put

    def adopt(self, record: Record) -> int:
        """Take a run into account, wherever it happened."""
        number = self.names[record.key]
        known = self.state.known(number)
        if known is not None:
            if known != record.result:
                raise Impure(record.key)
            return number
        self._values.pop(number, None)
        asked = array("I", map(self.names.__getitem__, record.asked))
        row = self.fresh[number] = Row(asked, record.ref, record.parts)
        self.state.found_trace(number, record.result, row)
        name = record.key.partition("\x1f")[0]
        self.ran[name] = self.ran.get(name, 0) + 1
        return number

    # -- values ----------------------------------------------------------------------------------

    def value_of(self, number: int) -> Any:
        """The value of a key that is up to date."""
        if number in self._values:
            return self._values[number]
        table = self.names.table(number)
        key = self.names.text(number if table < 0 else table)
        spec, args = split(key)
        if isinstance(spec, Input):
            return self.inputs.value(spec.name, args)
        found = self._values[number] = (
            self._whole_value(number, key, spec)
            if table < 0
            else self._part_value(table, self.names.part_name(number), spec)
        )
        return found

    def rest(self) -> None:
        """Forget all values: little more is asked, and what is written down now needs the room."""
        self._values.clear()

    def let_go(self, numbers: Iterable[int] | None = None) -> None:
        """Forget the values of keys that a pack gives back or that are files by now; where none are named, of all, if many."""
        if numbers is None and len(self._values) <= self._many:
            return
        for number in self._values.keys() & (self._values if numbers is None else {*numbers}):
            if (self.outputs and self.names.text(number) in self.paths) or self.place(number):
                del self._values[number]
        if numbers is None:
            self._many = len(self._values) + MANY

    def _part_value(self, table: int, part: str, spec: Asked) -> Any:
        """The value of one part, read alone from where it lies; None if the table has no such part."""
        found = self._parts(table).get(part)
        if found is None:
            return None
        if table in self._values:
            return self._values[table][part]
        row = self.row(table)
        if row is None or row.ref is None:
            return self._again(self.names.text(table))[part]
        place = (row.ref[0], row.ref[1] + found.offset, found.length)
        return decode(self.store.packs.read(place, found.digest), type_of(spec))

    def _whole_value(self, number: int, key: str, spec: Asked) -> Any:
        row = self.row(number)
        if row is None or row.ref is None:
            return self._again(key)
        content = self.store.packs.read(row.ref)
        if not row.is_table:
            return as_stored(spec, checked(content, self.state.before(number)), None)
        parts = self.store.parts(row, self.state.before(number))
        for p in parts:
            checked(content[p.offset : p.offset + p.length], p.digest)
        return as_stored(spec, content, parts)

    def place(self, number: int) -> Ref | None:
        """Return where the value of a key that is up to date lies, None if it isn't kept or there is none."""
        table = self.names.table(number)
        row = self.row(number if table < 0 else table)
        if row is None or row.ref is None or table < 0:
            return row.ref if row and not row.is_table else None
        found = self._parts(table).get(self.names.part_name(number))
        if found is None:
            return None
        return row.ref[0], row.ref[1] + found.offset, found.length

    def _again(self, key: str) -> Any:
        """Make a value that isn't kept once more; it must come out the same (law 10)."""
        record, value = self._executed(key, lambda *_: None)
        number = self.names[key]
        if record.result != self.state.known(number):
            raise Impure(key)
        self._values[number] = value
        return value

    # -- many keys -------------------------------------------------------------------------------

    def prepare(self, keys: Sequence[str]) -> None:
        """Bring many keys up to date in batches, before they are asked for one by one."""
        self.each(stages.batches(keys))

    def each(self, stage: Stage, ahead: Stage = (), progress: Progress = stages.unheard) -> None:
        """Bring a stage up to date: batches of keys, each batch for one visit of a worker. While workers are at it, what
        the stage `ahead` will ask is made here. A key that fails is noted in `failed` with its problems; the others go on.
        `progress(done, total)` is told how many keys of the stage are up to date."""
        stages.carry_out(self, stage, ahead, progress)

    # -- over many changes (live.py) ---------------------------------------------------------------

    def forget(self, numbers: Iterable[int]) -> None:
        """Verify these keys again when they are next asked. The value of one that comes out the same is kept."""
        for number in numbers:
            if self.names.table(number) >= 0:
                self._values.pop(number, None)
        self.state.doubt(numbers)
        self.failed.clear()

    def shed(self) -> None:
        """Let go of the values that a pack gives back or that are files of the site: what a long life would pile up."""
        for number in tuple(self._values):
            row = self.row(number)
            spec = split(self.names.text(number))[0]
            own = spec if isinstance(spec, Rule) else None
            if (own and own.output) or (row and row.ref and not (own and own.again)):
                del self._values[number]

    # -- what the last build knew ------------------------------------------------------------------

    def live(self) -> Iterator[int]:
        """Yield the keys that have a trace and are up to date."""
        yield from self.fresh
        known = self.state.is_known
        yield from (each for each in self.store.traces if known(each) and each not in self.fresh)

    def roots(self) -> set[str]:
        """Return the keys that were asked for from outside: all others are there for their sake."""
        return self._roots | self.paths.keys()

    def save(self) -> None:
        """Write what this build has learnt into the store; it is not committed yet."""
        self.store.save(self.fresh, self.state)
