"""The search page itself, as `ssg build` publishes it, with an index of thousands: over a slow line, and what holds up its thread."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page
from search_browser import told

ROOT = Path(__file__).resolve().parents[2]
TOML = 'title = "기록"\nbase_url = "http://127.0.0.1/"\nlanguage = "ko"\n'
FIRST = "---\ntitle: 처음\ndate: 2024-01-01\n---\n처음 쓴 글이다.\n"
RESULT = "#results > li"
WATCH = """globalThis.tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((each) => each.duration))).observe({ type: "longtask", buffered: true });"""

TELL = """const draw = () => requestAnimationFrame(() => setTimeout(() => fetch("/told", { method: "POST", body: JSON.stringify([performance.now()]) })));
const watch = new MutationObserver(() => {
  if (!document.querySelector("#results > li")) return;
  watch.disconnect();
  draw();
});
watch.observe(document, { childList: true, subtree: true });"""
"""A script of the page's that tells the server how many milliseconds after the link the first result was drawn."""


def page_of(folder: Path) -> None:
    """Put the pages and scripts of a new archive into `folder`, in which an index lies: its own stays."""
    with tempfile.TemporaryDirectory() as name:
        archive = Path(name)
        (archive / "content" / "articles").mkdir(parents=True)
        (archive / "content" / "articles" / "first.md").write_text(FIRST, "utf-8")
        (archive / "site.toml").write_text(TOML, "utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "ssg", "-C", name, "build"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        shutil.copytree(archive / "_site" / "assets", folder / "assets", dirs_exist_ok=True)
        shutil.copy(archive / "_site" / "search" / "index.html", folder / "search")
    (folder / "told.js").write_text(TELL)
    page = (folder / "search" / "index.html").read_text("utf-8")
    telling = page.replace("</body>", '<script defer src="/told.js"></script></body>')
    (folder / "search" / "told.html").write_text(telling, "utf-8")


def linked(chromium: Browser, address: str, words: Sequence[str]) -> float:
    """Return the median seconds from following a link with a query, nothing of the site in the cache, to the first result: the page's own clock."""
    pages = [f"{address}search/told.html?q={quote(text)}" for text in words]
    return statistics.median(milliseconds for (milliseconds,) in told(chromium, pages)) / 1000


def typed(chromium: Browser, address: str, words: Sequence[str]) -> float:
    """Return the median seconds from the last key to the first result, where the page was opened before and waits."""
    found = list[float]()
    for text in words:
        page = chromium.new_page()
        page.goto(f"{address}search/", wait_until="networkidle")
        page.locator("#q").press_sequentially(text)
        begun = time.monotonic()
        page.wait_for_selector(RESULT)
        found.append(time.monotonic() - begun)
        page.close()
    return statistics.median(found)


def longest_task(chromium: Browser, address: str, words: Sequence[str]) -> float:
    """Return the milliseconds of the longest task of the page's thread while it is searched with filters open; 0 if none took 50."""
    page = chromium.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}search/", wait_until="networkidle")
    for text in ("정상회담", *words):
        page.locator("#q").fill("")
        page.locator("#q").press_sequentially(text, delay=60)
        _settled(page)
    page.locator(".facets summary").click()
    _settled(page)
    for value in ("date", "score"):
        page.locator(f"input[name=sort][value={value}]").check()
        _settled(page)
    page.get_by_role("button", name="더 보기").click()
    _settled(page)
    tasks: list[float] = page.evaluate("tasks")
    page.close()
    return max(tasks, default=0)


def _settled(page: Page) -> None:
    page.wait_for_selector(RESULT)
    page.wait_for_selector("#search:not([aria-busy])")
    page.wait_for_timeout(500)
