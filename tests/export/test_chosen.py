"""What leaves the archive in an export, what does not, and how it gets to its place."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from exporting import SECRET, Exported, pieces, tree

from ssg.errors import SsgError
from ssg.export import place
from ssg.export.formats import FORMATS, export
from ssg.export.names import Names, cut, readable


def everything(made: Path) -> bytes:
    """All bytes of an export, unpacked, names included."""
    if made.is_dir():
        return b"\n".join(name.encode() + content for name, content in tree(made).items())
    if zipfile.is_zipfile(made):
        with zipfile.ZipFile(made) as packed:
            return b"\n".join(name.encode() + packed.read(name) for name in packed.namelist())
    return made.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_leaves_that_the_site_does_not_show(exported: Exported, name: str) -> None:
    said = everything(exported(name)).decode("utf-8", "replace")
    assert SECRET not in said
    assert [title for title in ("숨긴 글", "초안", "앞날의 글", "내린 글") if title in said] == []
    assert "앞만" in said
    assert "제목만" in said


@pytest.mark.parametrize("name", ["bagit", "epub", "jsonl", "hugo", "obsidian"])
def test_everything_leaves_where_that_is_asked_for(exported: Exported, name: str) -> None:
    said = everything(exported(name, whole=True)).decode("utf-8", "replace")
    assert said.count(SECRET) >= 6
    assert [
        title for title in ("숨긴 글", "초안", "앞날의 글", "내린 글") if title not in said
    ] == []


def test_an_excerpt_leaves_with_its_first_paragraph_and_no_picture(exported: Exported) -> None:
    made = tree(exported("bagit"))
    excerpt = made["data/content/articles/2021/excerpt.md"].decode()
    assert excerpt.endswith("---\n\n첫 문단은 실린다.\n")
    assert "hidden.jpg" not in excerpt
    assert "data/content/articles/2021/hidden.jpg" not in made


def test_originals_leave_with_whole_articles_only(exported: Exported) -> None:
    originals = [path for path in tree(exported("bagit")) if "originals" in path]
    assert originals == [f"data/content/originals/{'a' * 64}.txt"]
    whole = [path for path in tree(exported("bagit", "whole", whole=True)) if "originals" in path]
    assert whole == [f"data/content/originals/{letter * 64}.txt" for letter in "ab"]


def test_an_original_of_several_articles_stays_where_one_of_them_does(
    archive: Path, exported: Exported, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(archive, tmp_path / "shared"))
    secret = root / "content/articles/2021/secret.md"
    text = secret.read_text("utf-8").replace(
        "tags:", f"archive:\n  original: content/originals/{'a' * 64}.txt\ntags:"
    )
    secret.write_text(text, "utf-8")
    assert [path for path in tree(exported("bagit", root=root)) if "originals" in path] == []


def test_pictures_leave_without_their_notes(exported: Exported) -> None:
    assert b"CanaryCam" not in everything(exported("bagit"))
    assert b"CanaryCam" not in everything(exported("epub"))
    assert b"CanaryCam" in everything(exported("bagit", "whole", whole=True))


def test_a_tag_chooses_articles_whatever_its_spelling(archive: Path) -> None:
    with pieces(archive, tags=("인공  지능",)) as found:
        assert [piece.card.title for piece in found.pieces] == ['다리를: "놓다"', "나루를 떠나며"]
        assert found.title == "강가의 기록 · 인공  지능"
    with pieces(archive, tags=("ａｉ", "표시")) as found:
        assert [piece.card.title for piece in found.pieces] == ['다리를: "놓다"', "모든 표시"]


def test_all_are_chosen_oldest_first_with_pages(archive: Path) -> None:
    with pieces(archive) as found:
        assert [piece.card.title for piece in found.articles][:4] == [
            "날짜 없는 글",
            '다리를: "놓다"',
            "나루를 떠나며",
            "모든 표시",
        ]
        assert {piece.card.title for piece in found.pieces} >= {"소개", "길잡이", "더"}
    with pieces(archive, paths=frozenset({"content/articles/2020/bridge.md"})) as found:
        assert [piece.card.path for piece in found.pieces] == ["content/articles/2020/bridge.md"]


@pytest.mark.parametrize(("wanted", "said"), [
    ({"tags": ("인공 지농",)}, 'no article has the tag "인공 지농" — did you mean "인공 지능"'),
    ({"paths": frozenset({"content/articles/2021/draft.md"})}, "there is nothing to export"),
])  # fmt: skip
def test_what_chooses_nothing_is_an_error(
    archive: Path, wanted: dict[str, object], said: str
) -> None:
    with pytest.raises(SsgError, match=said), pieces(archive, **wanted):
        pass


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_archive_gives_the_same_bytes(
    archive: Path, exported: Exported, name: str, tmp_path: Path
) -> None:
    one = everything(exported(name, "one"))
    elsewhere = Path(shutil.copytree(archive, tmp_path / "elsewhere"))
    for file in elsewhere.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    assert everything(exported(name, "two", root=elsewhere)) == one


def test_a_folder_may_be_a_zip_with_the_same_bytes_each_time(exported: Exported) -> None:
    one, two = exported("hugo", "a.zip"), exported("hugo", "b/a.zip")
    assert one.read_bytes() == two.read_bytes()
    folder = {
        f"a/{path}": content
        for path, content in tree(exported("hugo")).items()
        if path != place.MARKER
    }
    with zipfile.ZipFile(one) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == folder


def test_a_folder_is_replaced_only_if_an_export_made_it(exported: Exported, tmp_path: Path) -> None:
    made = exported("obsidian", "vault")
    (made / "내 메모.md").write_text("mine", "utf-8")
    with pytest.raises(SsgError, match="is there already"):
        exported("obsidian", "vault")
    assert (made / "내 메모.md").is_file()
    assert "내 메모.md" not in tree(exported("obsidian", "vault", force=True))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").touch()
    with pytest.raises(SsgError, match="was not made by"):
        exported("obsidian", "home", force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "vault"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_that_breaks_off_leaves_what_was_there(
    archive: Path, tmp_path: Path, name: str
) -> None:
    root, form = Path(shutil.copytree(archive, tmp_path / "archive")), FORMATS[name]
    target = tmp_path / "made"
    with pieces(root) as found:
        export(form, found, target)
    before = everything(target)

    def broken(done: int, total: int) -> None:
        if done * 2 > total:
            raise OSError(28, "No space left on device")

    with pytest.raises((OSError, SsgError)), pieces(root) as found:
        export(form, type(found)(**{**vars(found), "progress": broken}), target, force=True)
    assert everything(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "made"]


def test_a_place_that_cannot_be_written_is_told_in_words(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SsgError, match="nothing was exported"), pieces(archive) as found:
        export(FORMATS["jsonl"], found, tmp_path / "file" / "export.jsonl")


@pytest.mark.parametrize(("title", "name"), [
    ("다리를 놓다", "다리를 놓다"), ('그는 "안 된다"고: 왜? [속보]', "그는 안 된다 고 왜 속보"), ("...", "x"), ("CON", "CON_"),
    ("aux.md", "aux.md_"), (".hidden", "hidden"), ("a/b\\c", "a b c"), ("한\u200b글\x07", "한 글"), ("가" * 200, "가" * 50),
])  # fmt: skip
def test_a_note_is_named_as_every_file_system_takes_it(title: str, name: str) -> None:
    assert readable(title, "x") == name


def test_names_that_clash_get_a_number_in_composed_letters() -> None:
    names = Names()
    assert [names.free(path) for path in ("a/B.md", "a/b.md", "a/b.MD", "c/b.md", "\u1112\u1161\u11ab", "한", ".x")] == [
        "a/B.md", "a/b (2).md", "a/b (3).MD", "c/b.md", "한", "한 (2)", ".x",
    ]  # fmt: skip


def test_no_letter_is_cut_from_its_accent() -> None:
    assert cut("ae\u0301", 3) == "a"
    assert cut("가나", 5) == "가"
