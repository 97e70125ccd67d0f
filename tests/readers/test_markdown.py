"""Markdown of other programs: every key finds its field, nothing of it is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]
PNG = b"\x89PNG\r\n\x1a\n picture"


def test_jekyll_front_matter_and_a_dated_file_name(given: Given) -> None:
    text = """---
layout: post
title: "느린 우체국: 첫해"
categories: [동네, 기록]
tags: 우체국 편지
author: 김도윤
last_modified_at: 2024-02-03 10:00:00 +0900
published: false
my_note: 고칠 것
---
편지는 한 해 뒤에 닿는다. [[다른 글|그 글]]을 보라.
"""
    assert given("_posts/2024-01-02-slow-post.md", text)[1:] == (
        [
            Document(
                kind="markdown",
                content="편지는 한 해 뒤에 닿는다. [[다른 글|그 글]]을 보라.\n",
                known=Known(
                    title="느린 우체국: 첫해",
                    date=Moment("2024-01-02"),
                    updated=Moment("2024-02-03T10:00:00+09:00"),
                    authors=("김도윤",),
                    section="동네",
                    tags=("우체국", "편지", "기록"),
                    slug="slow-post",
                    draft=True,
                    extra={"layout": "post", "my_note": "고칠 것"},
                ),
            )
        ],
        [],
    )


def test_hugo_bundle_with_pictures_in_toml(given: Given, tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("title = '사이트'")
    bundle = tmp_path / "content" / "posts" / "first-snow"
    bundle.mkdir(parents=True)
    (bundle / "snow.jpg").write_bytes(PNG)
    (tmp_path / "static" / "img").mkdir(parents=True)
    (tmp_path / "static" / "img" / "road.png").write_bytes(PNG + b"2")
    text = '+++\ntitle = "첫눈"\ndate = 2023-12-01T09:00:00+09:00\ndraft = true\naliases = ["/old/"]\n[params]\nmood = "cold"\n+++\n![눈](snow.jpg)\n\n![길](/img/road.png "길") ![없다](gone.png)\n'
    (bundle / "index.md").write_text(text)
    name, documents, problems = given("index.md", path=bundle / "index.md")
    assert (name, problems) == ("markdown", [])
    missing = Problem("index.md", 0, 0, "a picture was not found: gone.png",
                      "give the folder that holds them, or put them beside the article", "warning")  # fmt: skip
    assert documents == [
        Document(
            kind="markdown",
            content='![눈](snow.jpg)\n\n![길](/img/road.png "길") ![없다](gone.png)\n',
            known=Known(
                title="첫눈",
                date=Moment("2023-12-01T09:00:00+09:00"),
                draft=True,
                slug="first-snow",
                aliases=("/old/",),
                extra={"params": {"mood": "cold"}},
            ),
            files={"snow.jpg": PNG, "/img/road.png": PNG + b"2"},
            problems=(missing,),
        )
    ]


def test_hugo_json_front_matter(given: Given) -> None:
    text = '{\n "title": "눈 오는 날", "date": "2020-01-05", "tags": ["눈"], "weight": 3\n}\n\n본문이다.\n'
    assert given("a.md", text)[1] == [
        Document(
            kind="markdown",
            content="본문이다.\n",
            known=Known(title="눈 오는 날", date=Moment("2020-01-05"), tags=("눈",), weight=3),
        )
    ]


def test_pelican_metadata(given: Given) -> None:
    text = """Title: 봄의 목록: 하나
Date: 2019-03-01 08:30
Modified: 2019-03-02
Authors: 이서연; 박지후
Category: 산문
Tags: 봄, 꽃 이름
Status: draft
Summary: 첫 줄
    둘째 줄

