"""What holds for every text: spans cover it, paragraphs come from it, nothing in it becomes markup."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.errors import SsgError
from ssg.intake import article, body
from ssg.intake.decode import decode, normalise
from ssg.markup import markdown

HINTS = article.Hints(zone=ZoneInfo("Asia/Seoul"), latest="2026-12-31")
SNIPPETS = (
    "입력 2025.05.15 20:00", "홍길동 기자", "저작권자 © 가나신문 무단전재 금지", "댓글 0", "관련기사", "▲ 행사 모습. (사진=구청)",
    "구청은 새 도서관을 다음 달에 연다고 15일 밝혔다. 주민 누구나 쓸 수 있다.", "By Jane Doe", "# 제목", "1. 항목", "- 항목", "",
    "The council said on Monday that the bridge would stay open for another year, at least.", "#태그 #기록", "<b>x</b>", "a\u00adb\u200bc", "\u200b",
)  # fmt: skip
LINES = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=120)), max_size=30)
TEXTS = st.one_of(st.text(max_size=600), LINES.map("\n".join), LINES.map("\n\n".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_spans_cover_the_text_and_name_a_reason(raw: str) -> None:
    text = normalise(raw)
    spans = article.parse(text, HINTS).spans
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.why for span in spans)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_paragraphs_stand_in_the_text_in_order(raw: str) -> None:
    text = "".join(normalise(raw).split())
    at = 0
    for paragraph in article.parse(normalise(raw), HINTS).paragraphs:
        found = text.find("".join(paragraph.split()), at)
        assert found >= 0
        at = found


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_parsing_twice_gives_the_same(raw: str) -> None:
    text = normalise(raw)
    assert article.parse(text, HINTS) == article.parse(text, HINTS)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_told_problem(raw: bytes) -> None:
    try:
        text = decode(raw).text
    except SsgError as error:
        assert error.problems[0].what
    else:
        assert text == normalise(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. 첫째", "12) 둘째", "# 제목", "####### 아니다", "> 인용", "- 줄", "+ 줄", "* 별", "=====", "-----", "***", "~~지움~~",
        "*별* **두 별** _밑_ __줄__", "`코드`", "[이름](https://a.example)", "![그림](x.png)", "[^1] 각주", "[x]: https://a.example",
        "<b>굵게</b>", "<오마이>", "&amp; &#39; AT&T", "a\\*b \\", "| 가 | 나 |", ":::", "$x$", "snake_case_name", "100~200 ~300", "- [ ] 할 일",
        ": 뜻", "하나*둘*셋", "끝에 \\", "https://a.example/_b_/*c*",
    ],
)  # fmt: skip
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    rendered = markdown.render(body.escape(text) + "\n")
    assert rendered.text.strip() == text


def test_a_page_of_two_hundred_lines_is_read_in_time() -> None:
    line = (
        "구청은 새 도서관을 다음 달에 연다고 15일 밝혔다. 주민 누구나 쓸 수 있고, 밤에도 문을 연다."
    )
    text = "\n".join(["도서관 소식", "입력 2025.05.15 20:00", *([line, ""] * 99)])
    assert len(article.parse(text, HINTS).spans) == 101


SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "pasted-news-ko.txt"


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/samples beside the checkout")
def test_the_real_sample_comes_out_right_line_by_line() -> None:
    result = article.parse(decode(SAMPLE.read_bytes()).text, HINTS)
    labels = [span.label for span in result.spans]
    counted = {
        label: labels.count(label)
        for label in ("headline", "deck", "caption", "credit", "duplicate", "body", "rights")
    }
    assert counted == {
        "headline": 1,
        "deck": 3,
        "caption": 2,
        "credit": 2,
        "duplicate": 2,
        "body": 16,
        "rights": 1,
    }
    assert result.front.date is not None
    assert (result.front.date.iso, result.front.archive.uncertain) == ("2023-09-13", ("date",))
    assert len(result.front.figures) == 2
