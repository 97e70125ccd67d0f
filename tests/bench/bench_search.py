"""What searching costs: bytes, milliseconds and processor time, side by side with Pagefind 1.4, the last that splits Korean.

    make bench-search
    python tests/bench/bench_search.py [--shared ../shared] [--articles 1000,10000,50000] [--queries 20] [--only index,edits]

Articles are recombined from the sentences of ../shared/data by ../shared/tools/search/make_corpus.py. Pagefind comes from npm
into a temporary folder. A Chromium asks both over one local server that compresses text as GitHub Pages does; every
query has a browser of its own, so nothing is cached before. A query is two words of one article.
Above 20,000 articles only ours is measured: bytes of a first query, and scoring. `--keep FOLDER` leaves the indexes there and takes
Pagefind's from there the next time, without its processor time then.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

import msgspec
import search_story
from playwright.sync_api import Browser, sync_playwright
from search_browser import (
    FIRST,
    OURS,
    THEIRS,
    Slow,
    alone,
    asked,
    high,
    served,
    timed,
    told,
    typed,
)
from search_corpus import (
    Document,
    articles,
    commonest,
    corpus,
    installed,
    ours,
    pagefind,
    queries,
    size,
)

from ssg.search import shards

HERE = Path(__file__).resolve()
ALONE = 20_000
KINDS = ("index", "asked", "slow", "page", "edits")
Row = tuple[str, float, float | None]
"""What was measured, ours, Pagefind's if it has any."""

GOALS: Mapping[str, Mapping[int, str]] = {
    "scripts, index, first query, KB": {1000: "÷ .40", 10000: "÷ .60", 50000: "450"},
    "next query, KB": {1000: "÷ .5", 10000: "÷ 1.0"},
    "start, typing 정상회담 from 정상 on, KB": {10000: "÷ .60"},
    "index, MB": {1000: "÷ .25", 10000: "÷ .25"},
    "files": {1000: "÷ .3", 10000: "÷ .3"},
    "same query again, p50 ms": {10000: "÷ .25"},
    "new query, p95 ms": {10000: "÷ .6"},
    "index, processor s": {10000: "÷ .30"},
    "one word, files": {10000: "5"},
    "one word, KB": {10000: "60"},
    "one article, files": {10000: "30"},
    "one article, KB": {10000: "400"},
    "scoring, worst ms": {50000: "20"},
    "slow line, from a link to a result, s": {10000: "1.5"},
    "slow line, from the last key to a result, s": {10000: "1.5"},
    "longest task of the page, ms": {10000: "100"},
}
"""Row → articles → the goal: a number, or a share of Pagefind's."""


