"""What the editor asks of the preview: texts, saves, renderings. Every request needs the token; each change is conditional."""

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ssg.errors import SsgError, problem
from ssg.markup import merge
from ssg.preview import changes, files, form
from ssg.preview.asked import (
    IMAGE,
    REFUSALS,
    TEXT,
    answer,
    body_of,
    condition,
    json_of,
    refusal,
    text_of,
    told,
)
from ssg.preview.draft import Draft, draft
from ssg.preview.guard import plain
from ssg.preview.site import Site
from ssg.site import content, overview

TOKEN = "x-ssg-token"  # noqa: S105 - the name of a header
Answer = Awaitable[Response]


class Api:
    """The addresses below `/_ssg/api/`."""

    def __init__(self, site: Site, root: Path, today: Callable[[], str]) -> None:
        self._site, self.root, self._today = site, root, today
        self.token = secrets.token_urlsafe(32)
        self._newest: dict[str, int] = {}

    async def __call__(self, request: Request, name: str) -> Response:
        """Answer a request for `/_ssg/api/<name>`."""
        given = request.headers.get(TOKEN, "")
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return plain("the token is missing or of another run; load the editor again", 403)
        verb, _, path = name.partition("/")
        found = self._verbs().get((request.method, verb))
        if found is None:
            return plain("nothing is here", 404)
        try:
            return await found(request, path)
        except REFUSALS as error:
            return refusal(error, path)

    def _verbs(self) -> Mapping[tuple[str, str], Callable[[Request, str], Answer]]:
        return {
            ("GET", "source"): self.source, ("PUT", "source"): self.save, ("GET", "form"): self.form,
            ("POST", "render"): self.render, ("POST", "patch"): self.patch, ("PATCH", "front-matter"): self.patch_file,
            ("POST", "merge"): self.merge, ("POST", "new"): self.new, ("POST", "rename"): self.rename,
            ("POST", "delete"): self.delete, ("POST", "image"): self.image, ("POST", "read"): self.read_paste,
            ("POST", "import"): self.import_paste,
        }  # fmt: skip

    # -- texts -------------------------------------------------------------------------------------

    async def source(self, request: Request, path: str) -> Response:
        """The text of a file, its tag, and what its front matter says."""
        del request
        raw = files.read(files.place(self.root, path))
        if raw is None:
            return told(404, (problem(path, "is not there"),))
        found = await self._described(path, text_of(raw, path))
        return answer(
            200, {"text": raw.decode(), "tag": files.tag_of(raw), **found}, files.tag_of(raw)
        )

    async def save(self, request: Request, path: str) -> Response:
        """Write a text if the file is still the one that was read."""
        file = files.place(self.root, path)
        expected, wrong = condition(request)
        if wrong:
            return wrong
        raw = await body_of(request, TEXT)
        text_of(raw, path)
        done = await asyncio.to_thread(files.save, file, raw, expected)
        return answer(200, {"tag": done.tag, "written": done.written}, done.tag)

    async def merge(self, request: Request, path: str) -> Response:
        """What two sides made of one text: the merged text, or the pieces with what somebody has to decide."""
        asked = await json_of(request)
        raw = files.read(files.place(self.root, path))
        there = "" if raw is None else text_of(raw, path)
        found = await asyncio.to_thread(
            merge.merge, asked.typed("base", str), asked.typed("mine", str), there
        )
        pieces = [p if isinstance(p, str) else msgspec.structs.asdict(p) for p in found.pieces]
        tag = files.tag_of(raw) if raw is not None else ""
        return answer(200, {"text": found.text, "pieces": pieces, "disk": there, "tag": tag})

    # -- the page ----------------------------------------------------------------------------------

    async def render(self, request: Request, path: str) -> Response:
        """The page of a text that isn't saved. Of several on their way only the newest is made."""
        files.place(self.root, path)
        asked = await json_of(request)
        number = asked.typed("number", int)
        self._newest[path] = max(number, self._newest.get(path, 0))
        text = asked.typed("text", str)

        def made() -> Draft | None:
            return (
                draft(self._site.shown, path, text.encode())
                if self._newest[path] == number
                else None
            )

        done = await self._site.turns.run(made)
        if done is None:
            return answer(200, {"number": number, "html": None, "late": True})
        found = await self._described(path, text)
        problems = {*done.problems, *found.pop("problems")}
        html = done.html.decode() if done.html else None
        url = self._site.shown.base + done.url.lstrip("/") if done.url else ""
        return answer(
            200, {"number": number, "html": html, "url": url, "problems": sorted(problems), **found}
        )

    async def _described(self, path: str, text: str) -> dict[str, Any]:
        zone = await self._zone()
        read = form.read(text, path, zone)
        return {"values": read.values, "body_line": read.body_line, "problems": read.problems}

    async def _zone(self) -> str:
        try:
            config = await self._site.turns.run(lambda: self._site.shown.value(content.config))
        except SsgError:
            return "UTC"
        return str(config.timezone)

    # -- the form ----------------------------------------------------------------------------------

    async def form(self, request: Request, path: str) -> Response:
        """The fields, and the names that the archive uses, most used first."""
        del request, path
        names = await self._site.turns.run(self._names)
        return answer(200, {"fields": form.fields(), "names": names})

    def _names(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for kind in ("tags", "authors", "sections", "series", "sources"):
            try:
                terms = [
                    t
                    for group in self._site.shown.value(overview.groups, kind)
                    for t in group.terms
                ]
            except SsgError:
                terms = []
            found[kind] = sorted(((t.name, t.count) for t in terms), key=lambda t: (-t[1], t[0]))
        return found

    async def patch(self, request: Request, path: str) -> Response:
        """A text with fields set or removed; nothing is written."""
        asked = await json_of(request)
        zone = await self._zone()
        text = form.changed(
            asked.typed("text", str),
            asked.typed("set", dict, {}),
            asked.typed("remove", list, []),
            path,
            zone,
        )
        return answer(200, {"text": text})

    async def patch_file(self, request: Request, path: str) -> Response:
        """A file with fields set or removed, if it is still the one that was read."""
        file = files.place(self.root, path)
        expected, wrong = condition(request)
        if wrong or expected is None:
            return wrong or plain("only a file that is there can be changed", 428)
        asked = await json_of(request)
        raw = files.read(file)
        if raw is None or files.tag_of(raw) != expected:
            raise files.Stale(raw)
        zone = await self._zone()
        text = form.changed(
            raw.decode(), asked.typed("set", dict, {}), asked.typed("remove", list, []), path, zone
        )
        done = await asyncio.to_thread(files.save, file, text.encode(), expected)
        return answer(200, {"tag": done.tag, "written": done.written, "text": text}, done.tag)

    # -- files -------------------------------------------------------------------------------------

    async def new(self, request: Request, path: str) -> Response:
        """A new article with a title, as a draft."""
        del path
        asked = await json_of(request)
        made = await asyncio.to_thread(
            changes.new, self.root, asked.typed("title", str), self._today()
        )
        return answer(201, {"path": made})

    async def rename(self, request: Request, path: str) -> Response:
        """Another name for a file; the old address leads to the new one."""
        asked = await json_of(request)
        expected, wrong = condition(request)
        if wrong or expected is None:
            return wrong or plain("only a file that is there can be renamed", 428)
        url = await self._url(path)
        to = await asyncio.to_thread(
            changes.rename, self.root, path, asked.typed("name", str), url, expected
        )
        return answer(200, {"path": to})

    async def _url(self, path: str) -> str:
        files.place(self.root, path)
        card = (
            await self._site.turns.run(lambda: self._site.shown.value(content.loaded, path))
        ).card
        return card.url if card else ""

    async def delete(self, request: Request, path: str) -> Response:
        """Put a file away; its address says that it is gone, where it was published."""
        asked = await json_of(request)
        expected, wrong = condition(request)
        if wrong or expected is None:
            return wrong or plain("only a file that is there can be deleted", 428)
        url = await self._url(path)
        base = await self._site.turns.run(lambda: self._site.shown.value(content.config).base_url)
        reason = asked.get("reason")
        kept, said = await asyncio.to_thread(
            changes.delete, self.root, path, (url, reason, base), expected
        )
        return answer(200, {"kept": kept, "tombstone": said})

    async def image(self, request: Request, path: str) -> Response:
        """A picture for an article, into the article's own folder."""
        name = request.query_params.get("name", "")
        raw = await body_of(request, IMAGE)
        return answer(
            201, {"src": await asyncio.to_thread(changes.picture, self.root, path, name, raw)}
        )

    # -- pasted texts ------------------------------------------------------------------------------

    async def read_paste(self, request: Request, path: str) -> Response:
        """What the importer makes of a pasted text."""
        from ssg.preview import paste

        del path
        text, decided, tags = await self._pasted(request)
        found = await asyncio.to_thread(paste.read, text, decided, await self._zone(), tags)
        spans = [{**msgspec.structs.asdict(span), "kept": paste.kept(span)} for span in found.spans]
        return answer(
            200, {"text": found.text, "spans": spans, "values": found.values, "body": found.body}
        )

    async def import_paste(self, request: Request, path: str) -> Response:
        """A pasted text as a new article, with its raw original."""
        del path
        text, decided, tags = await self._pasted(request)
        made = await asyncio.to_thread(
            changes.shelve, self.root, text, decided, await self._zone(), tags
        )
        return answer(201, {"path": made})

    async def _pasted(self, request: Request) -> tuple[str, dict[int, bool], list[str]]:
        asked = await json_of(request)
        said = asked.typed("decided", dict, {})
        decided = {int(line): keep is True for line, keep in said.items() if line.isdecimal()}
        names = await self._site.turns.run(self._names)
        return asked.typed("text", str), decided, [name for name, _ in names["tags"]]
