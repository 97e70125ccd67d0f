"""Builds of a small archive that are killed, or whose disk fails, again and again: run as a process of its own.

    python faults.py HOME kill SEED ROUNDS         SIGKILL of the build, or of one of its workers, at random moments
    LD_PRELOAD=shim.so python faults.py HOME ERRNO FIRST STEP     the n-th change of the disk fails, for n = FIRST, FIRST + STEP …

Prints one JSON object: how many builds, how many left the old site, how many the new one, and what else was found.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from small_site import Site  # noqa: E402
from three_articles import ARTICLES  # noqa: E402

from ssg import manifest, workers  # noqa: E402, F401 - here once, not in every child
from ssg.archive import complete  # noqa: E402
from ssg.engine import inputs, stages  # noqa: E402
from ssg.markup import frontmatter, markdown  # noqa: E402, F401
from ssg.site.plan import plan  # noqa: E402, F401

Said = dict[str, object]


class Trial:
    """An archive that is built, edited, and built again under a fault. `jobs` 2: with workers."""

    def __init__(self, home: Path, jobs: int) -> None:
        inputs.YOUNG_NS = -(10**15)
        stages.FEW, stages.BATCH = (2, 2) if jobs > 1 else (10**6, 256)
        self.jobs = jobs
        self.start = Site(home / "start")
        self.start.write(ARTICLES)
        self.start.build()
        self.old = self.start.tree()
        self.site = Site(home / "trial")
        self._edit(self.start)
        self.new = self.start.clean()[1]
        self.sources = self._sources(self.start)
        self.start.build()
        assert self.start.tree() == self.new
        self.start = Site(home / "again")
        self.start.write(ARTICLES)

    def _edit(self, site: Site) -> None:
        site.delete("content/articles/c.md")
        site.edit("content/articles/a.md", "tags: [x]", "tags: [x, new]")
        site.write("-- content/articles/d.md --\n---\ntitle: D\ndate: 2023-04-01\n---\nd\n")

    def _sources(self, site: Site) -> dict[str, bytes]:
        files = [*(site.root / "content").rglob("*.md"), site.root / "site.toml"]
        return {path.relative_to(site.root).as_posix(): path.read_bytes() for path in files}

    def prepare(self) -> None:
        """Build the old site anew and edit its archive."""
        shutil.rmtree(self.site.root, ignore_errors=True)
        self.site.root.mkdir(parents=True)
        self.site.write(ARTICLES)
        self.site.build()
        self._edit(self.site)

    def child(self, before: Callable[[], None] = lambda: None) -> int:
        """Start the build in a process of its own; return its number. It ends with 0, 1 where it said what is wrong."""
        sys.stdout.flush()
        if pid := os.fork():
            return pid
        os.setsid()
        before()
        try:
            self.site.build(jobs=self.jobs)
        except BaseException:  # noqa: BLE001 - the child's way out
            os._exit(1)
        os._exit(0)

    def judge(self, status: int) -> tuple[str, list[str]]:
        """What the fault left: `old` or `new`, and everything that is wrong with it."""
        complete(self.site.root)
        tree, wrong = self.site.tree(), []
        left = "old" if tree == self.old else "new" if tree == self.new else "mixed"
        if left == "mixed" or (status == 0 and left == "old"):
            wrong.append(f"{left} site, the build ended with {status}")
        self.site.build()
        if self.site.tree() != self.new:
            wrong.append("the next build does not make the new site")
        if self._sources(self.site) != self.sources:
            wrong.append("the sources were touched")
        strays = [path.name for path in self.site.root.iterdir() if "stage" in path.name]
        return left, wrong + strays


def kills(home: Path, seed: int, rounds: int) -> Said:
    """Kill builds, with workers every other time, and then one of the workers every other time."""
    told: Said = {"builds": 0, "old": 0, "new": 0, "workers": 0, "wrong": []}
    for jobs in (1, 2):
        trial = Trial(home / str(jobs), jobs)
        chance = random.Random(seed + jobs)
        trial.prepare()
        began = time.monotonic()
        os.waitpid(trial.child(), 0)
        whole = time.monotonic() - began
        for number in range(rounds // 2):
            trial.prepare()
            pid = trial.child()
            of_workers = jobs > 1 and number % 2 == 1
            if of_workers:
                _await_children(pid)
            time.sleep(chance.random() * whole * (0.5 if of_workers else 1.1))
            victim = pid
            if of_workers and (found := _children(pid)):
                victim = chance.choice(found)
                told["workers"] += 1  # type: ignore[operator]
            _kill(victim)
            _, status = os.waitpid(pid, 0)
            _note(told, *trial.judge(os.waitstatus_to_exitcode(status)))
    return told


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _await_children(pid: int) -> None:
    """Wait until a build has started its workers, or has ended."""
    while (
        not _children(pid)
        and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    ):
        time.sleep(0.001)


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def failures(home: Path, error: int, first: int, step: int) -> Said:
    """Let the n-th change of the disk fail, until a build makes fewer changes than that."""
    shim = ctypes.CDLL(None)
    trial = Trial(home, 1)
    told: Said = {"builds": 0, "old": 0, "new": 0, "changes": 0, "wrong": []}
    below = str(trial.site.root).encode()
    trial.prepare()
    shim.arm(below, ctypes.c_long(-1), 0)
    trial.site.build()
    told["changes"] = shim.changes()
    shim.arm(b"", ctypes.c_long(-1), 0)
    for n in range(first, shim_total(told), step):
        trial.prepare()
        pid = trial.child(lambda n=n: shim.arm(below, ctypes.c_long(n), error))  # type: ignore[misc]
        _, status = os.waitpid(pid, 0)
        left, wrong = trial.judge(os.waitstatus_to_exitcode(status))
        _note(told, left, [f"change {n}: {each}" for each in wrong])
    return told


def shim_total(told: Said) -> int:
    """How many changes a build makes."""
    found = told["changes"]
    assert isinstance(found, int)
    return found


def _note(told: Said, left: str, wrong: list[str]) -> None:
    told["builds"] += 1  # type: ignore[operator]
    if left in told:
        told[left] += 1  # type: ignore[operator]
    told["wrong"] += wrong  # type: ignore[operator]


def main(home: str, what: str, first: str, step: str) -> None:
    """Run one kind of faults and print what came of it."""
    place = Path(home)
    done = (
        kills(place, int(first), int(step))
        if what == "kill"
        else failures(place, int(what), int(first), int(step))
    )
    print(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
