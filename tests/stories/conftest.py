"""The example archive, built by the commands of the README, served as GitHub Pages would, and a browser to read it."""

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
BASE = "/repo/"
PATIENCE = 20_000  # ms; a story takes one or two seconds on an idle machine
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run", "--disable-gpu", "--disable-quic")  # fmt: skip
PROGRAMS = ("chromium", "google-chrome", "chromium-browser", "chrome")
MEETING = """---
title: 두 도시가 만난 날
date: 2018-05-02
tags: [외교]
---
강을 사이에 둔 두 도시의 시장이 어제 다리 위에서 정상회담을 열었다. 다리에는 바람이 불었다.
"""
ODD = """---
title: <b>굵은 글씨</b>와 & 기호
date: 2018-05-01
tags: ["C&A <표>"]
---
꺾쇠 `<script>alert(1)</script>` 하나와 "따옴표"가 있는 글이다.
"""

Visit = Callable[..., Page]


class Pages(SimpleHTTPRequestHandler):
    """Serves a folder below the base path by the rules of GitHub Pages: folders, `x` for `x.html`, 404.html, compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, a redirect to the folder with its slash, or 404.html."""
        path = unquote(urlsplit(self.path).path)
        root = Path(self.directory)
        if not path.startswith(BASE):
            self.send_error(404)
            return
        file = root / path.removeprefix(BASE)
        if file.is_dir() and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", urlsplit(self.path).path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        found = file / "index.html" if file.is_dir() else file
        if not found.is_file():
            found = file.with_name(f"{file.name}.html")
        status = 200 if found.is_file() else 404
        body = (found if status == 200 else root / "404.html").read_bytes()
        self.send_response(status)
        kind = self.guess_type(str(found if status == 200 else "404.html"))
        if "gzip" in self.headers.get("Accept-Encoding", "") and not kind.startswith("image/"):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of the example archive, with two articles more: one word in one form, and odd characters."""
    if not (ROOT / "ssg" / "browser" / "vendor" / "lunr.min.js").exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    archive = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "content", archive / "content")
    shutil.copy(ROOT / "site.toml", archive)
    more = archive / "content" / "articles" / "2018"
    more.mkdir()
    (more / "두-도시.md").write_text(MEETING, "utf-8")
    (more / "odd.md").write_text(ODD, "utf-8")
    for words in (
        ["import", "content/inbox"],
        ["build", "--base-url", f"https://example.org{BASE}"],
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}  # noqa: TID251
        done = subprocess.run(
            [sys.executable, "-m", "ssg", *words], cwd=archive, env=environment,
            capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    return archive / "_site"


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a site's folder and returns its address."""
    with ExitStack() as running:

        def start(folder: Path) -> str:
            answering = partial(Pages, directory=str(folder))
            server = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), answering))
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            running.callback(thread.join)
            running.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}{BASE}"

        yield start


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    """Return the address of the served site."""
    return serve(site)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium; of one module only: Playwright holds the thread's event loop while it runs."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)  # noqa: TID251
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def said() -> list[str]:
    """What the browser complained of, and which strangers were asked: empty at the end of every story."""
    return []


@pytest.fixture
def visit(chromium: Browser, address: str, said: list[str]) -> Iterator[Visit]:
    """Return a function that opens a page of the site in a browser of its own; options are Playwright's.

    A word on the console, an error of a script or a request to another host fails the story.
    """
    opened: list[BrowserContext] = []

    def open_page(path: str = "", **options: Any) -> Page:
        context = chromium.new_context(**{"locale": "ko-KR", "base_url": address, **options})
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda asked: _stranger(asked.url, address, said))
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert said == []


def _stranger(url: str, address: str, said: list[str]) -> None:
    if not url.startswith((address, "data:")):
        said.append(f"asked {url}")
