"""Law 11: workers change the time a build takes, never what it makes; and they end when their parent does."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import toy_rules
from toy_build import Toy

from ssg.engine import batches, engine, stages, store, worker
from ssg.engine.codec import digest
from ssg.engine.pool import Pool

LINES = "\n".join(f"line {n}" for n in range(1500))  # large enough for a pack


@pytest.fixture(params=["fork", "spawn", "forkserver"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    context = multiprocessing.get_context(request.param)
    with Pool(2, context, worker.start) as pool:
        yield pool


@pytest.fixture
def many(empty: Toy, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """An archive of thirty notes, built in batches of four."""
    monkeypatch.setattr(stages, "BATCH", 4)
    for n in range(30):
        empty.write(f"notes/{n:02}.txt", f"note {n}\n{LINES if n % 7 == 0 else n}")
    empty.write("margins/03.txt", "aside")
    return empty


def edit(toy: Toy) -> None:
    """Change, add and delete; more than a few, so that workers are wanted."""
    for n in range(0, 30, 2):
        toy.write(f"notes/{n:02}.txt", f"edited {n}\n{LINES if n % 4 == 0 else n}\nmore")
    toy.delete("notes/29.txt")
    toy.delete("margins/03.txt")
    toy.write("notes/31.txt", "new")
    toy.mood = "glad"


def without_workers(toy: Toy) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the same two builds give in one process."""
    alone = Toy(toy.home / "alone", toy.home / "alone.log", page=toy.page, more=toy.more)
    (toy.home / "alone").mkdir()
    for n in range(30):
        alone.write(f"notes/{n:02}.txt", f"note {n}\n{LINES if n % 7 == 0 else n}")
    alone.write("margins/03.txt", "aside")
    log, os.environ["TOY_LOG"] = os.environ["TOY_LOG"], str(alone.log)
    alone.build()
    first = alone.tree()
    edit(alone)
    alone.build()
    os.environ["TOY_LOG"] = log
    return first, alone.tree()


@pytest.mark.parametrize("page", [toy_rules.page, toy_rules.unprepared], ids=["hints", "no hints"])
def test_workers_give_the_same_bytes(many: Toy, pool: Pool, page: object) -> None:
    many.page, many.executor = page, pool
    many.more = (("extras", toy_rules.extras),)
    expected = without_workers(many)
    os.environ["TOY_LOG"] = str(many.log)
    many.build()
    assert many.tree() == expected[0]
    assert many.build().written == ()
    edit(many)
    many.build()
    assert many.tree() == expected[1]


def test_patient_workers_step_back_behind_what_a_person_does() -> None:
    start = partial(worker.start, True)  # noqa: FBT003
    with Pool(1, multiprocessing.get_context("spawn"), start) as pool:
        assert pool.submit(os.nice, 0).result() == min(os.nice(0) + worker.PATIENT, 19)


def test_each_key_is_made_once_wherever_it_is_made(many: Toy) -> None:
    with Pool(2, multiprocessing.get_context(), worker.start) as pool:
        many.executor = pool
        built = many.build()
        assert {key: n for key, n in built.runs.items() if n > 1} == {}
        edit(many)
        built = many.build()
    again = {key: n for key, n in built.runs.items() if n > 1}
    assert set(again) <= {"lengths", "titles"}  # not kept: made again when asked for


