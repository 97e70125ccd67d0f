"""`ssg serve`: bind, build, serve, and stop at once on Ctrl-C. Heavy imports come after the port is ours."""

import asyncio
import errno
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ssg.errors import SsgError, problem

if TYPE_CHECKING:
    from ssg.preview.rebuild import Report, Site

TRIES = 50
"""How many ports after the wanted one are tried."""
BUILD_THREAD = "ssg-build"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WILDCARD = ("", "0.0.0.0", "::")  # noqa: S104


def serve(  # noqa: PLR0913
    root: Path,
    out: Path,
    builder: "Callable[[], Report]",
    base_path: Callable[[], str],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ignore: Sequence[Path] = (),
    open_browser: bool = False,
    poll: bool = False,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the preview of the archive at `root` until Ctrl-C.

    `builder` builds into `out` and is called in a thread, one call at a time; it may raise SsgError. `base_path`
    returns the path of the site with slashes at both ends; it may raise SsgError. `ignore` names folders whose
    changes are nobody's business (the published output; `out` itself is always one). `say` gets whole lines for
    the terminal. Raises SsgError if no port can be had.
    """
    wanted = _Wanted(root, out, builder, base_path, host, (out, *ignore), poll, say)
    with listen(host, port) as bound, suppress(KeyboardInterrupt):
        url = _greet(wanted, port, bound.getsockname()[1])
        asyncio.run(_run(wanted, bound, url if open_browser else ""))
    with suppress(KeyboardInterrupt):
        _finish(say)


class _Wanted(NamedTuple):
    """What `serve` was asked for."""

    root: Path
    out: Path
    builder: "Callable[[], Report]"
    base_path: Callable[[], str]
    host: str
    ignore: tuple[Path, ...]
    poll: bool
    say: Callable[[str], None]


def _greet(wanted: _Wanted, asked: int, port: int) -> str:
    """Say where the preview is, and return the address."""
    try:
        base = wanted.base_path()
    except SsgError:
        base = "/"
    host = "127.0.0.1" if wanted.host in WILDCARD else wanted.host
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}{quote(base)}"
    if asked not in (0, port):
        wanted.say(f"port {asked} is taken, {port} is free")
    if wanted.host not in LOOPBACK:
        wanted.say("warning: the preview can be reached from other machines")
    wanted.say(f"preview at {url} (Ctrl-C stops it)")
    return url


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on the first free port from `port` on (0: any). Raises SsgError if there is none."""
    for number in range(port, min(port + TRIES, 65536)) if port else [0]:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host or None, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            bound = socket.socket(family, kind, protocol)
        except OSError as error:
            raise SsgError(
                problem("", f"can't listen on {host}: {error}", "--host 127.0.0.1 always works")
            ) from error
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(128)
        except OSError as error:
            bound.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise SsgError(
                    problem("", f"can't listen on {host}:{number}: {error.strerror}")
                ) from error
        else:
            return bound
    raise SsgError(problem("", f"no free port from {port} on", "choose another with --port"))


async def _run(wanted: _Wanted, bound: socket.socket, open_at: str) -> None:
    # The port is ours already; now the heavy imports.
    from ssg.preview.app import app
    from ssg.preview.rebuild import Site, keep_building
    from ssg.preview.reload import Epochs
    from ssg.preview.stop import Server
    from ssg.preview.watch import Bell, watching

    say = wanted.say
    bell = Bell(asyncio.get_running_loop())
    site = Site(wanted.out, Epochs(secrets.token_hex(4)), wanted.base_path)
    with watching(wanted.root, bell.ring, ignore=wanted.ignore, poll=wanted.poll, say=say):
        tasks = [asyncio.create_task(keep_building(site, bell, wanted.builder, say))]
        if open_at:
            tasks.append(asyncio.create_task(_open(site, open_at)))
        try:
            await Server(app(site, wanted.host, bound.getsockname()[1]), site.close).serve([bound])
        finally:
            for task in tasks:
                task.cancel()
            site.close()


async def _open(site: "Site", url: str) -> None:
    await site.ready.wait()
    await asyncio.to_thread(webbrowser.open, url)


def _finish(say: Callable[[str], None]) -> None:
    """Wait for a build that is still at work. Another Ctrl-C leaves it behind; the next build mends what it left."""
    for thread in threading.enumerate():
        if thread.name == BUILD_THREAD:
            say("finishing the build; Ctrl-C again to leave at once")
            thread.join()
