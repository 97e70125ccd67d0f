"""The toy archive of the engine's tests; its rules can be imported by name, in worker processes too."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = str(Path(__file__).parent)
sys.path.insert(0, FOLDER)

from toy_build import Toy  # noqa: E402 - the line above finds it

from ssg.engine import inputs  # noqa: E402


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """An archive without notes; stamps are believed at once."""
    monkeypatch.setenv("TOY_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((FOLDER, str(Path.cwd()))))
    monkeypatch.setattr(inputs, "YOUNG_NS", -(10**15))
    return Toy(tmp_path, tmp_path / "log")


@pytest.fixture
def toy(empty: Toy) -> Iterator[Toy]:
    """An archive of three notes, built once."""
    for name in "abc":
        empty.write(f"notes/{name}.txt", f"note {name}\ntext of {name}")
    empty.build()
    yield empty
