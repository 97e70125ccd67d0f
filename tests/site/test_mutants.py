"""The tests of the engine notice a fault in each of its laws: every scenario passes, and fails under its mutant."""

import pytest
from mutants import MUTANTS, Mutant
from small_site import MakeSite
from three_articles import ARTICLES

from ssg.engine import inputs
from ssg.engine.execute import Impure

IDS = [f"law {m.law}: {m.fault.__name__} / {m.scenario.__name__}" for m in MUTANTS]


@pytest.fixture(autouse=True)
def stamps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe stamps of any age where the mutant wants it: files are written just now."""
    mutant: Mutant = request.getfixturevalue("mutant")
    if mutant.believing:
        monkeypatch.setattr(inputs, "YOUNG_NS", -(10**15))


@pytest.mark.parametrize("mutant", MUTANTS, ids=IDS)
def test_the_true_engine_passes(site: MakeSite, mutant: Mutant) -> None:
    mutant.scenario(site(ARTICLES))


@pytest.mark.parametrize("mutant", MUTANTS, ids=IDS)
def test_the_mutant_is_caught(
    site: MakeSite, mutant: Mutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant.fault(monkeypatch)
    # or by the check of law 10, or by a rule whose answers don't fit each other
    with pytest.raises((AssertionError, Impure, ValueError)):
        mutant.scenario(site(ARTICLES))
