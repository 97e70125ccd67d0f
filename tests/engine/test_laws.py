"""The laws of the engine (docs: the laws), each by the bytes it gives and the rules it runs; 3, 4 and 12: test_stamps, test_values, test_journal."""

from pathlib import Path

import pytest
import toy_rules
from toy_build import Toy, clean, tree

from ssg.engine.codec import ABSENT, digest, encode
from ssg.engine.engine import Engine
from ssg.engine.execute import Impure
from ssg.engine.inputs import Inputs
from ssg.engine.keys import file, key_of, listing
from ssg.engine.outputs import Journal, stage_of, write_staged
from ssg.engine.stages import Make
from ssg.engine.store import Store
from ssg.errors import SsgError

PAGE_A = b"NOTE A calm 1 ['a', 'z']\nnext NOTE B\nmargin None\n2\ntext of a"


def test_a_build_makes_every_page_and_runs_each_rule_once(empty: Toy) -> None:
    for name in "abc":
        empty.write(f"notes/{name}.txt", f"note {name}\ntext of {name}")
    built = empty.build()
    assert empty.tree()["a"] == PAGE_A
    assert empty.tree()["index"] == b"NOTE A\nNOTE B\nNOTE C"
    assert sorted(empty.tree()) == ["a", "b", "c", "index"]
    each = [f"{rule} notes/{n}.txt" for rule in ("mark", "note", "page", "title") for n in "abc"]
    assert built.runs == dict.fromkeys(
        [*each, "names", "following", "lengths", "titles", "index"], 1
    )


def test_a_second_build_runs_nothing_and_writes_nothing(toy: Toy) -> None:
    built = toy.build()
    assert (built.runs, built.written, built.deleted) == ({}, (), ())


def test_an_unchanged_result_stops_the_wave(toy: Toy) -> None:
    toy.write("notes/b.txt", "note b\nanother text")  # same title, same number of lines
    built = toy.build()
    path = "notes/b.txt"
    runs = {f"{rule} {path}": 1 for rule in ("note", "title", "mark", "page")}
    assert built.runs == {**runs, "lengths": 1}
    assert built.written == ("b",)
    assert toy.tree() == clean(toy)


def test_a_new_title_reaches_the_page_before_and_the_index_only(toy: Toy) -> None:
    toy.write("notes/b.txt", "NEW\ntext of b")
    built = toy.build()
    assert built.written == ("a", "b", "index")
    assert built.runs["page notes/c.txt"] == 0
    assert toy.tree() == clean(toy)


def test_traces_are_verified_in_the_order_recorded_and_no_further_than_the_first_difference(
    toy: Toy,
) -> None:
    """A page whose note is gone must not bring up to date what it asked after the note."""
    with Store.open(toy.home / "store", "1") as store:
        source = toy.inputs()
        toy.write("notes/a.txt", "other\ntext")
        source.scan()
        engine = Engine(source, store)
        asked: list[str] = []
        get = engine.get

        def noting(number: int, *, gathering: bool = False) -> bytes:
            asked.append(engine.names.text(number))
            return get(number, gathering=gathering)

        engine.get = noting  # type: ignore[method-assign,assignment]
        page = engine.names[key_of(toy_rules.page, ("notes/a.txt",))]
        row = store.row(page)
        assert row is not None
        recorded = [engine.names.text(dep) for dep in row.asked]
        assert not engine._valid(page, row, gathering=False)  # noqa: SLF001 - the law itself
    assert recorded[0] == key_of(toy_rules.note, ("notes/a.txt",))
    assert len(recorded) > 4
    assert not set(recorded[1:]) & set(asked)


# -- law 2 ---------------------------------------------------------------------------------------


def test_a_file_that_was_absent_and_appears_is_noticed(toy: Toy) -> None:
    toy.write("margins/a.txt", "see c")
    built = toy.build()
    assert built.written == ("a",)
    assert toy.tree()["a"] == PAGE_A.replace(b"margin None", b"margin b'see c'")
    toy.delete("margins/a.txt")
    assert toy.build().written == ("a",)
    assert toy.tree()["a"] == PAGE_A


