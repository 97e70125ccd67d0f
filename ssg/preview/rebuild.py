"""The preview's builder: one build at a time in a thread of its own, again if something changed meanwhile."""

import asyncio
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ssg.errors import Problem, SsgError, problem
from ssg.preview import pages
from ssg.preview.reload import Epochs
from ssg.preview.server import BUILD_THREAD
from ssg.preview.watch import Bell

PATIENCE = 3
"""How many failed builds in a row are taken for "a file was just being written" and not shown."""


class Report(Protocol):
    """What the preview wants to know of a build; `written` and `deleted` are paths below the output folder."""

    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def written(self) -> Sequence[str]: ...
    @property
    def deleted(self) -> Sequence[str]: ...


class Site:
    """What is served at this moment: the files of the last good build, the base path, the epochs.

    Read and changed on the event loop's thread only; `ready` is set when the first build has ended.
    """

    def __init__(self, out: Path, epochs: Epochs, base_path: Callable[[], str]) -> None:
        self.out = out
        self.epochs = epochs
        self.ready = asyncio.Event()
        self.base = "/"
        self.files: frozenset[str] = pages.listing(out)
        self._base_path = base_path
        self.take_base()

    def take_base(self) -> None:
        """Follow the site's base path; keep the last one while site.toml can't be read."""
        try:
            self.base = self._base_path()
        except SsgError:
            return

    def take(self, report: Report) -> None:
        """Take in a finished build: its files are served from now on, and then the browsers hear of it."""
        self.take_base()
        written = {path for path in report.written if pages.visible(path)}
        first = not self.ready.is_set()
        self.files = (
            pages.listing(self.out) if first else (self.files | written) - set(report.deleted)
        )
        self.epochs.tick(self._addresses(written | set(report.deleted)), tuple(report.problems))
        self.ready.set()

    def fail(self, problems: tuple[Problem, ...]) -> None:
        """Take in a build that stopped: the last good pages stay, the problems are shown on top of them."""
        self.epochs.tick((), problems)
        self.ready.set()

    def close(self) -> None:
        """End every stream, and answer the requests that still wait for the first build."""
        self.epochs.close()
        self.ready.set()

    def _addresses(self, paths: set[str]) -> list[str]:
        return [self.base + path for path in sorted(paths)]


async def keep_building(
    site: Site, bell: Bell, builder: Callable[[], Report], say: Callable[[str], None]
) -> None:
    """Build now and whenever the bell rings. Never returns, never raises what a build raises."""
    failed = 0
    while True:
        started = asyncio.get_running_loop().time()
        result = await _in_thread(builder)
        if isinstance(result, tuple):
            failed += 1
            if not bell.rung or failed > PATIENCE or not site.ready.is_set():
                site.fail(result)
                say(_problems(result))
        else:
            failed = 0
            site.take(result)
            say(_summary(result, asyncio.get_running_loop().time() - started))
        await bell.wait()


async def _in_thread(builder: Callable[[], Report]) -> Report | tuple[Problem, ...]:
    """The report, or the problems that stopped the build. The thread is a daemon: the end of the preview
    waits for it, but a second Ctrl-C does not have to."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Report | tuple[Problem, ...]] = loop.create_future()

    def settle(result: Report | tuple[Problem, ...]) -> None:
        if not future.done():
            future.set_result(result)

    def work() -> None:
        result = _build(builder)
        try:
            loop.call_soon_threadsafe(settle, result)
        except RuntimeError:
            return  # the preview has ended meanwhile

    threading.Thread(target=work, name=BUILD_THREAD, daemon=True).start()
    return await future


def _build(builder: Callable[[], Report]) -> Report | tuple[Problem, ...]:
    try:
        return builder()
    except SsgError as error:
        return error.problems
    except Exception as error:  # noqa: BLE001  a bug of ours must not end the preview; the terminal gets the traceback
        traceback.print_exception(error)
        what = f"the build broke down: {type(error).__name__}: {error}"
        return (problem("", what, "this is a bug in ssg; the terminal shows where"),)


def _summary(report: Report, seconds: float) -> str:
    parts = [f"{len(report.written)} written"] if report.written else []
    parts += [f"{len(report.deleted)} deleted"] if report.deleted else []
    line = f"built in {seconds:.2f} s: {', '.join(parts) or 'nothing changed'}"
    return "\n".join([line, *(str(each) for each in report.problems)])


def _problems(problems: tuple[Problem, ...]) -> str:
    return "\n".join(str(each) for each in problems)
