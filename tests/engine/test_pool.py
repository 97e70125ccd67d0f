"""The pool of workers: what is lost with a process is said, and nobody waits for ever."""

import multiprocessing
import os
import signal
import socket
import stat
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from pathlib import Path
from typing import NoReturn

import pytest

from ssg.engine import worker
from ssg.engine.pool import Pool
from ssg.errors import SsgError, problem

METHODS = [m for m in ("fork", "spawn") if m in multiprocessing.get_all_start_methods()]


@pytest.fixture(params=METHODS)
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Two processes."""
    with Pool(2, multiprocessing.get_context(request.param), worker.start) as pool:
        yield pool


def doubled(n: int) -> int:
    return 2 * n


def pid_of_a_busy_process() -> int:
    """Its number; so slow that two calls meet two processes."""
    time.sleep(0.3)
    return os.getpid()


def refuse(path: str) -> NoReturn:
    raise SsgError(problem(path, "is broken"))


class Odd(Exception):  # noqa: N818 - a test's own
    """An exception that can't be made again where it arrives. It says so itself: Dask teaches others to travel."""

    def __reduce__(self) -> tuple[Callable[[], NoReturn], tuple[()]]:
        return never, ()


def never() -> NoReturn:
    raise TypeError("never again")


def odd() -> NoReturn:
    raise Odd


def torn() -> None:
    """Send the beginning of a reply, as a process does that is killed while it writes."""
    for place in tuple(Path("/proc/self/fd").iterdir()):
        number = int(place.name)
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode) and number > 2:
                os.write(number, struct.pack("!i", 10**6) + b"the beginning")
        except OSError:
            continue
    os.kill(os.getpid(), signal.SIGKILL)


def test_calls_come_back_in_any_number(pool: Pool) -> None:
    futures = [pool.submit(doubled, n) for n in range(40)]
    assert [each.result() for each in futures] == list(range(0, 80, 2))


def test_what_a_call_raises_is_raised_here_with_where_it_happened(pool: Pool) -> None:
    with pytest.raises(SsgError) as caught:
        pool.submit(refuse, "a.md").result()
    assert caught.value.problems == (problem("a.md", "is broken"),)
    assert "in refuse" in caught.value.__notes__[0]
    assert pool.submit(doubled, 4).result() == 8


def test_an_exception_that_cannot_travel_is_still_one(pool: Pool) -> None:
    with pytest.raises(TypeError, match="never again"):
        pool.submit(odd).result()
    with pytest.raises(Exception, match="pickle"):
        pool.submit(socket.socket).result()
    assert pool.submit(doubled, 4).result() == 8


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM], ids=["KILL", "TERM"])
def test_a_process_that_is_ended_at_work_breaks_the_pool_at_once(
    pool: Pool, signal_: signal.Signals
) -> None:
    pids = [pool.submit(pid_of_a_busy_process) for _ in range(2)]
    both = [pool.submit(time.sleep, 60) for _ in range(2)]
    began = time.monotonic()
    os.kill(pids[0].result(), signal_)
    done, _ = wait(both, return_when=FIRST_COMPLETED, timeout=30)
    with pytest.raises(BrokenExecutor):
        done.pop().result()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 30
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
def test_a_process_that_is_killed_in_the_middle_of_its_reply_breaks_the_pool(pool: Pool) -> None:
    with pytest.raises(BrokenExecutor):
        pool.submit(torn).result(timeout=30)


def test_a_process_that_is_killed_while_it_waits_does_not_hold_up_the_end(pool: Pool) -> None:
    pid = pool.submit(os.getpid).result()
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    pool.shutdown()
    assert time.monotonic() - began < 4
    assert multiprocessing.active_children() == []


def test_what_is_not_wanted_any_more_is_ended_in_the_middle(pool: Pool) -> None:
    futures = [pool.submit(time.sleep, 60) for _ in range(4)]
    time.sleep(0.2)
    began = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 20
    assert multiprocessing.active_children() == []
    for each in futures:
        with pytest.raises((BrokenExecutor, CancelledError)):
            each.result()
