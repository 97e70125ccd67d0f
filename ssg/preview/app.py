"""The preview's answers: the guard in front, the twin's pages, and what `/_ssg/` offers the browser."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ssg.preview import pages
from ssg.preview.guard import HEADERS, OWN, Guard, plain
from ssg.preview.served import Found, Served
from ssg.preview.site import Site

if TYPE_CHECKING:
    from ssg.preview.api import Api

BROWSER = Path(__file__).parent.parent / "browser"
CODEMIRROR = "codemirror.js"
PREVIEW = ("page.js", "core.js", "follow.js", "morph.js", "panel.js", "badge.js", "badge.css")
EDITOR = ("page.js", "core.js", "ask.js", "text.js", "frame.js", "form.js", "drafts.js", "conflict.js",
          "paste.js", "words.js", "dom.js", "files.js", "saving.js", "notice.js")  # fmt: skip
SCRIPTS = {"preview.css", "editor.css", CODEMIRROR}.union(
    (f"preview_{name}" for name in PREVIEW), (f"editor_{name}" for name in EDITOR)
)
"""The files of `ssg/browser/` that are served below `/_ssg/`."""
SHOWN = 100
"""How many problems a browser is told of."""
HEAD = Markup(
    '<meta name="ssg-epoch" content="{}" data-status="{}" data-source="{}" data-badge="{}">'
    '<script type="module" src="/_ssg/preview_page.js"></script>'
)
PAGE = Markup(
    "<!doctype html>\n<html><head><meta charset=utf-8><title>{0}</title></head><body><main><h1>{0}</h1><p>{1}</p></main></body></html>\n"
)

ELSEWHERE = Markup("This archive lives under <a href='{0}'>{0}</a>, as it will on the web.")


def app(site: Site, api: "Callable[[], Api]", root: Path, bound: tuple[str, int]) -> ASGIApp:
    """Return the whole preview of the archive at `root` as an ASGI application, bound to a host and a port. `api` is
    called when the editor is first wanted."""
    return Guard(Preview(site, api, root), *bound)


class Preview:
    """Pages under the base path, and the preview's own addresses below `/_ssg/`."""

    def __init__(self, site: Site, api: "Callable[[], Api]", root: Path) -> None:
        self._site, self._open_api, self._root = site, api, root

    @cached_property
    def _api(self) -> "Api":
        return self._open_api()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        own = scope["path"].startswith(OWN)
        response = await (self._own(request) if own else self._page(request))
        await response(scope, receive, send)

    async def _own(self, request: Request) -> Response:
        name = request.scope["path"].removeprefix(OWN)
        kind, _, path = name.partition("/")
        if path and kind in ("api", "edit", "frame"):
            return await self._edited(kind, path, request)
        return self._file_of_ours(name) or self._told(name, request)

    async def _edited(self, kind: str, path: str, request: Request) -> Response:
        """What the editor asks."""
        from ssg.preview import editor

        await self._site.opened()
        match kind:
            case "api":
                return await self._api(request, path)
            case "edit":
                return editor.page(request, self._site, path, self._api.token)
        return await editor.frame(self._site, self._root, path)

    def _told(self, name: str, request: Request) -> Response:
        """The event stream, and what a tab asks when it wakes."""
        epochs = self._site.epochs
        if name == "events":
            last, asked = request.headers.get("last-event-id"), request.query_params.get("since")
            stream = epochs.stream(last or asked or epochs.epoch)
            return StreamingResponse(stream, media_type="text/event-stream")
        if name != "state":
            return plain("nothing is here", 404)
        from ssg.preview.excerpt import excerpt

        found = [
            {**msgspec.structs.asdict(each), "excerpt": excerpt(self._root, each)}
            for each in epochs.problems[:SHOWN]
        ]
        state = {"epoch": epochs.epoch, "problems": found, "unpublished": self._site.unpublished}
        return Response(msgspec.json.encode(state), media_type="application/json")

    def _file_of_ours(self, name: str) -> Response | None:
        if name == "idiomorph.js":
            return Response(idiomorph(BROWSER / "vendor"), media_type="text/javascript")
        if name not in SCRIPTS:
            return None
        file = BROWSER / ("vendor" if name == CODEMIRROR else ".") / name
        if not file.is_file():
            return plain(
                "browser files are missing: install ssg again where npm can be reached", 404
            )
        return Response(file.read_bytes(), headers={"content-type": pages.content_type(name)})

    async def _page(self, request: Request) -> Response:
        epoch = (
            self._site.epochs.epoch
        )  # before the page: it may be newer than it says, never older
        raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
        found = await self._site.find(raw.partition(b"?")[0])
        answer = found.answer
        match answer.kind:
            case "file" | "missing":
                status = 200 if answer.kind == "file" else 404
                if found.served is None:
                    return self._made(epoch, status, found)
                return self._file(epoch, status, found, request)
            case "moved":
                query = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(answer.location + query, 301 if answer.permanent else 302)
            case "outside":
                base = self._site.shown.base
                return self._plain_page(epoch, 404, "404", ELSEWHERE.format(base))

    def _file(self, epoch: str, status: int, found: Found, request: Request) -> Response:
        served: Served = found.served  # type: ignore[assignment]
        kind = pages.content_type(served.path)
        html = kind.startswith("text/html")
        if served.file and not html:
            there = Path(served.file).is_file()
            return (
                FileResponse(served.file, headers={"content-type": kind})
                if there
                else plain("it is gone", 404)
            )
        if not html:
            return Response(
                served.body, status if served.body else 404, headers={"content-type": kind}
            )
        try:
            body = Path(served.file).read_bytes() if served.file else served.body
        except OSError:
            return plain("it is gone", 404)
        tag = f'"{hashlib.sha256(served.tag.encode()).hexdigest()[:32]}-{status}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"etag": tag})
        head = HEAD.format(epoch, status, served.source, served.badge).encode()
        headers = {"content-type": kind, "etag": tag}
        if (
            not served.file
        ):  # a page of the theme's: its scripts lie in known places, an article has none
            headers["content-security-policy"] = policy(request, found.scripts)
        return Response(pages.inject(body, head), status, headers=headers)

    def _made(self, epoch: str, status: int, found: Found) -> Response:
        """A page where there is none: the problems that are in the way, or that nothing is here."""
        if not found.problems:
            return self._plain_page(epoch, status, str(status), Markup("There is no such page."))
        return self._plain_page(
            epoch, 503, "503", Markup("<br>").join(str(each) for each in found.problems)
        )

    def _plain_page(self, epoch: str, status: int, title: str, text: Markup) -> Response:
        page = PAGE.format(title, text).encode()
        head = HEAD.format(epoch, status, "", "").encode()
        return Response(pages.inject(page, head), status, media_type="text/html")


def policy(request: Request, scripts: Iterable[str]) -> str:
    """Return the policy of a page: scripts from the preview and from where the site keeps its own, never from beside an article."""
    here = f"http://{request.headers['host']}"
    return f"script-src {' '.join(here + path for path in (OWN, *scripts))}; {HEADERS['content-security-policy']}"


def idiomorph(vendor: Path) -> bytes:
    """Return idiomorph as an ES module that exports `Idiomorph`; null, where the browser files are missing."""
    for name in ("idiomorph.esm.js", "idiomorph.esm.min.js"):
        if (vendor / name).is_file():
            return (vendor / name).read_bytes()
    for file in sorted(vendor.glob("**/idiomorph*.js")):
        code = file.read_bytes()
        return code if b"export" in code else code + b"\nexport { Idiomorph };\n"
    return b"export const Idiomorph = null;\n"
