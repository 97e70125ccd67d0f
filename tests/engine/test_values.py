"""Law 4: values are frozen, have one encoding, and come back as they were stored."""

from pathlib import Path

import msgspec
import pytest
import toy_rules
from toy_build import Toy, clean

from ssg.engine.codec import digest, encode
from ssg.engine.outputs import Journal
from ssg.engine.packs import Packs


def test_equal_values_have_one_encoding() -> None:
    assert encode({"b": 1, "a": {"d": 2, "c": 3}}) == encode({"a": {"c": 3, "d": 2}, "b": 1})
    assert encode(frozenset({"b", "a", "c"})) == encode(frozenset({"c", "b", "a"}))


def test_a_fresh_value_is_handed_out_as_a_stored_one(empty: Toy) -> None:
    empty.more = (("extras", toy_rules.extras),)
    empty.write("notes/a.txt", "note a")
    empty.build()
    assert empty.tree()["extras/a"] == b"a,z"
    (empty.out / "extras/a").unlink()
    empty.build()
    assert empty.tree()["extras/a"] == b"a,z"


def test_a_table_sees_the_value_that_it_had_last(empty: Toy) -> None:
    empty.more = (("count", toy_rules.count),)
    empty.write("notes/a.txt", "one")
    empty.write("notes/b.txt", "three")
    assert counted(empty) == {"counted ONE": 1, "counted THREE": 1}
    empty.write("notes/a.txt", "four")
    assert counted(empty) == {"counted FOUR": 1}
    assert empty.tree()["count/b"] == b"('THREE', 5)"
    empty.write("notes/a.txt", "one")  # what was there before the last time is forgotten
    assert counted(empty) == {"counted ONE": 1}
    assert empty.tree() == clean(empty)


def counted(toy: Toy) -> dict[str, int]:
    return {name: n for name, n in toy.build().runs.items() if name.startswith("counted")}


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        toy_rules.Note("a", ()).title = "b"  # type: ignore[misc]
    for struct in (Journal, *Journal.__mro__[:1]):
        assert issubclass(struct, msgspec.Struct)
        assert struct.__struct_config__.frozen


def test_a_large_value_lies_in_a_pack_and_comes_back(tmp_path: Path) -> None:
    packs = Packs(tmp_path, 7)
    first, second = packs.add(b"a" * 5000), packs.add(b"b" * 10)
    assert (first, second) == ((7, 0, 5000), (7, 5000, 10))
    assert packs.read(second, digest(b"b" * 10)) == b"b" * 10
    packs.close()