def published(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[int, float]:
    """Return how many files of an index changed, and their KB."""
    changed = [name for name in after if before.get(name) != after[name]]
    return len(changed), sum(len(after[name]) for name in changed) / 1000


def stability(documents: Sequence[Document]) -> Iterator[Row]:
    """Yield files and KB to publish after one word, and after one article more."""
    made = articles(documents)
    order = list(made)
    whole = shards.build(made, order)
    path = order[len(order) // 3]
    words = made[path].words
    other = words.body.replace(words.body.split(" ")[5], "새낱말이다", 1)
    changed = msgspec.structs.replace(words, body=other)
    edited = {**made, path: made[path]._replace(words=changed)}
    pairs = {
        "one word": published(whole, shards.build(edited, order)),
        "one article": published(shards.build(made, order[:-1]), whole),
    }
    for what, (files, kilobytes) in pairs.items():
        yield f"{what}, files", files, None
        yield f"{what}, KB", kilobytes, None


def index(folder: Path, documents: Sequence[Document], program: Path | None) -> Iterator[Row]:
    """Make both indexes, unless Pagefind's is there; yield their sizes and processor seconds."""
    (folder / "start.html").write_text('<!doctype html><link rel="icon" href="data:,">')
    mine = ours(folder, documents)
    there = (folder / "pagefind").is_dir()
    theirs = pagefind(folder, documents, program) if program and not there else None
    megabytes, files = size(folder / "search")
    other = size(folder / "pagefind") if there or program else (None, None)
    yield "index, MB", megabytes, other[0]
    yield "files", files, other[1]
    yield "index, processor s", mine, theirs
    search_story.page_of(folder)


def browsed(folder: Path, pairs: Sequence[tuple[str, str]], *, both: bool) -> Iterator[Row]:
    """Yield what a Chromium needs, in KB and milliseconds, for both."""
    sides = [OURS, THEIRS] if both else [OURS]
    with chromium() as browser, served(folder) as address:
        found = [
            asked(browser, address, script, pairs) | timed(browser, folder, script, pairs)
            for script in sides
        ]
        keys = [typed(browser, address, script) for script in sides]
    for what in found[0]:
        yield what, found[0][what], found[1][what] if both else None
    yield "start, typing 정상회담 from 정상 on, KB", keys[0], keys[1] if both else None


def slow(folder: Path, pairs: Sequence[tuple[str, str]], *, both: bool) -> Iterator[Row]:
    """Yield seconds over a slow line: of the search page, and of Pagefind's script alone without a page."""
    words = [one for one, _ in pairs[:9]]
    with chromium() as browser, served(folder, Slow) as address:
        pages = [alone(folder, address, FIRST, [text]) for text in words]
        theirs = statistics.median(chain(*told(browser, pages))) / 1000 if both else None
        link = search_story.linked(browser, address, words)
        yield "slow line, from a link to a result, s", link, theirs
        keyed = search_story.typed(browser, address, words[:5])
        yield "slow line, from the last key to a result, s", keyed, None


def page(folder: Path, pairs: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Yield the longest task on the thread of the page."""
    with chromium() as browser, served(folder) as address:
        task = search_story.longest_task(browser, address, [one for one, _ in pairs[:3]])
    yield "longest task of the page, ms", task, None


def scoring(folder: Path, pairs: Sequence[tuple[str, str]], common: str) -> Iterator[Row]:
    """Yield milliseconds of scoring, of queries as they come and of the commonest words that there are."""
    told = json.dumps([str(folder / "search"), [*(one for one, _ in pairs), common]])
    command = ["node", str(HERE.with_name("scoring.mjs"))]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    *some, worst = json.loads(done.stdout)
    yield "scoring, p50 ms", statistics.median(some), None
    yield "scoring, p95 ms", high(some), None
    yield "scoring, worst ms", max(worst, *some), None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium while the block runs."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def rows(
    folder: Path,
    documents: Sequence[Document],
    asked_for: int,
    program: Path | None,
    only: set[str],
) -> Iterator[Row]:
    """Yield all that is to be measured at one size."""
    words = queries(documents, 2 * asked_for)
    pairs = list(zip(words[::2], words[1::2], strict=True))
    if "index" in only:
        yield from index(folder, documents, program)
    both = (folder / "pagefind").is_dir()
    if "asked" in only:
        yield from browsed(folder, pairs, both=both)
        yield from scoring(folder, pairs, commonest(documents))
    if "slow" in only:
        yield from slow(folder, pairs, both=both)
    if "page" in only:
        yield from page(folder, pairs)
    if "edits" in only:
        yield from stability(documents)


def line(count: int, row: Row) -> str:
    """Return one line of a table, with the goal and whether it is missed."""
    what, mine, theirs = row
    goal = GOALS.get(what, {}).get(count, "")
    ratio = mine / theirs if theirs else None
    reached = ratio if "÷" in goal else mine
    missed = bool(goal) and reached is not None and reached > float(goal.removeprefix("÷"))
    cells = [
        f"{mine:,.2f}",
        f"{theirs:,.2f}" if theirs else "",
        f"{ratio:.3f}" if ratio is not None else "",
    ]
    return f"| {what} | {' | '.join(cells)} | {goal}{': missed' if missed else ''} |"


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def arguments() -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[3] / "shared")
    parser.add_argument("--articles", default="1000,10000")
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--only", default=",".join(KINDS), help=f"some of {', '.join(KINDS)}")
    parser.add_argument("--keep", type=Path, help="where the indexes stay")
    given = parser.parse_args()
    if not (given.shared / "data/korquad-1.0-dev.json").exists():
        sys.exit(f"bench-search: {given.shared} isn't here: its sentences make the articles")
    return given


def main() -> None:
    """Print a table for each size."""
    given = arguments()
    counts = [int(each) for each in given.articles.split(",")]
    only = set(given.only.split(","))
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with ExitStack() as kept:
        root = given.keep or Path(kept.enter_context(tempfile.TemporaryDirectory(dir=_memory())))
        root.mkdir(parents=True, exist_ok=True)
        program = installed(root) if "index" in only and min(counts) <= ALONE else None
        documents = corpus(given.shared, root, max(counts))
        for count in counts:
            folder = root / str(count)
            folder.mkdir(exist_ok=True)
            print(f"\n| {count:,} articles | ours | Pagefind 1.4 | ratio | goal |")
            print("| --- | --: | --: | --: | --: |")
            beside = program if count <= ALONE else None
            for row in rows(folder, documents[:count], given.queries, beside, only):
                print(line(count, row), flush=True)


if __name__ == "__main__":
    main()
