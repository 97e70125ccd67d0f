"""What a preview is opened with: a store of its own, an engine over it, worker processes while they are of use."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, wait
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ssg.build import mounts
from ssg.engine.engine import Engine
from ssg.engine.inputs import NO_STAMPS, Inputs, Stamps
from ssg.engine.live import Live
from ssg.engine.packs import TornPack
from ssg.engine.store import Store
from ssg.fingerprint import fingerprint
from ssg.preview.files import sweep
from ssg.preview.shown import Shown
from ssg.workers import executor

PREVIEWS = 8
"""How many previews of one archive can run at a time."""

LOOK = 0.1
"""Seconds between two looks whether it still is worth waiting for workers."""


class Taken(Exception):  # noqa: N818 - a signal
    """Another preview holds this store."""


class Opened:
    """A store of the preview, open until `close`; `shown` begins what is shown. All of it belongs to one thread."""

    def __init__(self, root: Path, options: Callable[[], Mapping[str, str]]) -> None:
        self._root, self._options = root, options
        self._stack, self._pool = ExitStack(), ExitStack()
        self._get: Callable[[], Executor | None] | None = None
        self._closed = False
        self._shown: Shown | None = None

    def shown(self) -> Shown:
        """Open the first store that is free. Raises SsgError where none can be."""
        sweep(self._root)
        made = fingerprint()
        for folder in (self._root / ".ssg" / f"preview{n or ''}" for n in range(PREVIEWS)):
            _seed(self._root / ".ssg", folder)
            try:
                store = self._stack.enter_context(Store.open(folder, made, _taken))
            except Taken:
                continue
            self._shown = Shown(partial(self._live, store), self._options, self.rest)
            return self._shown
        raise Taken(str(self._root))

    def _live(self, store: Store) -> Live:
        self._inputs = Inputs(mounts(self._root), self._options())
        self._inputs.scan()
        self._inputs.believe(store.get("stamps", Stamps, NO_STAMPS))
        try:
            store.tidy()
            return Live(Engine(self._inputs, store, executor=self._workers))
        except TornPack:  # what it remembered is worth nothing
            store.forget()
            return Live(Engine(self._inputs, store, executor=self._workers))

    def _workers(self) -> Executor | None:
        if self._closed:
            return None
        if self._get is None:
            self._get = self._pool.enter_context(executor(0, self._inputs, patient=True))
        return self._get()

    def ready(self) -> None:
        """Wait until the worker processes have started: a piece of work must not wait for that."""
        if pool := self._workers():
            started = [pool.submit(os.getpid) for _ in range(2 * (os.cpu_count() or 1))]
            while wait(started, LOOK).not_done and not self._closed:
                continue

    def rest(self) -> None:
        """End the worker processes; they are started again when they are needed."""
        self._get = None
        self._pool.close()

    def close(self) -> None:
        """End the workers, whatever they are at, and give the store back."""
        self._closed = True
        if self._shown:
            self._shown.ended = True
        if self._get is not None:
            from multiprocessing import active_children

            for worker in active_children():
                worker.terminate()
        self.rest()
        self._stack.close()


def _taken() -> None:
    raise Taken


def _seed(built: Path, folder: Path) -> None:
    """Let the first preview begin with what the last build knows. Packs are never written to again: a link is a copy."""
    if (folder / "store.db").exists() or not (built / "store.db").exists():
        return
    try:
        with Store.open(built, fingerprint(), _taken) as store:
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "packs").mkdir(parents=True)
            for pack in store.packs_folder.iterdir():
                (folder / "packs" / pack.name).hardlink_to(pack)
            shutil.copyfile(built / "store.db", folder / "store.db")
    except (Taken, OSError, sqlite3.Error):
        shutil.rmtree(folder, ignore_errors=True)
