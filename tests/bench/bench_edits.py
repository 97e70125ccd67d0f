"""How quick an edit is built, beside Hugo's second build of the same articles in the same run.

    python tests/bench/bench_edits.py [--articles 10000] [--rounds 3] [--edits paragraph,new] [--no-hugo]

One clean build each, then rounds: Hugo again, nothing changed, and the edits upon each other in the same store, each by a fresh process;
after a round they are taken back and built, which isn't measured. `bench.py` measures them after clean builds of their own, and takes longer.
"""

import argparse
import os
import sys
import time
from statistics import median
from typing import Literal

import anchor
from bench import HUGO_AGAIN, STAMP_AGE, Bench, build, clean, hugo, prepared, work_folder
from edits import EDITS
from measure import Figures

CLOCKS: tuple[Literal["wall", "cpu"], ...] = ("wall", "cpu")


def main() -> None:
    """Print the medians of wall and processor seconds, and their ratios to Hugo's second build."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", default="paragraph,new", help="beginnings of words of names")
    parser.add_argument("--no-hugo", action="store_true")
    given = parser.parse_args()
    wanted = given.edits.split(",")
    names = [name for name in EDITS if any(f" {word}" in f" {name}" for word in wanted)]
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with work_folder() as folder:
        program = "" if given.no_hugo else anchor.find()
        bench = prepared(folder / "site", folder / "code", given.articles, program)
        clean(bench, search=True)
        if program:
            hugo(bench, clean=True)
        runs = [one_round(bench, names, number) for number in range(given.rounds)]
    for name in runs[0]:
        told = []
        for clock in CLOCKS:
            ratios = [run[name][clock] / run[HUGO_AGAIN][clock] for run in runs if program]
            share = f" ({median(ratios):.4f} of Hugo)" if program else ""
            told.append(f"{median(run[name][clock] for run in runs):.2f} s {clock}{share}")
        print(
            f"{name}: {', '.join(told)}; peak {max(run[name]['parent_mb'] for run in runs):.0f} MB"
        )


def one_round(bench: Bench, names: list[str], number: int) -> dict[str, Figures]:
    """Return what each build of a round took."""
    made: dict[str, Figures] = {}
    if bench.hugo:
        made[HUGO_AGAIN] = hugo(bench, clean=False)
    made["nothing changed"] = build(bench)
    ledger = bench.ours / "urls.lock"
    undo, published = [], ledger.read_bytes()
    for name in names:
        undo.append(EDITS[name](bench.ours, bench.corpus, number))
        made[name] = build(bench)
        print(f"{name}: {made[name]['wall']:.2f} s, {made[name]['cpu']:.2f} CPU-s", file=sys.stderr)
    for each in reversed(undo):
        each()
    ledger.write_bytes(published)  # as if a new article had never been out
    time.sleep(STAMP_AGE)
    build(bench)
    return made


if __name__ == "__main__":
    main()
