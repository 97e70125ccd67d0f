"""Worker processes behind the interface of an executor, each with a pipe of its own.

The standard library's pool shares one pipe and its lock among all workers: one that is killed with the lock, or in the
middle of a reply, leaves the others and the parent waiting for ever. Here the end of a process is the end of its pipe.
"""

import contextlib
import pickle
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

PATIENCE = 5.0  # seconds for an idle process to end before it is ended
STOP = b""


class _Task(NamedTuple):
    future: "Future[Any]"
    message: bytes


class Pool(Executor):
    """`count` processes that call what is submitted to them. All are started at once, before any thread of ours is."""

    def __init__(self, count: int, context: BaseContext, start: Callable[[], None]) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._lost = False
        self._stopping = False
        self._workers = [_Worker(context, start) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._attend, args=(worker,), daemon=True)
            for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Return the future of a call that some worker makes. Function, arguments and result must be picklable."""
        future: Future[T] = Future()
        self._tasks.put(_Task(future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the interface
        """End the processes: once all is done, or at once where the rest is not wanted."""
        self._stopping = cancel_futures
        for worker in self._workers:
            self._tasks.put(None)
            if cancel_futures and worker.busy:
                worker.process.kill()
        for thread in self._threads if wait else ():
            thread.join()

    def _attend(self, worker: "_Worker") -> None:
        """Give tasks to one process until there are no more, then see it end."""
        while (task := self._tasks.get()) is not None:
            if self._stopping:
                task.future.cancel()
            elif task.future.set_running_or_notify_cancel():
                self._carry_out(worker, task)
        worker.end()

    def _carry_out(self, worker: "_Worker", task: _Task) -> None:
        try:
            done, value = worker.ask(task.message) if not self._lost else (False, _lost())
        except (EOFError, OSError):
            self._lost = True
            done, value = False, _lost()
        except Exception as error:  # noqa: BLE001 - an exception that can't be unpickled; nobody may wait for ever
            done, value = False, error
        if done:
            task.future.set_result(value)
        else:
            task.future.set_exception(value)


def _lost() -> BrokenExecutor:
    return BrokenExecutor("a worker process has ended")


class _Worker:
    """A process and this end of its pipe."""

    def __init__(self, context: BaseContext, start: Callable[[], None]) -> None:
        self.pipe, theirs = context.Pipe()
        start_process: Callable[..., BaseProcess] = context.Process  # type: ignore[attr-defined]
        self.process = start_process(target=_serve, args=(theirs, start), daemon=True)
        self.process.start()
        theirs.close()  # so that the pipe ends when the process does
        self.busy = False

    def ask(self, message: bytes) -> tuple[bool, Any]:
        """Return whether the call succeeded, and its result or exception. Raises EOFError or OSError if the process ends."""
        self.busy = True
        self.pipe.send_bytes(message)
        found: tuple[bool, Any] = pickle.loads(self.pipe.recv_bytes())  # noqa: S301 - from our own process
        self.busy = False
        return found

    def end(self) -> None:
        with contextlib.suppress(OSError):  # it has ended already
            self.pipe.send_bytes(STOP)
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, start: Callable[[], None]) -> None:
    """Make the calls that come through the pipe. Runs in the process."""
    start()
    while message := pipe.recv_bytes():
        fn, args, kwargs = pickle.loads(message)  # noqa: S301 - from our own parent
        pipe.send_bytes(_called(fn, args, kwargs))


def _called(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    try:
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - the border of the process: it is raised again in the parent
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        try:
            return pickle.dumps((False, error))
        except Exception:  # noqa: BLE001 - it holds something that can't travel
            return pickle.dumps((False, RuntimeError(traceback.format_exc())))