본문이다.
"""
    assert given("bom.md", text)[1] == [
        Document(
            kind="markdown",
            content="본문이다.\n",
            known=Known(
                title="봄의 목록: 하나",
                date=Moment("2019-03-01T08:30:00+09:00"),
                updated=Moment("2019-03-02"),
                authors=("이서연", "박지후"),
                section="산문",
                tags=("봄", "꽃 이름"),
                description="첫 줄 둘째 줄",
                draft=True,
            ),
        )
    ]


def test_zola_taxonomies_and_obsidian_properties(given: Given) -> None:
    zola = '+++\ntitle = "글"\ndate = 2022-05-06\n[taxonomies]\ntags = ["가", "나"]\nauthors = ["한소리"]\n+++\n본문\n'
    assert given("a.md", zola)[1][0].known == Known(
        title="글", date=Moment("2022-05-06"), tags=("가", "나"), authors=("한소리",)
    )
    clip = '---\ntitle: 기사\nsource: "https://news.example.com/1"\nauthor:\n  - "[[정하늘]]"\npublished: 2024-05-01\ncreated: 2024-05-03\ntags:\n  - clippings\n---\n본문\n'
    assert given("기사.md", clip)[1][0].known == Known(
        title="기사",
        url="https://news.example.com/1",
        authors=("정하늘",),
        date=Moment("2024-05-01"),
        archived=Moment("2024-05-03"),
        tags=("clippings",),
    )


def test_a_vault_gives_its_attachments(given: Given, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text('{"attachmentFolderPath": "붙임"}')
    (tmp_path / "붙임").mkdir()
    (tmp_path / "붙임" / "큰 나무.png").write_bytes(PNG)
    (tmp_path / "나무.md").write_text(
        "느티나무 아래.\n\n![[큰 나무.png|300]] ![[큰 나무.png|마을 나무]] ![[다른 글]]\n"
    )
    assert given("나무.md", path=tmp_path / "나무.md")[1] == [
        Document(
            kind="markdown",
            content="느티나무 아래.\n\n![](<큰 나무.png>) ![마을 나무](<큰 나무.png>) ![[다른 글]]\n",
            known=Known(title="나무"),
            files={"큰 나무.png": PNG},
        )
    ]


@pytest.mark.parametrize(("name", "text", "title", "content"), [
    ("note.md", "# 마을 **도서관** 열다\n\n본문이다.\n", "마을 도서관 열다", "본문이다.\n"),
    ("note.md", "본문이다.\n\n# 뒤에 온 제목\n", "뒤에 온 제목", "본문이다.\n\n# 뒤에 온 제목\n"),
    ("2021-02-03-마을-이야기.md", "본문이다.\n", "마을 이야기", "본문이다.\n"),
    ("마을 이야기.md", "본문이다.\n", "마을 이야기", "본문이다.\n"),
    ("note.md", "---\ntitle: 제목\n---\n\n# 다른 제목\n", "제목", "\n# 다른 제목\n"),
])  # fmt: skip
def test_a_title_is_found_and_not_said_twice(
    given: Given, name: str, text: str, title: str, content: str
) -> None:
    (found,) = given(name, text)[1]
    assert (found.known.title, found.content) == (title, content)


def test_a_value_that_means_nothing_is_put_aside_and_told(given: Given) -> None:
    text = "---\ntitle: 제목\ndate: 언젠가\nweight:\n  - 무겁다\ntags: [가]\n---\n본문\n"
    (found,) = given("a.md", text)[1]
    assert found.known == Known(
        title="제목", tags=("가",), extra={"date": "언젠가", "weight": "- 무겁다"}
    )
    assert [(said.line, said.level) for said in found.problems] == [(3, "warning"), (4, "warning")]


def test_front_matter_that_is_none_is_an_error_with_its_line(given: Given) -> None:
    with pytest.raises(SsgError) as told:
        given("a.md", "---\n- 하나\n- 둘\n---\n본문\n")
    assert [(said.path, said.line, said.level) for said in told.value.problems] == [
        ("a.md", 2, "error")
    ]


def test_a_list_page_is_passed_over(given: Given) -> None:
    assert given("posts/_index.md", "---\ntitle: 글\n---\n")[1:] == (
        [],
        [
            Problem("posts/_index.md", 0, 0, "is the page of a list, no article",
                    "sections and tags have pages here by themselves", "warning")
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["../secret.png", "/etc/passwd", "../../x/secret.png", "link.png", "%2e%2e/secret.png"],
)
def test_no_picture_comes_from_outside(given: Given, tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "in" / "a.md").write_text(f"![그림]({address})\n")
    (found,) = given("a.md", path=tmp_path / "in" / "a.md")[1]
    assert (found.files, len(found.problems)) == ({}, 1)


@pytest.mark.parametrize("text", [
    "---\n" + "a: " + "[" * 5000 + "\n---\n", "{" * 50_000, '{"a":' * 5000, "![" * 50_000, "![[" * 50_000, "<img " * 50_000,
    "---\na: &a [1]\nb: *a\n---\n본문", "---\nx: !!python/object/apply:os.system [ls]\n---\n본문",
])  # fmt: skip
def test_hostile_files_end_with_a_message_or_as_text(given: Given, text: str) -> None:
    try:
        found: list[str] = [document.kind for document in given("a.md", text)[1]]
    except SsgError as error:
        found = [said.path for said in error.problems]
    assert found in (["markdown"], ["a.md"])
