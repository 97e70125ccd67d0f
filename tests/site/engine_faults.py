"""Faults in the laws of the engine, put in by hand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ssg.engine import (
    batches,
    database,
    engine,
    execute,
    inputs,
    stamps,
    state,
    store,
    traces,
    worker,
)
from ssg.engine.codec import Digest
from ssg.engine.keys import key_of
from ssg.engine.packs import Packs
from ssg.search import kin, kin_again

Patch = pytest.MonkeyPatch


def absence_not_recorded(patch: Patch) -> None:
    real = execute.Recorder.__call__

    def call(self: execute.Recorder, spec: Any, *args: str) -> Any:
        value = real(self, spec, *args)
        if value is None:
            self.trace.pop(key_of(spec, args), None)
        return value

    patch.setattr(execute.Recorder, "__call__", call)


def what_was_found_before_stays(patch: Patch) -> None:
    """A rule that is given its last value takes it for the new one."""
    real = kin_again.found

    def found(articles: Any, before: kin.Kin | None = None) -> kin.Kin:
        return before or real(articles)

    patch.setattr(kin_again, "found", found)


def an_older_value_than_the_last(patch: Patch) -> None:
    """A rule that builds upon its last value is told that it is of the articles there are now."""
    real = kin_again.found

    def found(articles: Any, before: kin.Kin | None = None) -> kin.Kin:
        if before:
            columns = (tuple(each[n] for each in articles) for n in range(3))
            sizes = bytes(before.sizes[: len(articles)]).ljust(len(articles), b"\0")
            names, gists, marks = columns
            before = msgspec.structs.replace(before, names=names, gists=gists, marks=marks, sizes=sizes)  # fmt: skip
        return real(articles, before)

    patch.setattr(kin_again, "found", found)


def listing_not_recorded(patch: Patch) -> None:
    real = execute.Recorder.__call__

    def call(self: execute.Recorder, spec: Any, *args: str) -> Any:
        value = real(self, spec, *args)
        if spec.name == "listing":
            self.trace.pop(key_of(spec, args), None)
        return value

    patch.setattr(execute.Recorder, "__call__", call)


def stamps_without_ctime(patch: Patch) -> None:
    for room in (stamps, inputs):
        patch.setattr(room, "stamp_of", lambda s: (s.st_size, s.st_mtime_ns, 0, s.st_ino))


def young_stamps_believed(patch: Patch) -> None:
    patch.setattr(inputs.Inputs, "_young", lambda *_: False)


def change_not_noticed(patch: Patch) -> None:
    def learn(self: inputs.Inputs, path: str, stamp: Any, content: Digest) -> None:
        self._read.setdefault(path, content)  # noqa: SLF001 - a fault put in by hand

    patch.setattr(inputs.Inputs, "learn", learn)


def value_as_the_rule_made_it(patch: Patch) -> None:
    made: dict[bytes, Any] = {}
    encoded, stored = execute._encoded, execute.as_stored  # noqa: SLF001

    def encode(spec: Any, value: Any) -> Any:
        content, parts = encoded(spec, value)
        made[content] = value
        return content, parts

    patch.setattr(execute, "_encoded", encode)
    patch.setattr(
        execute,
        "as_stored",
        lambda spec, content, parts: made.get(content, stored(spec, content, parts)),
    )


def an_edge_skipped(patch: Patch) -> None:
    _recording(patch, slice(None, -1))


def only_the_first_edge_recorded(patch: Patch) -> None:
    _recording(patch, slice(1))


def _recording(patch: Patch, which: slice) -> None:
    """Of what a key asked only some is stored."""
    real = traces.segment
    patch.setattr(
        store,
        "segment",
        lambda rows, *more, **how: real(
            {key: row._replace(asked=row.asked[which]) for key, row in rows.items()}, *more, **how
        ),
    )


def every_input_believed(patch: Patch) -> None:
    patch.setattr(inputs.Inputs, "same", lambda *_: True)


def changed_questions_overlooked_in_bulk(patch: Patch) -> None:
    """Of many traces at once only the first question is looked at."""
    real = traces.Traces.untouched

    def untouched(self: traces.Traces, unsure: set[int], *others: Any, **how: Any) -> None:
        ends = self._ends  # noqa: SLF001 - a fault put in by hand
        firsts = {self._asked[end] for end in (0, *ends[:-1]) if end < len(self._asked)}  # noqa: SLF001
        unsure &= firsts
        real(self, unsure, *others, **how)

    patch.setattr(traces.Traces, "untouched", untouched)


def parts_of_the_last_build(patch: Patch) -> None:
    """A table runs again and its parts keep the digests they had."""

    def take(self: state.State, table: int, _: object) -> None:
        for numbers in self.names.numbers_of_parts(table):
            self.unsure.difference_update(numbers)

    patch.setattr(state.State, "take_parts", take)


def parts_stay_with_a_table_that_changed(patch: Patch) -> None:
    """A table comes out differently and its parts count as unchanged from the start."""
    real = state.State.settle

    def settle(self: state.State, **how: bool) -> None:
        real(self, **how)
        for key in self.store.traces:
            for numbers in self.names.numbers_of_parts(key):
                self.unsure.difference_update(numbers)

    patch.setattr(state.State, "settle", settle)


def no_early_cut_off(patch: Patch) -> None:
    """Whatever runs counts as changed."""
    real = engine.Engine.adopt

    def adopt(self: engine.Engine, record: execute.Record) -> int:
        number = real(self, record)
        self.state.changed[number] = self.state.revision
        return number

    patch.setattr(engine.Engine, "adopt", adopt)


def new_answers_overlooked_in_bulk(patch: Patch) -> None:
    """Of many traces at once it is looked whether a question was brought up to date, not whether its answer is another."""
    real = traces.Traces.untouched
    patch.setattr(
        traces.Traces,
        "untouched",
        lambda self, unsure, _, parts, **how: real(self, unsure, frozenset(), parts, **how),
    )


def fingerprint_ignored(patch: Patch) -> None:
    patch.setattr(store, "check_fingerprint", lambda *_: None)


def manifest_lost_with_the_fingerprint(patch: Patch) -> None:
    patch.setattr(database, "SPARED", ("journal", "pack"))


def stale_answers_for_workers(patch: Patch) -> None:
    """A job is sent what the last build knew."""
    real = batches._given  # noqa: SLF001

    def given(self: engine.Engine, number: int) -> worker.Given:
        row = self.store.row(number)
        if row and row.ref and not row.is_table:
            return worker.Given(self.store.digests[number], None, row.ref)
        return real(self, number)

    patch.setattr(batches, "_given", given)


def stored_values_unchecked(patch: Patch) -> None:
    patch.setattr(engine, "checked", lambda content, _: content)
    real = Packs.read
    patch.setattr(Packs, "read", lambda self, ref, _=None: real(self, ref))
