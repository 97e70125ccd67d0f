"""`ssg import` from outside: sources, options, and the shape of what it tells programs."""

import hashlib
import json
from pathlib import Path

import pytest
from command_line import Run, Write

PASTE = """물결일보
메뉴
다리 위에서 만난 두 도시
강바람 속에서 정상회담
홍길동 기자
입력 2024.05.15 20:00
강을 사이에 둔 두 도시의 시장이 어제 다리 위에서 만났다. 다리에는 하루 내내 바람이 불었다고 한다.

시장들은 다리를 고치는 값을 반씩 내기로 했다. 공사는 가을에 시작해 이듬해 봄에 끝난다.

■ 다리의 나이

다리는 지은 지 오십 년이 되었다. 난간은 두 번 갈았고, 바닥은 한 번 다시 깔았다.
저작권자 © 물결일보 무단전재 및 재배포 금지
댓글 3
"""
DIGEST = hashlib.sha256(PASTE.encode()).hexdigest()
ARTICLE = "content/articles/2024/다리-위에서-만난-두-도시.md"


def texts(archive: Path) -> list[str]:
    found = (archive / "content").rglob("*")
    return sorted(p.relative_to(archive).as_posix() for p in found if p.is_file())


def test_a_paste_becomes_an_article_and_its_original_is_kept(ssg: Run, archive: Path) -> None:
    before = texts(archive)
    done = ssg("import", "-", stdin=PASTE)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"-: imported {ARTICLE}  «다리 위에서 만난 두 도시»\n"
    original = f"content/originals/{DIGEST}.txt"
    assert texts(archive) == sorted([*before, ARTICLE, original])
    assert (archive / original).read_bytes() == PASTE.encode()
    text = (archive / ARTICLE).read_text("utf-8")
    assert "authors: [홍길동]\n" in text
    assert "정상회담" in text
    assert "공사는 가을에 시작해 이듬해 봄에 끝난다." in text
    assert "댓글" not in text
    assert ssg("build").code == 0
    assert ARTICLE in ssg("search", "회담").out.split()


def test_a_paste_that_is_markdown_with_front_matter_keeps_both(ssg: Run, archive: Path) -> None:
    done = ssg(
        "import", "-", stdin="---\ntitle: 옮겨 온 글\ndate: 2020-01-02\n---\n**굵은** 본문이다.\n"
    )
    assert (done.code, done.err) == (0, "")
    text = (archive / "content/articles/2020/옮겨-온-글.md").read_text("utf-8")
    assert text.startswith("---\ntitle: 옮겨 온 글\ndate: 2020-01-02\n")
    assert text.endswith("---\n\n**굵은** 본문이다.\n")


def test_the_same_text_again_is_no_second_article(ssg: Run, archive: Path, write: Write) -> None:
    ssg("import", "-", stdin=PASTE)
    after = texts(archive)
    write("again.txt", PASTE)
    for source in ("-", "again.txt"):
        done = ssg("import", source, stdin=PASTE)
        assert (done.code, done.out) == (
            0,
            f"{source}: already here {ARTICLE}  «다리 위에서 만난 두 도시»\n",
        )
    assert texts(archive) == after


def test_a_folder_gives_an_article_a_file_and_only_new_ones(
    ssg: Run, archive: Path, write: Write
) -> None:
    write("content/inbox/b.txt", PASTE)
    write("content/inbox/a.txt", PASTE.replace("다리", "나루"))
    write("content/inbox/picture.jpg", b"\xff\xd8\xff\xe0")
    done = ssg("import", "content/inbox")
    assert done.code == 0
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [
        "content/inbox/a.txt",
        "content/inbox/b.txt",
    ]
    assert (
        done.err
        == "content/inbox/picture.jpg: warning: .jpg files are not read — `ssg import --list-readers` shows what is; "
        "or paste the page's text\n"
    )
    assert [name for name in texts(archive) if "inbox" in name] == [
        "content/inbox/.gitkeep", "content/inbox/picture.jpg",
    ]  # fmt: skip
    write("c/1.txt", PASTE.replace("다리", "고개"))
    write("c/2.txt", PASTE)
    done = ssg("import", "c")
    assert [line.split()[1] for line in done.out.splitlines()] == ["imported", "already"]
    assert (archive / "c/1.txt").exists()