def test_an_empty_file_is_not_an_absent_one(toy: Toy) -> None:
    toy.write("margins/a.txt", "")
    toy.build()
    assert b"margin b''" in toy.tree()["a"]


def test_a_part_that_appears_later_is_noticed_and_one_that_goes_too(toy: Toy) -> None:
    assert b"next None" in toy.tree()["c"]
    toy.write("notes/d.txt", "note d")
    assert toy.build().written == ("c", "d", "index")
    assert b"next NOTE D" in toy.tree()["c"]
    toy.delete("notes/d.txt")
    built = toy.build()
    assert (built.written, built.deleted) == (("c", "index"), ("d",))
    assert toy.tree() == clean(toy)


def test_listings_are_sorted_and_recorded(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a/b", ".hidden", "c~", "가"):
        (tmp_path / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / name).write_text("x")
    source = Inputs({"notes": tmp_path / "notes"}, {})
    source.scan()
    assert source.value("listing", ("notes/",)) == ("notes/a/b", "notes/a/z", "notes/b", "notes/가")
    assert source.value("listing", ("notes/a/",)) == ("notes/a/b", "notes/a/z")
    assert source.digest("listing", ("nowhere/",)) == digest(encode(()))
    assert source.digest("file", ("notes/gone",)) == ABSENT


# -- laws 5 to 10 ----------------------------------------------------------------------------------


def test_another_fingerprint_makes_everything_anew_and_still_prunes(toy: Toy) -> None:
    toy.delete("notes/c.txt")
    toy.fingerprint = "2"
    built = toy.build()
    assert built.runs["note notes/a.txt"] == 1
    assert built.deleted == ("c",)
    assert toy.tree() == clean(toy)


def test_another_fingerprint_still_finishes_a_swap(toy: Toy) -> None:
    key = f"manifest:{toy.out}"
    with Store.open(toy.home / "store", "1") as store:
        made = store.get(key, dict[str, object], {})
        stage = stage_of(toy.out)
        stage.mkdir()
        write_staged(stage, "a", b"moved in")
        store.put("journal", Journal(str(toy.out), (), ("a",), ("b",)))
        store.put(key, made)
        store.commit()
    with Store.open(toy.home / "store", "2") as store:
        assert store.get("journal", Journal, None) == Journal(str(toy.out), (), ("a",), ("b",))
    toy.fingerprint = "2"
    toy.build()
    assert toy.tree() == clean(toy)


def test_only_files_of_the_manifest_are_deleted(toy: Toy) -> None:
    (toy.out / "CNAME").write_text("mine")
    (toy.out / "folder").mkdir()
    (toy.out / "folder" / "c").write_text("mine too")
    toy.delete("notes/c.txt")
    toy.build()
    foreign = {"CNAME": b"mine", "folder/c": b"mine too"}
    assert toy.tree() == {**clean(toy), **foreign}


def test_a_folder_that_is_not_ours_is_not_built_into(empty: Toy) -> None:
    empty.write("notes/a.txt", "a")
    empty.out.mkdir()
    (empty.out / "thesis.doc").write_text("mine")
    with pytest.raises(SsgError, match="holds files that ssg did not make"):
        empty.build()
    assert tree(empty.out) == {"thesis.doc": b"mine"}


def test_a_foreign_file_in_the_way_of_a_folder_is_said_before_the_commit(toy: Toy) -> None:
    (toy.out / "sub").write_text("mine")
    before = toy.tree()
    toy.write("notes/sub/x.txt", "x")
    with pytest.raises(SsgError, match="is in the way"):
        toy.build()
    assert toy.tree() == before
    (toy.out / "sub").unlink()
    toy.build()
    assert toy.tree() == clean(toy)


def test_a_foreign_folder_in_the_way_of_a_file_is_said_before_the_commit(toy: Toy) -> None:
    (toy.out / "d").mkdir()
    (toy.out / "d" / "x").write_text("mine")
    toy.write("notes/d.txt", "d")
    with pytest.raises(SsgError, match="is in the way"):
        toy.build()
    (toy.out / "d" / "x").unlink()
    (toy.out / "d").rmdir()
    toy.build()
    assert toy.tree() == clean(toy)


@pytest.mark.parametrize(("old", "new"), [("x", "x/y"), ("x/y", "x"), ("x/y/z", "x/y")])
def test_a_file_becomes_a_folder_and_a_folder_a_file(toy: Toy, old: str, new: str) -> None:
    toy.write(f"notes/{old}.txt", "old")
    toy.build()
    toy.delete(f"notes/{old}.txt")
    toy.write(f"notes/{new}.txt", "new")
    toy.build()
    assert toy.tree() == clean(toy)


def test_a_problem_keeps_the_old_page_and_the_others_go_on(toy: Toy) -> None:
    old = toy.tree()["b"]
    toy.write("notes/b.txt", "broken\nhalf")
    toy.write("notes/c.txt", "note c\nnew text")
    toy.page = toy_rules.extras  # asks for its own note only
    built = toy.build()
    key = key_of(toy_rules.extras, ("notes/b.txt",))
    assert [str(p) for p in built.failed[key]] == ["notes/b.txt: is broken"]
    assert toy.tree()["b"] == old
    assert toy.tree()["a"] == toy.tree()["c"] == b"a,z"


def test_a_rule_cannot_swallow_what_its_trace_does_not_explain(empty: Toy) -> None:
    empty.write("notes/a.txt", "broken")
    source = empty.inputs()
    source.scan()
    with Store.open(empty.home / "store", "1") as store:
        with pytest.raises(SsgError, match="is broken"):
            Engine(source, store).value(toy_rules.lenient, "notes/a.txt")


def test_a_rule_that_is_not_pure_is_named(empty: Toy) -> None:
    empty.more = (("mood", toy_rules.by_mood),)
    empty.write("notes/a.txt", "a")
    empty.build()
    empty.write("notes/a.txt", "b")  # the page runs again and asks for a value that wasn't kept
    with pytest.raises(Impure, match=r"toy_rules\.moody is not a pure rule"):
        empty.build()


def test_a_clean_trace_whose_file_is_gone_runs_again(toy: Toy) -> None:
    expected = toy.tree()
    (toy.out / "b").unlink()
    built = toy.build()
    assert (built.runs, built.written) == ({"page notes/b.txt": 1, "lengths": 1}, ("b",))
    for path in ("a", "b", "c", "index"):
        (toy.out / path).unlink()
    (toy.out / ".ssg-site").unlink()
    toy.out.rmdir()
    assert toy.build().written == ("a", "b", "c", "index")
    assert toy.tree() == expected


def test_a_changed_output_is_put_right(toy: Toy) -> None:
    expected = toy.tree()
    (toy.out / "b").write_text("somebody edited this")
    assert toy.build().written == ("b",)
    assert toy.tree() == expected


@pytest.mark.parametrize("name", ["a\x1fb", "a\x1eb"])
def test_names_that_would_break_a_key_are_refused(name: str) -> None:
    with pytest.raises(SsgError, match="control character"):
        key_of(file, (name,))
    with pytest.raises(SsgError, match="control character"):
        key_of(listing, ("notes/", name))


def test_one_key_makes_one_file(toy: Toy) -> None:
    source = toy.inputs()
    source.scan()
    key = key_of(toy_rules.index, ())
    with Store.open(toy.home / "store", "1") as store:
        with pytest.raises(ValueError, match="can't make two files"):
            Engine(source, store).each([[Make(key, "a"), Make(key, "b")]])
