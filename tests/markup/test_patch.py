"""Front matter changed in place: only what must change does, and what can't be proven is refused."""

import difflib
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.errors import SsgError
from ssg.markup.frontmatter import read, split
from ssg.markup.patch import patch
from ssg.model import Moment, Source

TEXT = """---
# 맨 위의 메모
title: 한은: 동결   # 가제
date: 2026-11-23 09:00:00 +0900
rights: 'a''b' # c
tags:
  - a # first
  - b

# 다음 것
description: |
  하나
  둘

source:
  name: 연합
  # 원문
  url: https://x
subtitle: ["겹따옴표", b] # d
series:
slug: "a\\u0042"\x20\x20\x20
x-custom:   1.10
---
---
title: body
"""


def changed(text: str, **how: object) -> list[str]:
    """The lines that a patch takes away (-) and puts in (+)."""
    new = patch(text, **how)  # type: ignore[arg-type]
    lines = difflib.unified_diff(text.split("\n"), new.split("\n"), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("--- ", "+++ ", "@@", "---", "+++"))]


CASES: list[tuple[dict[str, object], list[str], list[str]]] = [
    ({"title": "새: 제목"}, [], ["-title: 한은: 동결   # 가제", '+title: "새: 제목"   # 가제']),
    ({"rights": "c'd"}, [], ["-rights: 'a''b' # c", "+rights: 'c''d' # c"]),
    ({"rights": "c\nd"}, [], ["-rights: 'a''b' # c", '+rights: "c\\nd" # c']),
    ({"tags": ["a", "새", "b", "no"]}, [], ["+  - 새", '+  - "no"']),
    ({"tags": ["b"]}, [], ["-  - a # first"]),
    ({"tags": ["c", "b"]}, [], ["-  - a # first", "+  - c # first"]),
    ({}, ["tags"], ["-tags:", "-  - a # first", "-  - b"]),
    ({}, ["description", "nothing"], ["-description: |", "-  하나", "-  둘"]),
    ({"description": "셋\n넷\n"}, [], ["-  하나", "-  둘", "+  셋", "+  넷"]),
    ({"description": "하나"}, [], ["-description: |", "-  하나", "-  둘", "+description: 하나"]),
    ({"source": Source("연합", "https://y")}, [], ["-  url: https://x", "+  url: https://y"]),
    ({"source": {"name": "연합"}}, [], ["-  url: https://x"]),
    ({"source": {"name": "연합", "url": "https://x", "z": 1}}, [], ["+  z: 1"]),
    ({"subtitle": ["x"]}, [], ['-subtitle: ["겹따옴표", b] # d', "+subtitle: [x] # d"]),
    ({"series": "1.10"}, [], ["-series:", '+series: "1.10"']),
    ({"slug": "b"}, [], ['-slug: "a\\u0042"   ', '+slug: "b"   ']),
    ({"date": Moment("2026-11-24")}, [], ["-date: 2026-11-23 09:00:00 +0900", "+date: 2026-11-24"]),
    ({"date": "2026-11-24"}, [], ["-date: 2026-11-23 09:00:00 +0900", "+date: 2026-11-24"]),
    ({"x-custom": "1.10"}, [], ["-x-custom:   1.10", '+x-custom:   "1.10"']),
    ({"draft": True, "lang": "no"}, [], ["+draft: true", '+lang: "no"']),
    ({"new": {"a": [1, {"b": None}]}}, [], ["+new:", "+  a:", "+    - 1", "+    - b: null"]),
]


@pytest.mark.parametrize(("values", "remove", "lines"), CASES)
def test_only_the_lines_of_the_value_change(
    values: dict[str, object], remove: list[str], lines: list[str]
) -> None:
    assert changed(TEXT, set=values, remove=remove) == lines


@pytest.mark.parametrize(("values", "remove", "lines"), CASES)
def test_line_ends_and_byte_order_mark_stay(
    values: dict[str, object], remove: list[str], lines: list[str]
) -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    new = patch(windows, set=values, remove=remove)
    assert new == "\ufeff" + patch(TEXT, set=values, remove=remove).replace("\n", "\r\n")
    assert len(lines) > 0


@pytest.mark.parametrize(
    "values",
    [
        {"title": "한은: 동결"}, {"date": Moment("2026-11-23T09:00:00+09:00")}, {"rights": "a'b"}, {"tags": ["a", "b"]},
        {"source": Source("연합", "https://x")}, {"description": "하나\n둘\n"}, {"slug": "aB"}, {"x-custom": 1.1}, {"series": None},
    ],
)  # fmt: skip
def test_an_equal_value_writes_nothing(values: dict[str, object]) -> None:
    assert patch(TEXT, set=values) == TEXT


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("---\na: &x b\nc: d\n---\n", {"a": "e"}, "an anchor or a tag"),
        ("---\na:\n  - &x b\nc: d\n---\n", {"a": "e"}, "an anchor or a tag"),
        ("---\n{a: b}\n---\n", {"a": "e"}, "braces"),
        ("---\na: b\na: c\n---\n", {"a": "e"}, "is set twice"),
        ("---\n? a\n: b\n---\n", {"a": "e"}, "does not begin its line"),
        ("---\ntags:\n  - a # why\n---\n", {"tags": "x"}, "there are comments in the value"),
        ("---\ntags:\n  # why\n  - a\n---\n", {"tags": []}, "there are comments in the value"),
        ("---\na: b: c\n---\n", {"a": "e"}, "not valid YAML"),
        ("---\ntitle: a\n", {"a": "e"}, "begins with a line like a fence"),
        ("+++\na = b\n+++\n", {"a": "e"}, "not valid TOML"),
        ("+++\na = 1\n+++\n", {"a": None}, "TOML has no way"),
    ],
)
def test_what_cannot_be_proven_is_refused(text: str, values: dict[str, object], said: str) -> None:
    with pytest.raises(SsgError, match=said) as caught:
        patch(text, set=values)
    assert caught.value.problems[0].line != 1


