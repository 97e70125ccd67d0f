"""Whole archives for the tests of this folder; its modules can be imported by name, in workers too."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.register_assert_rewrite("five_articles")  # its checks say what differs, as a test's do

from five_articles import FIVE  # noqa: E402 - the line above finds it
from small_site import MakeSite, Site  # noqa: E402

from ssg.engine import inputs  # noqa: E402


@pytest.fixture
def site(tmp_path: Path) -> MakeSite:
    """Make an archive from a text literal."""
    return lambda text: Site(tmp_path / "home", text)


@pytest.fixture
def believing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the engine believe stamps of any age: a test writes its files just now."""
    monkeypatch.setattr(inputs, "YOUNG_NS", -(10**15))
    yield


@pytest.fixture
def five(site: MakeSite, believing: None) -> Site:  # noqa: ARG001 - old stamps
    """Five articles and a page, built."""
    made = site(FIVE)
    made.build()
    return made
