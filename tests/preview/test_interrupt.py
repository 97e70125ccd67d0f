"""The end of a preview that is busy: nothing is broken into, nothing is forgotten, nothing is told as a bug."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssg.preview.interrupt import Interrupt

SECONDS = 60.0
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the worker processes")
Start = Callable[..., Any]  # conftest.Running; test files don't import each other


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_what_came_too_early_is_told_to_whoever_can_end_the_preview() -> None:
    told: list[str] = []
    with Interrupt() as ctrl_c:
        press()
        assert told == []
        ctrl_c.ends(lambda: told.append("leave"))
    assert told == ["leave"]


def test_it_is_told_at_once_later_on() -> None:
    told: list[str] = []
    with Interrupt() as ctrl_c:
        ctrl_c.ends(lambda: told.append("leave"))
        press()
    assert told == ["leave"]


def test_the_second_one_breaks_in() -> None:
    with Interrupt():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_pythons_own_way_is_back_at_the_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def worker_of(running: Any) -> int:
    """Wait for a worker process of a preview; return its id."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for each in Path(f"/proc/{running.process.pid}/task").glob("*/children"):
            for child in each.read_text().split():
                if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                    return int(child)
        time.sleep(0.02)
    raise AssertionError("no worker was started")


def many(start: Start) -> Any:
    """A preview with so much to make that worker processes make it."""
    text = "---\ntitle: 글 {0}\n---\n\n" + "도서관이 옛 신문 {0}부를 차례로 옮겨 적었다. " * 40
    running = start({f"content/articles/{n}.md": text.format(n) for n in range(400)}, search=True)
    assert running.get("/articles/7/")[0] == 200
    return running


@linux
def test_it_ends_without_a_word_while_its_workers_are_busy(start: Start) -> None:
    running = many(start)
    worker_of(running)
    assert running.stop() == (0, "")


@linux
def test_the_death_of_a_worker_is_survived(start: Start) -> None:
    running = many(start)
    os.kill(worker_of(running), signal.SIGKILL)
    status, _, manifest = running.get("/search/manifest.bin")
    assert (status, bool(manifest)) == (200, True)
