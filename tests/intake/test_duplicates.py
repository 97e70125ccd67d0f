"""Copies and versions: found by address and by words, said with the share, and brought up to date without loss of a hand's work."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.intake import duplicates
from ssg.intake.duplicates import Pair, Sketch, address, pairs, share, sketch
from ssg.intake.outcome import Copy, Outcome
from ssg.markup import frontmatter

Run = Callable[..., list[Outcome]]
LINES = [
    "갯벌에 물이 차오르는 시각은 날마다 쉰 분씩 늦어진다.",
    "마을에서는 달력에 물때를 적어 두고 그날의 일을 정한다.",
    "조개를 캐는 사람은 물이 빠지기 두 시간 전에 집을 나선다.",
    "올해는 바다가 따뜻해져 조개가 깊은 곳으로 옮겨 갔다고 한다.",
    "연구소는 갯벌 열 곳에 온도계를 묻고 한 해 동안 지켜보았다.",
    "가장 더운 날에는 갯벌 겉이 서른여덟 도까지 올랐다.",
    "어촌계장은 캐는 양을 줄이는 데 모두가 뜻을 모았다고 말했다.",
    "줄인 만큼의 값은 군에서 절반을 메워 주기로 했다.",
]


def paste(
    lines: list[str],
    *,
    title: str = "갯벌의 물때가 바뀐다",
    day: str = "2025.05.15",
    outlet: str = "물결일보",
) -> str:
    text = "\n\n".join(lines)
    return f"{title}\n\n홍길동 기자\n입력 {day} 20:00\n\n{text}\n\n저작권자 © {outlet} 무단전재 및 재배포 금지\n"


def linked(lines: list[str], **how: str) -> str:
    return f"https://www.news.example.kr/view?idxno=7&utm_source=x\n\n{paste(lines, **how)}"


@pytest.mark.parametrize(("url", "wanted"), [
    ("https://www.News.kr/View/?utm_source=x&idxno=12&fbclid=1#c", "news.kr/View?idxno=12"),
    ("http://m.news.kr/view/index.html", "news.kr/view"),
    ("https://news.kr/view/12/amp/", "news.kr/view/12"),
    ("https://amp.news.kr/a?b=2&a=1", "news.kr/a?a=1&b=2"),
    ("https://n.news.naver.example/article/001/0000000001?sid=100", "n.news.naver.example/article/001/0000000001?sid=100"),
    ("https://news.kr/", ""), ("ftp://news.kr/a", ""), ("물결일보", ""), ("https://[", ""),
])  # fmt: skip
def test_an_address_is_what_tells_a_page_from_others(url: str, wanted: str) -> None:
    assert address(url) == wanted


def test_the_share_is_that_of_shingles_and_knows_no_marks_and_spaces() -> None:
    text = "\n\n".join(LINES)
    assert share(text, text.replace(" ", "").replace(".", "…")) == 1.0
    assert (
        share(
            text, "전혀 다른 이야기를 길게 적어 둔 글이라서 겹치는 말이라고는 거의 찾아볼 수 없다."
        )
        == 0.0
    )
    assert share("짧다", "짧다") == 0.0
    half = "\n\n".join(LINES[:4])
    assert 0.4 < share(text, half) < 0.6
    assert duplicates.held(text, half) == pytest.approx(1.0, abs=0.02)
    english = " ".join(f"word{n}" for n in range(60))
    assert share(english, english.upper()) == 1.0
    assert share(english, english.replace("word30", "other")) == pytest.approx(51 / 61)


def test_sketches_of_like_texts_tell_about_the_share() -> None:
    rng = random.Random(3)
    letters = [chr(rng.randrange(0xAC00, 0xD7A3)) for _ in range(3_000)]
    for kept in (3_000, 2_700, 2_000, 1_000):
        other = letters[:kept] + [chr(rng.randrange(0xAC00, 0xD7A3)) for _ in range(3_000 - kept)]
        one, two = "".join(letters), "".join(other)
        guess = duplicates.estimate(sketch(one), sketch(two))
        assert guess == pytest.approx(share(one, two), abs=0.15)
    assert sketch("짧은 글") == Sketch()


def test_a_report_names_each_pair_of_near_copies_once_the_nearest_first() -> None:
    text = "\n\n".join(LINES)
    found = pairs({
        "b.md": sketch(text), "a.md": sketch(text), "c.md": sketch("\n\n".join(LINES[:7])), "d.md": sketch("짧다"),
        "e.md": sketch("\n\n".join(reversed([line[::-1] for line in LINES]))),
    })  # fmt: skip
    assert [(pair.one, pair.other) for pair in found] == [
        ("a.md", "b.md"),
        ("a.md", "c.md"),
        ("b.md", "c.md"),
    ]
    assert found[0] == Pair(1.0, "a.md", "b.md")


def test_a_near_copy_is_passed_over_and_said(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=paste(LINES).encode())
    [second] = run(
        "-", stdin=paste([*LINES[:7], "마지막 줄만 다르다."], outlet="노을신문").encode()
    )
    assert (second.status, second.path) == ("duplicate", first.path)
    assert second.copy == Copy(first.path, second.copy.share if second.copy else 0, "text")
    assert second.copy is not None
    assert 0.75 < second.copy.share < 0.95
    said = second.as_json()["duplicate"]
    assert said == {"path": first.path, "share": round(second.copy.share, 3)}
    assert len(list((tmp_path / "content/articles").rglob("*.md"))) == 1


def test_a_like_text_of_another_day_is_an_article_of_its_own(run: Run) -> None:
    run("-", stdin=paste(LINES).encode())
    [other] = run(
        "-", stdin=paste([*LINES[:6], "값이 올랐다.", "바람이 분다."], day="2025.05.16").encode()
    )
    assert other.status == "imported"
    [same] = run("-", stdin=paste([*LINES[:7], LINES[7] + " 끝."], day="2025.05.17").encode())
    assert same.status == "duplicate"


def test_near_copies_of_one_run_are_found_also_when_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(paste(LINES), "utf-8")
    (tmp_path / "b.txt").write_text(paste(LINES[:7]), "utf-8")
    for dry in (True, False):
        outcomes = run(tmp_path / "a.txt", tmp_path / "b.txt", dry_run=dry)
        assert [o.status for o in outcomes] == ["dry-run" if dry else "imported", "duplicate"]


def test_keep_imports_a_copy_as_well(run: Run) -> None:
    [first] = run("-", stdin=paste(LINES).encode())
    [second] = run("-", stdin=paste(LINES[:7]).encode(), duplicates="keep")
    assert (second.status, second.path) == ("imported", first.path.replace(".md", "-2.md"))


def test_the_same_page_with_another_text_is_another_version(run: Run) -> None:
    [first] = run("-", stdin=linked(LINES).encode())
    assert first.front is not None
    assert first.front.source.url == "https://www.news.example.kr/view?idxno=7&utm_source=x"
    [second] = run("-", stdin=linked(LINES[:3], day="2025.05.18").replace("www.", "m.").encode())
    assert second.copy is not None
    assert (second.status, second.copy.path, second.copy.by) == ("duplicate", first.path, "address")


def test_an_update_keeps_what_was_changed_by_hand(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=linked(LINES).encode())
    file = tmp_path / first.path
    by_hand = file.read_text("utf-8").replace(LINES[1], "마을 사람들은 물때를 외운다.")
    by_hand = by_hand.replace("authors: [홍길동]", "authors: [홍길동, 김바다]  # 확인함")
    file.write_text(by_hand, "utf-8")
    new = linked(
        [
            *LINES[:6],
            "어촌계장은 이틀 뒤 말을 바꾸었다.",
            LINES[7],
            "군은 다음 달에 다시 모이기로 했다.",
        ]
    )
    [second] = run("-", stdin=new.encode(), duplicates="update")
    assert (second.status, second.path, second.problems) == ("updated", first.path, ())
    read = frontmatter.read(file.read_text("utf-8"), first.path, "Asia/Seoul")
    assert read.front.authors == ("홍길동", "김바다")
    assert "# 확인함" in file.read_text("utf-8")
    wanted = [LINES[0], "마을 사람들은 물때를 외운다.", *LINES[2:6], "어촌계장은 이틀 뒤 말을 바꾸었다.", LINES[7],
              "군은 다음 달에 다시 모이기로 했다."]  # fmt: skip
    assert (
        read.body.split("\n\n") == [*wanted[:-1], wanted[-1] + "\n"]
        or read.body.strip().split("\n\n") == wanted
    )
    archive, old = read.front.archive, first.front.archive if first.front else None
    assert old is not None
    assert second.front is not None
    assert (archive.sha256, archive.older) == (second.front.archive.sha256, (old.original,))
    assert all((tmp_path / path).is_file() for path in (archive.original, *archive.older))
    again = [*run("-", stdin=new.encode()), *run("-", stdin=linked(LINES).encode())]
    assert [(o.status, o.path) for o in again] == [("exists", first.path)] * 2


def test_where_both_changed_a_line_the_hand_wins_and_it_is_said(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=linked(LINES).encode())
    file = tmp_path / first.path
    file.write_text(file.read_text("utf-8").replace("서른여덟 도", "서른일곱 도"), "utf-8")
    new = linked([*LINES[:5], LINES[5].replace("서른여덟 도", "마흔 도"), *LINES[6:]])
    [second] = run("-", stdin=new.encode(), duplicates="update")
    [said] = second.problems
    line = (
        file.read_text("utf-8").split("\n").index(LINES[5].replace("서른여덟 도", "서른일곱 도"))
        + 1
    )
    assert (said.path, said.line, said.level) == (first.path, line, "warning")
    assert said.what == "was changed by hand and in the new version; yours stands"
    assert "마흔 도" in said.hint


def test_an_update_is_made_of_like_texts_of_one_outlet_only(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=paste(LINES).encode())
    text = (tmp_path / first.path).read_bytes()
    [other] = run("-", stdin=paste(LINES[:7], outlet="노을신문").encode(), duplicates="update")
    assert (other.status, (tmp_path / first.path).read_bytes()) == ("duplicate", text)
    [same] = run("-", stdin=paste(LINES[:7]).encode(), duplicates="update")
    assert same.status == "updated"
    assert LINES[7] not in (tmp_path / first.path).read_text("utf-8")


def test_without_its_original_an_article_is_not_touched(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=linked(LINES).encode())
    assert first.front is not None
    (tmp_path / first.front.archive.original).unlink()
    text = (tmp_path / first.path).read_bytes()
    [second] = run("-", stdin=linked(LINES[:7]).encode(), duplicates="update")
    assert (second.status, second.problems[0].what) == (
        "failed", "can't be brought up to date: its original is missing",
    )  # fmt: skip
    assert (tmp_path / first.path).read_bytes() == text


def test_another_article_at_one_address_is_not_mixed_with_it(run: Run, tmp_path: Path) -> None:
    [first] = run("-", stdin=linked(LINES).encode())
    text = (tmp_path / first.path).read_bytes()
    other = [
        "산마루에 눈이 내렸다고 등산객들이 전했다.",
        "관리소는 길을 막고 장비를 갖추라고 당부했다.",
        "눈은 밤새 더 내릴 것으로 보인다.",
    ]
    [second] = run("-", stdin=linked(other, title="산에 첫눈").encode(), duplicates="update")
    assert second.status == "failed"
    assert second.problems[0].what == f"another text stands at the address of {first.path}"
    assert (tmp_path / first.path).read_bytes() == text


def test_ten_thousand_articles_are_compared_quickly() -> None:
    rng = random.Random(5)
    texts = {f"{n:05}.md": Sketch(_random(rng), 900) for n in range(10_000)}
    texts["copy.md"] = texts["00042.md"]
    assert pairs(texts) == (Pair(1.0, "00042.md", "copy.md"),)


def _random(rng: random.Random) -> bytes:
    from array import array

    return array("I", sorted(rng.randrange(2**32) for _ in range(64))).tobytes()
