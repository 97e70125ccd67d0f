"""A Chromium that asks both indexes over a local server, and counts what comes and how long it takes."""

import gzip
import json
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

WAIT = 60
"""Seconds until a page must have answered."""

TEXT = (".js", ".json", ".html", ".css")
PIECE = 4096

OURS = """async (text) => {
  if (!globalThis.engine) {
    const { makeClient } = await import("/assets/search_client.js");
    const at = (name) => new URL(name, location.href).href;
    const places = { index: at("/search/"), lunr: at("/assets/lunr.min.js"), table: at("/assets/analysis.json") };
    globalThis.engine = makeClient(at("/assets/search_worker.js"), places);
    globalThis.engine.open();
  }
  const begun = performance.now();
  const question = { text, count: 10, filters: {}, sort: "score", counted: false };
  const answer = await engine.ask(question, () => undefined); // all ten, as theirs
  return [performance.now() - begun, answer ? answer.results.length : 0];
}"""
THEIRS = """async (text) => {
  globalThis.engine ??= await import("/pagefind/pagefind.js");
  const begun = performance.now();
  const found = await engine.search(text);
  const some = await Promise.all(found.results.slice(0, 10).map((each) => each.data()));
  return [performance.now() - begun, some.length];
}"""

FIRST = """async (text) => {
  const engine = await import("/pagefind/pagefind.js");
  const found = await engine.search(text);
  await found.results[0]?.data();
  return [performance.now()];
}"""
"""Pagefind's first result: milliseconds since the page was asked for."""

ALONE = """<!doctype html><link rel="icon" href="data:,"><script type="module">
const ask = {script};
const said = [];
for (const text of JSON.parse(decodeURIComponent(location.hash.slice(1)))) said.push((await ask(text))[0]);
await fetch("/told", {{ method: "POST", body: JSON.stringify(said) }});
</script>"""
"""A page that asks by itself, and tells the server how many milliseconds each of its questions took."""


class Files(SimpleHTTPRequestHandler):
    """A file server that compresses text and lets caches keep it as GitHub Pages does, and says nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = (
        True  # else an answer waits 40 ms for the browser to acknowledge its head
    )
    wbufsize = 1 << 16

    def do_GET(self) -> None:
        """Answer with the file, compressed where it is text."""
        path = Path(self.translate_path(self.path))  # without what follows a question mark
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in TEXT:
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.respond(body)

    def respond(self, body: bytes) -> None:
        """Send an answer."""
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Listening(Files):
    """The same; what pages tell it is in `told`."""

    told: SimpleQueue[list[float]] = SimpleQueue()

    def do_POST(self) -> None:
        """Keep what a page tells."""
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()


class Slow(Listening):
    """The same over a slow line: 150 ms until an answer begins, 1.6 Mbit/s for all of them together."""

    WAIT, BYTES_A_SECOND = 0.15, 200_000
    line = threading.Lock()

    def respond(self, body: bytes) -> None:
        """Send an answer when its turn has come."""
        time.sleep(self.WAIT)
        for at in range(0, len(body), PIECE):
            with self.line:
                time.sleep(len(body[at : at + PIECE]) / self.BYTES_A_SECOND)
            self.wfile.write(body[at : at + PIECE])
            self.wfile.flush()


@contextmanager
def served(folder: Path, kind: type[Files] = Files) -> Iterator[str]:
    """Serve a folder while the block runs; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Meter:
    """Counts the bytes that a page receives, by what they are for."""

    def __init__(self, page: Page) -> None:
        self.results = self.rest = self.requests = 0
        page.context.on("response", self._count)

    def _count(self, response: Any) -> None:
        size = int(response.headers.get("content-length", 0))
        self.requests += 1
        if "/d" in response.url.rpartition("/search/")[2] or ".pf_fragment" in response.url:
            self.results += size
        else:
            self.rest += size

    def taken(self) -> tuple[int, int]:
        """Return the bytes for finding and for showing since this was asked last."""
        found = self.rest, self.results
        self.results = self.rest = 0
        return found


def asked(
    chromium: Browser, address: str, script: str, pairs: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """Return the mean KB of a first and of a next query, and of what ten results show."""
    first, following, shown = list[float](), list[float](), list[float]()
    for one, other in pairs:
        page = chromium.new_page()
        meter = Meter(page)
        page.goto(f"{address}start.html")
        meter.taken()
        page.evaluate(script, one)
        find, show = meter.taken()
        first.append(find / 1000)
        shown.append(show / 1000)
        page.evaluate(script, other)
        following.append(meter.taken()[0] / 1000)
        page.close()
    return {
        "scripts, index, first query, KB": statistics.mean(first), "next query, KB": statistics.mean(following), "entries of ten results, KB": statistics.mean(shown),
    }  # fmt: skip


def timed(
    chromium: Browser, folder: Path, script: str, pairs: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """Return the milliseconds of queries, each pair in a browser that has nothing cached.

    No tool listens to these pages: to tell one of every request takes as long as the request does, as no reader has it.
    """
    with served(folder, Listening) as address:
        pages = [alone(folder, address, script, (one, other, other)) for one, other in pairs]
        took = told(chromium, pages)
    cold, new, again = zip(*took, strict=True)
    return {
        "cold first query, p50 ms": statistics.median(cold), "new query, p50 ms": statistics.median(new), "new query, p95 ms": high(new), "same query again, p50 ms": statistics.median(again),
    }  # fmt: skip


def high(numbers: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(numbers)[int(len(numbers) * 0.95)]


def typed(chromium: Browser, address: str, script: str) -> float:
    """Return the KB of typing 정상회담, asked from the second syllable on, at every syllable."""
    page = chromium.new_page()
    meter = Meter(page)
    page.goto(f"{address}start.html")
    meter.taken()
    for text in ("정상", "정상회", "정상회담"):
        page.evaluate(script, text)
    found = meter.taken()[0] / 1000
    page.close()
    return found


def alone(folder: Path, address: str, script: str, texts: Sequence[str]) -> str:
    """Return the address of a page that asks `texts` by itself, one after the other."""
    (folder / "alone.html").write_text(ALONE.format(script=script))
    return f"{address}alone.html#{quote(json.dumps(texts))}"


def told(chromium: Browser, pages: Sequence[str]) -> list[list[float]]:
    """Return what each page tells, opened in a browser of its own that has nothing cached and that no tool listens to."""
    command = chromium.new_browser_cdp_session().send
    found = list[list[float]]()
    for page in pages:
        browser = command("Target.createBrowserContext")
        command("Target.createTarget", {"url": page, **browser})
        found.append(Listening.told.get(timeout=WAIT))
        command("Target.disposeBrowserContext", browser)
    return found
