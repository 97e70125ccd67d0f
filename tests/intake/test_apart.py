"""Readers' documents become articles: what a format says wins over guesses, what the user says over both."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.errors import Problem
from ssg.intake.apart import Part, apart
from ssg.intake.article import Hints
from ssg.intake.readers import Document, Known, Reader, Source
from ssg.model import Moment
from ssg.model import Source as ReadAt

SEOUL = ZoneInfo("Asia/Seoul")
SOURCE = Source(name="두 편.xyz", data=b"x", path=Path("두 편.xyz"), zone=SEOUL)
TEXT = """골목 화분이 마을 식물원이 되었다

나린 기자
입력 2025.05.15 20:00

화분을 내놓은 집이 백 곳을 넘으면서 골목이 식물원처럼 바뀌었다. 주민들은 화분마다 이름표를 달았다.

화분을 돌보는 일은 아이들이 맡는다. 아이들은 학교에서 돌아오는 길에 물을 준다.
"""


def parts(*documents: Document | Problem, hints: Hints | None = None) -> list[Part | Problem]:
    def read(source: Source) -> Iterator[Document | Problem]:
        yield from documents

    by = Reader(name="pair", reads="pairs", claims=lambda source: True, read=read)
    return list(apart(SOURCE, by, hints or Hints(zone=SEOUL)))


def test_what_the_format_says_wins_over_the_text() -> None:
    known = Known(
        title="다른 제목",
        url="https://news.example/7",
        source="가나일보",
        authors=("다솜",),
        date=Moment("2020-01-02"),
        tags=("화분",),
        section="사회",
        extra={"weather": "맑음"},
    )
    [part] = parts(Document(kind="text", content=TEXT, known=known))
    assert isinstance(part, Part)
    front = part.article.front
    assert (front.title, front.authors, front.date) == (
        "다른 제목",
        ("다솜",),
        Moment("2020-01-02"),
    )
    assert front.source == ReadAt("가나일보", "https://news.example/7")
    assert (front.tags, front.section, front.extra) == (("화분",), "사회", {"weather": "맑음"})
    assert (front.archive.auto_tags, front.archive.uncertain) == ((), ())
    assert "아이들은 학교에서 돌아오는 길에" in part.article.body


def test_the_user_knows_better_than_the_format() -> None:
    known = Known(date=Moment("2020-01-02"), lang="en", tags=("화분",), visibility="public")
    hints = Hints(
        zone=SEOUL, date=Moment("2021-02-03"), lang="ko", tags=("골목",), visibility="private"
    )
    [part] = parts(Document(kind="text", content=TEXT, known=known), hints=hints)
    assert isinstance(part, Part)
    front = part.article.front
    assert (front.date, front.lang, front.tags, front.visibility) == (
        Moment("2021-02-03"), "ko", ("골목", "화분"), "private",
    )  # fmt: skip


def test_an_excerpt_is_marked_and_said() -> None:
    [part] = parts(Document(kind="text", content=TEXT, part="item 3", excerpt=True))
    assert isinstance(part, Part)
    assert part.article.front.visibility == "excerpt"
    assert part.article.front.archive.uncertain == ("body",)
    assert [str(each) for each in part.problems] == [
        "두 편.xyz (item 3): warning: only the beginning of the article is here; it is marked as an excerpt — "
        "paste the whole article to replace it"
    ]


def test_a_link_without_text_is_metadata_and_told_from_another_link() -> None:
    found = parts(
        Document(kind="text", content="", part="1", known=Known(title="하나", url="https://a.example/1")),
        Document(kind="text", content=" ", part="2", known=Known(title="둘", url="https://a.example/2")),
    )  # fmt: skip
    assert [p.article.front.visibility for p in found if isinstance(p, Part)] == ["metadata"] * 2
    assert len({p.identity for p in found if isinstance(p, Part)}) == 2


@pytest.mark.parametrize(
    ("content", "title"),
    [("# 소제목\n\n본문\n", "소제목"), ("본문\n", "두 편"), ("---\n\n선 아래\n", "두 편")],
)
def test_markdown_is_kept_as_it_is(content: str, title: str) -> None:
    [part] = parts(Document(kind="markdown", content=content))
    assert isinstance(part, Part)
    assert (part.article.front.title, part.article.body) == (title, content)
    assert [(s.start, s.end, s.label) for s in part.article.spans] == [(0, len(content), "body")]


def test_a_bad_part_does_not_stop_the_others() -> None:
    passed = Problem("두 편.xyz", 0, 0, "a tag page", "", "warning")
    found = parts(
        Document(kind="html", content="<p>글</p>", part="1"),
        passed,
        Document(kind="markdown", content="글", part="3"),
    )
    assert [each.part if isinstance(each, Part) else each.path for each in found][1:] == [
        "두 편.xyz",
        "3",
    ]
