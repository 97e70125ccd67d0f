"""How quick ssg builds, and how that compares with Hugo in the same run on the same machine.

    make bench
    python tests/bench/bench.py [--articles 1000,10000] [--rounds N] [--no-hugo] [--json]

Every build is a fresh process. Ends with 1 if a build makes the wrong files, or if an article of the biggest
site costs over 1.6 times what one of the smallest costs (processor time, built clean, without index).
docs/benchmarks.md says what is measured and what is not equal.
"""

import argparse
import compileall
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import anchor
from edits import EDITS
from measure import Figures, ssg

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
GROWTH_LIMIT = 1.6
STAMP_AGE = 2.1  # seconds: the engine doesn't believe a younger stamp of a file
PAGE = 20  # articles on a page of a list, ssg's default
SITE = """title = "벤치마크"
description = "만들어 낸 글"
base_url = "https://archive.example/"
rights = "CC0"
[search]
enabled = {search}
"""
CLEAN, NO_INDEX = "clean build", "clean, no index"
PARAGRAPH, EDIT_NO_INDEX = "one paragraph changed", "one paragraph, no index"
HUGO_CLEAN, HUGO_AGAIN, PAGEFIND = "hugo clean", "hugo again", "hugo's search (pagefind)"
WITH_SEARCH = "clean build ÷ (Hugo + Pagefind)"
Runs = dict[str, list[Figures]]


@dataclass(frozen=True)
class Bench:
    """A place to build in: the copied code, ssg's site, Hugo's site and program (empty: no Hugo), what they must hold,
    and Pagefind's program (empty: none)."""

    code: Path
    ours: Path
    theirs: Path
    hugo: str
    corpus: Mapping[str, Any]
    pagefind: str = ""


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", default="1000,10000", help="sizes, smallest first")
    parser.add_argument(
        "--rounds", type=int, default=3, help="medians of so many rounds (default: 3)"
    )
    parser.add_argument("--no-hugo", action="store_true")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    given = parser.parse_args()
    program = "" if given.no_hugo else anchor.find()
    load = os.getloadavg()[0]
    sizes = [int(n) for n in given.articles.split(",")]
    with work_folder() as folder:
        found = [measured(folder, n, given.rounds, program) for n in sizes]
    growth = found[-1]["per_article_ms"] / found[0]["per_article_ms"]
    told = {"machine": machine(program, load), "sizes": found, "growth": round(growth, 2)}
    print(json.dumps(told, ensure_ascii=False) if given.json else "\n".join(table(told)))
    if growth > GROWTH_LIMIT:
        sys.exit(
            f"an article costs {growth:.2f} times as much in the biggest site: limit {GROWTH_LIMIT}"
        )


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder in memory where the system has one, with a copy of the code: an edit meanwhile disturbs no build."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        code = Path(name) / "code"
        skip = shutil.ignore_patterns("node_modules", "__pycache__")
        for part in ("ssg", "themes"):
            shutil.copytree(REPOSITORY / part, code / part, ignore=skip)
        compileall.compile_dir(code / "ssg", quiet=2)
        yield Path(name)


