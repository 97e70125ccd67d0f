"""Measures what of real pastes is read right, by models that have not seen the publisher.

    python tests/bench/intake.py [CASES] [--shipped] [--langs] [--rules] [--rows FILE]

For each of four folds the weights of headlines and the trees of text are learned from the other three (and from our golden cases),
then every paste of the fold is imported and scored. `--shipped` takes the committed weights instead: they know these pages, so
that is a check of the files, not of quality. `--rules` leaves the trees out. The cases are not in the repository (see
cases.py). Columns: F1 of 4-token shingles; debris, the share of our paragraphs that are none; lost, the share of theirs that we
lack; title, nearly right; date right and wrong; authors, F1; ms of processor time a page, the median.
"""

import argparse
import importlib
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import cases

from ssg.intake import article, traits
from ssg.intake.weights import Weights, numbered, shipped

HINTS = article.Hints(zone=cases.SEOUL, latest="2026-11-30")
NEVER = 99.0
COLUMNS = (
    ("body F1", "f1"), ("debris", "debris_lines_case"), ("lost", "lost_share"), ("title~", "title_fuzzy"), ("date", "date"),
    ("wrong", "date_wrong"), ("authors", "authors"), ("subheads", "subhead_f1"), ("ready", "ready"),
)  # fmt: skip


def main() -> None:
    """Print a table for each way of pasting."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="?", default=cases.CASES)
    for flag in ("--shipped", "--langs", "--rules"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--rows", type=Path)
    asked = parser.parse_args()
    if not asked.cases.is_dir():
        raise SystemExit(f"{asked.cases}: the development cases are not here; nothing was measured")
    models = [shipped()] * cases.FOLDS if asked.shipped else folded(asked.cases)
    if asked.rules:
        models = [_without_trees(model) for model in models]
    rows = measured(asked.cases, models)
    print("\n".join(_tables(asked.cases, rows, langs=asked.langs)))
    if asked.rows:
        asked.rows.write_text(json.dumps(rows, ensure_ascii=False, default=str), "utf-8")


def _without_trees(model: Weights) -> Weights:
    return Weights(model.headline, model.headline_korean, (), -NEVER, (-NEVER, NEVER))


def folded(folder: Path) -> list[Weights]:
    """Return for each fold what is learned from all cases that are not in it. Needs numpy and LightGBM."""
    train_headline = importlib.import_module("train_headline")
    train_intake = importlib.import_module("train_intake")
    lines, heads = train_intake.lines(folder), train_headline.pages(folder)
    names = train_headline.named(heads)
    number = {name: n for n, name in enumerate(traits.NAMES)}
    base = shipped()
    found = []
    for fold in range(cases.FOLDS):
        trees = train_intake.learned([page for page in lines if page.fold != fold])
        found.append(
            Weights(
                train_headline.learned([page for page in heads if page.fold != fold], names),
                train_headline.learned(
                    [page for page in train_headline.ours(heads) if page.fold != fold], names
                ),
                tuple(numbered(tree, number) for tree in trees),
                base.keep,
                base.keep_korean,
            )
        )
    return found


def measured(folder: Path, models: Sequence[Weights]) -> list[dict[str, Any]]:
    """Return the scores of all pastes, each read with the model of its case's fold."""
    asked = [
        (case, mode, folder, models[case.fold])
        for case in cases.cases(folder)
        for mode in cases.MODES
    ]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(scored, asked, chunksize=8))


def scored(asked: tuple[cases.Case, str, Path, Weights]) -> dict[str, Any]:
    """Return the scores of a case pasted one way, read with some weights."""
    case, mode, folder, model = asked
    score, text = cases.scorer(folder), case.text(mode)
    began = time.process_time()
    read = article.parse(text, HINTS, learned=model)
    spent = time.process_time() - began
    front = read.front
    given = {
        "title": "" if "title" in front.archive.uncertain else front.title,
        "authors": list(front.authors),
        "date": front.date.iso if front.date else None,
        "tags": list(front.tags),
        "language": front.lang,
    }
    units = score.units_of(read.body, True)  # noqa: FBT003 — the scorer's own signature
    row: dict[str, Any] = score.score_case(case.truth, {**given, "units": units, "cpu": spent})
    return {**row, "mode": mode, "fold": case.fold, "given": given, "lines": text.count("\n")}


def _tables(folder: Path, rows: Sequence[dict[str, Any]], *, langs: bool) -> Iterator[str]:
    score = cases.scorer(folder)
    for mode in cases.MODES:
        here = [row for row in rows if row["mode"] == mode]
        yield f"\n{'whole page' if mode == cases.MODES[0] else 'careful selection'} ({mode})"
        yield f"{'':10}{'n':>5}" + "".join(f"{name:>10}" for name, _ in COLUMNS) + f"{'ms':>8}"
        yield _row("all", here, score)
        for source in ("fundus", "aeb"):
            yield _row(source, (row for row in here if row["source"] == source), score)
        for lang in sorted({row["lang"] for row in here}) if langs else ():
            yield _row(lang, (row for row in here if row["lang"] == lang), score)


def _row(name: str, rows: Iterable[dict[str, Any]], score: Any) -> str:
    kept = list(rows)
    figures = score.summarize(kept)
    each = (figures[key] for _, key in COLUMNS)
    ms = 1000 * statistics.median(row["cpu"] for row in kept)
    shown = "".join(f"{'–' if value is None else format(value, '.3f'):>10}" for value in each)
    return f"{name:10}{len(kept):>5}{shown}{ms:>8.0f}"


if __name__ == "__main__":
    main()
