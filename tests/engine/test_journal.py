"""Law 12: a journal that was cut off anywhere is finished by redoing it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from toy_build import tree

from ssg.engine.outputs import Journal, redo, stage_of, write_staged


def start_swap(folder: Path) -> tuple[Journal, dict[str, bytes]]:
    """A site and a stage; the journal between them, and the tree it must end in."""
    out = folder / "out"
    old = {"keep": b"k", "x": b"x", "d/e/f": b"f", "d/g": b"g", "gone/one": b"1", "same": b"old"}
    new = {"same": b"new", "x/index": b"in", "d/e": b"file", "fresh/deep/file": b"!"}
    for path, content in old.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
    stage_of(out).mkdir()
    for path, content in new.items():
        write_staged(stage_of(out), path, content)
    gone = ("d/e/f", "d/g", "gone/one", "x")
    journal = Journal(str(out), ("d/e/f", "x"), tuple(sorted(new)), gone)
    return journal, {"keep": b"k", **new}


def test_redoing_a_journal_changes_nothing(tmp_path: Path) -> None:
    journal, expected = start_swap(tmp_path)
    redo(journal)
    assert tree(tmp_path / "out") == expected
    redo(journal)
    assert tree(tmp_path / "out") == expected


@pytest.mark.parametrize("steps", range(16))
def test_a_journal_cut_off_anywhere_is_finished_by_redoing_it(tmp_path: Path, steps: int) -> None:
    journal, expected = start_swap(tmp_path)
    left = steps

    class Cut(BaseException):
        pass

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                raise Cut
            left -= 1
            return real(*args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", counted(os.replace))
        patch.setattr(Path, "unlink", counted(Path.unlink))
        patch.setattr(Path, "mkdir", counted(Path.mkdir))
        patch.setattr(Path, "rmdir", counted(Path.rmdir))
        try:
            redo(journal)
        except Cut:
            pass
    redo(journal)
    assert tree(tmp_path / "out") == expected
    assert not stage_of(tmp_path / "out").exists()
