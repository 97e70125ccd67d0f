"""Many files are looked at by several processes, with the same result as by one."""

import os
from pathlib import Path
from typing import Any

import pytest

from ssg.check import crew


def _length(text: str) -> int:
    return len(text)


def test_what_many_processes_find_is_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    items = ["x" * n for n in range(crew.MANY + 3)]
    assert crew.spread(_length, items) == list(range(crew.MANY + 3))


def test_a_site_is_checked_the_same_by_many_processes(archive: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # fmt: skip
    archive.edit(
        "content/articles/2020/bridge.md", "도 있다.\n", "도 있다.\n\n[없는 글](gone.md)\n"
    )
    one = archive.check()
    monkeypatch.setattr(crew, "MANY", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert archive.check() == one
    assert [each.rule for each in one] == ["link"]
