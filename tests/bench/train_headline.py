"""Makes `ssg/intake/headline.json`: the weights by which a line of a paste is taken for the headline.

    python tests/bench/train_headline.py CASES [--check]

CASES is a folder of development cases (truth.json, paste.txt, paste_focus.txt; index.json with a `fold` for each), which is not
in the repository. Our own golden cases are learned from too: Korean is rare among the others. The model is a
conditional logit: a page's candidates and "none of them" share one probability, as exp(weights x numbers). Weights are drawn to
zero, those of signs that are clear but rare to what we expect of them (`PRIOR`). It is printed how many headlines are found in folds that were not learned from. Same cases, same bytes. Needs numpy; `--check` writes nothing.
"""

import argparse
import gzip
import hashlib
import html
import importlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cases

from ssg.intake import candidates, headline
from ssg.intake.decode import decode

np: Any = importlib.import_module("numpy")
HERE = Path(__file__).parent
OUT = HERE.parents[1] / "ssg/intake/headline.json"
PENALTY = 0.3
STEPS = 25
OURS = 0.2  # the worth of a case of ours for pages that aren't Korean
PRIOR = {
    "glued": 3.0, "other": -2.0, "media": -3.0, "bracketed": -3.0, "promo": -3.0, "again": 1.5, "slashes": -1.0, "colon": 1.0, "before.colon": -2.0,
}  # fmt: skip
NEAR = 0.3  # the worth of a line that is nearly the headline, where none is it exactly


class Page(NamedTuple):
    """A paste: whose it is, what each candidate shows, how good it is (0, `NEAR`, 1), and what the page counts."""

    source: str
    name: str
    fold: int
    rows: list[dict[str, float]]
    good: list[float]
    weight: float


def main() -> None:
    """Learn, say how well it is found by cross-validation, and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path, nargs="?", default=cases.CASES)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    known = pages(asked.cases)
    names = named(known)
    right = _validated(known, names)
    for (source, name), (found, count) in sorted(right.items()):
        print(f"{source:8} {name:16} {found}/{count} = {found / count:.3f}")
    written = made(known, names, right)
    if not asked.check:
        OUT.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")


def made(
    known: Sequence[Page], names: Sequence[str], right: Mapping[tuple[str, str], tuple[int, int]]
) -> dict[str, Any]:
    """Return what the file holds."""
    return {
        "what": "weights of a line's numbers (ssg/intake/candidates.py): the headline is the line with the greatest sum, if it exceeds `none`; `korean` are those of Korean pages, to which our own cases weigh more",
        "script": hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16],
        "pages": len(known),
        "found in folds not learned from": {
            f"{source} {name}": f"{found}/{count}"
            for (source, name), (found, count) in sorted(right.items())
        },
        "weights": learned(known, names),
        "korean": learned(ours(known), names),
    }


def ours(known: Sequence[Page]) -> list[Page]:
    """Return the pastes with our own, which are mostly Korean, at their full weight."""
    return [page._replace(weight=page.weight / OURS) if page.fold < 0 else page for page in known]


def pages(folder: Path) -> list[Page]:
    """Return the pastes to learn from: the cases' and ours."""
    found = []
    for case in cases.cases(folder):
        title = case.truth["title"] or _title_of(case.folder / "page.html.gz")
        weight = 1.0 if case.truth["title"] else 0.7
        found += [
            _page((case.truth["source"], mode, case.fold), case.text(mode), title, weight)
            for mode in cases.MODES
            if title
        ]
    for path, expected in cases.golden():
        title = next((text for mark, text in expected["lines"] if mark == "headline"), "")
        text = decode((path / "paste.txt").read_bytes()).text
        found.append(_page(("golden", "paste.txt", -1), text, title, OURS))
    return found


def _page(named: tuple[str, str, int], text: str, title: str, weight: float) -> Page:
    draft = cases.before(text, headline.titled)
    seen = candidates.sight(draft)
    rows = [candidates.numbers(draft, seen, i) for i in seen.lines]
    good = [_worth(draft.line(i).text, title) for i in seen.lines]
    if 1.0 in good:
        good = [worth * (1.0 if worth == 1 else NEAR) for worth in good]
    return Page(*named, rows, good, weight if any(good) else weight * 0.1)


