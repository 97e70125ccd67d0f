"""What another process finds out meanwhile."""

import os
import threading

import pytest
from toy_build import Toy, tree

from ssg.engine import outputs
from ssg.engine.aside import aside
from ssg.engine.outputs import Outputs
from ssg.engine.store import Store


def test_another_process_looks_and_tells() -> None:
    told = aside(lambda: os.getpid().to_bytes(4, "little"))
    assert int.from_bytes(told(), "little") not in (0, os.getpid())


def test_a_process_that_is_lost_tells_less() -> None:
    assert aside(lambda: os._exit(1))() == b""


def test_beside_other_threads_nothing_is_forked() -> None:
    done = threading.Event()
    beside = threading.Thread(target=done.wait)
    beside.start()
    try:
        assert aside(lambda: os.getpid().to_bytes(4, "little"))() == os.getpid().to_bytes(
            4, "little"
        )
    finally:
        done.set()
        beside.join()


@pytest.mark.parametrize("lost", [False, True])
def test_files_that_another_process_has_looked_at_are_not_looked_at_again(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    monkeypatch.setattr(outputs, "MANY", 1)
    if lost:
        monkeypatch.setattr(outputs, "lies_as", lambda *_: os._exit(1))
    (toy.out / "b").write_text("changed by somebody")
    with Store.open(toy.home / "store", toy.fingerprint) as store:
        found = Outputs(toy.out, store)
        found.look_ahead()
        digests = {path: made.digest for path, made in found.previous.items()}
        if lost:
            monkeypatch.undo()
        assert found.has("a", digests["a"])
        assert not found.has("b", digests["b"])
        (toy.out / "a").unlink()
        assert found.has("a", digests["a"])
    assert sorted(tree(toy.out)) == ["b", "c", "index"]
