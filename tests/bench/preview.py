"""How soon a saved text is seen in the browser, and how soon the first page after the start; Hugo's server beside it.

    make bench                                 calls this after the builds
    python tests/bench/preview.py [--articles 1000,10000] [--edits 20] [--no-hugo] [--json]

A real Chromium has the article open. From the moment the file is in its place (written beside, renamed) to the moment
a MutationObserver in the page, or the page that was loaded instead, finds the new text in its body; wall clock. In turn:
an edit for ssg, an edit for Hugo.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import anchor
from bench import SITE, generated, work_folder
from playwright.sync_api import Browser, Error, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
LONGEST = 60.0
PAUSE = 0.7  # seconds between two edits: the one before has been taken in by then, and nothing has gone to sleep
NAMES = {"cold": "cold store", "warm": "warm store", "home": "home, warm"}
WATCH = """
const seen = () => {
  const found = document.body?.textContent.match(/측정(\\d+)끝/);
  if (found && !localStorage.getItem(`seen-${found[1]}`)) localStorage.setItem(`seen-${found[1]}`, String(Date.now()));
};
new MutationObserver(seen).observe(document, { subtree: true, childList: true, characterData: true });
document.addEventListener("DOMContentLoaded", seen);
"""


class Server:
    """A preview server of either program on the articles below `site`; `seconds` is from its start to its first page."""

    def __init__(
        self, command: list[str], site: Path, environment: dict[str, str], port: int
    ) -> None:
        self.began = time.time()
        self.process = subprocess.Popen(
            command, cwd=site, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.args = command
        self.url = f"http://127.0.0.1:{port}/"

    def wait(self, path: str) -> None:
        """Return as soon as a page is answered with 200."""
        while True:
            try:
                with urllib.request.urlopen(self.url + path, timeout=LONGEST) as answer:
                    answer.read()
                    return
            except OSError:
                if self.process.poll() is not None or time.time() - self.began > 5 * LONGEST:
                    sys.exit(f"{self.process.args!r} does not answer")
                time.sleep(0.005)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serve_ours(code: Path, site: Path) -> Server:
    """Start ssg's preview."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    return Server([sys.executable, "-m", "ssg", "serve", "-p", str(port)], site, environment, port)


def serve_theirs(program: str, site: Path) -> Server:
    """Start Hugo's server as people do."""
    port = free_port()
    environment = {"PATH": os.environ.get("PATH", ""), "HUGO_CACHEDIR": str(site / "cache")}
    command = [
        program,
        "server",
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--noBuildLock",
        "--baseURL",
        f"http://127.0.0.1:{port}/",
    ]
    return Server(command, site, environment, port)


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


def first_page(chromium: Browser, start: Callable[[], Server], path: str) -> tuple[Server, float]:
    """Start a server; return it, and the seconds from that to the moment that its page is shown in a tab that was open."""
    page = chromium.new_page()
    server = start()
    server.wait(path)
    page.goto(server.url + path, wait_until="domcontentloaded")
    seconds = time.time() - server.began
    print(f"{Path(str(server.args[0])).name} {path} {seconds:.2f} s", file=sys.stderr, flush=True)
    page.close()
    return server, round(seconds, 2)


def opened(chromium: Browser, server: Server, path: str) -> Page:
    """A tab with the page open, that notes when it sees a mark."""
    page = chromium.new_context().new_page()
    page.set_default_timeout(LONGEST * 1000)
    page.add_init_script(WATCH)
    page.goto(server.url + path)
    page.wait_for_timeout(500)
    return page


def edit(page: Page, file: Path, text: str, number: int) -> float:
    """Save another text; return the milliseconds until the tab shows it."""
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_text(_marked(text, number), "utf-8")
    began = time.time() * 1000
    temporary.replace(file)
    until = time.time() + LONGEST
    while time.time() < until:
        try:
            found = page.evaluate("n => localStorage.getItem(`seen-${n}`)", number)
        except Error:  # it is just being loaded again
            found = None
        if found:
            return float(found) - began
        time.sleep(0.02)
    sys.exit(f"edit {number} of {file} was not seen")


def _marked(text: str, number: int) -> str:
    """The text with a mark at the end of its first paragraph."""
    front, _, body = text.partition("\n---\n")
    first, gap, rest = body.lstrip("\n").partition("\n\n")
    return f"{front}\n---\n\n{first} 측정{number}끝{gap}{rest}"