def _worth(text: str, title: str) -> float:
    """1 for the headline itself, a little less for a line that holds it or most of its letters, else 0."""
    a, b = _key(text), _key(title)
    if a == b:
        return 1.0
    held = (a in b or b in a) and min(len(a), len(b)) >= 0.6 * max(len(a), len(b))
    return 0.99 if b and (held or _alike(a, b) >= 0.8) else 0.0


def _key(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text or "").casefold()))


def _alike(a: str, b: str) -> float:
    one, two = (Counter(each[n : n + 3] for n in range(max(1, len(each) - 2))) for each in (a, b))
    return 2 * (one & two).total() / max(1, one.total() + two.total())


def _title_of(path: Path) -> str:
    """The headline of a saved page whose truth knows the body only: the `h1` that the page's own title confirms, else that title."""
    if not path.exists():
        return ""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    told = [
        html.unescape(match[1])
        for match in re.finditer(r"<title[^>]*>(.*?)</title>", text, re.DOTALL)
    ]
    for tag in re.findall(r"<meta[^>]+>", text):
        named = re.search(r"(?:property|name)=[\"']?(?:og:title|twitter:title)", tag)
        value = re.search(r"content=([\"'])(.*?)\1", tag, re.DOTALL)
        told += [html.unescape(value[2])] if named and value else []
    for inner in re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL):
        heading = " ".join(html.unescape(re.sub(r"<[^>]+>", "", inner)).split())
        key = _key(heading)
        if len(key) > 12 and any(
            key in _key(each) or _alike(key, _key(each)) > 0.7 for each in told
        ):
            return heading
    return re.sub(r"\s[|\-–—]\s[^|\-–—]{2,40}$", "", told[-1]).strip() if told else ""


def named(known: Sequence[Page]) -> list[str]:
    """Return the names of all numbers."""
    return sorted({name for each in known for row in each.rows for name in row})


def learned(known: Sequence[Page], names: Sequence[str]) -> dict[str, float]:
    """Return the weights learned from pastes by name, rounded; `none` is that of no headline."""
    values = zip([*names, "none"], _learned(known, names), strict=True)
    rounded = {name: round(float(value), 3) for name, value in values}
    return {name: value for name, value in rounded.items() if value}


def _matrix(each: Page, names: Sequence[str]) -> tuple[Any, Any]:
    """The numbers of a page's candidates with a last row for "none", and how good each row is."""
    at = {name: n for n, name in enumerate(names)}
    numbers = np.zeros((len(each.rows) + 1, len(names) + 1))
    for row, shown in enumerate(each.rows):
        for name in shown:
            if name in at:
                numbers[row, at[name]] = shown[name]
    numbers[-1, -1] = 1.0
    return numbers, np.array([*each.good, 0.0 if any(each.good) else 1.0])


def _learned(pages: Sequence[Page], names: Sequence[str]) -> Any:
    """The weights by Newton's method with the curvature of the partition function."""
    made = [(*_matrix(each, names), each.weight) for each in pages]
    prior = np.array([PRIOR.get(name, 0.0) for name in [*names, "none"]])
    weights = prior.copy()
    for _ in range(STEPS):
        slope = 2 * PENALTY * (weights - prior)
        curve = 2 * PENALTY * np.eye(len(weights))
        for numbers, good, worth in made:
            odds = np.exp(numbers @ weights - (numbers @ weights).max())
            share = odds / odds.sum()
            wanted = share * good / (share * good).sum()
            mean = numbers.T @ share
            slope -= worth * (numbers.T @ wanted - mean)
            curve += worth * ((numbers.T * share) @ numbers - np.outer(mean, mean))
        weights -= np.linalg.solve(curve, slope)
    return weights


def _validated(
    pages: Sequence[Page], names: Sequence[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """How many headlines of how many pages are found when the page's fold is not learned from; golden cases are not asked."""
    right: dict[tuple[str, str], tuple[int, int]] = {}
    for fold in range(cases.FOLDS):
        weights = _learned([each for each in pages if each.fold != fold], names)
        for each in pages:
            if each.fold == fold and each.source != "aeb":
                numbers, _ = _matrix(each, names)
                best = int((numbers @ weights).argmax())
                found, count = right.get((each.source, each.name), (0, 0))
                hit = best < len(each.rows) and each.good[best] > 0
                right[each.source, each.name] = (found + hit, count + 1)
    return right


if __name__ == "__main__":
    main()
