"""`content/inbox`: each file once, its original kept; killed at any moment, a file is done or untouched."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from command_line import Run, Write

ROOT = Path(__file__).parents[2]


def paste(word: str) -> str:
    return f"""{word} 축제가 열렸다

홍길동 기자
입력 2024.05.15 20:00

{word}와 {word} 사이에 선 {word} 광장에서 {word}를 부르는 {word} 노래가 {word}처럼 울렸다.

{word} 곁의 {word} 가게도 {word} 값을 {word}만큼 내렸다. {word} 박사가 {word}를 두고 말했다.
"""


WORDS = ("안개", "이슬비", "서리꽃", "우박", "노을", "무지개", "소나기", "번개")


def tree(archive: Path) -> dict[str, bytes]:
    found = (archive / "content").rglob("*")
    return {p.relative_to(archive).as_posix(): p.read_bytes() for p in found if p.is_file()}


def original(text: str) -> str:
    return f"content/originals/{hashlib.sha256(text.encode()).hexdigest()}.txt"


def test_a_file_leaves_the_inbox_once_it_is_an_article(
    ssg: Run, archive: Path, write: Write
) -> None:
    before = set(tree(archive))
    write("content/inbox/봄/안개.txt", paste("안개"))
    write("content/inbox/빈 글.txt", "  \n")
    done = ssg("import", "content/inbox")
    assert done == (
        1,
        "content/inbox/봄/안개.txt: imported content/articles/2024/안개-축제가-열렸다.md  «안개 축제가 열렸다»\n",
        "content/inbox/빈 글.txt: there is no text in it — paste an article's text\n",
    )
    after = tree(archive)
    assert set(after) - before == {
        "content/articles/2024/안개-축제가-열렸다.md", "content/inbox/빈 글.txt", original(paste("안개")),
    }  # fmt: skip
    assert after[original(paste("안개"))] == paste("안개").encode()
    assert not (archive / "content/inbox/봄").exists()
    (archive / "content/inbox/빈 글.txt").unlink()
    assert ssg("import", "content/inbox") == (0, "nothing new: there is no file to import\n", "")


def test_a_text_that_is_here_already_leaves_the_inbox_too(
    ssg: Run, archive: Path, write: Write
) -> None:
    ssg("import", "-", stdin=paste("안개"))
    before = tree(archive)
    write("content/inbox/a.txt", paste("안개"))
    write("content/inbox/b.txt", paste("안개").replace("\n", "\r\n"))
    done = ssg("import", "content/inbox")
    assert [line.partition(" content")[0] for line in done.out.splitlines()] == [
        "content/inbox/a.txt: already here", "content/inbox/b.txt: already here",
    ]  # fmt: skip
    crlf = paste("안개").replace("\n", "\r\n")
    assert tree(archive) == {**before, original(crlf): crlf.encode()}


def test_what_is_only_tried_stays_in_the_inbox(ssg: Run, archive: Path, write: Write) -> None:
    write("content/inbox/a.txt", paste("안개"))
    before = tree(archive)
    assert ssg("import", "--dry-run", "content/inbox").code == 0
    assert ssg("import", "--dry-run", "--json", "content/inbox").code == 0
    assert tree(archive) == before


def test_files_elsewhere_stay_where_they_are(ssg: Run, archive: Path, write: Write) -> None:
    write("a.txt", paste("안개"))
    outside = archive.parent / "b.txt"
    outside.write_text(paste("이슬"), "utf-8")
    (archive / "content/inbox/link.txt").symlink_to(outside)
    assert ssg("import", "a.txt", "content/inbox").code == 0
    assert (archive / "a.txt").exists()
    assert outside.read_text("utf-8") == paste("이슬")
    assert tree(archive)[original(paste("이슬"))] == paste("이슬").encode()
    assert not (archive / "content/inbox/link.txt").is_symlink()


def test_a_near_copy_waits_in_the_inbox_for_a_decision(
    ssg: Run, archive: Path, write: Write
) -> None:
    ssg("import", "-", stdin=paste("안개"))
    write("content/inbox/a.txt", paste("안개").replace("가게도", "가게는"))
    done = ssg("import", "content/inbox")
    assert done.code == 0
    first, second = done.out.splitlines()
    assert first.startswith(
        "content/inbox/a.txt: passed over, nearly the same text as content/articles/2024/안개"
    )
    assert second.startswith("passed over: --duplicates update")
    assert "content/inbox/a.txt" in tree(archive)
    assert ssg("import", "--duplicates", "keep", "content/inbox").code == 0
    assert "content/inbox/a.txt" not in tree(archive)
    assert "content/articles/2024/안개-축제가-열렸다-2.md" in tree(archive)


def test_names_that_are_no_utf8_are_read_as_korean_windows_wrote_them(
    ssg: Run, archive: Path
) -> None:
    name = os.fsencode(archive) + b"/content/inbox/" + "한글 이름.txt".encode("cp949")
    Path(os.fsdecode(name)).write_text(paste("안개"), "utf-8")
    done = ssg("import", "content/inbox")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("content/inbox/한글 이름.txt: imported ")
    assert not Path(os.fsdecode(name)).exists()


def test_a_saved_page_goes_with_its_folder(ssg: Run, archive: Path, write: Write) -> None:
    write("content/inbox/a.txt", paste("안개"))
    write("content/inbox/쪽.html", "<!doctype html><p>글")
    write("content/inbox/쪽_files/style.css", "p {}")
    done = ssg("import", "content/inbox")
    assert "style.css" not in done.out + done.err


def test_two_imports_at_once_make_every_article_once(archive: Path, write: Write) -> None:
    for word in WORDS[:6]:
        write(f"content/inbox/{word}.txt", paste(word))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "ssg", "import", "content/inbox"], cwd=archive, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},  # noqa: TID251
        )
        for _ in range(2)
    ]  # fmt: skip
    for each in running:
        out, err = each.communicate(timeout=100)
        assert b"Traceback" not in out + err
    made = sorted(path for path in tree(archive) if path.startswith("content/articles/2024/"))
    assert len(made) == 6
    assert not any(path.endswith(".txt") for path in tree(archive) if "inbox" in path)


def test_many_files_end_in_a_line_that_counts_them(ssg: Run, write: Write) -> None:
    for word in WORDS:
        write(f"in/{word}.txt", paste(word))
    done = ssg("import", "in")
    assert done.code == 0
    *lines, last = done.out.splitlines()
    assert len(lines) == 8
    assert last.startswith("8 sources in ")
    assert last.endswith(": 8 imported")
    assert ssg("-q", "import", "in") == (0, "", "")
    again = ssg("import", "in", "--json")
    assert [json.loads(line)["status"] for line in again.out.splitlines()] == ["exists"] * 8
