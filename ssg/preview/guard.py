"""Who may ask: refuses what a page of another site could have sent, before anything looks at the path."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN = "/_ssg/"
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "frame-ancestors 'self'",
    "cache-control": "no-store",
}
"""On every answer; an answer may have a content security policy of its own that holds this one."""
OWN_WORDS = frozenset(("content-security-policy",))


class Guard:
    """Refuses DNS rebinding, forged and foreign requests, and puts the protecting headers on every answer."""

    def __init__(self, inner: ASGIApp, host: str, port: int) -> None:
        self._inner = inner
        self._port = port
        self._wildcard = host in ("", "0.0.0.0", "::")  # noqa: S104
        names = {
            "127.0.0.1",
            "localhost",
            "[::1]",
            *({f"[{host}]" if ":" in host else host} if host and not self._wildcard else ()),
        }
        self._hosts = frozenset(
            name.lower() + end
            for name in names
            for end in ([f":{port}", ""] if port == 80 else [f":{port}"])
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _protected(message["headers"])
            await send(message)

        refused = self._refuse(scope)
        await (refused or self._inner)(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Request(scope).headers
        hosts = self._allowed(scope)
        given = headers.getlist("host")
        if len(given) != 1 or given[0].lower() not in hosts:
            return plain("this preview answers to its own address only", 403)
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{given[0].lower()}":
            return plain("another site asks", 403)
        if not same_site(headers, scope):
            return plain("another site asks", 403)
        if scope["method"] not in ("GET", "HEAD") and not scope["path"].startswith(f"{OWN}api/"):
            return plain("only GET and HEAD", 405)
        return None

    def _allowed(self, scope: Scope) -> frozenset[str]:
        """The exact Host headers. Bound to every address, the very address that was called counts too: no name can be rebound to it."""
        server = scope.get("server")
        if not self._wildcard or not server:
            return self._hosts
        address = f"[{server[0]}]" if ":" in server[0] else server[0]
        return self._hosts | {f"{address}:{self._port}"}


def _protected(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.decode().lower() for name, _ in headers}
    kept = [
        (n, v)
        for n, v in headers
        if n.decode().lower() not in HEADERS or n.decode().lower() in OWN_WORDS
    ]
    own = [
        (n.encode(), v.encode()) for n, v in HEADERS.items() if n not in OWN_WORDS or n not in there
    ]
    return [*kept, *own]


def same_site(headers: Mapping[str, str], scope: Scope) -> bool:
    """Return whether a request comes from the preview itself or the address bar, or is a reader who follows a link to a page."""
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return True
    follows = (
        headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    )
    return follows and scope["method"] == "GET" and not scope["path"].startswith(OWN)


def plain(text: str, status: int) -> Response:
    """Return a short answer."""
    return Response(f"{text}\n", status, media_type="text/plain")