def test_without_any_hint_the_bytes_are_the_same(
    many: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = without_workers(many)
    monkeypatch.setattr(batches, "_foreseen", lambda *_: iter(()))
    with Pool(2, multiprocessing.get_context(), worker.start) as pool:
        many.executor = pool
        many.build()
        assert many.tree() == expected[0]
        edit(many)
        many.build()
        assert many.tree() == expected[1]


def test_a_broken_note_in_a_worker_is_one_problem_and_the_others_are_made(many: Toy) -> None:
    with Pool(2, multiprocessing.get_context(), worker.start) as pool:
        many.executor = pool
        many.build()
        old = many.tree()["02"]
        edit(many)
        many.page = toy_rules.extras
        many.write("notes/02.txt", "broken")
        built = many.build()
    said = {str(problem) for found in built.failed.values() for problem in found}
    assert said == {"notes/02.txt: is broken"}
    assert many.tree()["02"] == old
    assert many.tree()["04"] == b"a,z"


def test_a_worker_that_is_killed_leaves_the_old_site(many: Toy) -> None:
    many.build()
    before = many.tree()
    edit(many)
    with Pool(1, multiprocessing.get_context(), worker.start) as pool:
        pid = pool.submit(os.getpid).result()
        many.executor = pool
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            many.build()
    assert many.tree() == before
    many.executor = None
    many.build()
    assert many.tree()["00"].startswith(b"EDITED 0")


PARENT = """
import multiprocessing, os, sys, time
from ssg.engine import worker
from ssg.engine.pool import Pool
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    pool = Pool(2, context, worker.start)
    futures = [pool.submit(time.sleep, 0.3) for _ in range(4)]
    futures += [pool.submit(os.getpid) for _ in range(4)]
    print(*sorted({f.result() for f in futures[4:]}), flush=True)
    futures = [pool.submit(time.sleep, 60) for _ in range(2)]
    time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_end_when_their_parent_is_killed(method: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, str(script), method], stdout=subprocess.PIPE, text=True, env=env
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert pids
        parent.kill()
        deadline = time.monotonic() + 2
        while any(map(alive, pids)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [pid for pid in pids if alive(pid)] == []


def alive(pid: int) -> bool:
    """Whether a process runs (one that has ended and waits to be reaped does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def test_a_process_remembers_small_values_by_rule_and_digest_and_never_too_many() -> None:
    read, small = worker._Read(), worker._Read.SMALL  # noqa: SLF001 - what a long-lived process holds on to
    one, other = digest(b"one"), digest(b"other")
    read.keep(toy_rules.title, one, "ONE", small)
    read.keep(
        toy_rules.mark, one, b"one", small
    )  # the same bytes mean another value to another rule
    read.keep(toy_rules.title, other, "TOO LARGE", small + 1)
    assert read == {(toy_rules.title, one): "ONE", (toy_rules.mark, one): b"one"}
    for n in range(worker._Read.MOST // small):  # noqa: SLF001
        read.keep(toy_rules.title, digest(b"%d" % n), "N", small)
    assert 0 < len(read) <= worker._Read.MOST // small  # noqa: SLF001
    assert (toy_rules.title, one) not in read


@pytest.mark.parametrize("much", [0, worker.MUCH])
def test_what_a_job_has_read_is_let_go_where_it_is_much_and_read_again(
    many: Toy, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    held: list[int] = []
    let_go = worker._Visit._let_go  # noqa: SLF001 - what a visit holds on to

    def told(visit: worker._Visit) -> None:
        let_go(visit)
        held.append(len(visit.read))

    monkeypatch.setattr(worker, "MUCH", much)
    monkeypatch.setattr(worker._Visit, "_let_go", told)  # noqa: SLF001
    with ThreadPoolExecutor(1) as here:
        many.executor = here
        many.build()
        first = many.tree()
        edit(many)
        many.build()
    assert (first, many.tree()) == without_workers(many)
    assert (max(held) > 0) == (much > 0)


@pytest.mark.parametrize("workers", [0, 1])
def test_what_holds_itself_is_collected_while_many_keys_are_made(empty: Toy, workers: int) -> None:
    for n in range(70):
        empty.write(f"notes/{n:02}.txt", f"note {n}")
    empty.page = toy_rules.knotted
    toy_rules.knots.clear()
    gc.disable()  # as a build does
    try:
        with ThreadPoolExecutor(1) as here:
            empty.executor = here if workers else None
            empty.build()
        left = len(toy_rules.knots)
    finally:
        gc.enable()
    assert not left  # those of the last few pages go while their titles are asked for


class Counting(ThreadPoolExecutor):
    """Runs jobs in this process, and knows how many waited for it at once."""

    most = 0

    def submit(self, fn: object, /, *args: object, **kwargs: object) -> Future[Any]:
        future: Future[Any] = super().submit(fn, *args, **kwargs)  # type: ignore[arg-type]
        Counting.most = max(Counting.most, self._work_queue.qsize())
        return future


@pytest.mark.parametrize("little", [True, False])
def test_jobs_values_and_traces_come_little_by_little_where_they_are_many(
    many: Toy, monkeypatch: pytest.MonkeyPatch, *, little: bool
) -> None:
    expected = without_workers(many)
    os.environ["TOY_LOG"] = str(many.log)
    if little:
        monkeypatch.setattr(batches, "HEAVY", 0)
        monkeypatch.setattr(engine, "MANY", 0)
        monkeypatch.setattr(store, "PIECE", 3)
    many.together, Counting.most = 4, 0
    with Counting(1) as many.executor:
        many.build()
        assert many.tree() == expected[0]
        assert many.build().runs == {}
        edit(many)
        many.build()
        assert many.tree() == expected[1]
        assert many.build().runs == {}
    assert (Counting.most > 1) != little
