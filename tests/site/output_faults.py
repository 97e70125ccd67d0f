"""Faults in what becomes of the output folder, put in by hand: the manifest, the journal, the swap."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg import build as pipeline
from ssg import manifest
from ssg.engine import (
    outputs,
    store,
    worker,
)
from ssg.report import Report

Patch = pytest.MonkeyPatch


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
    _journal(patch, lambda found: outputs.Journal(found.out, found.clear, found.moves, ()))


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


def _without_problems(real: Callable[..., Report]) -> Callable[..., Report]:
    import msgspec

    return lambda *args: msgspec.structs.replace(real(*args), problems=())


def lost_files_unseen(patch: Patch) -> None:
    patch.setattr(outputs.Outputs, "_in_place", lambda *_: True)


def fast_path_blind_to_the_output(patch: Patch) -> None:
    patch.setattr(outputs.Outputs, "all_in_place", lambda *_: True)


def placed_digests_of_workers_wrong(patch: Patch) -> None:
    """A worker is told that what it makes lies there already."""
    patch.setattr(worker, "write_staged", lambda *_: None)


def swap_before_the_commit(patch: Patch) -> None:
    def carried_out(found: outputs.Journal) -> outputs.Journal:
        outputs.redo(found)
        return found

    _journal(patch, carried_out)


def _journal(patch: Patch, other: Callable[[outputs.Journal], outputs.Journal]) -> None:
    """What is made of the journal before it is kept."""
    real = outputs.Outputs.journal
    patch.setattr(outputs.Outputs, "journal", lambda self, manifest: other(real(self, manifest)))


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
