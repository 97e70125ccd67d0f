"""Makes `ssg/intake/text.json`: the trees by which the last word is said on what of a paste is text.

    python tests/bench/train_intake.py [CASES]

Learned from development cases that are not in the repository and from our own golden cases (Korean is rare among the former).
The trees are LightGBM's, small and few, over the numbers of `ssg/intake/traits.py`; ssg needs no LightGBM to walk them. A
case weighs by the root of its paragraphs, so that long articles don't decide alone. Same cases, same bytes.
`tests/bench/intake.py` measures with trees that have not seen the publisher.
"""

import argparse
import hashlib
import importlib
import json
import math
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import cases

from ssg.intake import referee, traits
from ssg.intake.decode import decode

OUT = Path(__file__).parents[2] / "ssg/intake/text.json"
ROUNDS = 90
OPTIONS = {
    "objective": "binary", "num_leaves": 14, "learning_rate": 0.1, "min_data_in_leaf": 60, "lambda_l2": 5.0,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 1, "num_threads": 1, "verbose": -1,
    "deterministic": True, "force_row_wise": True, "use_missing": False,
}  # fmt: skip
KEEP = 0.46
"""The share of certainty from which a line is text: the aim is few lost paragraphs and little debris alike."""
KEEP_KOREAN = (0.1, 0.9)
DIGITS = 4


class Lines(NamedTuple):
    """The lines of a paste: fold (-1: one of ours), the numbers of each, what it is, and what the paste weighs."""

    name: str
    fold: int
    rows: list[list[float]]
    told: list[int]
    weight: float


def main() -> None:
    """Learn from all cases and write the trees."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="?", default=cases.CASES)
    write(lines(parser.parse_args().cases))


def write(pages: Sequence[Lines]) -> None:
    """Write what is learned from pastes to OUT."""
    written = {
        "what": "trees over a line's numbers (ssg/intake/traits.py): [number, limit, tree up to it, tree above it]; a line is text if the sum of its leaves exceeds `keep`",
        "script": hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16],
        "pages": len(pages),
        "keep": _logit(KEEP),
        "keep korean": [_logit(share) for share in KEEP_KOREAN],
        "names": traits.NAMES,
        "trees": learned(pages),
    }
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    for head in ('"script"', '"pages"', '"keep"', '"keep korean"', '"names"', '"trees"'):
        text = text.replace(f",{head}:", f",\n{head}:")
    lone = text[: text.index('"trees"')] + text[text.index('"trees"') :].replace("]],[", "]],\n[")
    OUT.write_text(lone + "\n", "utf-8")


def _logit(share: float) -> float:
    return round(math.log(share / (1 - share)), 3)


def lines(folder: Path) -> list[Lines]:
    """Return the lines of all pastes, the cases' and ours."""
    asked = [(case, mode, folder) for case in cases.cases(folder) for mode in cases.MODES]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_of_case, asked, chunksize=8))
    return [*found, *(_golden(path, wanted) for path, wanted in cases.golden())]


def _of_case(asked: tuple[cases.Case, str, Path]) -> Lines:
    case, mode, folder = asked
    draft = cases.before(case.text(mode), referee.judged)
    told = cases.told(draft, case.truth, cases.scorer(folder))
    return _weighed(f"{case.folder.name}/{mode}", case.fold, traits.traits(draft), told)


def _golden(folder: Path, wanted: dict[str, Any]) -> Lines:
    draft = cases.before(decode((folder / "paste.txt").read_bytes()).text, referee.judged)
    told = cases.expected(draft, wanted["lines"])
    return _weighed(folder.name, -1, traits.traits(draft), told)


def _weighed(name: str, fold: int, rows: dict[int, list[float]], told: list[int]) -> Lines:
    weight = 1 / math.sqrt(max(4, told.count(1)))
    return Lines(name, fold, list(rows.values()), [told[i] for i in rows], weight)


def learned(pages: Sequence[Lines]) -> list[Any]:
    """Return trees learned from pastes, with the names of the numbers, rounded."""
    gbm = importlib.import_module("lightgbm")
    np = importlib.import_module("numpy")
    rows = np.array([row for page in pages for row in page.rows])
    told = [max(0, each) for page in pages for each in page.told]
    weights = np.array([page.weight * (0.3 if t < 0 else 1) for page in pages for t in page.told])
    made = gbm.Dataset(rows, told, weight=weights / weights.mean())
    dumped = gbm.train(OPTIONS, made, ROUNDS).dump_model()["tree_info"]
    return [_tree(tree["tree_structure"]) for tree in dumped]


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], DIGITS)
    name, limit = traits.NAMES[node["split_feature"]], round(node["threshold"], DIGITS)
    return [name, limit, _tree(node["left_child"]), _tree(node["right_child"])]


if __name__ == "__main__":
    main()
