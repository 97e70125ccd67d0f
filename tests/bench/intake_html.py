"""How well web pages become articles, beside trafilatura in the same run.

    python tests/bench/intake_html.py [CASES] [--shipped] [--alone] [--keep FILE] [--json FILE] [--write FOLDER]

CASES (default: ../shared/data/intake-dev beside the repository) holds a folder for each page: truth.json, page.html.gz. Pages with a
`fold` in index.json are judged by trees that were made from the other folds (needs lightgbm); `--shipped` judges all by those of
the package, which is honest only for pages that they were not made from. `--alone` leaves trafilatura's word out. `--keep` stores
what is learned from, as tests/bench/train_html.py does; `--write` keeps the predictions.
"""

import argparse
import gzip
import importlib
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ssg.intake.article import Hints, Imported
from ssg.intake.html import article, extractor, judge
from ssg.intake.html.judge import Model
from ssg.intake.readers import Document, labels

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
COLUMNS = ("n", "f1", "p", "r", "debris_lines_case", "lost_share", "title_fuzzy", "title", "date", "date_wrong", "authors", "topics", "ready", "cpu_mean")  # fmt: skip


def main() -> None:
    """Read all pages twice, score both, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="?", default=SHARED / "data/intake-dev")
    for flag in ("--shipped", "--alone"):
        parser.add_argument(flag, action="store_true")
    for name in ("--keep", "--json", "--write"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    if not asked.cases.exists():
        print(f"skipped: there are no pages at {asked.cases}")
        return
    sys.path[:0] = [str(SHARED / "tools"), str(Path(__file__).parent)]
    score: Any = importlib.import_module("score_intake")
    kind = "alone" if asked.alone else "with extractor"
    folds = {} if asked.shipped else _folds(asked.cases, kind, asked.keep, score)
    rows: dict[str, list[Any]] = {f"ssg, {kind}": [], "trafilatura": []}
    for case, text, raw in pages(asked.cases):
        truth = json.loads((case / "truth.json").read_text("utf-8"))
        mine, theirs = ours(text, kind, folds.get(case.name)), _theirs(raw)
        if asked.write:
            asked.write.mkdir(parents=True, exist_ok=True)
            (asked.write / f"{truth['id']}.json").write_text(
                json.dumps(mine, ensure_ascii=False), "utf-8"
            )
        for name, said in zip(rows, (mine, theirs), strict=True):
            said["units"] = score.units_of(said["body"], True)
            rows[name].append(score.score_case(truth, said))
    found = {name: score.summarize(each) for name, each in rows.items()}
    print(
        f"{'':22}"
        + "".join(
            f"{column.replace('_lines_case', '').replace('_share', ''):>12}" for column in COLUMNS
        )
    )
    for name, said in found.items():
        print(
            f"{name:22}"
            + "".join(
                f"{said[column] if said[column] is not None else '-':>12}" for column in COLUMNS
            )
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1), "utf-8")


def pages(cases: Path, every: int = 1) -> Iterator[tuple[Path, str, bytes]]:
    """Give the folder of each case, or of one in `every`, with its saved page as text and as it is."""
    for case in sorted(cases.iterdir())[::every]:
        page = case / "page.html.gz"
        if page.exists():
            raw = gzip.decompress(page.read_bytes())
            yield case, labels.page(raw, "", case.name)[0], raw


def _folds(cases: Path, kind: str, keep: Path | None, score: Any) -> Mapping[str, Model]:
    """The model for each page, made from the pages of the other folds."""
    train: Any = importlib.import_module("train_html")
    index = {
        each["id"]: each["fold"]
        for each in json.loads((cases / "index.json").read_text("utf-8"))["cases"]
    }
    pages = train.kept(cases, keep, score)
    models = {
        fold: train.model([each for each in pages if each.fold != fold], kind)
        for fold in sorted(set(index.values()))
    }
    return {name: models[fold] for name, fold in index.items()}


def ours(text: str, kind: str, model: Model | None) -> dict[str, Any]:
    """Return what is read of a page, by the package's trees of that kind unless others are given."""
    began = time.process_time()
    taken = extractor.taken(text) if kind != "alone" else None
    chosen = model or judge.models()[kind]
    hints = Hints(zone=ZoneInfo("Asia/Seoul"))
    found: Imported = article.parse(
        Document(kind="html", content=text), "page", "", hints, judged=(taken, chosen)
    )
    front = found.front
    return {
        "title": front.title, "body": found.body, "date": front.date.iso if front.date else None, "authors": list(front.authors),
        "tags": list(front.tags), "language": front.lang, "format": "markdown", "cpu": time.process_time() - began,
    }  # fmt: skip


def _theirs(raw: bytes) -> dict[str, Any]:
    trafilatura: Any = importlib.import_module("trafilatura")
    began = time.process_time()
    body = trafilatura.extract(
        raw,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
    )
    told = trafilatura.bare_extraction(raw, include_comments=False, with_metadata=True)
    said = told.as_dict() if told else {}
    return {
        "title": said.get("title"), "body": body or "", "date": said.get("date"), "tags": said.get("tags") or [], "format": "markdown",
        "authors": [name.strip() for name in (said.get("author") or "").split(";") if name.strip()], "cpu": time.process_time() - began,
    }  # fmt: skip


if __name__ == "__main__":
    main()
