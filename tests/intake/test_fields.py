"""The small readers by themselves: encodings, dates, names, captions, tags, the explanation."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.errors import SsgError
from ssg.intake import article, authors, captions, dates, language, tags
from ssg.intake.decode import decode
from ssg.intake.explain import explain

SEOUL = ZoneInfo("Asia/Seoul")
KOREAN = "물 위에 뜬 도서관이 다음 달 문을 연다. 주민 누구나 책을 빌릴 수 있다.\n배는 하루 두 번 섬을 돈다.\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (KOREAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + KOREAN.encode(), "utf-8"),
        (KOREAN.encode("utf-16"), "utf-16-le"),
        (KOREAN.encode("utf-16-le"), "utf-16-le"),
        (KOREAN.encode("utf-16-be"), "utf-16-be"),
        (KOREAN.encode("cp949"), "cp949"),
        (KOREAN.encode("euc-kr"), "cp949"),
        (KOREAN.replace("\n", "\r\n").encode(), "utf-8"),
        (KOREAN.replace("\n", "\u2028").encode(), "utf-8"),
    ],
)
def test_korean_is_read_in_every_usual_encoding(raw: bytes, encoding: str) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.problems) == (KOREAN, encoding, ())


def test_decomposed_hangul_is_composed() -> None:
    assert decode("\u1112\u1161\u11ab\u1100\u1173\u11af".encode()).text == "한글"


def test_a_named_encoding_that_does_not_fit_loses_letters_with_a_warning() -> None:
    decoded = decode("가나다 라마바".encode("cp949"), "utf-8", "a.txt")
    assert "\ufffd" in decoded.text
    assert [(p.path, p.level) for p in decoded.problems] == [("a.txt", "warning")]


def test_an_unknown_encoding_is_told() -> None:
    with pytest.raises(SsgError, match='unknown encoding "klingon"'):
        decode(b"text", "klingon")


@pytest.mark.parametrize(
    ("text", "lead", "expected"),
    [
        ("입력 2025.05.15 20:00", "year", [("2025-05-15T20:00:00+09:00", "published")]),
        ("입력2025.05.15. 오후 8:05", "year", [("2025-05-15T20:05:00+09:00", "published")]),
        ("기사입력 2025-05-15 오전 12:30:10", "year", [("2025-05-15T00:30:10+09:00", "published")]),
        ("2025년 5월 15일 (목) 오후 12시 5분", "year", [("2025-05-15T12:05:00+09:00", "")]),
        (
            "등록 2016.10.13 18:07수정 2016.10.14 09:00",
            "year",
            [("2016-10-13T18:07:00+09:00", "published"), ("2016-10-14T09:00:00+09:00", "updated")],
        ),
        ("25.05.15", "year", [("2025-05-15", "")]),
        ("03.05.24", "day", [("2024-05-03", "")]),
        ("2025-05-15T20:00:52+02:00", "day", [("2025-05-15T20:00:52+02:00", "")]),
        ("2025-05-15T20:00:52Z", "day", [("2025-05-15T20:00:52+00:00", "")]),
        ("Sat 24 Feb 2024 12.42 GMT", "day", [("2024-02-24T12:42:00+00:00", "")]),
        (
            "PUBLISHED FRI, APR 28 20232:23 PM EDT",
            "day",
            [("2023-04-28T14:23:00-04:00", "published")],
        ),
        ("Publié le 15 mai 2025 à 12h30", "day", [("2025-05-15T12:30:00+09:00", "published")]),
        ("1/2/2025", "day", [("2025-02-01", "")]),
        ("1/2/2025", "month", [("2025-01-02", "")]),
        ("1/13/2025", "day", [("2025-01-13", "")]),
        ("２０２５年１月１３日 21時37分", "year", [("2025-01-13T21:37:00+09:00", "")]),
        ("2025.13.45", "year", []),
        ("전화 02-123-4567", "year", []),
    ],
)
def test_dates_are_read_as_papers_print_them(
    text: str, lead: dates.Lead, expected: list[tuple[str, str]]
) -> None:
    assert [(stamp.iso, stamp.kind) for stamp in dates.stamps(text, SEOUL, lead)] == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("한도윤 기자", ("한도윤",)),
        ("한도윤기자 doyun@garam.example", ("한도윤",)),
        ("순천, 광양 한도윤 기자", ("한도윤",)),
        ("한도윤·오세림 기자", ("한도윤", "오세림")),
        ("한도윤 기자 외 1명", ("한도윤",)),
        ("글 : 한도윤  월간가람 기자", ("한도윤",)),
        ("글·사진 한도윤 기자", ("한도윤",)),
        ("글 한도윤 사진 오세림 기자", ("한도윤",)),
        ("사진=오세림 기자", ()),
        ("한도윤 기자한도윤 기자", ("한도윤",)),
        ("한도윤 도쿄 특파원", ("한도윤",)),
        ("취재기자 모집", ()),
        ("기자회견이 열렸다", ()),
        ("시민기자 모임", ()),
    ],
)
def test_korean_bylines_give_names_only(line: str, names: tuple[str, ...]) -> None:
    assert authors.korean(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By JANE DOE and John Q. Public", ("Jane Doe", "John Q. Public")),
        ("Von Anna Müller, Berlin", ("Anna Müller",)),
        ("Par Élise de la Tour", ("Élise de la Tour",)),
        ("By Reuters", ()),
        ("By the river", ()),
    ],
)
def test_bylines_with_a_word_for_by_give_names_only(line: str, names: tuple[str, ...]) -> None:
    assert authors.latin(line) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(서울=한빛통신) 한도윤 오세림 기자 = 정부가", ("한도윤", "오세림")),
        ("[나루일보 나루=한도윤 인턴기자] 본지", ("한도윤",)),
        ("[편집자주] 이 글은", ()),
    ],
)
def test_datelines_give_names(text: str, expected: tuple[str, ...]) -> None:
    assert authors.dateline(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("다리 위를 걷는 시민들. 사진=강변구", "다리 위를 걷는 시민들.", "강변구"),
        ("▲ 기록관 전경. (사진=나루군 제공)", "기록관 전경.", "나루군 제공"),
        ("시민들이 걷고 있다. 2024.03.02. 연합뉴스", "시민들이 걷고 있다. 2024.03.02.", "연합뉴스"),
        (
            "Choir in the bakery. Photograph: Ada Quill/Northern",
            "Choir in the bakery.",
            "Ada Quill/Northern",
        ),
        ("시민들이 걷고 있다. 한도윤 기자", "시민들이 걷고 있다.", "한도윤 기자"),
        ("설명만 있는 사진", "설명만 있는 사진", ""),
    ],
)
def test_a_caption_parts_from_its_credit(text: str, caption: str, credit: str) -> None:
    assert captions.split(text) == (caption, credit)


def test_hashtags_and_topic_lines_are_tags() -> None:
    assert tags.blocks(["#독립출판 #작은_책방", "태그: 기록, 섬 | 책배", "Museums"]) == (
        "독립출판",
        "작은 책방",
        "기록",
        "섬",
        "책배",
        "Museums",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한국어로 쓴 글", "ko"),
        ("これは日本語の文章です", "ja"),
        ("这是中文文章", "zh"),
        ("the cat and the dog are in the house", "en"),
        ("der Hund und die Katze sind nicht im Haus", "de"),
        ("12345", ""),
    ],
)
def test_the_language_is_told_by_script_and_common_words(text: str, expected: str) -> None:
    assert language.language(text) == expected


def test_the_explanation_names_line_label_fate_and_reason() -> None:
    text = "물 위의 도서관\n\n도서관이 배를 띄운다. 주민 누구나 책을 빌릴 수 있고, 배는 하루 두 번 섬을 돈다.\n\n공유하기\n"
    spans = article.parse(text, article.Hints(zone=SEOUL)).spans
    assert explain(text, spans, colour=False).splitlines() == [
        "   1  headline 제목         moved → title         물 위의 도서관",
        "      stands above the text and shares its words",
        "   3  body 본문             kept 본문             도서관이 배를 띄운다. 주민 누구나 책을 빌릴 수 있고, 배는 하루 두 번 섬을 돈다.",
        "      reads like the article's text",
        "   5  share 공유 단추       dropped 버림          공유하기",
        "      a button for sharing or printing",
        "",
        "1 kept 본문 · 1 moved 항목 · 1 dropped 버림 (of 3)",
    ]


def test_colours_change_no_word_of_the_explanation() -> None:
    text = "제목입니다\n\n도서관이 배를 띄운다. 주민 누구나 책을 빌릴 수 있고, 배는 하루 두 번 섬을 돈다.\n"
    spans = article.parse(text, article.Hints(zone=SEOUL)).spans
    coloured = explain(text, spans, colour=True)
    assert "\x1b[" in coloured
    for span in spans:
        assert span.why in coloured


def test_a_paste_without_a_date_says_so() -> None:
    text = "섬마을에 학교가 섰다\n\n학생 아홉 명이 첫 수업을 들었다. 교실은 두 칸이다.\n"
    assert article.parse(text, article.Hints()).front.archive.uncertain == ("date",)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DIVE INTO THE DEEP\nBy Anna Berg\n4 May 2024", ("Anna Berg",)),
        ("Anna Berg\n4 May 2024", ("Anna Berg",)),
        ("Anna Berg\nOle Dahl\n4 May 2024", ("Anna Berg", "Ole Dahl")),
        ("By Associated Press\n4 May 2024", ("Associated Press",)),
        ("Karl Stein,\nRiver Board\n4 May 2024", ()),
    ],
)
def test_names_between_headline_and_text_are_authors(lines: str, expected: tuple[str, ...]) -> None:
    told = (
        "The ferry across the lake sails again after two winters, and the village is glad of it.\n\n"
        "The ferry carries forty people and their bicycles. It sails every hour until the evening."
    )
    page = f"The ferry across the lake sails again\n{lines}\n\n{told}\n"
    assert article.parse(page, article.Hints()).front.authors == expected


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("HomeSportA ferry for the lake", "A ferry for the lake"),
        ("SportWintersA ferry for the lake", "A ferry for the lake"),
        ("SportA ferry for the lake", "SportA ferry for the lake"),
        ("McDonald opens a ferry", "McDonald opens a ferry"),
    ],
)
def test_a_headline_loses_the_sections_that_are_glued_to_it(line: str, title: str) -> None:
    told = "The ferry across the lake sails again after two winters, and the village is glad of it.\n\n"
    text = f"Home\nSport\nWinters\nMc\n\n{line}\n4 May 2024\n\n{told * 3}"
    assert article.parse(text, article.Hints()).front.title == title


def test_a_paste_that_begins_with_its_text_has_no_headline() -> None:
    told = "The ferry across the lake sails again after two winters, and the village is glad of it.\n\n"
    front = article.parse(
        told
        + "It carries forty people and their bicycles, and it sails every hour until evening.\n",
        article.Hints(),
    ).front
    assert "title" in front.archive.uncertain


def test_a_caption_keeps_its_place_in_the_text_and_is_no_paragraph_of_it() -> None:
    text = (Path(__file__).parent / "cases/travel-caption-runs/paste.txt").read_text("utf-8")
    read = article.parse(text, article.Hints(zone=SEOUL))
    assert [(figure.caption, figure.credit, figure.after) for figure in read.front.figures] == [
        ("절벽길 첫머리의 전망대.", "매서진 제공", 0),
        ("파도에 깎인 너럭바위.", "매서진 제공", 1),
    ]
    assert not any("너럭바위. 매서진" in paragraph for paragraph in read.paragraphs)


def test_the_section_above_the_headline_is_told_and_no_kicker() -> None:
    text = (Path(__file__).parent / "cases/correspondent/paste.txt").read_text("utf-8")
    front = article.parse(text, article.Hints(zone=SEOUL)).front
    assert (front.section, front.extra) == ("국제", {})
