"""The editor's own pages: the one that holds the token, and the frame with the article as it will be."""

import secrets
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ssg.errors import SsgError
from ssg.preview import files
from ssg.preview.asked import told
from ssg.preview.draft import draft
from ssg.preview.guard import plain
from ssg.preview.site import Site

PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{name} — ssg</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
    '<meta name="ssg-editor" content="{token}" data-path="{path}" data-nonce="{nonce}" data-epoch="{epoch}" data-base="{base}">'
    '<link rel="stylesheet" href="/_ssg/editor.css"><link rel="icon" href="data:,">'
    '<script type="module" src="/_ssg/editor_page.js"></script></head><body></body></html>\n'
)
EMPTY = Markup(
    '<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>—</title></head><body><main></main></body></html>\n'
)
FRAMED = (
    "default-src 'self'; img-src 'self' data: blob:; script-src 'none'; object-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def page(request: Request, site: Site, path: str, token: str) -> Response:
    """Return the editor of a file. Only a person who opens it in a tab gets it: it holds the token."""
    headers = request.headers
    if headers.get("sec-fetch-dest", "document") != "document" or headers.get(
        "sec-fetch-site", "none"
    ) not in ("none", "same-origin"):
        return plain("the editor is opened in a tab", 403)
    nonce = secrets.token_urlsafe(12)
    here = f"http://{headers['host']}"
    policy = (
        f"default-src 'none'; script-src {here}/_ssg/; style-src {here}/_ssg/ 'nonce-{nonce}'; img-src 'self' data: blob:; "
        "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    language = "ko" if headers.get("accept-language", "ko").lower().startswith("ko") else "en"
    made = PAGE.format(
        lang=language, name=path.rpartition("/")[2], token=token, path=path, nonce=nonce,
        epoch=site.epochs.epoch, base=site.shown.base,
    )  # fmt: skip
    return Response(made, media_type="text/html", headers={"content-security-policy": policy})


async def frame(site: Site, root: Path, path: str) -> Response:
    """Return the page of a file as it is saved, for the editor's frame: with source lines, and nothing that runs."""
    try:
        raw = files.read(files.place(root, path))
    except SsgError as error:
        return told(403, error.problems)
    made = await site.turns.run(lambda: draft(site.shown, path, raw or b""))
    html = made.html or EMPTY.format(lang="ko").encode()
    headers = {"content-security-policy": FRAMED}
    return Response(html, 404 if raw is None else 200, media_type="text/html", headers=headers)


def address(path: str) -> str:
    """Return where a file is edited."""
    return f"/_ssg/edit/{quote(path)}"
