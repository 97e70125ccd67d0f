"""Two changed versions of a file become one where they can, and conflicts as data where they can't; nothing is guessed."""

from itertools import combinations

import pytest
from merging import swapped

from ssg.markup.frontmatter import split
from ssg.markup.merge import Conflict, merge

BASE = """---
# 손으로 쓴 메모
title: 항구의 아침
date: 2026-03-02
tags: [항구, 시장]
source:
  name: 갯마을신문
  url: https://example.org/1
rights: 갯마을신문
---

배가 들어온다. 안개가 걷힌다.

시장 사람들이 줄을 선다.
아직 값은 정해지지 않았다.

- 고등어
- 갈치
- 오징어

종이 울리면 경매가 시작된다.
"""
EDITS = {
    "title": ("title: 항구의 아침", "title: 항구의 새벽"),
    "date": ("date: 2026-03-02", "date: 2026-03-03"),
    "comment": ("# 손으로 쓴 메모", "# 다시 쓴 메모"),
    "source": ("  name: 갯마을신문", "  name: 갯마을일보"),
    "key": ("\nrights: 갯마을신문", "\nsection: 경제\nrights: 갯마을신문"),
    "first": ("배가 들어온다.", "큰 배가 들어온다."),
    "new": ("\n- 고등어", "\n오늘 들어온 것은 이렇다.\n\n- 고등어"),
    "item": ("- 오징어", "- 한치"),
    "gone": ("\n\n종이 울리면 경매가 시작된다.\n", "\n"),
}


def edited(text: str, *names: str) -> str:
    for name in names:
        assert text.count(EDITS[name][0]) == 1, name
        text = text.replace(*EDITS[name])
    return text


@pytest.mark.parametrize("pair", list(combinations(EDITS, 2)), ids="+".join)
def test_two_edits_of_one_article_come_together(pair: tuple[str, str]) -> None:
    one, two = pair
    found = merge(BASE, edited(BASE, one), edited(BASE, two))
    assert (found.text, found.conflicts) == (edited(BASE, one, two), ())


@pytest.mark.parametrize("name", EDITS)
def test_the_same_edit_on_both_sides_is_made_once(name: str) -> None:
    assert merge(BASE, edited(BASE, name), edited(BASE, name)).text == edited(BASE, name)


def replaced(*pairs: tuple[str, str], text: str = BASE) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


