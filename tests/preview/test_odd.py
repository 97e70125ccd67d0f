"""Odd front matter: what is opened and saved stays to the byte; what is edited changes one line, or is refused."""

import os
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

EVERY = 1 if os.environ.get("SSG_LONG") else 9
A = "content/articles/a.md"

VALUES = (
    "plain", "'single ''quoted'''", '"double \\"quoted\\" \\u00e9"', "no", "12:30", "1_000", "~", "", "값 # not a comment",
    "값  # a comment", '"a: b"', "[a, 'b', \"c\"]", "[\n  a,\n  b,  # 둘\n]", "\n  - a\n  - b", "\n- a\n-   b", "|\n  첫 줄\n  둘째 줄\n",
    ">-\n  접힌\n  글\n", "{a: 1, b: [2]}", "two\n  lines", "2024-03-04", "!!str 3", "*none", "&mark 값", "이모지 😀 끝",
)  # fmt: skip
AROUND: tuple[Callable[[str], str], ...] = (
    lambda value: f"---\ntitle: 글\nodd: {value}\ntags: [하나]\n---\n\n본문.\n",
    lambda value: f"---\n# 먼저\nodd: {value}\n\n# 사이\ntitle: 글   # 제목\n---\n본문",
    lambda value: f"---\ntitle: 글\nodd: {value}\n---\n\n본문.\n".replace("\n", "\r\n"),
    lambda value: f"\ufeff---\nodd: {value}\ntitle: '글'\n---\n\n\n\n본문.  \n\n",
    lambda value: f"---\nodd: {value}\ntitle: >-\n  긴\n  제목\n...\n본문 --- 끝\n",
    lambda value: f"---\ntitle: 글\ntitle: 또\nodd: {value}\n---\n본문\u2028줄\x85끝\r여기\n",
    lambda value: f"---\nodd: {value}\n---\n",
    lambda value: f"---\ntitle:\nodd: {value}\n---\n본문 ---\n---\n",
    lambda value: f"---\n{{title: 글, tags: [a]}}\n---\n{value}\n",
)  # fmt: skip
FILES = [around(value) for value, around in product(VALUES, AROUND)][::EVERY]


@pytest.fixture
def preview(start: Callable[..., Any]) -> Any:
    return start({A: "---\ntitle: 글\n---\n"})


def saved(preview: Any, text: str) -> bytes:
    file = preview.file(A)
    file.write_bytes(text.encode())
    return bytes(file.read_bytes())


def test_what_is_opened_and_saved_is_not_written(preview: Any) -> None:
    for text in FILES:
        raw = saved(preview, text)
        before = preview.file(A).stat()
        status, said = preview.ask("GET", f"source/{A}")
        assert (status, said["text"].encode()) == (200, raw)
        status, done = preview.ask("PUT", f"source/{A}", raw, If_Match=said["tag"])
        assert (status, done) == (200, {"tag": said["tag"], "written": False})
        after = preview.file(A).stat()
        assert (preview.file(A).read_bytes(), after.st_mtime_ns, after.st_ino) == (
            raw, before.st_mtime_ns, before.st_ino,
        )  # fmt: skip


def test_one_field_is_one_line_or_a_refusal_that_writes_nothing(preview: Any) -> None:
    done = 0
    for text in FILES:
        raw = saved(preview, text)
        tag = preview.ask("GET", f"source/{A}")[1]["tag"]
        status, said = preview.ask(
            "PATCH", f"front-matter/{A}", {"set": {"weight": 7}, "remove": []}, If_Match=tag
        )
        now = preview.file(A).read_bytes()
        if status != 200:
            assert (status, now) == (409, raw)
            assert said["problems"]
            continue
        done += 1
        added = [line for line in now.splitlines(keepends=True) if b"weight: 7" in line]
        assert len(added) == 1
        assert now.replace(added[0], b"", 1) == raw
    assert done >= len(FILES) // 3
