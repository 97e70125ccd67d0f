"""Makes `ssg/intake/html/judge.json`: the trees by which blocks of a web page are taken for its article.

    python tests/bench/train_html.py CASES [--check] [--keep FILE]

CASES is a folder of development cases (truth.json, page.html.gz; index.json with a `fold` and a `publisher` for each), which is not
in the repository. For the model `with extractor` trafilatura is asked too. What is printed and recorded comes from folds that were
not learned from: publishers that share a template share a fold. `--keep` stores the numbers of the pages between runs; `--check`
writes nothing. Same cases and same versions, same bytes. Needs lightgbm, numpy and trafilatura.
"""

import argparse
import gzip
import hashlib
import importlib
import json
import math
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ssg.intake.html import extractor, judge, page, sight
from ssg.intake.html.judge import Model, Tree
from ssg.intake.readers import labels

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "ssg/intake/html/judge.json"
TOOLS = HERE.parents[2] / "shared/tools"
FOLDS = range(4)
ROUNDS = {"alone": 80, "with extractor": 100}
THRESHOLDS = (0.4, 0.45, 0.5, 0.55)
COMMON = {"objective": "binary", "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "num_threads": 1, "seed": 7,
          "deterministic": True, "force_row_wise": True, "verbose": -1}  # fmt: skip
TREES = {
    "alone": {
        "learning_rate": 0.1,
        "num_leaves": 8,
        "min_data_in_leaf": 30,
        "feature_fraction": 0.5,
    },
    "with extractor": {
        "learning_rate": 0.08,
        "num_leaves": 15,
        "min_data_in_leaf": 40,
        "feature_fraction": 0.4,
    },
}
KINDS = ("alone", "with extractor")


class Page(NamedTuple):
    """A page: whose it is, what is seen of its blocks, and which of them are the article (1), neither (-1) or not (0)."""

    publisher: str
    fold: int
    truth: dict[str, Any]
    seen: sight.Sight
    good: list[int]


def main() -> None:
    """Learn, say how well it judges pages that it does not know, and write the trees."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    sys.path.insert(0, str(TOOLS))
    score: Any = importlib.import_module("score_intake")
    pages = kept(asked.cases, asked.keep, score)
    found = {kind: _validated(pages, kind, score) for kind in KINDS}
    models = {kind: model(pages, kind) for kind in KINDS} if not asked.check else {}
    written = {
        "what": "trees that judge the blocks of a web page by the numbers of ssg/intake/html/sight.py and judge.py",
        "script": hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16],
        "pages": len(pages),
        "in folds not learned from": found,
        "numbers": [*sight.NAMES, *sight.TAKEN, *judge.SECOND],
        "models": msgspec.to_builtins(models),
    }
    if not asked.check:
        OUT.write_text(
            json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
        )


def kept(cases: Path, keep: Path | None, score: Any) -> list[Page]:
    """Return the pages with all that is seen of them; from the file `keep` where it is there."""
    if keep and keep.exists():
        return [Page(*each) for each in pickle.loads(keep.read_bytes())]
    index = {
        case["id"]: case for case in json.loads((cases / "index.json").read_text("utf-8"))["cases"]
    }
    pages = [
        _page(case, index[case.name], score)
        for case in sorted(cases.iterdir())
        if (case / "page.html.gz").exists()
    ]
    if keep:
        keep.write_bytes(pickle.dumps([tuple(each) for each in pages]))
    return pages


def _page(case: Path, entry: dict[str, Any], score: Any) -> Page:
    raw = gzip.decompress((case / "page.html.gz").read_bytes())
    text, _ = labels.page(raw, "", case.name)
    truth = json.loads((case / "truth.json").read_text("utf-8"))
    read = page.read(text, case.name, "")
    seen = page.seen(read, extractor.taken(text) or "")
    return Page(entry["publisher"], entry["fold"], truth, seen, _good(seen, truth, score))


def _good(seen: sight.Sight, truth: dict[str, Any], score: Any) -> list[int]:
    """Which blocks are the article's, by the measure that the score uses for lines."""
    lang = truth["language"]
    keys = {score.norm_key(each["text"]) for each in truth["body"]}
    bag: set[Any] = set().union(*(score.shingles(each["text"], lang) for each in truth["body"]))
    beside = [text for text in (truth["title"], *truth["deck"], *truth["captions"]) if text]
    side: set[Any] = set().union(*(score.shingles(text, lang) for text in beside))
    found = []
    for line in seen.lines:
        key, count = score.norm_key(line.text), len(score.tokens(line.text, lang))
        cover = score.cover(line.text, lang, bag)
        if key in keys:
            found.append(1)
        elif key in {score.norm_key(text) for text in beside} or (
            cover < 0.5 and score.cover(line.text, lang, side) >= 0.7
        ):
            found.append(-1)
        elif count < (8 if lang in score.CJK else 4):
            found.append(
                int(count > 1 and any(key in each and len(each) <= 6 * len(key) for each in keys))
            )
        else:
            found.append(int(cover >= 0.5))
    return found