@pytest.mark.parametrize("line_end", ["\x85", "\u2028"])
def test_keys_parted_by_a_line_end_of_yaml_1_1_are_refused(line_end: str) -> None:
    with pytest.raises(SsgError, match="does not begin its line"):
        patch(f"---\na: 1{line_end}b: 2\n---\n", remove=["a"])


@pytest.mark.parametrize("value", ["\ud800", float("nan"), float("inf"), 2**70])
def test_a_value_that_would_read_otherwise_is_noticed_and_refused(value: object) -> None:
    with pytest.raises(SsgError, match="would not read as wanted"):
        patch("---\na: 1\n---\n", set={"a": value})


def test_toml_keeps_comments_and_order_and_puts_keys_before_tables() -> None:
    text = '+++\n# top\ntitle = "a" # c\ntags = [\n  "x", # why\n]\n\n[extra]\ny = 1\n+++\nbody'
    new = patch(
        text, set={"title": "b", "draft": True, "date": Moment("2026-11-23")}, remove=["tags"]
    )
    assert tomllib.loads(split(new).head.replace("2026-11-23", '"2026-11-23"')) == {
        "title": "b", "draft": True, "date": "2026-11-23", "extra": {"y": 1},
    }  # fmt: skip
    assert new.startswith('+++\n# top\ntitle = "b" # c\n')
    assert patch(text, set={"title": "a", "tags": ["x"], "extra": {"y": 1}}) == text


def test_a_text_without_front_matter_gets_one() -> None:
    new = patch("\ufeff본문\r\n", set={"title": "제목", "tags": ["a"]})
    assert new == "\ufeff---\r\ntitle: 제목\r\ntags: [a]\r\n---\r\n\r\n본문\r\n"
    assert patch("본문\n", remove=["title"]) == "본문\n"


VALUES = [
    "한국", '"q u"', "'s'", "1.10", "no", "~", "", "[a, b]", "{a: b}", "|\n  x\n  y", ">-\n  x\n  y\n", "\n  - a\n  - b",
    "\n- a\n- b", "\n  k: v\n  l:\n    - m", "a\n  b\n  c", '"a\n  b"', "x # note", "'x'  # note", "# only a note", "2026-11-23",
    "|+\n  x\n\n", "\n  - a: 1\n    b: 2\n  - c", "https://a.kr/#x", "   spaced", "\n  # inside\n  - a",
]  # fmt: skip
AROUND = [
    ("", ""),
    ("# before\n", "\n# after\nz: 1\n"),
    ("y: 'k'  # c\n", "z:\n  - 1\n"),
    ("", "\n\n# end\n"),
]
NEW = st.sampled_from(
    [
        "x",
        "no",
        "a: b",
        "1.10",
        "",
        " s ",
        "a\nb\n",
        "#",
        "—",
        True,
        None,
        3,
        1.5,
        [],
        ["a", "no"],
        {"k": "v"},
        ["a", ["b"]],
    ]
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.sampled_from(VALUES),
    st.sampled_from(AROUND),
    st.sampled_from(["set", "add", "remove"]),
    NEW,
    st.booleans(),
)
def test_a_patch_is_right_to_the_byte_or_refused(
    value: str, around: tuple[str, str], how: str, new: object, windows: bool
) -> None:
    line = f"v:{value}" if value.startswith("\n") else f"v: {value}"
    text = f"---\n{around[0]}{line.rstrip(chr(10))}\n{around[1]}---\nv: body\n---\n"
    text = text.replace("\n", "\r\n") if windows else text
    before = read(text, "a.md", "UTC").front.extra
    try:
        done = (
            patch(text, remove=["v"])
            if how == "remove"
            else patch(text, set={"v" if how == "set" else "w": new})
        )
    except SsgError as error:
        assert "without loss" in str(error)
        return
    expected = {
        "set": {**before, "v": new},
        "add": {**before, "w": new},
        "remove": {k: v for k, v in before.items() if k != "v"},
    }
    assert read(done, "a.md", "UTC").front.extra == expected[how]
    kept = [n for n in around[0].splitlines() + around[1].splitlines() if n]
    assert [n for n in done.replace("\r", "").split("\n") if n in kept] == kept
    assert ("\n" in done.replace("\r\n", "")) != windows
