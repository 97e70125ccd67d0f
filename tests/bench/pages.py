"""`make bench-pages`: what Lighthouse, the Nu HTML Checker and feedparser say of the example site, and what its pages weigh.

Ends with 1 where something is less than perfect. Lighthouse: mobile preset, the best of three runs, for what else the
machine does only ever costs points. `--only home,tag`, `--runs 1` and `--skip-lighthouse` are for a closer look.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "pages"
sys.path.insert(0, str(ROOT / "tests" / "stories"))
KINDS = {
    "home": "", "article": "articles/파일의-지문/", "tag": "tags/기록/", "tags": "tags/", "archive": "archive/",
    "search": "search/", "404": "404.html",
}  # fmt: skip
"""Kind → address. The 404 page at its own: where it stands for a missing one, the status alone costs points."""
PARTS = ("performance", "accessibility", "best-practices", "seo")
MOST = 20 * 1024  # bytes of an article's HTML and CSS, compressed
SITE = '\n[feeds]\nformats = ["atom", "json", "rss"]\n'


def main() -> None:
    """Measure, print, and end with 1 if anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--theme", default="default")
    parser.add_argument("--skip-lighthouse", action="store_true")
    given = parser.parse_args()
    if not (HERE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder), given.theme)
        wrong = [*checked(site), *fed(site), *weighed(site)]
        if not given.skip_lighthouse:
            with served(site) as address:
                for name in given.only.split(","):
                    wrong += lit(name, address + quote(KINDS[name]), given.runs)
    print("\n".join(wrong) or "nothing amiss")
    sys.exit(1 if wrong else 0)


def built(folder: Path, theme: str) -> Path:
    """Build the example site with all its feeds."""
    shutil.copytree(ROOT / "content", folder / "content")
    toml = (ROOT / "site.toml").read_text("utf-8") + SITE + f'\n[theme]\nname = "{theme}"\n'
    (folder / "site.toml").write_text(toml, "utf-8")
    words = ("build", "--base-url", "https://example.org/repo/")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "ssg", *words], cwd=folder, env=environment, check=True)
    return folder / "_site"


def checked(site: Path) -> list[str]:
    """What the Nu HTML Checker calls errors. It reads files: it asks no server on this machine."""
    pages = sorted(str(file) for file in site.rglob("*.html"))
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    found = json.loads(done.stderr or done.stdout)["messages"]
    print(f"vnu: {len(pages)} pages, {len(found)} errors")
    first = {each["message"]: each["url"].rpartition("_site/")[2] for each in reversed(found)}
    return [f"vnu: {page} (and perhaps others): {said}" for said, page in sorted(first.items())]


def fed(site: Path) -> list[str]:
    """What feedparser doesn't like, and addresses that aren't whole."""
    wrong, count = [], 0
    for file in sorted([*site.rglob("feed.xml"), *site.rglob("rss.xml")]):
        found = feedparser.parse(file.read_bytes())
        count += 1
        if found.bozo or not found.entries:
            wrong.append(f"{file}: {found.get('bozo_exception', 'no entries')}")
    for file in sorted(site.rglob("feed.json")):
        told = json.loads(file.read_bytes())
        count += 1
        urls = [told["home_page_url"], told["feed_url"], *(item["url"] for item in told["items"])]
        wrong += [f"{file}: {url}" for url in urls if not url.startswith("https://example.org/")]
        if '="/' in "".join(item.get("content_html", "") for item in told["items"]):
            wrong.append(f"{file}: an address that isn't whole")
    print(f"feeds: {count}, {len(wrong)} with faults")
    return wrong


def weighed(site: Path) -> list[str]:
    """Articles whose HTML and style sheet are too heavy."""
    css = sum(len(gzip.compress(file.read_bytes())) for file in site.rglob("assets/*.css"))
    sizes = {
        str(file.relative_to(site)): css + len(gzip.compress(file.read_bytes()))
        for file in site.glob("articles/*/index.html")
    }
    heaviest = max(sizes, key=lambda path: sizes[path])
    print(f"weight: style sheet {css:,}, heaviest article {sizes[heaviest]:,} bytes with it ({heaviest})")  # fmt: skip
    return [f"{path}: {size} bytes" for path, size in sizes.items() if size > MOST]


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site as GitHub Pages would."""
    from conftest import BASE, Pages  # type: ignore[import-not-found]

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
        server.shutdown()
        thread.join()


def lit(name: str, address: str, runs: int) -> list[str]:
    """Lighthouse's four scores of a page, the best of some runs, and its layout shift."""
    best: list[int] = [0] * len(PARTS)
    shift = lcp = 0.0
    slow = ""
    for _ in range(runs):
        told = json.loads(_lighthouse(address))
        scores = [round(100 * (told["categories"][part]["score"] or 0)) for part in PARTS]
        best = [max(pair) for pair in zip(best, scores, strict=True)]
        shift = max(shift, told["audits"]["cumulative-layout-shift"]["numericValue"])
        lcp = told["audits"]["largest-contentful-paint"]["numericValue"]
        slow = _lost(told) if min(best) < 100 else ""  # noqa: PLR2004
        if min(best) == 100:  # noqa: PLR2004
            break
    print(f"lighthouse {name:8} {'/'.join(map(str, best))}  LCP {lcp:.0f} ms  CLS {shift:.3f}{slow}", flush=True)  # fmt: skip
    return [f"lighthouse {name}: {best}, shift {shift}"] if min(best) < 100 or shift else []  # noqa: PLR2004


def _lost(told: dict[str, Any]) -> str:
    """What costs points: the measured moments and whatever audit has a score below 1."""
    refs = {
        ref["id"]
        for part in PARTS
        for ref in told["categories"][part]["auditRefs"]
        if ref["weight"]
    }
    lost = {
        name: told["audits"][name]
        for name in sorted(refs)
        if (told["audits"][name]["score"] or 0) < 1
    }
    return "".join(
        f"  {name} {each.get('displayValue', '')}"
        for name, each in lost.items()
        if each["score"] is not None
    )


def _lighthouse(address: str) -> str:
    program = HERE / "node_modules" / ".bin" / "lighthouse"
    flags: Sequence[str] = ("--quiet", "--output=json", f"--only-categories={','.join(PARTS)}",
             "--chrome-flags=--headless=new --no-sandbox --disable-gpu")  # fmt: skip
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "google-chrome"
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run([str(program), address, *flags], env=environment, capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    main()
