"""Makes `ssg/intake/headline.json`: the weights by which a line of a paste is taken for the headline.

    python tests/bench/train_headline.py CASES [--check]

CASES is a folder of development cases (truth.json, paste.txt, paste_focus.txt; index.json with a `fold` for each), which is not
in the repository. Our own golden cases are learned from too: Korean is rare among the others. The model is a
conditional logit: a page's candidates and "none of them" share one probability, as exp(weights x numbers). It is printed how many
headlines are found in folds that were not learned from. Same cases, same bytes. Needs numpy; `--check` writes nothing.
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ssg.intake import candidates, headline, label, language
from ssg.intake.decode import decode
from ssg.intake.draft import Draft
from ssg.intake.lines import page
from ssg.intake.scores import scores

np: Any = importlib.import_module("numpy")
HERE = Path(__file__).parent
OUT = HERE.parents[1] / "ssg/intake/headline.json"
GOLDEN = HERE.parent / "intake/cases"
PENALTY = 0.4
STEPS = 25
FOLDS = 4
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
    parser.add_argument("cases", type=Path)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    pages = [*_cases(asked.cases), *_golden()]
    names = sorted({name for each in pages for row in each.rows for name in row})
    right = _validated(pages, names)
    for (source, name), (found, count) in sorted(right.items()):
        print(f"{source:8} {name:16} {found}/{count} = {found / count:.3f}")
    weights = _weights(_learned(pages, names), names)
    written = {
        "what": "weights of a line's numbers (ssg/intake/candidates.py): the headline is the line with the greatest sum, if it exceeds `none`",
        "script": hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16],
        "pages": len(pages),
        "found in folds not learned from": {
            f"{source} {name}": f"{found}/{count}"
            for (source, name), (found, count) in sorted(right.items())
        },
        "weights": weights,
    }
    if not asked.check:
        OUT.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _cases(folder: Path) -> Iterator[Page]:
    index = {
        case["id"]: case["fold"]
        for case in json.loads((folder / "index.json").read_text("utf-8"))["cases"]
    }
    for case in sorted(folder.iterdir()):
        if not (case / "truth.json").exists():
            continue
        truth = json.loads((case / "truth.json").read_text("utf-8"))
        title = truth["title"] or _title_of(case / "page.html.gz")
        for name in ("paste.txt", "paste_focus.txt") if title else ():
            whole = 1.0 if truth["title"] else 0.7
            yield _page(truth["source"], case / name, index[case.name], title, whole)


def _golden() -> Iterator[Page]:
    for case in sorted(GOLDEN.iterdir()):
        expected = json.loads((case / "expected.json").read_text("utf-8"))
        title = next((text for mark, text in expected["lines"] if mark == "headline"), "")
        yield _page("golden", case / "paste.txt", -1, title, 1.0)


def _page(source: str, path: Path, fold: int, title: str, weight: float) -> Page:
    draft = _before(decode(path.read_bytes()).text)
    seen = candidates.sight(draft)
    rows = [candidates.numbers(draft, seen, i) for i in seen.lines]
    good = [_worth(draft.line(i).text, title) for i in seen.lines]
    if 1.0 in good:
        good = [worth * (1.0 if worth == 1 else NEAR) for worth in good]
    return Page(source, path.name, fold, rows, good, weight if any(good) else weight * 0.1)


def _before(text: str) -> Draft:
    """The page with the marks that it has when the headline is looked for."""
    lang = language.language(text).partition("-")[0]
    zone = language.zone(lang, ZoneInfo("Asia/Seoul"))
    whole = page(text)
    draft = Draft(whole, scores(whole), {}, lang, zone, language.lead(lang, text))
    for _, step in label.STEPS:
        if step is headline.titled:
            return draft
        draft = msgspec.structs.replace(draft, marks={**draft.marks, **step(draft)})
    return draft


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
    weights = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        slope = 2 * PENALTY * weights
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
    for fold in range(FOLDS):
        weights = _learned([each for each in pages if each.fold != fold], names)
        for each in pages:
            if each.fold == fold and each.source != "aeb":
                numbers, _ = _matrix(each, names)
                best = int((numbers @ weights).argmax())
                found, count = right.get((each.source, each.name), (0, 0))
                hit = best < len(each.rows) and each.good[best] > 0
                right[each.source, each.name] = (found + hit, count + 1)
    return right


def _weights(values: Any, names: Sequence[str]) -> dict[str, float]:
    rounded = {
        name: round(float(value), 3) for name, value in zip([*names, "none"], values, strict=True)
    }
    return {name: value for name, value in rounded.items() if value}


if __name__ == "__main__":
    main()