def machine(program: str, load: float) -> dict[str, object]:
    """Return what kind of machine this is, no names; and how busy it was with other work just before."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    where = "memory (tmpfs)" if Path("/dev/shm").is_dir() else "the folder for temporary files"
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "hugo": anchor.version(program) if program else "none",
        "built_in": where,
        "load_before": round(load, 1),
    }


def measured(folder: Path, count: int, rounds: int, program: str) -> dict[str, Any]:
    """Return the figures of one size: medians over the rounds, ssg and Hugo in turn."""
    bench = prepared(folder / str(count), folder / "code", count, program)
    runs: Runs = {}
    for number in range(rounds):
        one_round(bench, runs, number)
    medians = {name: _median(each) for name, each in runs.items()}
    shutil.rmtree(folder / str(count))
    indexed = (bench.code / "ssg" / "browser" / "vendor" / "lunr.min.js").exists()
    return {
        "articles": count,
        "characters": bench.corpus["characters"],
        "rounds": rounds,
        "index": indexed,
        "html_files": html_files(bench.corpus),
        "runs": medians,
        "articles_per_second": {
            name: round(count / medians[name]["wall"], 1) for name in (CLEAN, NO_INDEX)
        },
        "per_article_ms": round(medians[NO_INDEX]["cpu"] / count * 1000, 3),
        "ratios": ratios(medians) if program else {},
    }


def _median(runs: list[Figures]) -> Figures:
    """The median of each figure; the peak of memory."""
    return {
        "wall": median(run["wall"] for run in runs),
        "cpu": median(run["cpu"] for run in runs),
        "parent_mb": max(run["parent_mb"] for run in runs),
        "worker_mb": max(run["worker_mb"] for run in runs),
    }


def ratios(medians: Mapping[str, Figures]) -> dict[str, dict[str, float]]:
    """Return each time of ssg in times of Hugo: a clean build in clean builds, the others in builds over an earlier one."""
    made = {}
    for name, figures in medians.items():
        if not name.startswith("hugo"):
            against = medians[HUGO_CLEAN if name in (CLEAN, NO_INDEX) else HUGO_AGAIN]
            wall, cpu = figures["wall"] / against["wall"], figures["cpu"] / against["cpu"]
            made[name] = {"wall": round(wall, 3), "cpu": round(cpu, 3)}
    if PAGEFIND in medians:
        own, theirs, search = medians[CLEAN], medians[HUGO_CLEAN], medians[PAGEFIND]
        made[WITH_SEARCH] = {
            "wall": round(own["wall"] / (theirs["wall"] + search["wall"]), 3),
            "cpu": round(own["cpu"] / (theirs["cpu"] + search["cpu"]), 3),
        }
    return made


# -- what is built -----------------------------------------------------------------------------------


def prepared(folder: Path, code: Path, count: int, program: str) -> Bench:
    """Return both sites, their articles written. The generator is a process of its own: its memory is not to be counted."""
    ours, theirs = folder / "ssg", folder / "hugo"
    corpus = json.loads(generated(count, ours))
    templates = ours / "templates"
    templates.mkdir()
    shutil.copy(code / "themes" / "default" / "templates" / "article.html", templates)
    if program:
        generated(count, theirs, "--hugo")
        anchor.prepare(theirs, code / "themes" / "default" / "static")
    finder = anchor.pagefind(folder.parent / "pagefind") if program else ""
    return Bench(code, ours, theirs, program, corpus, finder)


def generated(count: int, folder: Path, *flags: str) -> bytes:
    """Write a corpus; return what it printed."""
    command = [sys.executable, str(HERE / "corpus.py"), str(count), str(folder), *flags]
    return subprocess.run(command, check=True, capture_output=True).stdout


def one_round(bench: Bench, runs: Runs, number: int) -> None:
    """Every kind of build once, ssg and Hugo in turn. The edits differ from round to round."""

    def note(name: str, figures: Figures) -> None:
        runs.setdefault(name, []).append(figures)
        print(f"{name}: {figures['wall']:.2f} s, {figures['cpu']:.2f} CPU-s", file=sys.stderr)

    time.sleep(STAMP_AGE)
    note(NO_INDEX, clean(bench, search=False))
    undo = [EDITS[PARAGRAPH](bench.ours, bench.corpus, number)]
    note(EDIT_NO_INDEX, build(bench))
    undo.pop()()
    if bench.hugo:
        note(HUGO_CLEAN, hugo(bench, clean=True))
    if bench.pagefind:
        note(PAGEFIND, anchor.index(bench.pagefind, bench.theirs))
    note(CLEAN, clean(bench, search=True))
    if bench.hugo:
        note(HUGO_AGAIN, hugo(bench, clean=False))
    note("nothing changed", build(bench))
    undo = []
    for (
        name,
        edit,
    ) in EDITS.items():  # one upon the other: taken back at once, they would count twice
        undo.append(edit(bench.ours, bench.corpus, number))
        note(name, build(bench))
    for each in reversed(undo):
        each()


def clean(bench: Bench, *, search: bool) -> Figures:
    """Build without store, output and ledger (a new article's address is in it), and check that every page is there."""
    shutil.rmtree(bench.ours / ".ssg", ignore_errors=True)
    shutil.rmtree(bench.ours / "_site", ignore_errors=True)
    (bench.ours / "urls.lock").unlink(missing_ok=True)
    (bench.ours / "site.toml").write_text(SITE.format(search=str(search).lower()), "utf-8")
    time.sleep(STAMP_AGE)
    figures = build(bench)
    check(bench.ours / "_site", html_files(bench.corpus) + search)
    return figures


def hugo(bench: Bench, *, clean: bool) -> Figures:
    """Build Hugo's site, and check that every page is there."""
    figures = anchor.build(bench.hugo, bench.theirs, clean=clean)
    check(bench.theirs / "public", html_files(bench.corpus))
    return figures


def build(bench: Bench) -> Figures:
    """Build ssg's site as it is; end the benchmark if there was a problem."""
    environment = {**os.environ, "PYTHONPATH": str(bench.code), "PYTHONDONTWRITEBYTECODE": "1"}
    return ssg(["build", "--json"], environment, bench.ours)[0]


def html_files(corpus: Mapping[str, Any]) -> int:
    """Return how many pages the site has, but for the search page: articles, lists, term indexes, archive, 404."""
    lists = [corpus["articles"], *corpus["lists"].values()]
    return int(corpus["articles"] + sum(math.ceil(n / PAGE) for n in lists) + 4 + 2)


def check(site: Path, expected: int) -> None:
    """End the benchmark if a site has another number of pages than it must have."""
    found = sum(1 for _ in site.rglob("*.html"))
    if found != expected:
        sys.exit(f"{site.name}: {found} pages, expected {expected}")


# -- what is printed ----------------------------------------------------------------------------------


def table(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a plain table."""
    yield "  ".join(f"{name}: {value}" for name, value in told["machine"].items())
    for size in told["sizes"]:
        yield ""
        yield f"{size['articles']:,} articles, {size['html_files']:,} pages, median of {size['rounds']}"
        if not size["index"]:
            yield "(lunr.js is missing: no search index is built)"
        yield f"{'':26}{'wall s':>9}{'CPU s':>9}{'articles/s':>12}{'peak MB':>10}{'worker MB':>11}{'÷ Hugo wall':>13}{'CPU':>7}"
        for name, run in size["runs"].items():
            rate = f"{size['articles'] / run['wall']:,.0f}"
            found = size["ratios"].get(name)
            ratio = f"{found['wall']:13.2f}{found['cpu']:7.2f}" if found else ""
            yield (
                f"{name:26}{run['wall']:9.2f}{run['cpu']:9.2f}{rate:>12}"
                f"{run['parent_mb']:10.0f}{run['worker_mb']:11.0f}{ratio}"
            )
        if with_search := size["ratios"].get(WITH_SEARCH):
            yield f"{WITH_SEARCH}: wall {with_search['wall']:.2f}, CPU {with_search['cpu']:.2f}"
    yield ""
    costs = ", ".join(
        f"{size['per_article_ms']:.2f} ms at {size['articles']:,}" for size in told["sizes"]
    )
    yield f"processor time of an article, clean, no index: {costs}: growth × {told['growth']:.2f} (limit {GROWTH_LIMIT})"


if __name__ == "__main__":
    main()