def _rows(each: Page, kind: str) -> list[list[float]]:
    return (
        [row[: len(sight.NAMES)] for row in each.seen.rows] if kind == "alone" else each.seen.rows
    )


def model(pages: Sequence[Page], kind: str) -> Model:
    """Return the model of a kind that pages make."""
    return Model(*map(_trees, _learned(pages, kind)))


def _learned(pages: Sequence[Page], kind: str) -> tuple[Any, Any]:
    """The boosters of both passes; the second learns from chances of pages that the first, made for it, did not know."""
    first = _fitted(pages, [_rows(each, kind) for each in pages], kind)
    rows: dict[int, list[list[float]]] = {}
    for fold in FOLDS:
        rest = [each for each in pages if each.fold != fold]
        if len(rest) < len(pages):
            other = _fitted(rest, [_rows(each, kind) for each in rest], kind)
            rows |= {
                n: _with_second(each, kind, other)
                for n, each in enumerate(pages)
                if each.fold == fold
            }
    return first, _fitted(pages, [rows[n] for n in range(len(pages))], kind)


def _with_second(each: Page, kind: str, first: Any) -> list[list[float]]:
    own = _rows(each, kind)
    one = list(map(float, first.predict(own)))
    return [[*row, *more] for row, more in zip(own, judge.second(each.seen, one), strict=True)]


def _fitted(pages: Sequence[Page], rows: Sequence[list[list[float]]], kind: str) -> Any:
    np: Any = importlib.import_module("numpy")
    lightgbm: Any = importlib.import_module("lightgbm")
    shares = Counter(each.publisher for each in pages)
    matrix = np.array([row for many in rows for row in many])
    good = np.array([max(0, it) for each in pages for it in each.good])
    weights = [
        _weight(line.width, it) / math.sqrt(shares[each.publisher])
        for each in pages
        for line, it in zip(each.seen.lines, each.good, strict=True)
    ]
    data = lightgbm.Dataset(matrix, good, weight=np.array(weights))
    return lightgbm.train({**COMMON, **TREES[kind]}, data, ROUNDS[kind])


def _weight(width: int, good: int) -> float:
    return (1 + min(width, 400) / 200) * (0.3 if good < 0 else 1.0)


def _trees(booster: Any) -> tuple[Tree, ...]:
    return tuple(_tree(each["tree_structure"]) for each in booster.dump_model()["tree_info"])


def _tree(root: dict[str, Any]) -> Tree:
    """A tree of LightGBM's as flat lists; thresholds and answers with as many digits as matter."""
    parts: tuple[list[Any], ...] = ([], [], [], [], [])
    feature, threshold, left, right, leaf = parts

    def add(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaf.append(round(node["leaf_value"], 4))
            return -len(leaf)
        at = len(feature)
        feature.append(node["split_feature"])
        threshold.append(float(f"{node['threshold']:.4g}"))
        left.append(0)
        right.append(0)
        left[at], right[at] = add(node["left_child"]), add(node["right_child"])
        return at

    if add(root) < 0:  # a tree without a question
        return Tree((0,), (0.0,), (-1,), (-1,), tuple(leaf))
    return Tree(*map(tuple, parts))


def _validated(pages: Sequence[Page], kind: str, score: Any) -> dict[str, Any]:
    """The figures by threshold, each page judged by trees that were not made from its fold."""
    judged: list[tuple[Page, list[float]]] = []
    for fold in FOLDS:
        first, second = _learned([each for each in pages if each.fold != fold], kind)
        for each in pages:
            if each.fold == fold:
                chances = second.predict(_with_second(each, kind, first))
                judged.append((each, list(map(float, chances))))
    found = {}
    for threshold in THRESHOLDS:
        scored = [
            score.score_case(
                each.truth,
                {
                    "units": [
                        ("p", line.text)
                        for line, p in zip(each.seen.lines, chances, strict=True)
                        if p >= threshold
                    ]
                },
            )
            for each, chances in judged
        ]
        said = score.summarize(scored)
        found[str(threshold)] = {
            name: said[name] for name in ("f1", "p", "r", "debris_lines_case", "lost_share")
        }
        print(
            f"{kind:15} {threshold:.2f}  "
            + "  ".join(f"{name} {value:.4f}" for name, value in found[str(threshold)].items()),
            flush=True,
        )
    return found


if __name__ == "__main__":
    main()
