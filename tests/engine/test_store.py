"""The store: damage, loss, compaction, waiting."""

import shutil
import threading
from pathlib import Path

import pytest
import toy_rules
from toy_build import Toy

from ssg.engine import store as room
from ssg.engine.engine import Engine
from ssg.engine.keys import ARGUMENT
from ssg.engine.live import Live
from ssg.engine.outputs import stage_of
from ssg.engine.store import Store

LARGE = "\n".join(f"line {n}" for n in range(2000))


@pytest.fixture
def large(toy: Toy) -> Toy:
    """The toy archive with a value that lies in a pack."""
    toy.write("notes/b.txt", f"note b\n{LARGE}")
    toy.build()
    return toy


def edited(toy: Toy) -> dict[str, bytes]:
    """The tree after an edit that reads stored values, in a store that may be damaged."""
    toy.write("notes/c.txt", "note c\nedited")
    toy.write("margins/b.txt", "aside")
    toy.build()
    return toy.tree()


def expected(toy: Toy) -> dict[str, bytes]:
    """The tree of the same edit without a store."""
    other = Toy(toy.home / "other", toy.log)
    shutil.copytree(toy.home / "source", other.home / "source")
    return edited(other)


def test_a_lost_store_means_a_clean_build(large: Toy) -> None:
    shutil.rmtree(large.home / "store")
    assert edited(large) == expected(large)


@pytest.mark.parametrize(
    "damage", [b"", b"\x00", b"SQLite format 3\x00" + b"\xff" * 5000, b"no database" * 900]
)
def test_a_store_that_is_no_database_means_a_clean_build(large: Toy, damage: bytes) -> None:
    (large.home / "store/store.db").write_bytes(damage)
    assert edited(large) == expected(large)


@pytest.mark.parametrize("eighth", range(8))
def test_a_store_with_a_damaged_stretch_never_gives_other_bytes(large: Toy, eighth: int) -> None:
    place = large.home / "store/store.db"
    raw = bytearray(place.read_bytes())
    at = len(raw) * eighth // 8
    raw[at : at + 600] = bytes(600)
    place.write_bytes(raw)
    assert edited(large) == expected(large)


def test_a_truncated_store_means_a_clean_build(large: Toy) -> None:
    place = large.home / "store/store.db"
    place.write_bytes(place.read_bytes()[:5000])
    assert edited(large) == expected(large)


def pack(toy: Toy) -> Path:
    """The pack that holds the large note."""
    return max((toy.home / "store/packs").iterdir(), key=lambda path: path.stat().st_size)


def test_a_lost_pack_means_a_clean_build(large: Toy) -> None:
    pack(large).unlink()
    assert edited(large) == expected(large)


def test_a_truncated_pack_means_a_clean_build(large: Toy) -> None:
    pack(large).write_bytes(pack(large).read_bytes()[:100])
    assert edited(large) == expected(large)


def test_one_changed_byte_in_a_pack_is_noticed(large: Toy) -> None:
    raw = pack(large).read_bytes()
    assert raw.count(b"line 1000") == 1
    pack(large).write_bytes(raw.replace(b"line 1000", b"line 1OOO"))
    assert edited(large) == expected(large)


def test_packs_are_compacted_and_dead_ones_go(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "COMPACT_ABOVE", 0)
    for name in "abc":
        toy.write(f"notes/{name}.txt", f"note {name}\n{LARGE}")
    toy.build()
    for n in range(6):
        for name in "ab":
            toy.write(f"notes/{name}.txt", f"note {name}\n{LARGE}{n}")
        toy.build()
    sizes = [path.stat().st_size for path in (toy.home / "store/packs").iterdir()]
    living = 3 * (len(LARGE.encode()) + 4000)
    assert sum(sizes) < 3 * living
    assert edited(toy) == expected(toy)


