"""uvicorn, but for its end: open event streams are told to finish before it starts to wait for them."""

import asyncio
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp


class Server(uvicorn.Server):
    """A server whose Ctrl-C ends open streams first (otherwise uvicorn waits for them, forever by default)."""

    def __init__(self, application: ASGIApp, before_exit: Callable[[], None]) -> None:
        config = uvicorn.Config(
            application, http="h11", loop="asyncio", ws="none", lifespan="off", log_level="error", access_log=False,
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        super().__init__(config)
        self._before_exit = before_exit
        self._loop: asyncio.AbstractEventLoop | None = None

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal comes; uvicorn then raises that signal again."""
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    def leave(self) -> None:
        """End from any thread, as Ctrl-C would, but for the signal."""
        self.should_exit = True
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._before_exit)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal: quit flag and streams first, then uvicorn's own way. The second Ctrl-C is uvicorn's alone."""
        super().handle_exit(sig, frame)
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._before_exit)
