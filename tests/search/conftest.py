"""Node, and the place of our browser modules, for the tests that compare the two languages."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

Node = Callable[[str, Iterable[Any]], list[Any]]


@pytest.fixture(scope="session")
def browser() -> Path:
    """Return the folder of our own browser modules."""
    return ROOT / "ssg" / "browser"


@pytest.fixture(scope="session")
def node() -> Node:
    """Return a function that pipes JSON lines through a script of ours; skips without node."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed: Python and JavaScript can't be compared")

    def run(script: str, lines: Iterable[Any]) -> list[Any]:
        told = "".join(json.dumps(line) + "\n" for line in lines)
        path = str(Path(__file__).with_name(script))
        done = subprocess.run(
            [program, path], input=told, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
