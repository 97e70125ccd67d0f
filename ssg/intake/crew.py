"""Work done by processes that may be lost: one of them for each core, used again and again, answers in order.

A process that takes too long is ended, and so is its job; the others never hear of it.
"""

import gc
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec

from ssg.intake import confine, nouns

PATIENCE = 120.0
"""Seconds by the clock from one answer of a job to the next; processor time is limited in the process itself."""
_AHEAD = 16
_UNREAD = 64
"""Jobs begun per process before their turn; answers of such a job that are taken in before its turn."""

Job = TypeVar("Job")
Kind = Literal["answer", "done", "lost"]
Work = Callable[[Job], Iterator[bytes]]
Small = Callable[[Job], bool]


class Said(msgspec.Struct, frozen=True, array_like=True):
    """What came of a job: an answer of the work, its end, or why the process was lost, in words."""

    kind: Kind
    answer: bytes = b""
    why: str = ""


class _Turn(Generic[Job]):
    """A job that was begun, and what was said of it before its turn."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.said: deque[Said] = deque()
        self.ended = False


class _Queue(Generic[Job]):
    """Jobs that were begun or are to be, in their order; `waiting` are those of them that no process has."""

    def __init__(self, jobs: Iterable[Job], most: int) -> None:
        self.left = iter(jobs)
        self.most = most
        self.turns: deque[_Turn[Job]] = deque()
        self.waiting: deque[_Turn[Job]] = deque()

    def first(self) -> _Turn[Job] | None:
        """The job to be begun next; None where there is none, or enough of them are begun."""
        if not self.waiting and len(self.turns) < self.most:
            job = next(self.left, None)
            if job is not None:
                self.turns.append(_Turn(job))
                self.waiting.append(self.turns[-1])
        return self.waiting[0] if self.waiting else None


class _Worker(Generic[Job]):
    """A process, this end of its pipe, the job it is at, the one it has in hand, and when it said something last."""

    def __init__(self, work: Work[Job], others: Sequence[Connection]) -> None:
        alone = threading.current_thread() is threading.main_thread()
        forks = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if alone and forks else "spawn")
        self.pipe, theirs = context.Pipe()
        forked = (*others, self.pipe) if alone and forks else ()
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(work, theirs, forked), daemon=True
        )
        self.process.start()
        theirs.close()
        self.turn: _Turn[Job] | None = None
        self.next: _Turn[Job] | None = None
        self.heard = 0.0

    def begin(self, turn: _Turn[Job]) -> None:
        """Hand over a job; for a process that is at one it is the next."""
        if self.turn is None:
            self.turn, self.heard = turn, time.monotonic()
        else:
            self.next = turn
        try:
            self.pipe.send(turn.job)
        except OSError:  # it died idle; whoever listens next will see
            return

    def hear(self) -> None:
        """Take in what the process said; of a process that is gone, why."""
        turn = self.turn
        if turn is None:
            return
        self.heard = time.monotonic()
        try:
            said = msgspec.msgpack.decode(self.pipe.recv_bytes(), type=Said)
        except (EOFError, OSError):
            self.process.join()
            turn.said.append(Said("lost", why=confine.ended_by(self.process.exitcode)))
            turn.ended, self.turn = True, None  # the next one is for another process
            return
        turn.said.append(said)
        if said.kind != "answer":
            turn.ended, self.turn, self.next = True, self.next, None

    def give_up(self, why: str) -> None:
        """End the process in the middle of its job."""
        turn = self.turn
        self.end()
        if turn is not None:
            turn.said.append(Said("lost", why=why))
            turn.ended = True

    def end(self) -> None:
        self.turn = None
        self.pipe.close()
        self.process.kill()
        self.process.join()

    @property
    def gone(self) -> bool:
        return not self.process.is_alive()


def run(
    jobs: Iterable[Job],
    work: "Work[Job]",
    count: int = 0,
    patience: float = PATIENCE,
    *,
    small: "Small[Job]" = lambda job: False,
) -> Iterator[tuple[Job, Said]]:
    """Give each job with what is said of it, jobs in their order, a `done` or `lost` last.

    `work` runs in `count` processes (0: one for each core) and yields answers; job and work must be picklable. What it
    raises is a `lost` with the reason in words. Processes end with the generator. A `small` job is handed to a process that
    is still at another one, so that it goes on while nobody listens; such a job takes little room and time.
    """
    crew: list[_Worker[Job]] = []
    count = count or os.cpu_count() or 1
    queue = _Queue(jobs, count * _AHEAD)
    try:
        while True:
            queue.waiting.extendleft(_given_back(crew))
            while (turn := queue.first()) and (
                free := _free(crew, work, count, small=small(turn.job))
            ):
                free.begin(queue.waiting.popleft())
            if not queue.turns:
                return
            head = queue.turns[0]
            while head.said:
                yield head.job, head.said.popleft()
            if head.ended:
                queue.turns.popleft()
            else:
                _listen(crew, head, patience)
    finally:
        for worker in crew:
            worker.end()


def _given_back(crew: Sequence[_Worker[Job]]) -> Iterator[_Turn[Job]]:
    """The jobs that processes had in hand which are gone; what is new is behind them."""
    for worker in crew:
        if worker.turn is None and worker.next is not None:
            yield worker.next
            worker.next = None


def _free(
    crew: list[_Worker[Job]], work: "Work[Job]", count: int, *, small: bool
) -> _Worker[Job] | None:
    """A process that waits for a job, a new one if there are fewer than `count`; None while all are busy.

    For a small job, one that has no other job in hand: a job that was given back finds the place of the process that is gone.
    """
    for worker in [worker for worker in crew if worker.turn is None and worker.gone]:
        worker.end()
        crew.remove(worker)
    free = next((worker for worker in crew if worker.turn is None), None)
    if free is None and len(crew) < count:
        free = _Worker(work, [worker.pipe for worker in crew])
        crew.append(free)
    if free is None and small:
        free = next((worker for worker in crew if worker.next is None), None)
    return free


def _listen(crew: Sequence[_Worker[Job]], head: _Turn[Job], patience: float) -> None:
    """Wait until a process says something; end those that have been silent too long."""
    heard = [w for w in crew if w.turn is head or (w.turn and len(w.turn.said) < _UNREAD)]
    for worker in crew:
        if worker not in heard:
            worker.heard = time.monotonic()  # it is not its fault that nobody listens
    latest = min(worker.heard for worker in heard) + patience
    ready = wait([worker.pipe for worker in heard], max(0.0, latest - time.monotonic()))
    for worker in heard:
        if worker.pipe in ready:
            worker.hear()
        elif time.monotonic() - worker.heard >= patience:
            worker.give_up(f"it took more than {patience:.0f} s to read")


def _serve(work: "Work[Job]", pipe: Connection, others: Sequence[Connection]) -> None:
    """Do jobs until the parent is gone. Runs in the process."""
    for each in others:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, too, and ends us
    gc.enable()
    confine.confine()
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            _do(work, job, pipe)
        except BrokenPipeError:
            return


def _do(work: "Work[Job]", job: Job, pipe: Connection) -> None:
    confine.allow_memory(confine.MEMORY + nouns.MEMORY * nouns.installed())
    confine.allow_time()
    last = Said("done")
    try:
        for answer in work(job):
            pipe.send_bytes(msgspec.msgpack.encode(Said("answer", answer)))
            confine.allow_time()
    except BrokenPipeError:
        raise
    except MemoryError:
        last = Said("lost", why=f"it needs more than {confine.MEMORY >> 20:,} MB of memory")
    except RecursionError:
        last = Said("lost", why="it is nested too deeply")
    except Exception as error:  # noqa: BLE001 - the border of the process, like the command line's
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        last = Said("lost", why=f"{type(error).__name__} at {where}: {error}")
    pipe.send_bytes(msgspec.msgpack.encode(last))