def test_traces_that_nothing_needs_are_dropped(toy: Toy) -> None:
    toy.delete("notes/c.txt")
    toy.build()
    with Store.open(toy.home / "store", "1") as store:
        known = {store.names.text(n) for n in store.traces}
    assert [text for text in known if "notes/c.txt" in text] == []
    assert [text for text in known if "notes/b.txt" in text] != []


def test_what_is_saved_twice_in_one_life_is_whole(toy: Toy) -> None:
    source = toy.inputs()
    source.scan()
    with Store.open(toy.home / "another", toy.fingerprint) as store:
        live = Live(Engine(source, store))
        paths = live.engine.value(toy_rules.names)
        live.save(complete=True)
        live.save(complete=False)  # nothing is new
        count = store.names.count
    with Store.open(toy.home / "another", toy.fingerprint) as store:
        assert len(store.digests) == count
        again = Engine(source, store)
        assert (again.value(toy_rules.names), again.ran) == (paths, {})


def test_a_key_that_nobody_has_asked_yet_can_be_doubted(toy: Toy) -> None:
    source = toy.inputs()
    source.scan()
    with Store.open(toy.home / "store", toy.fingerprint) as store:
        engine = Engine(source, store)
        paths = engine.value(toy_rules.names)
        *_, new = (store.names[f"file{ARGUMENT}notes/new-{n}.txt"] for n in range(5000))
        engine.forget([new])
        engine.state.settle()
        assert (engine.state.is_known(new), engine.value(toy_rules.names)) == (False, paths)


def test_strays_of_a_killed_build_are_swept(toy: Toy) -> None:
    (toy.home / "store/packs/999").write_bytes(b"stray")
    stage_of(toy.out).mkdir()
    (stage_of(toy.out) / "stray").write_bytes(b"stray")
    toy.build()
    assert not (toy.home / "store/packs/999").exists()
    assert not stage_of(toy.out).exists()


def test_a_second_build_waits_for_the_first(toy: Toy) -> None:
    said, order = threading.Event(), []

    def second() -> None:
        with Store.open(toy.home / "store", "1", said.set):
            order.append("second")

    with Store.open(toy.home / "store", "1"):
        thread = threading.Thread(target=second)
        thread.start()
        assert said.wait(5)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_a_journal_whose_stage_and_site_are_gone_does_not_stop_the_next_build(toy: Toy) -> None:
    toy.write("notes/a.txt", "changed")
    with pytest.MonkeyPatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("toy_build.swap", killed)
        with pytest.raises(KeyboardInterrupt):
            toy.build()
    shutil.rmtree(stage_of(toy.out))
    shutil.rmtree(toy.out)
    toy.build()
    assert sorted(toy.tree()) == ["a", "b", "c", "index"]
    assert toy.tree()["a"].startswith(b"CHANGED")


def test_a_journal_whose_stage_is_gone_leaves_no_old_page(toy: Toy) -> None:
    toy.write("notes/a.txt", "changed")
    with pytest.MonkeyPatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("toy_build.swap", killed)
        with pytest.raises(KeyboardInterrupt):
            toy.build()
    shutil.rmtree(stage_of(toy.out))
    toy.build()
    assert toy.tree()["a"].startswith(b"CHANGED")
    assert toy.tree()["index"].startswith(b"CHANGED")


def test_a_store_that_many_builds_have_added_to_is_written_anew(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SEGMENTS", 2)
    for n in range(7):
        toy.write("notes/b.txt", f"note b {n}\ntext")
        toy.write(f"notes/d{n % 2}.txt", f"note d {n}")
        if n > 2:
            toy.delete(f"notes/d{(n + 1) % 2}.txt")
        toy.build()
        assert toy.build().runs == {}
    with Store.open(toy.home / "store", "1") as store:
        segments = store._read("SELECT count(*) FROM added")  # noqa: SLF001
        names = {store.names.text(n) for n in store.traces}
    assert segments[0][0] <= 3
    assert [name for name in names if "notes/d1.txt" in name] == []
    assert edited(toy) == expected(toy)
