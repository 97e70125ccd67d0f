"""Tables of links become stubs that say what is known; nothing pretends to be an article."""

from collections.abc import Callable
from typing import Any

import pytest

from ssg.errors import Problem
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]


def stub(**known: Any) -> Document:
    url = str(known["url"])
    return Document(
        kind="markdown", content="", part=url, known=Known(visibility="metadata", **known)
    )


def test_pocket_in_two_of_its_shapes(given: Given) -> None:
    first = 'title,url,time_added,tags,status\n"서점, 문 열다",https://a.example/1,1699999999,책|동네,archive\nhttps://www.b.example/x/,https://www.b.example/x/,1700000000,,unread\n'
    second = "﻿title,url,time_added,cursor,tags,status\r\n서점,https://a.example/1,1699999999,,책,unread\r\n서점,https://a.example/1,1699999999,,책,unread\r\n"
    assert given("part_000000.csv", first) == (
        "pocket",
        [
            stub(
                title="서점, 문 열다",
                url="https://a.example/1",
                archived=Moment("2023-11-15T07:13:19+09:00"),
                tags=("책", "동네"),
                extra={"status": "archive"},
            ),
            stub(
                title="b.example/x",
                url="https://www.b.example/x/",
                archived=Moment("2023-11-15T07:13:20+09:00"),
                extra={"status": "unread"},
            ),
        ],
        [],
    )
    name, documents, _ = given("pocket.csv", second)
    assert (name, [it.known.tags for it in documents]) == ("pocket", [("책",)])


def test_instapaper(given: Given) -> None:
    text = 'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/1,서점,고른 글,Unread,1577836800,"[""책"",""동네""]"\n'
    assert given("instapaper-export.csv", text) == (
        "instapaper",
        [
            stub(
                title="서점",
                url="https://a.example/1",
                archived=Moment("2020-01-01T09:00:00+09:00"),
                tags=("책", "동네"),
                extra={"status": "Unread", "note": "고른 글"},
            )
        ],
        [],
    )


def test_readwise_and_raindrop(given: Given) -> None:
    reader = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n서점,https://a.example/1,01h,\"['책', '동네']\",2023-01-02 03:04:05+00:00,0.5,archive,True\n"
    assert given("reader.csv", reader) == (
        "readwise",
        [
            stub(
                title="서점",
                url="https://a.example/1",
                archived=Moment("2023-01-02T12:04:05+09:00"),
                tags=("책", "동네"),
                extra={"status": "archive"},
            )
        ],
        [],
    )
    drop = 'id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,서점,메모,짧은 글,https://a.example/1,책장,"책, 동네",2023-01-02T03:04:05.000Z,https://a.example/c.jpg,,false\n'
    assert given("raindrop.csv", drop) == (
        "raindrop",
        [
            stub(
                title="서점",
                url="https://a.example/1",
                archived=Moment("2023-01-02T12:04:05+09:00"),
                tags=("책", "동네"),
                section="책장",
                description="짧은 글",
                image="https://a.example/c.jpg",
                extra={"note": "메모"},
            )
        ],
        [],
    )


def test_any_table_with_addresses_in_cp949_and_semicolons(given: Given) -> None:
    text = "제목;url;태그\r\n서점;https://a.example/1;책\r\n빈 줄;;\r\n".encode("cp949")
    assert given("links.csv", text) == (
        "links",
        [stub(title="서점", url="https://a.example/1", tags=("책",))],
        [Problem("links.csv", 3, 0, "this row has no address of the web", "", "warning")],
    )


def test_wallabag_with_and_without_texts(given: Given) -> None:
    text = """[{"is_archived": 0, "is_starred": 1, "tags": ["책", "동네"], "id": 3, "title": "서점", "url": "https://a.example/1",
"content": "<p>문을 열었다.</p>", "created_at": "2023-01-02T03:04:05+0000", "published_at": "2022-12-31T00:00:00+0900", "published_by": ["김소리", ""],
"annotations": [{"text": "좋다", "quote": "문을", "ranges": []}], "language": "ko_KR", "domain_name": "a.example", "preview_picture": "https://a.example/p.jpg"},
{"is_archived": 1, "title": "https://b.example/", "url": "https://b.example/", "content": "", "tags": [{"label": "나중"}]}]"""
    assert given("wallabag.json", text) == (
        "wallabag",
        [
            Document(
                kind="html",
                content="<p>문을 열었다.</p>",
                part="https://a.example/1",
                known=Known(
                    title="서점",
                    url="https://a.example/1",
                    source="a.example",
                    authors=("김소리",),
                    date=Moment("2022-12-31T00:00:00+09:00"),
                    archived=Moment("2023-01-02T12:04:05+09:00"),
                    tags=("책", "동네"),
                    lang="ko-KR",
                    image="https://a.example/p.jpg",
                    extra={"highlights": [{"quote": "문을", "text": "좋다"}]},
                ),
            ),
            stub(title="b.example", url="https://b.example/", tags=("나중",)),
        ],
        [],
    )


@pytest.mark.parametrize(("cells", "count"), [
    ('"' + "x" * 200_000, 0), ("\x00" * 50, 1), ("[" * 9000, 1), ("'" * 9000, 1),
])  # fmt: skip
def test_odd_cells_do_no_harm(given: Given, cells: str, count: int) -> None:
    _, documents, problems = given(
        "a.csv", f"url,title,time_added,status,tags\nhttps://a.example/,t,1,s,{cells}\n"
    )
    assert (len(documents), len(documents) + len(problems)) == (count, 1)
