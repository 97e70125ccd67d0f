"""`ssg serve`: bind, serve, and stop at once on Ctrl-C. Heavy imports come after the port is ours."""

import asyncio
import errno
import gc
import importlib
import logging
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ssg.errors import SsgError, problem
from ssg.preview.interrupt import Interrupt

if TYPE_CHECKING:
    from ssg.engine.inputs import Inputs
    from ssg.preview.api import Api
    from ssg.preview.site import Site

TRIES = 50
"""How many ports after the wanted one are tried."""
SWITCH = 0.001
"""Seconds after which a thread that computes lets another one go on: requests must not wait for the archive."""
CYCLES = (2_000, 10, 1_000_000)
"""When the interpreter looks for cycles: among new values often, never by itself among all of them (some tenths of a second in
which everything stands still); that is done when nobody waits."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WILDCARD = ("", "0.0.0.0", "::")  # noqa: S104


class Wanted(NamedTuple):
    """What `serve` is asked for. `options` returns what rules may ask of the command line, `base_path` the path of the
    site with slashes at both ends; both may raise SsgError. Changes in the folders `ignore` are nobody's business.
    `say` gets whole lines for the terminal. `exposed`: another host than this machine itself is meant."""

    root: Path
    options: Callable[[], Mapping[str, str]]
    base_path: Callable[[], str]
    host: str = "127.0.0.1"
    port: int = 8000
    ignore: Sequence[Path] = ()
    open_browser: bool = False
    poll: bool = False
    exposed: bool = False
    say: Callable[[str], None] = print


def serve(wanted: Wanted) -> None:
    """Serve the preview of the archive at `wanted.root` until Ctrl-C or `q`. Raises SsgError if no port can be had."""
    if wanted.host not in LOOPBACK and not wanted.exposed:
        what = f"--host {wanted.host} would let other machines read the archive, drafts included, and change it"
        raise SsgError(problem("", what, "add --expose if that is meant"))
    with (
        listen(wanted.host, wanted.port) as bound,
        suppress(KeyboardInterrupt),
        Interrupt() as ctrl_c,
    ):
        url = _greet(wanted, bound.getsockname()[1])
        asyncio.run(_run(wanted, bound, url, ctrl_c))
    gc.freeze()  # the interpreter would look for cycles among millions of values before it ends


def _greet(wanted: Wanted, port: int) -> str:
    """Say where the preview is, and return the address."""
    base = _base(wanted)
    host = "127.0.0.1" if wanted.host in WILDCARD else wanted.host
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}{quote(base)}"
    if wanted.port not in (0, port):
        wanted.say(f"port {wanted.port} is taken, {port} is free")
    if wanted.host not in LOOPBACK:
        wanted.say(
            "warning: every machine that reaches this address can read the whole archive, drafts included,\n"
            "warning: and change and delete its articles; the connection is not encrypted"
        )
    wanted.say(f"preview at {url} (o opens it, q or Ctrl-C ends it)")
    return url


def _base(wanted: Wanted) -> str:
    try:
        return wanted.base_path()
    except SsgError:  # shown in the browser
        return "/"


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
            bound.listen(512)
        except OSError as error:
            bound.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise SsgError(
                    problem("", f"can't listen on {host}:{number}: {error.strerror}")
                ) from error
        else:
            return bound
    raise SsgError(problem("", f"no free port from {port} on", "choose another with --port"))


async def _run(wanted: Wanted, bound: socket.socket, url: str, ctrl_c: Interrupt) -> None:
    # The port is ours already; now what the first page needs, and nothing else.
    from ssg.preview.ahead import Ahead
    from ssg.preview.app import app
    from ssg.preview.last import read
    from ssg.preview.reload import Epochs
    from ssg.preview.site import Site
    from ssg.preview.stop import Server
    from ssg.preview.terminal import keys

    sys.setswitchinterval(SWITCH)
    # a browser that goes away in the middle of an answer is worth no word in the terminal
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    site = Site(
        Epochs(secrets.token_hex(4)),
        wanted.say,
        Ahead(lambda: _inputs(wanted), read(wanted.root, _base(wanted))),
    )
    own = app(site, lambda: _api(wanted, site), wanted.root, (wanted.host, bound.getsockname()[1]))
    server = Server(own, site.close)
    ctrl_c.ends(server.leave)
    at_keys = {"o": lambda: webbrowser.open(url), "q": server.leave}
    with keys(at_keys), ExitStack() as opened:
        archive = asyncio.create_task(_archive(wanted, site, opened))
        archive.add_done_callback(lambda _: server.leave())
        if wanted.open_browser:
            webbrowser.open(url)
        try:
            await server.serve([bound])
            if archive.done():  # a preview that can't open the archive ends, and says why
                archive.result()
        finally:
            archive.cancel()
            site.close()
            site.end()


async def _archive(wanted: Wanted, site: "Site", opened: ExitStack) -> None:
    """Open the archive once the first page is out, and follow its changes. Never returns."""
    await site.calm()
    await asyncio.to_thread(importlib.import_module, "ssg.preview.opening")
    from ssg.preview.opening import Opened
    from ssg.preview.watch import Bell, watching

    bell = Bell(asyncio.get_running_loop())
    watch = watching(wanted.root, bell.ring, ignore=wanted.ignore, poll=wanted.poll, say=wanted.say)
    opened.enter_context(watch)
    archive = opened.enter_context(closing(Opened(wanted.root, wanted.options)))
    await site.start(archive)
    gc.freeze()
    gc.set_threshold(*CYCLES)
    gc.enable()  # a preview lives for days
    await asyncio.gather(site.follow(bell), site.catch_up(), site.make_beforehand())


def _inputs(wanted: Wanted) -> "Inputs":
    from ssg.build import mounts
    from ssg.engine.inputs import Inputs

    return Inputs(mounts(wanted.root), wanted.options())


def _api(wanted: Wanted, site: "Site") -> "Api":
    from ssg.preview.api import Api

    return Api(site, wanted.root, lambda: wanted.options()["today"])
