"""The preview's answers: the guard in front, the twin's pages, and what `/_ssg/` offers the browser."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ssg.preview import pages
from ssg.preview.rebuild import Site

OWN = "/_ssg/"
BROWSER = Path(__file__).parent.parent / "browser"
SCRIPTS = frozenset(
    f"preview{name}"
    for name in ("_page.js", "_core.js", "_follow.js", "_morph.js", "_panel.js", ".css")
)
"""The files of `ssg/browser/` that are served below `/_ssg/`."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "frame-ancestors 'self'",
    "cache-control": "no-store",
}
HEAD = Markup(
    '<meta name="ssg-epoch" content="{}" data-status="{}"><script type="module" src="/_ssg/preview_page.js"></script>'
)
PAGE = Markup(
    "<!doctype html>\n<html><head><title>{0}</title></head><body><main><h1>{0}</h1><p>{1}</p>{2}</main></body></html>\n"
)


def app(site: Site, host: str, port: int) -> ASGIApp:
    """Return the whole preview as an ASGI application, bound to `port` of `host`."""
    return Guard(Preview(site), host, port)


class Preview:
    """Pages under the base path, and the preview's own addresses below `/_ssg/`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await self._site.ready.wait()  # the first build
        response = (
            await self._own(request) if scope["path"].startswith(OWN) else await self._page(request)
        )
        await response(scope, receive, send)

    async def _own(self, request: Request) -> Response:
        name = request.scope["path"].removeprefix(OWN)
        epochs = self._site.epochs
        if name == "events":
            since = (
                request.headers.get("last-event-id")
                or request.query_params.get("since")
                or epochs.epoch
            )
            return StreamingResponse(epochs.stream(since), media_type="text/event-stream")
        if name == "state":
            found = [msgspec.structs.asdict(problem) for problem in epochs.problems]
            state = msgspec.json.encode({"epoch": epochs.epoch, "problems": found})
            return Response(state, media_type="application/json")
        if name == "idiomorph.js":
            return Response(idiomorph(BROWSER / "vendor"), media_type="text/javascript")
        if name in SCRIPTS:
            return Response(
                (BROWSER / name).read_bytes(),
                headers={"content-type": pages.content_type(name)},
            )
        return _plain("nothing is here", 404)

    async def _page(self, request: Request) -> Response:
        site = self._site
        raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
        answer = pages.find(site.files, site.base, raw.partition(b"?")[0])
        match answer.kind:
            case "file":
                return self._file(answer.path, request)
            case "moved":
                query = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(answer.location + query, 301 if answer.permanent else 302)
            case "outside":
                return self._made(
                    "404",
                    Markup(
                        "This archive lives under <a href='{0}'>{0}</a>, as it will on the web."
                    ).format(site.base),
                )
            case "missing":
                return self._missing(answer.path)

    def _file(self, path: str, request: Request) -> Response:
        file = self._site.out / path
        kind = pages.content_type(path)
        if not kind.startswith("text/html"):
            return (
                FileResponse(file, headers={"content-type": kind})
                if file.is_file()
                else self._missing("")
            )
        head = self._head(
            200
        )  # the epoch first, the file second: a page may be newer than it says, never older
        try:
            page = file.read_bytes()
        except FileNotFoundError:
            return self._missing("")
        tag = f'"{hashlib.sha256(page).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"etag": tag})
        return Response(pages.inject(page, head), headers={"content-type": kind, "etag": tag})

    def _missing(self, path: str) -> Response:
        if not self._site.files:
            return self._made("503", Markup("No page has been built yet."))
        if path:
            page = (self._site.out / path).read_bytes()
            return Response(
                pages.inject(page, self._head(404)),
                404,
                headers={"content-type": pages.content_type(path)},
            )
        return self._made("404", Markup("There is no such page."))

    def _made(self, status: str, text: Markup) -> Response:
        page = PAGE.format(status, text, Markup()).encode()
        return Response(
            pages.inject(page, self._head(int(status))), int(status), media_type="text/html"
        )

    def _head(self, status: int) -> bytes:
        return HEAD.format(self._site.epochs.epoch, status).encode()


class Guard:
    """Refuses what a page of another site could have sent (DNS rebinding, forged and foreign requests), before
    anything looks at the path, and puts the protecting headers on every answer."""

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
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [
                    *((n, v) for n, v in message["headers"] if n.decode() not in HEADERS),
                    *own,
                ]
            await send(message)

        refused = self._refuse(scope)
        await (refused or self._inner)(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Request(scope).headers
        hosts = self._allowed(scope)
        if headers.getlist("host") == [] or any(
            host.lower() not in hosts for host in headers.getlist("host")
        ):
            return _plain("this preview answers to its own address only", 403)
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
            return _plain("another site asks", 403)
        if not _same_site(headers, scope):
            return _plain("another site asks", 403)
        if scope["method"] not in ("GET", "HEAD"):
            return _plain("only GET and HEAD", 405)
        return None

    def _allowed(self, scope: Scope) -> frozenset[str]:
        """The exact Host headers. Bound to every address, the very address that was called counts too: no name can be rebound to it."""
        server = scope.get("server")
        if not self._wildcard or not server:
            return self._hosts
        address = f"[{server[0]}]" if ":" in server[0] else server[0]
        return self._hosts | {f"{address}:{self._port}"}


def idiomorph(vendor: Path) -> bytes:
    """Return idiomorph as an ES module that exports `Idiomorph`; null, where the browser files are missing."""
    for name in ("idiomorph.esm.js", "idiomorph.esm.min.js"):
        if (vendor / name).is_file():
            return (vendor / name).read_bytes()
    for file in sorted(vendor.glob("**/idiomorph*.js")):
        code = file.read_bytes()
        return code if b"export" in code else code + b"\nexport { Idiomorph };\n"
    return b"export const Idiomorph = null;\n"


def _same_site(headers: Mapping[str, str], scope: Scope) -> bool:
    """Whether the request comes from the preview itself, from the address bar, or is a reader who follows a link to a page."""
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return True
    follows = (
        headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    )
    return follows and scope["method"] == "GET" and not scope["path"].startswith(OWN)


def _plain(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, media_type="text/plain")
