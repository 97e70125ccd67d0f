"""What searching costs: bytes, milliseconds and processor time, side by side with Pagefind 1.4, the last that splits Korean.

    make bench-search            python tests/bench/bench_search.py [--shared ../shared] [--articles 1000,10000] [--queries 20]

Articles are recombined from the sentences of ../shared/data by ../shared/tools/search/make_corpus.py. Pagefind comes from npm
into a temporary folder. A Chromium asks both over one local server that compresses text as GitHub Pages does; every
query has a browser of its own, so nothing is cached before. A query is two words of one article.
"""

import argparse
import gc
import gzip
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from ssg.formats import modules
from ssg.model import Card, Source
from ssg.search import analysis, index, shards
from ssg.site.search import SCRIPTS

HERE = Path(__file__).resolve()
BROWSER = HERE.parents[2] / "ssg" / "browser"
PAGEFIND = "pagefind@1.4.0"
TEXT = (".js", ".json", ".html", ".css")
Document = Mapping[str, Any]

OURS = """async (text) => {
  if (!globalThis.engine) {
    const worker = new Worker("/assets/search_worker.js"), waiting = new Map();
    let last = 0;
    worker.onmessage = ({ data }) => waiting.get(data.id)(data.answer);
    const at = (name) => new URL(name, location.href).href;
    const places = { index: at("/search/"), lunr: at("/assets/lunr.min.js"), table: at("/assets/analysis.json") };
    globalThis.engine = (message) => new Promise((done) => { waiting.set(++last, done); worker.postMessage({ id: last, places, ...message }); });
  }
  const begun = performance.now();
  const question = { text, count: 10, filters: {}, sort: "score", counted: false };
  const answer = await engine({ kind: "ask", question });
  return [performance.now() - begun, answer ? answer.results.length : 0];
}"""
THEIRS = """async (text) => {
  globalThis.engine ??= await import("/pagefind/pagefind.js");
  const begun = performance.now();
  const found = await engine.search(text);
  const some = await Promise.all(found.results.slice(0, 10).map((each) => each.data()));
  return [performance.now() - begun, some.length];
}"""


class Files(SimpleHTTPRequestHandler):
    """A file server that compresses text as GitHub Pages does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, compressed where it is text."""
        path = Path(self.translate_path(self.path))
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
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def corpus(shared: Path, folder: Path, count: int) -> list[Document]:
    """Return `count` articles of 1,500 characters; a smaller corpus begins a greater one."""
    told = json.loads((shared / "data/korquad-1.0-dev.json").read_text("utf-8"))["data"]
    texts = {p["context"].replace("\n", " "): a["title"] for a in told for p in a["paragraphs"]}
    lines = (json.dumps({"title": title, "body": body}) for body, title in texts.items())
    (folder / "news.docs.jsonl").write_text("\n".join(lines), "utf-8")
    made = folder / "corpus.jsonl"
    script = shared / "tools/search/make_corpus.py"
    command = [sys.executable, str(script), str(made), str(count), str(folder / "news.docs.jsonl")]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line) for line in made.read_text("utf-8").splitlines()]


def articles(documents: Sequence[Document]) -> dict[str, shards.Article]:
    """Return the articles of an index."""
    found = {}
    for each in documents:
        path = f"content/articles/{each['id']}.md"
        card = Card(
            title=each["title"], path=path, url=f"/articles/{each['id']}/", kind="article",
            tags=tuple(each["tags"]), source=Source("기록신문"), excerpt=each["body"][:200],
        )  # fmt: skip
        facets: list[list[str]] = [["기록신문"], [], each["tags"]]
        found[path] = shards.Article(index.entry(card), index.words(card, each["body"]), facets)
    return found


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def ours(folder: Path, documents: Sequence[Document]) -> float:
    """Write our index and scripts; return the processor seconds of the index, in one process."""
    gc.disable()  # as ssg's processes do
    begun = time.process_time()
    made = articles(documents)
    files = shards.build(made, list(made))
    spent = time.process_time() - begun
    gc.enable()
    written(folder / "search", files)
    read: Callable[[str], str] = lambda name: (BROWSER / name).read_text("utf-8")  # noqa: E731
    scripts = {name: modules.bundle(entry, read).encode() for name, entry in SCRIPTS.items()}
    scripts["analysis.json"] = analysis.table_bytes()
    scripts["lunr.min.js"] = (BROWSER / "vendor" / "lunr.min.js").read_bytes()
    written(folder / "assets", scripts)
    return spent


def pagefind(folder: Path, documents: Sequence[Document], program: Path) -> float:
    """Write Pagefind's index of the same texts; return its processor seconds."""
    for each in documents:
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in each["body"].split("\n\n"))
        said = f'<!doctype html><html lang="ko"><title>{escape(each["title"])}</title><body data-pagefind-body><h1>{escape(each["title"])}</h1>{paragraphs}'
        written(folder / "articles", {f"{each['id']}/index.html": said.encode()})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(program), "--site", str(folder), "--output-path", str(folder / "pagefind")]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def installed(folder: Path) -> Path:
    """Return Pagefind's own program, fetched from npm."""
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*command, PAGEFIND], check=True)
    return next((folder / "node_modules" / "@pagefind").glob("*/bin/pagefind_extended"))


