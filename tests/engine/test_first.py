"""What asks a changed input is looked at before all else, and may end the wave there."""

from array import array

import pytest
import toy_rules
from toy_build import Toy

from ssg.engine.engine import Engine
from ssg.engine.inputs import NO_STAMPS, Stamps
from ssg.engine.store import Store
from ssg.engine.traces import Row, Traces, segment


def doubted(toy: Toy) -> tuple[dict[str, int], set[str]]:
    """What has run, and which rules are in doubt, once an engine has begun."""
    with Store.open(toy.home / "store", toy.fingerprint) as store:
        inputs = toy.inputs()
        inputs.scan()
        inputs.believe(store.get("stamps", Stamps, NO_STAMPS))
        engine = Engine(inputs, store)
        engine.state.settle()
        unsure = {engine.names.text(number) for number in engine.state.unsure}
        return engine.ran, {key.partition("\x1f")[0].removeprefix("toy_rules:") for key in unsure}


def test_a_file_written_anew_with_the_same_text_puts_nothing_in_doubt(toy: Toy) -> None:
    toy.write("notes/a.txt", "note a\ntext of a")
    assert doubted(toy) == ({}, set())


def test_what_asks_a_changed_file_runs_first_and_what_asks_that_is_in_doubt(toy: Toy) -> None:
    toy.write("notes/a.txt", "note a\nanother text")
    ran, unsure = doubted(toy)
    assert ran == {"toy_rules:note": 1}
    assert "page" in unsure
    assert "note" not in unsure


def test_what_asks_a_file_that_is_gone_does_not_run(toy: Toy) -> None:
    toy.delete("notes/c.txt")
    ran, unsure = doubted(toy)
    assert ran == {"toy_rules:names": 1}
    assert {"note", "page", "index"} <= unsure


def test_a_file_of_the_site_is_not_made_before_its_path_is_known(toy: Toy) -> None:
    toy.page = toy_rules.copied
    toy.write("margins/a.txt", "a note")
    toy.build()
    toy.write("margins/a.txt", "another note")
    assert doubted(toy)[0] == {}
    assert toy.build().written == ("a",)
    assert toy.tree()["a"] == b"another note"


@pytest.mark.parametrize(("number", "asking"), [(1, [7, 9]), (256, [8, 9]), (2, [])])
def test_who_asked_a_question_is_found_in_the_order_of_traces(
    number: int, asking: list[int]
) -> None:
    rows = {7: Row(array("I", [1, 65536])), 8: Row(array("I", [256])), 3: Row(array("I", [1]))}
    more = {9: Row(array("I", [256, 1]))}
    traces = Traces([segment(each, (), in_order=True) for each in (rows, more)], dead=[3])
    assert traces.askers(number) == asking
