"""One fault per law of the engine, put in by hand, with the edits that must bring it to light.

`scenario(site)` raises AssertionError where the site isn't what it must be. It passes on the true engine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_site import Site, difference

from ssg import build as pipeline
from ssg import manifest
from ssg.engine import (
    batches,
    database,
    engine,
    execute,
    inputs,
    outputs,
    stages,
    stamps,
    state,
    store,
    traces,
    worker,
)
from ssg.engine.codec import Digest
from ssg.engine.keys import key_of
from ssg.engine.packs import Packs
from ssg.errors import SsgError

Patch = pytest.MonkeyPatch

TEXT = """\
-- site.toml --
title = "Mutants"
paginate = 2
-- content/articles/a.md --
---
title: A
date: 2023-01-01
tags: [x]
---
text of a
-- content/articles/b.md --
---
title: B
date: 2023-02-01
tags: [x, y]
---
text of b, see [a](a.md)
-- content/articles/c.md --
---
title: C
date: 2023-03-01
tags: [z]
---
text of c
"""


def equal(site: Site, **options: object) -> None:
    """The site equals a clean build, made by the same (perhaps faulty) engine without any memory."""
    _, clean = site.clean(**options)
    found = difference(site.tree(), clean)
    assert not found, f"not as a clean build: {found}"


# -- scenarios ---------------------------------------------------------------------------------------


def override_appears(site: Site) -> None:
    site.build()
    site.write("-- templates/_footer.html --\n<footer>own</footer>\n")
    site.build()
    equal(site)


def newest_appears(site: Site) -> None:
    site.build()
    site.write("-- content/articles/d.md --\n---\ntitle: D\ndate: 2024-01-01\n---\nd\n")
    site.build()
    equal(site)
    site.delete("content/articles/d.md")
    site.build()
    equal(site)


def unseen_edit(site: Site) -> None:
    site.build()
    raw = (site.root / "content/articles/a.md").read_bytes()
    site.edit_unseen("content/articles/a.md", raw.replace(b"text of a", b"text on a"))
    site.build()
    equal(site)


def young_edit(site: Site) -> None:
    """Two edits within one tick of the clock: the file system gives both the same stamp."""
    real = stamps.stamp_of
    with Patch.context() as patch:
        tick = 0
        for room in (stamps, inputs):
            patch.setattr(room, "stamp_of", lambda s: (s.st_size, _now() + tick, _now() + tick, 1))
        site.build()
        site.edit("content/articles/a.md", "text of a", "text on a")
        site.build()
        equal(site)
    assert stamps.stamp_of is real


def _now() -> int:
    return 4_000_000_000_000_000_000  # after any clock: a stamp that is young


def changes_while_building(site: Site) -> None:
    site.build()
    before = site.tree()
    scan = inputs.Inputs.scan
    site.edit("content/articles/a.md", "text of a", "text one")

    def scan_then_edit(self: inputs.Inputs) -> None:
        scan(self)
        site.edit("content/articles/a.md", "text one", "text two, longer")

    with Patch.context() as patch:
        patch.setattr(inputs.Inputs, "scan", scan_then_edit)
        try:
            site.build()
        except SsgError as error:
            assert "changed while" in str(error)
        else:
            raise AssertionError("a file changed during the build and nobody noticed")
    assert site.tree() == before


def extra_keys_in_a_template(site: Site) -> None:
    site.edit(
        "content/articles/a.md", "tags: [x]", "tags: [x]\nextra: {zeta: 1, alpha: 2020-01-01}"
    )
    site.build()
    site.write("-- templates/article.html --\n{{ article.card.extra }}{{ article.html }}\n")
    site.build()
    equal(site)


def title_edit(site: Site) -> None:
    site.build()
    site.edit("content/articles/b.md", "title: B", "title: Bee")
    site.build()
    equal(site)


def body_edit_runs_little(site: Site) -> None:
    site.edit("content/articles/b.md", "text of b", "first\n\nsecond, text of b")
    site.build()
    site.edit("content/articles/b.md", "second", "third")
    report = site.build()
    assert site.runs(report).get("lists.home") is None, "an unchanged result did not stop the wave"
    equal(site)


def new_version(site: Site) -> None:
    site.build()
    with Patch.context() as patch:
        patch.setattr(pipeline, "fingerprint", lambda: "another version")
        site.delete("content/articles/c.md")
        report = site.build()
        equal(site)
        assert site.runs(report).get("texts.rendered") == 2, (
            "values of another version were believed"
        )


def foreign_files(site: Site) -> None:
    site.build()
    (site.out / "mine.txt").write_text("mine")
    (site.out / "tags" / "mine.txt").write_text("mine")
    site.delete("content/articles/c.md")
    site.build()
    left = {path for path in site.tree() if path.endswith("mine.txt")}
    assert left == {"mine.txt", "tags/mine.txt"}, f"a foreign file was deleted: {left}"
    for path in left:
        (site.out / path).unlink()
    equal(site)


def failing_build_deletes_nothing(site: Site) -> None:
    site.build()
    before = site.tree()
    site.delete("content/articles/c.md")
    site.edit("site.toml", "paginate = 2", 'paginate = 2\ntheme = "none"')
    try:
        site.build()
    except SsgError:
        assert site.tree() == before, "a build that failed deleted files"
    else:
        raise AssertionError("a missing theme was no error")


def collision(site: Site) -> None:
    site.write("-- content/articles/d.md --\n---\ntitle: D\nslug: a\n---\nd\n")
    report = site.build()
    said = " ".join(map(str, report.problems))
    assert "articles/a.md" in said and "articles/d.md" in said, "two articles took one address"


def problem_keeps_the_page(site: Site) -> None:
    site.build()
    old = site.page("articles/b/index.html")
    site.write("-- content/articles/b.md --\n---\ntitle: [\n---\n")
    report = site.build()
    assert len(report.problems) == 1, f"problems: {report.problems}"
    assert site.tree().get("articles/b/index.html") == old.encode(), "the old page is gone"


def lost_output(site: Site) -> None:
    site.build()
    (site.out / "articles/a/index.html").unlink()
    (site.out / "tags/x/index.html").write_text("edited by somebody")
    site.build()
    equal(site)


def with_workers(site: Site) -> None:
    with Patch.context() as patch:
        patch.setattr(stages, "FEW", 1)
        patch.setattr(stages, "BATCH", 2)
        site.build(jobs=2)
        site.edit("content/articles/b.md", "title: B", "title: Bee")
        site.edit("content/articles/a.md", "date: 2023-01-01", "date: 2023-05-05")
        site.build(jobs=2)
        equal(site)


class Killed(BaseException):
    """The process ends here."""


def _die(*_: object, **__: object) -> None:
    raise Killed


def killed_before_the_commit(site: Site) -> None:
    site.build()
    before = site.tree()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    site.delete("content/articles/c.md")
    with Patch.context() as patch:
        patch.setattr(store.Store, "save", _die)
        try:
            site.build()
        except Killed:
            assert site.tree() == before, "the site was touched before the commit"
    site.build()
    equal(site)


def killed_after_the_commit(site: Site) -> None:
    site.build()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    site.delete("content/articles/c.md")
    with Patch.context() as patch:
        patch.setattr(pipeline, "swap", _die)
        try:
            site.build()
        except Killed:
            pass
    site.build()
    equal(site)


def killed_half_swapped(site: Site) -> None:
    site.build()
    site.edit("content/articles/a.md", "title: A", "title: Another")
    real, left = os.replace, 2

    def replace(source: str, target: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        real(source, target)

    with Patch.context() as patch:
        patch.setattr(os, "replace", replace)
        try:
            site.build()
        except Killed:
            pass
    try:
        site.build()
    except (SsgError, FileNotFoundError) as error:
        raise AssertionError(f"the swap can't be finished: {error}") from error
    equal(site)


def nothing_changed_but_the_output(site: Site) -> None:
    site.build()
    site.build()
    (site.out / "index.html").unlink()
    site.build()
    equal(site)


def damaged_pack(site: Site) -> None:
    site.edit("content/articles/a.md", "text of a", "text of a\n\n" + "long words " * 300)
    site.build()
    for path in (site.root / ".ssg/packs").iterdir():
        path.write_bytes(path.read_bytes().replace(b"long words", b"gone words"))
    site.write("-- templates/_footer.html --\n<footer>own</footer>\n")
    site.build()
    equal(site)


# -- faults ------------------------------------------------------------------------------------------


def absence_not_recorded(patch: Patch) -> None:
    real = execute.Recorder.__call__

    def call(self: execute.Recorder, spec: Any, *args: str) -> Any:
        value = real(self, spec, *args)
        if value is None:
            self.trace.pop(key_of(spec, args), None)
        return value

    patch.setattr(execute.Recorder, "__call__", call)


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
        lambda rows: real({key: row._replace(asked=row.asked[which]) for key, row in rows.items()}),
    )


def every_input_believed(patch: Patch) -> None:
    patch.setattr(inputs.Inputs, "same", lambda *_: True)


def changed_questions_overlooked_in_bulk(patch: Patch) -> None:
    """Of many traces at once only the first question is looked at."""
    real = traces.Traces.untouched

    def untouched(self: traces.Traces, unsure: set[int], parts: Any) -> None:
        ends = self._ends  # noqa: SLF001 - a fault put in by hand
        firsts = {self._asked[end] for end in (0, *ends[:-1]) if end < len(self._asked)}  # noqa: SLF001
        unsure &= firsts
        real(self, unsure, parts)

    patch.setattr(traces.Traces, "untouched", untouched)


def parts_of_the_last_build(patch: Patch) -> None:
    """A table runs again and its parts keep the digests they had."""

    def take(self: state.State, table: int, _: object) -> None:
        for numbers in self.names.numbers_of_parts(table):
            self.unsure.difference_update(numbers)

    patch.setattr(state.State, "take_parts", take)


def parts_stay_with_a_table_that_changed(patch: Patch) -> None:
    """A table comes out differently and its parts count as unchanged from the start."""
    real = state.State._settle  # noqa: SLF001

    def settle(self: state.State, of: inputs.Inputs) -> None:
        real(self, of)
        for key in self.store.traces:
            for numbers in self.names.numbers_of_parts(key):
                self.unsure.difference_update(numbers)

    patch.setattr(state.State, "_settle", settle)


def no_early_cut_off(patch: Patch) -> None:
    """Whatever runs counts as changed."""

    def valid(self: engine.Engine, _: int, row: traces.Row, *, gathering: bool) -> bool:
        for dep in row.asked:
            self.get(dep, gathering=gathering)
            if not self.state.holds(_, (dep,)) or dep in self.fresh:
                return False
        return True

    patch.setattr(engine.Engine, "_valid", valid)


def fingerprint_ignored(patch: Patch) -> None:
    patch.setattr(store, "check_fingerprint", lambda *_: None)


def manifest_lost_with_the_fingerprint(patch: Patch) -> None:
    patch.setattr(database, "SPARED", ("journal", "pack"))


def prune_deletes_what_is_not_ours(patch: Patch) -> None:
    real = outputs.redo

    def redo(journal: outputs.Journal) -> None:
        real(journal)
        if journal.deletions:
            out = Path(journal.out)
            for path in (p for p in out.rglob("mine*") if p.is_file()):
                path.unlink()

    patch.setattr(outputs, "redo", redo)


def nothing_pruned(patch: Patch) -> None:
    real = outputs.Outputs.journal

    def journal(self: outputs.Outputs, manifest: Mapping[str, store.Made]) -> outputs.Journal:
        found = real(self, manifest)
        return outputs.Journal(found.out, found.clear, found.moves, ())

    patch.setattr(outputs.Outputs, "journal", journal)


def output_emptied_first(patch: Patch) -> None:
    real = outputs.Outputs.__init__

    def init(self: outputs.Outputs, out: Path, of: store.Store) -> None:
        real(self, out, of)
        for path in self.previous:
            (out / path).unlink(missing_ok=True)

    patch.setattr(outputs.Outputs, "__init__", init)


def collisions_unseen(patch: Patch) -> None:
    from ssg.site import plan

    patch.setattr(plan, "_free", lambda *_: True)


def a_problem_drops_the_page(patch: Patch) -> None:
    patch.setattr(manifest, "last_good", lambda *_: ())


def a_problem_is_lost(patch: Patch) -> None:
    patch.setattr(pipeline, "_report", _without_problems(pipeline._report))  # noqa: SLF001


def _without_problems(real: Callable[..., pipeline.Report]) -> Callable[..., pipeline.Report]:
    import msgspec

    return lambda *args: msgspec.structs.replace(real(*args), problems=())


def lost_files_unseen(patch: Patch) -> None:
    patch.setattr(outputs.Outputs, "_in_place", lambda *_: True)


def fast_path_blind_to_the_output(patch: Patch) -> None:
    patch.setattr(outputs.Outputs, "all_in_place", lambda *_: True)


def stale_answers_for_workers(patch: Patch) -> None:
    """A job is sent what the last build knew."""
    real = batches._given  # noqa: SLF001

    def given(self: engine.Engine, key: str) -> worker.Given:
        number = self.names[key]
        row = self.store.row(number)
        if row and row.ref and not row.is_table:
            return worker.Given(self.store.digests[number], None, row.ref)
        return real(self, key)

    patch.setattr(batches, "_given", given)


def placed_digests_of_workers_wrong(patch: Patch) -> None:
    """A worker is told that what it makes lies there already."""
    patch.setattr(worker, "write_staged", lambda *_: None)


def swap_before_the_commit(patch: Patch) -> None:
    real = outputs.Outputs.journal

    def journal(self: outputs.Outputs, manifest: Mapping[str, store.Made]) -> outputs.Journal:
        found = real(self, manifest)
        outputs.redo(found)
        return found

    patch.setattr(outputs.Outputs, "journal", journal)


def journal_not_kept(patch: Patch) -> None:
    real = store.Store.put
    patch.setattr(
        store.Store,
        "put",
        lambda self, name, value: real(self, name, None if name == "journal" else value),
    )


def journal_not_idempotent(patch: Patch) -> None:
    def redo(journal: outputs.Journal) -> None:
        out = Path(journal.out)
        out.mkdir(parents=True, exist_ok=True)
        for path in journal.moves:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(outputs.stage_of(out) / outputs.staged_name(path), out / path)
        for path in journal.deletions:
            (out / path).unlink()
        shutil.rmtree(outputs.stage_of(out), ignore_errors=True)

    patch.setattr(outputs, "redo", redo)


def stage_thrown_away_after_the_commit(patch: Patch) -> None:
    def discard(self: outputs.Outputs) -> None:
        shutil.rmtree(self.stage, ignore_errors=True)

    patch.setattr(outputs.Outputs, "discard", discard)
    real = outputs.as_it_lies
    patch.setattr(outputs, "as_it_lies", lambda place, made, **_: real(place, made, reread=False))


def stored_values_unchecked(patch: Patch) -> None:
    patch.setattr(engine, "checked", lambda content, _: content)
    real = Packs.read
    patch.setattr(Packs, "read", lambda self, ref, _=None: real(self, ref))


@dataclass(frozen=True)
class Mutant:
    """A fault, and the edits that must show it."""

    law: int
    fault: Callable[[Patch], None]
    scenario: Callable[[Site], None]
    believing: bool = True


MUTANTS = (
    Mutant(2, absence_not_recorded, override_appears),
    Mutant(2, listing_not_recorded, newest_appears),
    Mutant(3, stamps_without_ctime, unseen_edit),
    Mutant(3, young_stamps_believed, young_edit, believing=False),
    Mutant(3, change_not_noticed, changes_while_building),
    Mutant(4, value_as_the_rule_made_it, extra_keys_in_a_template),
    Mutant(5, an_edge_skipped, title_edit),
    Mutant(5, only_the_first_edge_recorded, title_edit),
    Mutant(5, every_input_believed, title_edit),
    Mutant(5, changed_questions_overlooked_in_bulk, title_edit),
    Mutant(5, parts_stay_with_a_table_that_changed, newest_appears),
    Mutant(5, parts_of_the_last_build, newest_appears),
    Mutant(5, no_early_cut_off, body_edit_runs_little),
    Mutant(6, fingerprint_ignored, new_version),
    Mutant(6, manifest_lost_with_the_fingerprint, new_version),
    Mutant(7, prune_deletes_what_is_not_ours, foreign_files),
    Mutant(7, nothing_pruned, foreign_files),
    Mutant(7, output_emptied_first, failing_build_deletes_nothing),
    Mutant(7, collisions_unseen, collision),
    Mutant(9, a_problem_drops_the_page, problem_keeps_the_page),
    Mutant(9, a_problem_is_lost, problem_keeps_the_page),
    Mutant(10, stored_values_unchecked, damaged_pack),
    Mutant(11, stale_answers_for_workers, with_workers),
    Mutant(11, placed_digests_of_workers_wrong, with_workers),
    Mutant(12, swap_before_the_commit, killed_before_the_commit),
    Mutant(12, journal_not_kept, killed_after_the_commit),
    Mutant(12, journal_not_idempotent, killed_half_swapped),
    Mutant(12, stage_thrown_away_after_the_commit, killed_half_swapped),
    Mutant(13, fast_path_blind_to_the_output, nothing_changed_but_the_output),
    Mutant(13, lost_files_unseen, lost_output),
)
