"""The benchmark itself: its articles are the same everywhere, and it runs end to end."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PINNED = {"": "5618fa7999ff1e20", "--hugo": "2fac84c52a1efba1"}


def run(script: str, *arguments: str) -> str:
    """Run a script of the benchmark; return what it printed."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def digest(folder: Path) -> str:
    """One digest of all names and contents below a folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def test_the_articles_are_the_pinned_ones(tmp_path: Path) -> None:
    made = {}
    for flag in PINNED:
        folder = tmp_path / (flag or "ssg")
        run("corpus.py", "60", str(folder), *([flag] if flag else []))
        made[flag] = digest(folder)
    assert made == PINNED


def test_a_bigger_corpus_begins_with_the_smaller_one(tmp_path: Path) -> None:
    for count in (20, 40):
        run("corpus.py", str(count), str(tmp_path / str(count)))
    small, big = (
        {
            p.relative_to(tmp_path / n).as_posix(): p.read_bytes()
            for p in (tmp_path / n).rglob("*.md")
        }
        for n in ("20", "40")
    )
    assert (len(small), len(big)) == (20, 40)
    assert {path: big[path] for path in small} == small


def test_the_texts_have_the_promised_shape(tmp_path: Path) -> None:
    told = json.loads(run("corpus.py", "300", str(tmp_path)))
    texts = [path.read_text("utf-8") for path in sorted(tmp_path.rglob("*.md"))]
    bodies = [text.split("---\n\n", 1)[1] for text in texts]
    words = [word for body in bodies for word in body.split()]
    latin = sum(bool(re.match("[A-Za-z]", word)) for word in words) / len(words)
    half = {word for body in bodies[::2] for word in body.split()}
    growth = len(set(words)) / len(half)
    assert told["articles"] == len(texts) == 300
    assert 1850 < told["characters"] / 300 < 1950
    assert 0.11 < latin < 0.15
    assert (
        1.4 < growth < 1.8
    )  # Heaps' law: twice the words, 2 ** 0.5 to 2 ** 0.85 times the vocabulary
    assert {len(re.findall("\n## ", body)) > 0 for body in bodies} == {True, False}
    assert all(any(mark in body for body in bodies) for mark in ("\n> ", "\n- ", "**"))


def test_the_benchmark_runs_and_tells_every_figure() -> None:
    told: dict[str, Any] = json.loads(
        run("bench.py", "--articles", "60", "--no-hugo", "--rounds", "1", "--json")
    )
    (size,) = told["sizes"]
    assert sorted(told) == ["growth", "machine", "sizes"]
    assert told["growth"] == 1.0
    assert (size["articles"], size["rounds"], size["ratios"]) == (60, 1, {})
    assert list(size["runs"]) == [
        "clean, no index",
        "one paragraph, no index",
        "clean build",
        "nothing changed",
        "one paragraph changed",
        "one new article",
        "one tag renamed",
        "article template edited",
    ]
    for name, figures in size["runs"].items():
        assert sorted(figures) == ["cpu", "parent_mb", "wall", "worker_mb"], name
        assert min(figures["cpu"], figures["wall"], figures["parent_mb"]) > 0, name
    clean, nothing = size["runs"]["clean build"], size["runs"]["nothing changed"]
    assert nothing["cpu"] < clean["cpu"] / 2
    assert set(size["articles_per_second"]) == {"clean build", "clean, no index"}
    assert size["per_article_ms"] > 0