FIRST, SECOND = (
    "배가 들어온다. 안개가 걷힌다.",
    "시장 사람들이 줄을 선다.\n아직 값은 정해지지 않았다.",
)
MERGED = {
    "neighbouring keys": (
        replaced(("아침", "낮")), replaced(("03-02", "03-05")), replaced(("아침", "낮"), ("03-02", "03-05")),
    ),
    "keys added at one place": (
        replaced(("\n---\n\n", "\nseries: 바다\n---\n\n")), replaced(("\n---\n\n", "\nlang: ko\n---\n\n")),
        replaced(("\n---\n\n", "\nlang: ko\nseries: 바다\n---\n\n")),
    ),
    "tags added and taken away": (
        replaced(("[항구, 시장]", "[항구, 시장, 어부]")), replaced(("[항구, 시장]", "[시장, 경매]")),
        replaced(("[항구, 시장]", "[시장, 경매, 어부]")),
    ),
    "two parts of a mapping": (
        replaced(("갯마을신문\n  url", "새 이름\n  url")), replaced(("org/1", "org/2")),
        replaced(("갯마을신문\n  url", "새 이름\n  url"), ("org/1", "org/2")),
    ),
    "other line ends on one side": (
        edited(BASE, "title", "gone").replace("\n", "\r\n"), edited(BASE, "item"),
        edited(BASE, "title", "gone", "item").replace("\n", "\r\n"),
    ),
    "no line end at the end on one side": (
        edited(BASE, "title")[:-1], edited(BASE, "first"), edited(BASE, "title", "first")[:-1],
    ),
    "a byte-order mark on one side": (
        "\ufeff" + BASE, edited(BASE, "first"), "\ufeff" + edited(BASE, "first"),
    ),
    "an end written to a paragraph that was the last, another paragraph written first": (
        replaced(("\n\n배가", "\n\n새벽 다섯 시.\n\n배가")), BASE.rstrip() + " 값이 뛴다.\n\n그리고 끝난다.\n",
        replaced(("\n\n배가", "\n\n새벽 다섯 시.\n\n배가")).rstrip() + " 값이 뛴다.\n\n그리고 끝난다.\n",
    ),
    "a paragraph moved up, another changed": (
        replaced((f"{FIRST}\n\n{SECOND}", f"{SECOND}\n\n{FIRST}")), edited(BASE, "first"),
        edited(replaced((f"{FIRST}\n\n{SECOND}", f"{SECOND}\n\n{FIRST}")), "first"),
    ),
    "marks of other programs' conflicts are text": (
        replaced(("- 갈치", "<<<<<<< 갈치\n=======\n>>>>>>> 끝")), edited(BASE, "title"),
        replaced(("- 갈치", "<<<<<<< 갈치\n=======\n>>>>>>> 끝"), EDITS["title"]),
    ),
    "a key taken away, another changed": (
        replaced(("date: 2026-03-02\n", "")), edited(BASE, "title", "source"),
        replaced(("date: 2026-03-02\n", ""), EDITS["title"], EDITS["source"]),
    ),
    "keys in another order on one side": (
        replaced(("date: 2026-03-02\n", ""), ("rights: 갯", "date: 2026-03-02\nrights: 갯")), edited(BASE, "date"),
        replaced(("date: 2026-03-02\n", ""), ("rights: 갯", "date: 2026-03-03\nrights: 갯")),
    ),
    "a comment on one side, the value on the other": (
        replaced(("date: 2026-03-02", "date: 2026-03-02  # 확인함")), edited(BASE, "date"),
        replaced(("date: 2026-03-02", "date: 2026-03-03  # 확인함")),
    ),
    "front matter only on one side": ("---\ntitle: 새것\n---\n하나\n\n둘\n", "하나\n\n셋\n\n둘\n", "---\ntitle: 새것\n---\n하나\n\n셋\n\n둘\n"),
    "TOML": (
        '+++\ntitle = "하나"\ndate = 2026-03-02\n+++\n글\n', '+++\ntitle = "둘"  # 새\n+++\n글\n',
        '+++\ntitle = "둘"  # 새\ndate = 2026-03-02\n+++\n글\n',
    ),
}  # fmt: skip
OTHER_BASE = {
    "front matter only on one side": "하나\n\n둘\n",
    "TOML": '+++\ntitle = "하나"\n+++\n글\n',
}


@pytest.mark.parametrize("name", MERGED)
def test_what_can_be_told_apart_is_merged(name: str) -> None:
    mine, theirs, wanted = MERGED[name]
    base = OTHER_BASE.get(name, BASE)
    assert merge(base, mine, theirs).text == wanted
    assert merge(base, theirs, mine).text == wanted


