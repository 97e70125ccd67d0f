"""Law 3: an edit is seen whatever the stamps of the files say."""

import os
import shutil
import threading
from pathlib import Path

import msgspec
import pytest
from toy_build import Toy, clean

from ssg.engine import inputs
from ssg.engine.codec import digest
from ssg.engine.inputs import Changed, Inputs
from ssg.engine.stamps import BETWEEN


def write_unseen(place: Path, text: str) -> None:
    before = place.stat()
    place.write_text(text)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (place.stat().st_size, place.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


@pytest.mark.parametrize("young", [-(10**15), 2_000_000_000])
def test_an_edit_of_same_size_and_time_is_seen(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, young: int
) -> None:
    monkeypatch.setattr(inputs, "YOUNG_NS", young)
    toy.build()
    write_unseen(toy.home / "source/notes/a.txt", "note a\ntext if a")
    toy.build()
    assert b"text if a" in toy.tree()["a"]
    assert toy.tree() == clean(toy)


def test_a_young_stamp_is_not_remembered_and_an_old_one_saves_reading(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = toy.inputs()
    source.scan()
    for path in source.found:
        source.read(path)
    known = source.stamps()
    assert set(known.paths.split(BETWEEN)) == set(source.found)
    monkeypatch.setattr(inputs, "YOUNG_NS", 2_000_000_000)
    assert source.stamps() == inputs.NO_STAMPS
    assert source.snapshot() is None
    lying = digest(b"believed") * len(source.found)
    again = toy.inputs()
    again.scan()
    again.believe(msgspec.structs.replace(known, digests=lying))
    assert again.digest("file", ("notes/a.txt",)) == digest(b"believed")


def test_taking_stock_while_folders_come_and_go(toy: Toy) -> None:
    source, ended, home = toy.inputs(), threading.Event(), toy.home / "source/notes/deep"
    source.scan()
    standing = set(source.found)

    def churn() -> None:
        while not ended.wait(0.001):
            for folder in ("x", "y", "z"):
                (home / folder).mkdir(parents=True, exist_ok=True)
                (home / folder / "n.txt").write_text("note")
            shutil.rmtree(home)

    churning = threading.Thread(target=churn)
    churning.start()
    try:
        for _ in range(300):
            source.look_again()
            assert set(source.found) >= standing
    finally:
        ended.set()
        churning.join()
    source.look_again()
    assert set(source.found) == standing


def test_a_tree_that_never_holds_still_is_named(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    source = toy.inputs()
    source.scan()
    before, lost = source.found, str(toy.home / "source/notes/2024")

    def vanish(*_: object) -> None:
        raise FileNotFoundError(2, "gone", lost)

    monkeypatch.setattr(inputs, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(inputs, "walk", vanish)
    with pytest.raises(Changed, match=r"^notes/2024$"):
        source.look_again()
    assert source.found is before


def test_a_file_that_changes_during_the_build_is_an_error_and_the_site_stays(toy: Toy) -> None:
    before = toy.tree()
    toy.write("notes/a.txt", "first\nedit")
    scan = Inputs.scan

    def scan_then_edit(self: Inputs) -> None:
        scan(self)
        toy.write("notes/a.txt", "second\nedit, longer")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inputs, "scan", scan_then_edit)
        with pytest.raises(Changed, match=r"notes/a.txt"):
            toy.build()
    assert toy.tree() == before
    toy.build()
    assert toy.tree() == clean(toy)
