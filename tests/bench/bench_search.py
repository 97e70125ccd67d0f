"""What searching costs: bytes, milliseconds and processor time, side by side with Pagefind 1.4, the last that splits Korean.

    make bench-search            python tests/bench/bench_search.py [--shared ../shared] [--articles 1000,10000] [--queries 20]

Articles are recombined from the sentences of ../shared/data by ../shared/tools/search/make_corpus.py. Pagefind comes from npm
into a temporary folder. A Chromium asks both over one local server that compresses text as GitHub Pages does; every
query has a browser of its own, so nothing is cached before. A query is two words of one article.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import sync_playwright
from search_browser import OURS, THEIRS, Slow, asked, first_over, served, typed
from search_corpus import Document, articles, corpus, installed, ours, pagefind, queries, size

from ssg.search import shards

HERE = Path(__file__).resolve()


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
        with served(folder, Slow) as address:
            for who, script in (("ours", OURS), ("pagefind", THEIRS)):
                some = [one for one, _ in pairs[:5]]
                found[who]["first result, slow 4G, s"] = first_over(chromium, address, script, some)
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