def test_a_program_gets_one_object_a_source_with_spans_that_make_up_the_text(
    ssg: Run, write: Write
) -> None:
    write("a.txt", PASTE)
    write("empty.txt", "  \n")
    done = ssg("import", "a.txt", "empty.txt", "--json")
    assert (done.code, done.err) == (
        1,
        "empty.txt: there is no text in it — paste an article's text\n",
    )
    first, second = map(json.loads, done.out.splitlines())
    assert (
        list(first)
        == list(second)
        == ["path", "status", "front_matter", "body", "spans", "original"]
    )
    assert (first["path"], first["status"]) == (ARTICLE, "imported")
    assert first["original"] == {"sha256": DIGEST, "reader": "text"}
    assert first["front_matter"]["title"] == "다리 위에서 만난 두 도시"
    assert first["front_matter"]["date"] == "2024-05-15T20:00:00+09:00"
    assert first["front_matter"]["source"] == {"name": "물결일보"}
    spans = first["spans"]
    assert {tuple(span) for span in spans} == {("start", "end", "label", "why")}
    assert "".join(PASTE[span["start"] : span["end"]] for span in spans) == PASTE
    assert all(span["why"] for span in spans)
    assert second == {"path": "empty.txt", "status": "failed", "front_matter": {}, "body": "", "spans": [],
                      "original": {"sha256": "", "reader": ""}}  # fmt: skip


def test_a_dry_run_writes_nothing(ssg: Run, archive: Path) -> None:
    before = texts(archive)
    done = ssg("import", "--dry-run", "-", stdin=PASTE)
    assert (done.code, done.out) == (0, f"-: would become {ARTICLE}  «다리 위에서 만난 두 도시»\n")
    assert (
        json.loads(ssg("import", "--dry-run", "--json", "-", stdin=PASTE).out)["status"]
        == "dry-run"
    )
    assert texts(archive) == before


def test_the_formats_are_listed(ssg: Run) -> None:
    done = ssg("import", "--list-readers")
    assert (done.code, done.err) == (0, "")
    assert "pasted text, text files\n" in done.out


def test_nothing_to_import_is_a_mistake(ssg: Run) -> None:
    said = "nothing to import — name files or folders, or - for a text that you paste\n"
    assert ssg("import") == (2, "", said)


def test_what_is_uncertain_is_said(ssg: Run) -> None:
    text = PASTE.replace("입력 2024.05.15 20:00\n", "")
    done = ssg("import", "-", stdin=text)
    assert done.code == 0
    assert done.out.endswith("  «다리 위에서 만난 두 도시» — please check: date (none was found)\n")
    assert "please check" not in ssg("import", "-", stdin=text).out


def test_explain_shows_every_line_with_its_reason(ssg: Run) -> None:
    done = ssg("import", "--dry-run", "--explain", "-", stdin=PASTE)
    assert done.code == 0
    for line in PASTE.splitlines():
        assert line[:50] in done.out
    assert "moved → title" in done.out
    assert "dropped 버림" in done.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
def test_texts_of_other_encodings_are_read_alike(
    ssg: Run, archive: Path, write: Write, encoding: str
) -> None:
    paste = PASTE.replace("©", "(c)")
    write("a.txt", paste.encode(encoding))
    done = ssg("import", "a.txt")
    assert (done.code, done.err) == (0, "")
    assert "난간은 두 번 갈았고" in (archive / ARTICLE).read_text("utf-8")


def test_options_add_what_the_text_does_not_say(ssg: Run, archive: Path) -> None:
    text = "제목 하나\n\n본문이 있다. 두 문장이다. 그리고 하나 더 있다.\n"
    done = ssg("import", "-", "--to", "content/articles/신문", "--tags", "가, 나", "--date", "2001-02-03",
               "--visibility", "private", "--lang", "ko", stdin=text)  # fmt: skip
    assert done.code == 0
    front = (archive / "content/articles/신문/2001/제목-하나.md").read_text("utf-8")
    assert "date: 2001-02-03\n" in front
    assert "tags: [가, 나]\n" in front
    assert "visibility: private\n" in front
    assert "lang: ko\n" in front


def test_articles_go_only_where_they_are_built(ssg: Run, archive: Path) -> None:
    before = texts(archive)
    for folder in ("..", "/tmp", "drafts", "content/articles/../../../x", "content/pages"):
        done = ssg("import", "-", "--to", folder, stdin=PASTE)
        assert done == (
            2,
            "",
            f"--to {folder}: articles there are not built — choose content/articles or a folder in it\n",
        )
    (archive / "content/articles/out").symlink_to(archive.parent)
    done = ssg("import", "-", "--to", "content/articles/out", stdin=PASTE)
    assert done.code == 1
    assert "leads out of the archive's folder" in done.err
    assert texts(archive) == before
    assert sorted(path.name for path in archive.parent.iterdir()) == ["archive"]