def measured(folder: Path, count: int, edits: int, program: str) -> dict[str, Any]:
    """Return the figures of one size."""
    ours, theirs, code = folder / "ssg", folder / "hugo", folder.parent / "code"
    generated(count, ours)
    (ours / "site.toml").write_text(SITE.format(search="true"), "utf-8")
    if program:
        generated(count, theirs, "--hugo")
        anchor.prepare(theirs, code / "themes" / "default" / "static")
        let_reload(theirs)
    inside = sorted((ours / "content").rglob("*.md"))[count // 2].relative_to(ours)
    path = f"articles/{inside.stem}/"
    time.sleep(2.1)
    with browser() as chromium:
        starts = _starts(chromium, (code, ours), (program, theirs), path)
        times = _edits(chromium, (code, ours), (program, theirs), inside, edits) if edits else {}
    shutil.rmtree(folder)
    return {
        "articles": count,
        "starts": starts,
        "edits": {n: _spread(t[1:]) for n, t in times.items()},
    }


def _edits(
    chromium: Browser, ours: tuple[Path, Path], theirs: tuple[str, Path], inside: Path, count: int
) -> dict[str, list[float]]:
    """Milliseconds from save to text of so many edits of one article, and of one before them; in turn."""
    path, sites = f"articles/{inside.stem}/", {"ssg": ours[1], "hugo": theirs[1]}
    servers = {"ssg": serve_ours(*ours), **({"hugo": serve_theirs(*theirs)} if theirs[0] else {})}
    pages = dict[str, Page]()
    for name, server in servers.items():
        server.wait(path)
        pages[name] = opened(chromium, server, path)
    texts = {name: (sites[name] / inside).read_text("utf-8") for name in servers}
    times: dict[str, list[float]] = {name: [] for name in servers}
    time.sleep(8)  # what is made beforehand is made
    for number in range(count + 1):
        for name in servers:
            took = edit(pages[name], sites[name] / inside, texts[name], number)
            times[name].append(took)
            print(f"{name} {took:.0f} ms", file=sys.stderr, flush=True)
            time.sleep(PAUSE)
    for server in servers.values():
        server.stop()
    return times


def let_reload(site: Path) -> None:
    """Take the policy out of Hugo's layout: it would forbid the socket over which its pages are reloaded."""
    for layout in (site / "layouts").rglob("*.html"):
        lines = layout.read_text("utf-8").splitlines(keepends=True)
        kept = (line for line in lines if "Content-Security-Policy" not in line)
        layout.write_text("".join(kept), "utf-8")


def _starts(
    chromium: Browser, ours: tuple[Path, Path], theirs: tuple[str, Path], path: str
) -> dict[str, float]:
    """Seconds to the first page: ssg without a store, with that of an earlier preview, the home page with that; Hugo."""
    found = {}
    for name, first in (("cold", path), ("warm", path), ("home", "")):
        server, found[name] = first_page(chromium, lambda: serve_ours(*ours), first)
        server.wait("")  # which needs the whole archive
        time.sleep(3)
        server.stop()
    if theirs[0]:
        server, found["hugo"] = first_page(chromium, lambda: serve_theirs(*theirs), path)
        server.stop()
    return found


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": round(median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95 + 0.5) - 1], 1),
        "max": round(ordered[-1], 1),
    }


def table(sizes: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a plain table."""
    for size in sizes:
        yield f"preview, {size['articles']:,} articles"
        hugo = size["starts"].get("hugo")
        for name in ("cold", "warm", "home"):
            ratio = f"   ÷ Hugo {size['starts'][name] / hugo:.2f}" if hugo else ""
            yield f"  start to first page, {NAMES[name]} {size['starts'][name]:8.2f} s{ratio}"
        theirs = size["edits"].get("hugo")
        for name, found in size["edits"].items():
            ratio = (
                f"   ÷ Hugo {found['median'] / theirs['median']:.2f}"
                if theirs and name == "ssg"
                else ""
            )
            yield f"  save to text visible, {name:5} median {found['median']:8.1f} ms   p95 {found['p95']:8.1f}   max {found['max']:8.1f}{ratio}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", default="1000,10000")
    parser.add_argument("--edits", type=int, default=20, help="0: only the starts")
    parser.add_argument("--no-hugo", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not CHROMIUM:
        sys.exit("no Chromium: set $CHROMIUM")
    program = "" if given.no_hugo else anchor.find()
    with work_folder() as folder:
        sizes = [
            measured(folder / n, int(n), given.edits, program) for n in given.articles.split(",")
        ]
    print(json.dumps(sizes) if given.json else "\n".join(table(sizes)))


if __name__ == "__main__":
    main()
