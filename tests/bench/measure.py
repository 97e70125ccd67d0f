"""One command in a fresh process: its time, its processor time, its memory."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

# Runs a module as `python -m` would and says at the end, on descriptor 3, how much memory it and its children took.
WATCHED = """
import atexit, os, resource, runpy, sys
def tell():
    own, worker = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    os.write({pipe}, f"{{own}} {{worker}}".encode())
atexit.register(tell)
sys.argv = ["ssg", *sys.argv[1:]]
runpy.run_module("ssg", run_name="__main__", alter_sys=True)
"""


SHOWN = 2000  # characters of what a failed command printed, from its end


class Figures(TypedDict):
    """Seconds on the clock; processor seconds, children's included; peak memory in MB of the process and of its largest child."""

    wall: float
    cpu: float
    parent_mb: float
    worker_mb: float


def ssg(
    arguments: Sequence[str], environment: Mapping[str, str], cwd: Path
) -> tuple[Figures, bytes]:
    """Run `python -m ssg` with the arguments; return the figures and what it printed. Raises SystemExit if it failed."""
    read, write = os.pipe()
    command = [sys.executable, "-c", WATCHED.format(pipe=write), *arguments]
    figures, printed = _run(command, environment, cwd, (write,))
    os.close(write)
    with open(read, encoding="ascii") as told:  # noqa: PTH123 - a descriptor
        own, worker = (int(n) / 1024 for n in told.read().split())
    return {**figures, "parent_mb": round(own, 1), "worker_mb": round(worker, 1)}, printed


def other(command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> Figures:
    """Run another program that has no children; return the figures. Raises SystemExit if it failed."""
    return _run(command, environment, cwd, ())[0]


def _run(
    command: Sequence[str], environment: Mapping[str, str], cwd: Path, keep: tuple[int, ...]
) -> tuple[Figures, bytes]:
    before = _spent()
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=dict(environment), cwd=cwd, pass_fds=keep,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        sys.exit(
            f"{' '.join(command[-4:])} ended with {process.returncode}:\n{printed.decode()[-SHOWN:]}"
        )
    figures: Figures = {
        "wall": round(wall, 3),
        "cpu": round(_spent() - before, 3),
        "parent_mb": round(usage.ru_maxrss / 1024, 1),
        "worker_mb": 0.0,
    }
    return figures, printed


def _spent() -> float:
    """Processor seconds of all processes that were started here and have ended, with their own children."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
