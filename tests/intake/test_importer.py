"""Sources become files: once each, whole, inside the archive; a bad source doesn't stop the others."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg import __version__
from ssg.intake import write
from ssg.intake.outcome import Outcome
from ssg.markup import frontmatter
from ssg.model import Archive, Moment

Run = Callable[..., list[Outcome]]

PASTE = """골목 화분이 마을 식물원이 되었다

나린 기자
입력 2025.05.15 20:00

화분을 내놓은 집이 백 곳을 넘으면서 골목이 식물원처럼 바뀌었다. 주민들은 화분마다 이름표를 달았다.

화분을 돌보는 일은 아이들이 맡는다. 아이들은 학교에서 돌아오는 길에 물을 준다.

저작권자 © 마을신문 무단전재 및 재배포 금지
"""


def _files(root: Path) -> list[str]:
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != ".ssg")


def test_a_paste_becomes_an_article_and_keeps_its_original(run: Run, tmp_path: Path) -> None:
    raw = PASTE.encode()
    digest = hashlib.sha256(raw).hexdigest()
    [outcome] = run("-", stdin=raw)
    path = "content/articles/2025/골목-화분이-마을-식물원이-되었다.md"
    assert (outcome.path, outcome.status, outcome.problems) == (path, "imported", ())
    assert _files(tmp_path) == [path, f"content/originals/{digest}.txt"]
    assert (tmp_path / f"content/originals/{digest}.txt").read_bytes() == raw


def test_the_file_says_what_the_importer_found(run: Run, tmp_path: Path) -> None:
    [outcome] = run("-", stdin=PASTE.encode())
    document = frontmatter.read(
        (tmp_path / outcome.path).read_text("utf-8"), outcome.path, "Asia/Seoul"
    )
    digest = hashlib.sha256(PASTE.encode()).hexdigest()
    assert document.front == outcome.front
    assert document.front.archived == Moment("2026-11-23T09:30:00+09:00")
    assert document.front.archive == Archive(
        id=document.front.archive.id,
        sha256=digest,
        original=f"content/originals/{digest}.txt",
        reader=f"text (ssg {__version__})",
        auto_tags=("화분",),
    )
    assert document.body.strip() == outcome.body.strip()


def test_the_same_text_makes_no_second_article(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=PASTE.encode())
    before = _files(tmp_path)
    again = run("-", stdin=PASTE.encode())
    other_bytes = run("-", stdin=PASTE.replace("\n", "\r\n").encode("utf-16"))
    assert [(o.status, o.path) for o in (*again, *other_bytes)] == [("exists", first.path)] * 2
    assert _files(tmp_path) == before


def test_the_same_text_twice_in_one_run_is_imported_once(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PASTE, "utf-8")
    outcomes = run(tmp_path / "a.txt", tmp_path / "b.txt")
    assert [o.status for o in outcomes] == ["imported", "exists"]


def test_another_text_with_the_same_headline_gets_a_number(run: Run) -> None:
    [first] = run("-", stdin=PASTE.encode())
    other = f"{PASTE.partition('화분을')[0]}주민 회관 앞에서 나무 시장이 열렸다. 값은 묻지 않고 가져가도 된다고 한다.\n"
    [second] = run("-", stdin=other.encode())
    assert second.path == first.path.replace(".md", "-2.md")


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    [outcome] = run("-", stdin=PASTE.encode(), dry_run=True)
    assert (outcome.status, _files(tmp_path)) == ("dry-run", [])


def test_json_has_the_promised_shape(run: Run) -> None:
    [outcome] = run("-", stdin=PASTE.encode(), dry_run=True)
    found = outcome.as_json()
    front = found["front_matter"]
    assert isinstance(front, dict)
    assert list(found) == ["path", "status", "front_matter", "body", "spans", "original"]
    assert {key: front[key] for key in ("title", "date", "authors", "source", "rights")} == {
        "title": "골목 화분이 마을 식물원이 되었다",
        "date": "2025-05-15T20:00:00+09:00",
        "authors": ["나린"],
        "source": {"name": "마을신문"},
        "rights": "저작권자 © 마을신문 무단전재 및 재배포 금지",
    }
    assert found["original"] == {
        "sha256": hashlib.sha256(PASTE.encode()).hexdigest(),
        "reader": "text",
    }
    assert isinstance(found["spans"], list)
    assert found["spans"][0] == {
        "start": 0,
        "end": 20,
        "label": "headline",
        "why": "stands above the text and shares its words",
    }


def test_bad_sources_are_told_and_the_others_imported(run: Run, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "deep").mkdir(parents=True)
    (inbox / "a.txt").write_bytes(b"")
    (inbox / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (inbox / "c.txt").write_bytes(bytes(range(256)) * 8)
    (inbox / "d.txt").write_bytes(b"word " * 10_000_000)
    (inbox / "e.html").write_text("<p>page</p>")
    (inbox / "f.txt").write_text("<!doctype html><p>other</p>")
    (inbox / "g.txt").write_text("---\ntitle: x\ndate: 2020-01-02\n---\ntext\n")
    (inbox / ".hidden.txt").write_text("hidden")
    (inbox / "deep" / "h.txt").write_text(PASTE, "utf-8")
    outcomes = run(inbox, tmp_path / "none.txt", "https://127.0.0.1/1")
    told = [
        (
            o.source.rpartition("inbox/")[2].replace(f"{tmp_path}/", ""),
            o.status,
            o.problems[0].what if o.problems else "",
        )
        for o in outcomes
    ]
    assert told == [
        ("a.txt", "failed", "there is no text in it"),
        ("b.txt", "failed", "this is a PNG picture, no text"),
        ("c.txt", "failed", "this is a binary file, no text"),
        ("d.txt", "failed", "the text is too large (50 MB)"),
        ("deep/h.txt", "imported", ""),
        ("e.html", "imported", ""),
        ("f.txt", "imported", ""),
        ("g.txt", "imported", ""),
        ("none.txt", "failed", "there is no such file"),
        ("https://127.0.0.1/1", "failed", "it leads to a private network, not to the web"),
    ]


def test_a_title_cannot_lead_out_of_the_archive(run: Run, tmp_path: Path) -> None:
    text = "../../../etc/passwd\n\n" + PASTE.partition("\n\n")[2]
    [outcome] = run("-", stdin=text.encode())
    assert (tmp_path / outcome.path).resolve().is_relative_to(tmp_path.resolve())
    assert ".." not in outcome.path


def test_a_folder_outside_the_archive_is_refused(run: Run, tmp_path: Path) -> None:
    [outcome] = run("-", stdin=PASTE.encode(), to="../elsewhere")
    assert (outcome.status, outcome.problems[0].what) == (
        "failed",
        "leads out of the archive's folder",
    )
    assert not (tmp_path.parent / "elsewhere").exists()


def test_an_article_that_was_lost_is_written_again_beside_its_original(
    run: Run, tmp_path: Path
) -> None:
    [first] = run("-", stdin=PASTE.encode())
    (tmp_path / first.path).unlink()
    [again] = run("-", stdin=PASTE.encode())
    assert (again.status, again.path) == ("imported", first.path)


def test_a_user_knows_better(run: Run) -> None:
    [outcome] = run(
        "-",
        stdin=PASTE.encode(),
        tags=("골목",),
        date=Moment("2024-01-02"),
        lang="ko-KR",
        visibility="private",
    )
    front = outcome.front
    assert front is not None
    assert (front.tags, front.date, front.lang, front.visibility) == (
        ("골목", "화분"),
        Moment("2024-01-02"),
        "ko-KR",
        "private",
    )
    assert outcome.path.startswith("content/articles/2024/")


def test_importing_leaves_no_temporary_files(run: Run, tmp_path: Path) -> None:
    run("-", stdin=PASTE.encode())
    assert [name for name in _files(tmp_path) if ".tmp" in name] == []


def test_a_folder_of_hugo_keeps_addresses_order_and_the_picture_on_top(
    run: Run, tmp_path: Path
) -> None:
    bundle = tmp_path / "hugo/posts/snow"
    bundle.mkdir(parents=True)
    (bundle / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (bundle / "index.md").write_text(
        "---\ntitle: 첫눈 온 날\ndate: 2023-12-01\nslug: first-snow\naliases: [/old/snow/]\nweight: 5\n"
        "image: cover.png\nimage_alt: 눈 덮인 마당\nimage_credit: 한도윤\n---\n마당에 눈이 쌓였다.\n",
        "utf-8",
    )
    (tmp_path / "hugo/posts/_index.md").write_text("---\ntitle: 글\n---\n", "utf-8")
    outcomes = run(tmp_path / "hugo")
    assert [(Path(o.path).name, o.status, len(o.problems)) for o in outcomes] == [
        ("_index.md", "skipped", 1),
        ("cover.png", "skipped", 0),
        ("index.md", "imported", 0),
    ]
    front = outcomes[-1].front
    assert front is not None
    assert (outcomes[-1].path, front.aliases, front.weight) == (
        "content/articles/2023/first-snow/index.md",
        ("/old/snow/",),
        5,
    )
    assert (front.image, front.image_alt, front.image_credit) == (
        "cover.png",
        "눈 덮인 마당",
        "한도윤",
    )


def test_the_page_of_a_list_alone_is_passed_over_without_failing(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "_index.md"
    page.write_text("---\ntitle: 글\n---\n", "utf-8")
    outcomes = run(page)
    assert [(o.status, [p.level for p in o.problems]) for o in outcomes] == [
        ("skipped", ["warning"])
    ]


@pytest.mark.parametrize(
    ("name", "ending"),
    [("글.webarchive", ".webarchive"), ("a.warc.gz", ".warc.gz"), ("a.그림", ".txt"), ("", ".txt")],
)
def test_an_original_keeps_the_ending_of_its_file(name: str, ending: str) -> None:
    assert write.original("ab", name) == f"content/originals/ab{ending}"