CONFLICTS: dict[str, tuple[str, str, Conflict]] = {
    "two words of one paragraph": (
        replaced(("배가 들어온다", "배가 나간다")), replaced(("안개가", "해무가")),
        Conflict(FIRST, "배가 나간다. 안개가 걷힌다.", "배가 들어온다. 해무가 걷힌다.", (12, 12, 12), "",
                 "배가 나간다. 해무가 걷힌다."),
    ),
    "the same word": (
        replaced(("안개가", "해무가")), replaced(("안개가", "구름이")),
        Conflict(FIRST, "배가 들어온다. 해무가 걷힌다.", "배가 들어온다. 구름이 걷힌다.", (12, 12, 12)),
    ),
    "a paragraph deleted and changed": (
        replaced((f"{FIRST}\n\n", "")), edited(BASE, "first"),
        Conflict(f"{FIRST}\n\n", "", "큰 배가 들어온다. 안개가 걷힌다.\n\n", (12, 10, 12)),
    ),
    "different ends": (
        BASE + "\n가.\n", BASE + "\n나.\n", Conflict("", "\n\n가.", "\n\n나.", (21, 23, 23)),
    ),
    "one title, two wordings": (
        replaced(("title: 항구의 아침", "title: 포구의 아침")), replaced(("title: 항구의 아침", "title: 항구의 저녁")),
        Conflict("# 손으로 쓴 메모\ntitle: 항구의 아침\n", "# 손으로 쓴 메모\ntitle: 포구의 아침\n", "# 손으로 쓴 메모\ntitle: 항구의 저녁\n",
                 (2, 2, 2), "title", "# 손으로 쓴 메모\ntitle: 포구의 저녁\n"),
    ),
    "a key taken away and changed": (
        replaced(("date: 2026-03-02\n", "")), edited(BASE, "date"),
        Conflict("date: 2026-03-02\n", "", "date: 2026-03-03\n", (4, 0, 4), "date"),
    ),
    "neighbouring lines of one paragraph": (
        replaced(("줄을 선다.", "모인다.")), replaced(("아직 값은", "값은 아직")),
        Conflict(SECOND, "시장 사람들이 모인다.\n아직 값은 정해지지 않았다.", "시장 사람들이 줄을 선다.\n값은 아직 정해지지 않았다.",
                 (14, 14, 14), "", "시장 사람들이 모인다.\n값은 아직 정해지지 않았다."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_clashes_is_data_with_its_lines_and_the_rest_is_merged(name: str) -> None:
    mine, theirs, wanted = CONFLICTS[name]
    found = merge(BASE, edited(mine, "item"), edited(theirs, "key"))
    moved = Conflict(
        wanted.base, wanted.mine, wanted.theirs,
        (wanted.lines[0], wanted.lines[1], wanted.lines[2] + (wanted.key == "")), wanted.key, wanted.proposal,
    )  # fmt: skip
    assert found.conflicts == (moved,)
    assert found.text is None
    assert found.decided([moved.mine]) == edited(mine, "item", "key")
    assert found.decided([moved.theirs]) == edited(theirs, "item", "key")
    assert swapped(merge(BASE, edited(theirs, "key"), edited(mine, "item"))) == found


def test_front_matter_that_is_no_block_of_keys_is_merged_by_lines_or_left_to_the_reader() -> None:
    base = "---\n{title: 가,\n\nlang: ko}\n---\n글\n"
    mine, theirs = base.replace("가", "나"), base.replace("ko", "en")
    assert merge(base, mine, theirs).text == mine.replace("ko", "en")
    twice = "---\na: 1\nb: 2\na: 3\n---\n글\n"
    found = merge(twice, twice.replace("1", "4"), twice.replace("1", "5"))
    assert found.conflicts == (Conflict("a: 1\n", "a: 4\n", "a: 5\n", (2, 2, 2)),)


def test_a_merge_that_would_read_otherwise_than_meant_is_one_conflict() -> None:
    base = '+++\ntitle = "가"\n[extra]\na = 1\n+++\n글\n'
    mine = base.replace("a = 1", "b = 2\na = 1")
    theirs = base.replace("a = 1", "a = 1\nb = 3")
    heads = [split(text).head for text in (base, mine, theirs)]
    assert merge(base, mine, theirs).conflicts == (
        Conflict(heads[0], heads[1], heads[2], (2, 2, 2)),
    )


def test_a_body_that_would_become_front_matter_by_merging_is_one_conflict() -> None:
    base, mine, theirs = "가\n\n나\n", "---\n\n가\n\n나\n", "가\n\n나\n\n---\n"
    assert merge(base, mine, theirs).conflicts == (Conflict(base, mine, theirs, (1, 1, 1)),)


def test_long_texts_are_one_conflict_and_equal_lines_take_no_minute() -> None:
    long = "가나다라 " * 250_000
    found = merge(long, long + "x", "y" + long)
    assert found.pieces == (Conflict(long, long + "x", "y" + long, (1, 1, 1)),)
    same = "같은 줄\n" * 20_000
    assert merge(same, "머리\n" + same, same + "꼬리\n").text == "머리\n" + same + "꼬리\n"
    assert merge("", "가\n\n" * 9_000, "나\n\n" * 9_000).conflicts != ()


def test_a_large_article_with_edits_everywhere_is_merged() -> None:
    lines = [f"문단 {n} 이야기." for n in range(5_000)]
    mine = [line + " 하나" if n % 100 == 7 else line for n, line in enumerate(lines)]
    theirs = [line + " 둘" if n % 100 == 53 else line for n, line in enumerate(lines)]
    both = [m if m != b else t for b, m, t in zip(lines, mine, theirs, strict=True)]
    texts = ["\n\n".join(side) + "\n" for side in (lines, mine, theirs, both)]
    assert merge(*texts[:3]).text == texts[3]
