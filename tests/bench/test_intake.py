"""What intake reads right does not get worse: golden cases by number, real pages by floors, speed by a ratio."""

import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.intake import article, traits
from ssg.intake.decode import decode
from ssg.intake.weights import shipped

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
cases = importlib.import_module("cases")
intake = importlib.import_module("intake")
intake_html = importlib.import_module("intake_html")
TEXT = HERE.parents[1] / "ssg/intake/text.json"
EVERY = 1 if os.environ.get("SSG_LONG") else 12
FLOORS = {"f1": 0.945, "title_fuzzy": 0.80, "date": 0.72, "authors": 0.65}
CEILINGS = {"debris_lines_case": 0.08, "lost_share": 0.085, "date_wrong": 0.045}
HTML = (
    {"f1": 0.965, "title_fuzzy": 0.91, "date": 0.97, "authors": 0.84, "topics": 0.70},
    {"debris_lines_case": 0.065, "lost_share": 0.045},
)
SAMPLE = ({"f1": 0.92}, {"debris_lines_case": 0.12, "lost_share": 0.12})
"""Limits for a sample of the cases: of the text only, since fields of a few pages say little."""


def test_our_own_cases_are_many_and_mostly_korean() -> None:
    texts = [decode((folder / "paste.txt").read_bytes()).text for folder, _ in cases.golden()]
    korean = [text for text in texts if sum("가" <= c <= "힣" for c in text) > len(text) / 5]
    assert (len(texts) >= 160, len(korean) >= 120) == (True, True)


def test_the_trees_are_small_and_speak_of_known_numbers() -> None:
    found = shipped().trees
    assert (len(TEXT.read_bytes()) <= 100_000, len(found) > 0) == (True, True)
    assert {number for tree in found for number in _numbers(tree)} <= set(range(len(traits.NAMES)))


def _numbers(tree: object) -> set[int]:
    if not isinstance(tree, tuple):
        return set()
    return {tree[0]} | _numbers(tree[2]) | _numbers(tree[3])


@pytest.mark.skipif(not cases.CASES.exists(), reason="needs ../shared/data/intake-dev")
def test_real_pages_are_read_as_well_as_before() -> None:
    """The committed weights know these pages: this guards the code; quality is what `make bench-intake` prints."""
    score, weights = cases.scorer(cases.CASES), shipped()
    floors, ceilings = (FLOORS, CEILINGS) if EVERY == 1 else SAMPLE
    for mode in cases.MODES:
        known = list(cases.cases(cases.CASES))[::EVERY]
        figures = score.summarize(
            [intake.scored((case, mode, cases.CASES, weights)) for case in known]
        )
        low = {name: figures[name] for name, least in floors.items() if figures[name] < least}
        high = {name: figures[name] for name, most in ceilings.items() if figures[name] > most}
        assert (mode, low, high) == (mode, {}, {})


@pytest.mark.skipif(not cases.CASES.exists(), reason="needs ../shared/data/intake-dev")
def test_web_pages_are_read_as_well_as_before() -> None:
    """The committed trees know these pages, too; without trafilatura the trees that stand alone are asked."""
    score = cases.scorer(cases.CASES)
    kind = "with extractor" if importlib.util.find_spec("trafilatura") else "alone"
    rows = []
    for case, text, _ in intake_html.pages(cases.CASES, 1 if EVERY == 1 else 2 * EVERY):
        truth = json.loads((case / "truth.json").read_text("utf-8"))
        said = intake_html.ours(text, kind, None)
        rows.append(score.score_case(truth, {**said, "units": score.units_of(said["body"], True)}))  # noqa: FBT003
    figures = score.summarize(rows)
    floors, ceilings = HTML if EVERY == 1 else SAMPLE
    low = {name: figures[name] for name, least in floors.items() if figures[name] < least}
    high = {name: figures[name] for name, most in ceilings.items() if figures[name] > most}
    assert (low, high) == ({}, {})


def test_a_page_of_two_hundred_lines_takes_as_long_as_a_few_plain_loops() -> None:
    menu = [f"메뉴 {n}" for n in range(80)]
    text = [
        f"구청은 새 도서관 {n}곳을 다음 달에 연다고 15일 밝혔다. 누구나 쓸 수 있다."
        for n in range(60)
    ]
    related = [f"다른 소식 {n}…골목에 핀 꽃" for n in range(60)]
    page = "\n".join(
        [*menu, "도서관이 늘어난다", "입력 2025.05.15 20:00", *text, "관련기사", *related]
    )
    texts = (
        page.replace("골목", word) for word in "언덕 시장 강변 마을 역전 공원".split()
    )  # each is new
    article.parse(page, intake.HINTS)
    taken = _least(lambda: article.parse(next(texts), intake.HINTS))
    loop = _least(lambda: sum(n * n for n in range(300_000)))
    assert taken < 4 * loop, f"{1000 * taken:.0f} ms, a loop takes {1000 * loop:.0f} ms"


def _least(work: Callable[[], object]) -> float:
    """The least processor time of five runs, in seconds."""
    times = []
    for _ in range(5):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)
