"""Where batches run: worker processes of this machine, a Dask cluster, or any other executor that site.toml names."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ssg.engine.inputs import Inputs
from ssg.errors import SsgError, problem

if TYPE_CHECKING:
    from concurrent.futures import Executor

DASK = "dask://"
PATIENCE = 10  # seconds for a cluster to answer
LOST = "a worker process was ended from outside, perhaps for lack of memory"


@contextmanager
def executor(
    jobs: int, inputs: Inputs, *, patient: bool = False
) -> "Iterator[Callable[[], Executor | None]]":
    """Give a function that returns the executor, started when it is first wanted; None where one process does. Its
    processes are `patient` where a person does something else meanwhile."""
    started: list[Executor | None] = []

    def get() -> "Executor | None":
        if not started:
            started.append(_start(jobs, inputs, patient=patient))
        return started[0]

    try:
        yield get
    except BaseException as error:
        _refuse_broken(error)
        raise
    finally:
        for each in started:
            if each is not None:
                each.shutdown(cancel_futures=True)


def _refuse_broken(error: BaseException) -> None:
    """Raise SsgError where a worker was lost: that is no bug of a rule."""
    from concurrent.futures import BrokenExecutor

    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        hint = "build again, with --jobs 1 if it happens again"
        raise SsgError(problem("", LOST, hint)) from error


def _start(jobs: int, inputs: Inputs, *, patient: bool) -> "Executor | None":
    from ssg.site import content
    from ssg.sitetoml import parse

    text = content.text_of(inputs.read("site.toml") or b"", "site.toml")
    settings = parse(text).build
    if settings.executor.startswith(DASK):
        return _dask(settings.executor)
    if settings.executor:
        return _named(settings.executor)
    count = jobs or settings.jobs or os.cpu_count() or 1
    return _processes(count, patient=patient) if count > 1 else None


def _named(name: str) -> "Executor":
    """The executor that `module:callable` returns."""
    import importlib

    module, _, attribute = name.partition(":")
    try:
        made: Executor = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        hint = 'write module:callable, or "dask://host:port"'
        raise _wrong(f'there is no executor "{name}"', hint) from error
    return made


def _dask(address: str) -> "Executor":
    """The workers of a Dask cluster: they see the archive's folder and the output folder under the same paths as we do."""
    import importlib

    try:
        library: Any = importlib.import_module("distributed")
    except ImportError as error:
        hint = "pip install 'ssg-archive[cluster]'"
        raise _wrong(f'"{address}" needs the extra `cluster`', hint) from error
    try:
        client = library.Client(
            address.replace(DASK, "tcp://"), timeout=PATIENCE, set_as_default=False
        )
    except OSError as error:
        hint = "start `dask scheduler` there, or take the setting out"
        raise _wrong(f'no cluster answers at "{address}"', hint) from error
    ours = client.get_executor(pure=False)  # a batch that looks like an earlier one is to be made
    close = ours.shutdown

    def shutdown(*, wait: bool = True, cancel_futures: bool = False) -> None:
        close(wait=wait and not cancel_futures)
        client.close()

    ours.shutdown = shutdown
    made: Executor = ours
    return made


def _wrong(what: str, hint: str) -> SsgError:
    return SsgError(problem("site.toml", f"[build] executor: {what}", hint))


def _processes(count: int, *, patient: bool) -> "Executor":
    import multiprocessing
    from functools import partial

    from ssg.engine import pool, worker
    from ssg.markup import frontmatter, markdown  # noqa: F401 - once here, not in every fork

    # The preview builds beside other threads, and a fork would copy their locks.
    alone = threading.current_thread() is threading.main_thread()
    context = multiprocessing.get_context(None if alone else "spawn")
    return pool.Pool(count, context, partial(worker.start, patient))
