"""What another process finds out meanwhile."""

import os
import threading
from typing import NoReturn

import pytest
from toy_build import Toy, tree

from ssg.engine import outputs
from ssg.engine.aside import aside
from ssg.engine.outputs import Outputs
from ssg.engine.store import Store

HERE, LIES_AS = os.getpid(), outputs.lies_as
ALONE = pytest.mark.usefixtures("alone")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may have left threads behind in this process."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def die(*_: object) -> NoReturn:
    """End another process, and never the one that runs the tests."""
    assert os.getpid() != HERE, "no other process looks"
    os._exit(1)


@ALONE
def test_another_process_looks_and_tells() -> None:
    told = aside(lambda: os.getpid().to_bytes(4, "little"))
    assert int.from_bytes(told(), "little") not in (0, os.getpid())


@ALONE
def test_a_process_that_is_lost_tells_less() -> None:
    assert aside(die)() == b""


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


@ALONE
@pytest.mark.parametrize("lost", [False, True])
def test_files_that_another_process_has_looked_at_are_not_looked_at_again(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    monkeypatch.setattr(outputs, "MANY", 1)
    if lost:
        monkeypatch.setattr(outputs, "lies_as", die)
    (toy.out / "b").write_text("changed by somebody")
    with Store.open(toy.home / "store", toy.fingerprint) as store:
        found = Outputs(toy.out, store)
        found.look_ahead()
        digests = {path: made.digest for path, made in found.previous.items()}
        if lost:
            monkeypatch.setattr(outputs, "lies_as", LIES_AS)
        assert found.has("a", digests["a"])
        assert not found.has("b", digests["b"])
        (toy.out / "a").unlink()
        assert found.has("a", digests["a"])
    assert sorted(tree(toy.out)) == ["b", "c", "index"]