def queries(documents: Sequence[Document], count: int) -> list[str]:
    """Return two words each of one article, as they are without particles."""
    draw = random.Random(9)
    found = list[str]()
    while len(found) < count:
        words = draw.choice(documents)["body"].split()
        stems = [s for w in draw.sample(words, 8) if len(s := analysis.stem(w)) > 1 and s > "가"]
        if len(stems) > 1:
            found.append(" ".join(stems[:2]))
    return found


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
    """Return the mean KB of a first and of a next query, and the milliseconds of queries."""
    first, following, shown = list[float](), list[float](), list[float]()
    cold, new, again = list[float](), list[float](), list[float]()
    for one, other in pairs:
        page = chromium.new_page()
        meter = Meter(page)
        page.goto(f"{address}start.html")
        meter.taken()
        cold.append(page.evaluate(script, one)[0])
        find, show = meter.taken()
        first.append(find / 1000)
        shown.append(show / 1000)
        new.append(page.evaluate(script, other)[0])
        following.append(meter.taken()[0] / 1000)
        again.append(page.evaluate(script, other)[0])
        page.close()
    return {
        "first KB": statistics.mean(first), "next KB": statistics.mean(following), "ten results KB": statistics.mean(shown),
        "cold ms": statistics.median(cold), "new p50 ms": statistics.median(new), "new p95 ms": _high(new), "again p50 ms": statistics.median(again),
    }  # fmt: skip


def _high(numbers: Sequence[float]) -> float:
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


def published(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[int, float]:
    """Return how many files of an index changed, and their KB."""
    changed = [name for name in after if before.get(name) != after[name]]
    return len(changed), sum(len(after[name]) for name in changed) / 1000


def stability(documents: Sequence[Document]) -> dict[str, tuple[int, float]]:
    """Return files and KB to publish after one word, and after one article more."""
    made = articles(documents)
    order = list(made)
    whole = shards.build(made, order)
    path = order[len(order) // 3]
    words = made[path].words
    other = words.body.replace(words.body.split(" ")[5], "새낱말이다", 1)
    changed = msgspec.structs.replace(words, body=other)
    edited = {**made, path: made[path]._replace(words=changed)}
    return {
        "one word": published(whole, shards.build(edited, order)),
        "one article": published(shards.build(made, order[:-1]), whole),
    }


def size(folder: Path) -> tuple[float, int]:
    """Return MB and number of the files in a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6, len(files)


def compared(documents: Sequence[Document], asked_for: int, program: Path) -> dict[str, Any]:
    """Measure both on the same articles."""
    with tempfile.TemporaryDirectory(dir=_memory()) as name, sync_playwright() as tool:
        folder = Path(name)
        (folder / "start.html").write_text('<!doctype html><link rel="icon" href="data:,">')
        spent = {"ours": ours(folder, documents), "pagefind": pagefind(folder, documents, program)}
        words = queries(documents, 2 * asked_for)
        pairs = list(zip(words[::2], words[1::2], strict=True))
        browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
        chromium = tool.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        with served(folder) as address:
            found = {
                name: {**asked(chromium, address, script, pairs), "typing KB": typed(chromium, address, script)}
                for name, script in (("ours", OURS), ("pagefind", THEIRS))
            }  # fmt: skip
        chromium.close()
        for who, place in (("ours", "search"), ("pagefind", "pagefind")):
            megabytes, files = size(folder / place)
            found[who] |= {"index MB": megabytes, "files": files, "CPU s": spent[who]}
    return found


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[3] / "shared")
    parser.add_argument("--articles", default="1000,10000")
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--edits", action="store_true", help="also what an edit changes")
    given = parser.parse_args()
    if not (given.shared / "data/korquad-1.0-dev.json").exists():
        sys.exit(f"bench-search: {given.shared} isn't here: its sentences make the articles")
    counts = [int(each) for each in given.articles.split(",")]
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=_memory()) as name:
        program = installed(Path(name))
        documents = corpus(given.shared, Path(name), max(counts))
        for count in counts:
            found = compared(documents[:count], given.queries, program)
            print(
                f"\n| {count:,} articles | ours | Pagefind 1.4 | ratio |\n| --- | --: | --: | --: |"
            )
            for what, mine in found["ours"].items():
                theirs = found["pagefind"][what]
                print(f"| {what} | {mine:.2f} | {theirs:.2f} | {mine / theirs:.2f} |", flush=True)
            if given.edits:
                for what, (files, kilobytes) in stability(documents[:count]).items():
                    print(f"| {what}: files, KB to publish | {files} / {kilobytes:.0f} | | |")


if __name__ == "__main__":
    main()
