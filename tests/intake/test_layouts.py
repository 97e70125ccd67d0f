"""What single lines of odd layouts become: kickers, titles of two words, credits that are none, voices of reports."""

from zoneinfo import ZoneInfo

import pytest

from ssg.intake import article, authors, captions, notices
from ssg.intake.lines import page

HINTS = article.Hints(zone=ZoneInfo("Asia/Seoul"))
TEXT = "측량사 선우담(67)은 평생 발로 지도를 그렸다. 그가 기른 제자만 마흔 명이다.\n\n그는 지난달 마지막 측량을 마쳤다. 장소는 고향 뒷산이었다.\n"


def _read(*lines: str) -> article.Imported:
    return article.parse("\n".join((*lines, "", TEXT)), HINTS)


@pytest.mark.parametrize(
    "tag", ["[인터뷰]", "[파워 인터뷰]", "<만나고 싶었습니다>", "【주말 초대석】"]
)
def test_a_tag_above_a_quoted_headline_is_the_kicker(tag: str) -> None:
    front = _read("문화", tag, "“지도는 발로 그려야 틀리지 않아요”", "도라온 기자").front
    assert (front.title, front.extra["kicker"], front.section) == (
        "“지도는 발로 그려야 틀리지 않아요”",
        tag,
        "문화",
    )


def test_two_words_above_a_sentence_are_the_title_of_a_magazines_piece() -> None:
    front = _read(
        "사람들", "느린 측량", "발로 그린 지도에는 틀린 길이 없다", "글 문소담 사진 여름비"
    ).front
    assert (front.title, front.subtitle) == ("느린 측량", ("발로 그린 지도에는 틀린 길이 없다",))


def test_the_front_page_is_no_section() -> None:
    assert _read("뉴스", "발로 그린 지도 백 장, 기록관으로", "도라온 기자").front.section == ""


@pytest.mark.parametrize(
    ("kicker", "title"),
    [
        ("Stadt am Fluss", "Stadt am Fluss: Das Jahr der Karten"),
        ("STADT AM FLUSS", "Das Jahr der Karten"),
    ],
)
def test_a_colon_on_its_own_line_ties_the_kicker_to_the_headline(kicker: str, title: str) -> None:
    text = "Die Vermesserin zeichnet seit vierzig Jahren Karten der Stadt am Fluss, und sie geht dafür jeden Weg zu Fuß.\n\nIm Jahr der Karten zeigt das Archiv ihre hundert besten Blätter, die Besucher dürfen sie anfassen.\n"
    read = article.parse(
        f"{kicker}\n:\nDas Jahr der Karten\nVon Ada Quill\n01.02.2024, 10:00 Uhr\n\n{text}", HINTS
    )
    assert (read.front.title, read.front.authors) == (title, ("Ada Quill",))


def test_initials_make_no_capitals_of_a_korean_line() -> None:
    lines = page("DJ 고향에서 만난 사람들\nDJ AND FRIENDS").lines
    assert [line.capitals for line in lines] == [False, True]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Erstes Bild: So könnte die neue Seilbahn über dem Fluss aussehen", ""),
        ("Die Seilbahn über dem Fluss. Bild: Ada Quill/Nordbild", "Ada Quill/Nordbild"),
        ("누리집 첫 화면이 바뀌었다. 강변구 누리집 갈무리", "강변구 누리집 갈무리"),
    ],
)
def test_a_word_for_pictures_amid_a_sentence_begins_no_credit(text: str, credit: str) -> None:
    assert captions.split(text)[1] == credit


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("도쿄/한도윤 특파원 do@garam.example", ("한도윤",)),
        ("영상취재 : 한도윤 기자", ()),
        ("가람뉴스 한도윤입니다. [ do@garam.example ]", ("한도윤",)),
        ("EDITOR 한도윤", ("한도윤",)),
        ("(글 한도윤)", ("한도윤",)),
        ("기사 스크랩 글자크기", ()),
    ],
)
def test_bylines_of_correspondents_stations_and_magazines(
    line: str, names: tuple[str, ...]
) -> None:
    assert authors.korean(line) == names


def test_a_notice_is_the_lines_with_signs_and_nothing_around() -> None:
    text = "[인사] 나루군\n2025-01-02 17:30\n◇ 과장급\n▲ 하천과장 설유라\n▲ 항만과장 기태온\n무단 전재 금지"
    assert notices.listing(page(text).lines) == range(2, 5)
    assert notices.listing(page("나루군\n▲ 하나뿐인 줄\n끝").lines) == range(0)


def test_voices_of_a_report_stay_in_its_text() -> None:
    report = "【 앵커멘트 】\n단풍이 늦어 축제가 미뤄졌습니다.\n【 기자 】\n산 중턱까지 초록빛이 그대로입니다.\n▶ 인터뷰 : 송가람 / 이장\n- “열흘 미뤘습니다.”\n마을은 손님들에게 전화를 걸었습니다.\n"
    read = article.parse(f"단풍 늦자 축제도 연기\n입력 2024.11.08 20:31\n{report}", HINTS)
    assert read.body == (
        "## 【 앵커멘트 】\n\n단풍이 늦어 축제가 미뤄졌습니다.\n\n## 【 기자 】\n\n산 중턱까지 초록빛이 그대로입니다.\n\n"
        "▶ 인터뷰 : 송가람 / 이장\n\n\\- “열흘 미뤘습니다.”\n\n마을은 손님들에게 전화를 걸었습니다.\n"
    )


GERMAN = (
    "Der Seilbahnbetrieb am Nebelhang hat am Montag seine dritte Gondel in Betrieb genommen. Sie trägt zwölf Fahrgäste.",
    "Bürgermeisterin Ilse Tannwald sprach von einem guten Tag für das Tal. Die alte Gondel kommt ins Museum.",
    "Im Frühjahr sollen zwei weitere Gondeln folgen, sagte sie nach der ersten Fahrt. Das Geld dafür ist da.",
)


def _german(*above: str) -> article.Imported:
    return article.parse("\n".join((*above, "", "\n\n".join(GERMAN))), HINTS)


def test_below_kicker_and_colon_stands_the_headline_though_its_deck_says_more_of_the_text() -> None:
    deck = "Der Seilbahnbetrieb am Nebelhang nimmt die dritte Gondel in Betrieb"
    front = _german(
        "Nebelhang", ":", "Ein Dorf hebt ab", deck, "Von Jost Hallmann", "02.03.2026, 09:30 Uhr"
    ).front
    assert (front.title, front.subtitle) == ("Nebelhang: Ein Dorf hebt ab", (deck,))


def test_a_bar_above_kicker_and_headline_words_it_otherwise() -> None:
    front = _german(
        "Startseite", "Region", "Seilbahnbetrieb am Nebelhang: Dritte Gondel trägt zwölf Fahrgäste", "Nach langem Warten",
        "Die dritte Gondel schwebt nun auch", "Von Jost Hallmann", "02.03.2026, 09:30 Uhr",
    ).front  # fmt: skip
    assert front.title == "Die dritte Gondel schwebt nun auch"
