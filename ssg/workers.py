"""Where batches run: worker processes of this machine, or any other executor that site.toml names."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ssg.engine.inputs import Inputs
from ssg.site import content

if TYPE_CHECKING:
    from concurrent.futures import Executor


@contextmanager
def executor(jobs: int, inputs: Inputs) -> "Iterator[Callable[[], Executor | None]]":
    """Give a function that returns the executor, started when it is first wanted; None where one process does."""
    started: list[Executor] = []

    def get() -> "Executor | None":
        if not started and (jobs or os.cpu_count() or 1) > 1:
            started.append(_start(jobs, inputs))
        return started[0] if started else None

    try:
        yield get
    finally:
        for each in started:
            each.shutdown(cancel_futures=True)


def _start(jobs: int, inputs: Inputs) -> "Executor":
    """Worker processes, or the executor that `[build] executor` names as `module:callable`."""
    import importlib  # noqa: PLC0415 - the process pool alone costs 40 ms
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    from ssg.config import parse  # noqa: PLC0415
    from ssg.engine import worker  # noqa: PLC0415

    settings = parse(content.text_of(inputs.read("site.toml") or b"", "site.toml")).build
    if settings.executor:
        module, _, name = settings.executor.partition(":")
        made: Executor = getattr(importlib.import_module(module), name)()
        return made
    from ssg.markup import frontmatter, markdown  # noqa: F401, PLC0415 - once here, not in every fork

    count = jobs or settings.jobs or os.cpu_count()
    alone = (
        threading.current_thread() is threading.main_thread()
    )  # the preview builds beside other threads,
    context = multiprocessing.get_context(
        None if alone else "spawn"
    )  # and a fork would copy their locks
    return ProcessPoolExecutor(count, mp_context=context, initializer=worker.start)
