"""The development cases of intake, and what each line of them is: shared by what learns and what measures.

They are real pages and not ours, so they are not in the repository; CASES is a folder with an index.json and a folder for
each case (truth.json, paste.txt, paste_focus.txt). Beside it, `../tools/score_intake.py` says what is right.
"""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ssg.intake import label, language
from ssg.intake.decode import decode
from ssg.intake.draft import Draft
from ssg.intake.spans import BODY

CASES = Path(__file__).resolve().parents[3] / "shared/data/intake-dev"
GOLDEN = Path(__file__).resolve().parents[1] / "intake/cases"
SEOUL = ZoneInfo("Asia/Seoul")
MODES = ("paste.txt", "paste_focus.txt")
FOLDS = 4


class Case(NamedTuple):
    """A development case: its folder, its fold (publishers with one template share it), its truth."""

    folder: Path
    fold: int
    truth: dict[str, Any]

    def text(self, mode: str) -> str:
        """The normalised paste."""
        return decode((self.folder / mode).read_bytes()).text


def cases(folder: Path) -> Iterator[Case]:
    """Give the cases of a folder by name."""
    index = json.loads((folder / "index.json").read_text("utf-8"))["cases"]
    folds = {case["id"]: case["fold"] for case in index}
    for name in sorted(folds):
        truth = json.loads((folder / name / "truth.json").read_text("utf-8"))
        yield Case(folder / name, folds[name], truth)


def golden() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give the folders of our own cases and what is expected of them."""
    for folder in sorted(GOLDEN.iterdir()):
        yield folder, json.loads((folder / "expected.json").read_text("utf-8"))


def before(text: str, step: label.Step) -> Draft:
    """Return the page of a text as it is when a step of labelling begins."""
    lang = language.language(text).partition("-")[0]
    return label.labelled(label.begun(text, lang, SEOUL), step)


def scorer(folder: Path) -> Any:
    """Return the module that scores, which lies beside the cases."""
    path = folder.parents[1] / "tools/score_intake.py"
    spec = importlib.util.spec_from_file_location("score_intake", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: the scorer is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(draft: Draft, truth: dict[str, Any], score: Any) -> list[int]:
    """Return for each line 1 (text of the article), 0 (debris) or -1 (headline, deck or caption of the truth)."""
    lang = truth["language"]
    keys = {score.norm_key(part["text"]) for part in truth["body"]}
    bag = _shingles((part["text"] for part in truth["body"]), lang, score)
    beside = [text for text in (truth["title"], *truth["deck"], *truth["captions"]) if text]
    side = _shingles(beside, lang, score)
    aside = {score.norm_key(text) for text in beside}
    found = []
    for line in draft.page.lines:
        key = score.norm_key(line.text)
        if len(score.tokens(line.text, lang)) < (8 if lang in score.CJK else score.N):
            is_text = key in keys or any(key in k and len(k) <= 6 * len(key) for k in keys)
        else:
            is_text = score.cover(line.text, lang, bag) >= 0.5
        is_side = key in aside or (bool(side) and score.cover(line.text, lang, side) >= 0.7)
        found.append(0 if not key else -1 if is_side and not is_text else int(is_text))
    return found


def _shingles(texts: Any, lang: str, score: Any) -> set[Any]:
    return set().union(*(score.shingles(text, lang).keys() for text in texts))


def expected(draft: Draft, lines: list[list[str]]) -> list[int]:
    """Return for each line of one of our own cases 1 where it is text, else 0."""
    wanted = {"".join(text.split()) for mark, text in lines if mark in BODY}
    return [int("".join(line.text.split()) in wanted) for line in draft.page.lines]
