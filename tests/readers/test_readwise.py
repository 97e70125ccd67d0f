"""Readwise's highlights: one document for each article, its highlights as quotations with notes and tags."""

import json
from collections.abc import Callable

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.readers import Document, Known
from ssg.model import Moment

Given = Callable[..., tuple[str, list[Document], list[Problem]]]
HEAD = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"


def test_rows_of_one_article_become_one_document(given: Given) -> None:
    rows = (
        '"첫 줄\n# 둘째 줄",밤의 책방,"윤소리, 한이슬",,곱씹을 말,yellow,"밤, 책 방",order,1,2024-03-01 09:10:11+00:00,"서점,동네"\n'
        "다른 글의 말,낮의 숲,,,,,,order,1,2024-01-02 00:00:00+00:00,\n"
        "셋째 말,밤의 책방,\"윤소리, 한이슬\",,,,,order,2,2024-03-02 09:00:00+00:00,\n"
        "셋째 말,밤의 책방,\"윤소리, 한이슬\",,,,,order,2,2024-03-02 09:00:00+00:00,\n"
    )  # fmt: skip
    assert given("readwise-data.csv", HEAD + rows) == (
        "readwise-highlights",
        [
            Document(
                kind="markdown",
                content="> 첫 줄\n> # 둘째 줄\n\n곱씹을 말 #밤 #책_방\n\n> 셋째 말\n",
                part="밤의 책방",
                known=Known(
                    title="밤의 책방",
                    authors=("윤소리", "한이슬"),
                    archived=Moment("2024-03-02T18:00:00+09:00"),
                    tags=("서점", "동네"),
                ),
                excerpt=True,
            ),
            Document(
                kind="markdown",
                content="> 다른 글의 말\n",
                part="낮의 숲",
                known=Known(title="낮의 숲", archived=Moment("2024-01-02T09:00:00+09:00")),
                excerpt=True,
            ),
        ],
        [],
    )


def test_the_export_in_json_knows_addresses_and_leaves_discarded_highlights_out(
    given: Given,
) -> None:
    book = {
        "user_book_id": 7,
        "title": "낮의 숲",
        "author": "나무늘",
        "source_url": "https://a.example/1",
        "cover_image_url": "javascript:alert(1)",
        "book_tags": [{"id": 1, "name": "숲"}],
        "document_note": "다시 읽을 것",
        "highlights": [
            {"text": "그늘은 넓다.", "note": "", "highlighted_at": "2024-05-01T00:00:00Z"},
            {"text": "버린 말", "is_discard": True},
        ],
    }
    linked = {"user_book_id": 8, "title": "빈 글", "source_url": "https://a.example/2"}
    name, documents, problems = given("highlights.json", json.dumps({"results": [book, linked]}))
    assert (name, problems) == ("readwise-highlights", [])
    assert documents[0] == Document(
        kind="markdown",
        content="다시 읽을 것\n\n> 그늘은 넓다.\n",
        part="낮의 숲",
        known=Known(
            title="낮의 숲",
            url="https://a.example/1",
            authors=("나무늘",),
            archived=Moment("2024-05-01T09:00:00+09:00"),
            tags=("숲",),
        ),
        excerpt=True,
    )
    assert (documents[1].content, documents[1].known.visibility) == ("", "metadata")


def test_an_export_that_is_cut_off_says_where(given: Given) -> None:
    with pytest.raises(SsgError, match="cut off"):
        given("h.json", '{"results": [{"user_book_id": 1, "highlights": [')
