"""A place to publish from and to."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folders

from repositories import WHO, Place  # noqa: E402 - the line above finds it


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)
    return Place(tmp_path)
