"""How fast pastes are read and imported, and what Korean pastes that are not ours come out as.

    python tests/bench/intake_speed.py [--files N]

Prints processor ms of a page of 200 lines (median of 15 pages, one core) and how many loops of a fixed length that is; pastes a second of an import of N files (default 300) by one
process a core, written with `fsync`, in a temporary archive; how long the same import takes again, when nothing is to be done. Then
the figures of ../shared/tools/score_korean.py, where it is there.
"""

import argparse
import html
import importlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import cases
import intake

from ssg.intake import article, importer
from ssg.intake.outcome import Options

KOREAN = cases.CASES.parents[1] / "tools/score_korean.py"
WORDS = "구청 도서관 골목 빵집 시장 학교 등대 우체국 강변 버스 박물관 텃밭 연극 축제 다리".split()


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--files", type=int, default=300)
    asked = parser.parse_args()
    spent, loop = _median(), _loop()
    lines = page(0).count("\n") + 1
    print(
        f"a page of {lines} lines: {1000 * spent:.0f} ms, {spent / loop:.1f} loops of 300,000 squares"
    )
    _beside_trafilatura()
    with tempfile.TemporaryDirectory() as folder:
        _imported(Path(folder), asked.files)
    if KOREAN.exists():
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, str(KOREAN), str(root)], check=False)
    else:
        print(f"skipped: {KOREAN} is not here")


def page(number: int) -> str:
    """Return a page of 200 lines as Select-All gives it, another one for each number."""
    one, two, three = (WORDS[number * step % len(WORDS)] for step in (1, 3, 7))
    told = [
        f"{one} {number}호는 {n}번째 {two}에서 {three} {number * n % 97}곳을 다음 달에 연다고 15일 밝혔다. 누구나 쓸 수 있다."
        for n in range(60)
    ]
    head = [
        f"{one}에서 만난 {two}, {three}가 된 {number}일",
        "홍길동 기자",
        "입력 2025.05.15 20:00",
    ]
    related = [f"다른 소식 {n}…{two}에 핀 꽃" for n in range(57)]
    return "\n".join([*(f"메뉴 {n}" for n in range(79)), *head, *told, "관련기사", *related])


def _median() -> float:
    """The median of 15 pages, each read once: what was read before is remembered."""
    texts = [page(number) for number in range(1, 17)]
    taken = [_spent(partial(article.parse, text, intake.HINTS)) for text in texts]
    return statistics.median(taken[1:])


def _beside_trafilatura() -> None:
    """The same 15 pages in turn as a paste here and as HTML in trafilatura, where that is installed: least and median."""
    if importlib.util.find_spec("trafilatura") is None:
        print("skipped: trafilatura is not here")
        return
    extract = importlib.import_module("trafilatura").extract
    ours, theirs = [], []
    for text in [page(number) for number in range(17, 33)]:
        shown = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
        whole = (
            f"<!doctype html><html lang=ko><title>{text[:20]}</title><body>{shown}</body></html>"
        )
        ours.append(_spent(partial(article.parse, text, intake.HINTS)))
        theirs.append(_spent(partial(extract, whole, include_comments=False)))
    least, middle = (
        [1000 * took(times[1:]) for times in (ours, theirs)] for took in (min, statistics.median)
    )
    print(
        f"the same as a paste here and as HTML in trafilatura: at best {least[0]:.0f} and {least[1]:.0f} ms, median {middle[0]:.0f} and {middle[1]:.0f} ms ({middle[0] / middle[1]:.2f})"
    )


def _loop() -> float:
    """What a loop of fixed length takes now: machines and their neighbours differ."""
    return statistics.median(_spent(lambda: sum(n * n for n in range(300_000))) for _ in range(15))


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _imported(root: Path, files: int) -> None:
    pastes = root / "pastes"
    pastes.mkdir()
    for number in range(files):
        (pastes / f"{number:05}.txt").write_text(page(number), "utf-8")
    for name in ("imported", "again"):
        began = time.monotonic()
        now = datetime(2026, 11, 23, 9, 30, tzinfo=cases.SEOUL)
        options = Options(zone=cases.SEOUL, brief=True, duplicates="keep")
        outcomes = list(
            importer.run([str(pastes)], root=root, options=options, stdin=None, now=now)
        )
        spent = time.monotonic() - began
        fresh = sum(outcome.status == "imported" for outcome in outcomes)
        print(
            f"{name}: {fresh} of {files} files new in {spent:.1f} s ({files / spent:.0f} a second, {os.cpu_count()} cores)"
        )


if __name__ == "__main__":
    main()
