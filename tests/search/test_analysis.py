"""What the analyser makes of words, by example; and that it stays linear."""

import time

import pytest

from ssg.search import analysis, porter


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("정상회담을", ["정상회담", "정상", "상회", "회담"]),
        ("도서관에서는", ["도서관", "도서", "서관"]),
        ("회담은 회담이 회담으로부터", ["회담", "회담", "회담"]),
        ("나라를 나라로 길로 물길로 책이", ["나라", "나라", "길로", "물길", "책이"]),
        ("사랑했다고 발표하였습니다", ["사랑", "발표"]),
        ("역사적인", ["역사적", "역사", "사적"]),
        ("그리고 이번 것은", ["것은"]),
        ("AI로 2025년 5G", ["ai", "로", "2025", "5g"]),
        ("李대통령은", ["李", "대통령", "대통", "통령"]),
        ("美 電子新聞", ["美", "미국", "電子", "子新", "新聞", "電", "子", "新", "聞"]),
        ("ㅋㅋ ㅠㅠ", ["ㅋㅋ", "ㅠㅠ"]),
        ("The libraries are running", ["librari", "run"]),
        ("Việt Nam", ["việt", "nam"]),
        ("Ελλάς ΟΔΟΣ", ["ελλάσ", "οδοσ"]),
        ("한국", ["한국"]),
        ("— ?! 😀 ", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert analysis.terms(text) == terms


def test_a_word_with_any_particle_is_the_bare_word() -> None:
    tails = [
        "이",
        "을",
        "은",
        "의",
        "에",
        "에서",
        "에서는",
        "으로",
        "으로부터",
        "까지",
        "만",
        "도",
        "과",
        "이다",
        "이라는",
        "하고",
    ]
    assert {analysis.stem("정상회담" + tail) for tail in tails} == {"정상회담"}


def test_runs_say_where_they_stand_in_the_text_as_it_is_written() -> None:
    text = "İstanbul의 정상회담을 — AI"
    assert [(text[start:end], run) for start, end, run in analysis.runs(text)] == [
        ("İstanbul", "İstanbul"),
        ("의", "의"),
        ("정상회담을", "정상회담을"),
        ("AI", "ai"),
    ]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("ties", "ti"), ("cats", "cat"), ("feed", "feed"), ("agreed", "agre"),
        ("hopping", "hop"), ("hoping", "hope"), ("falling", "fall"), ("sky", "ski"), ("say", "say"), ("enjoy", "enjoy"),
        ("dry", "dri"), ("relational", "relat"), ("vietnamization", "vietnam"), ("hopefulness", "hope"),
        ("adoption", "adopt"), ("controlling", "control"), ("rate", "rate"), ("is", "is"),
    ],
)  # fmt: skip
def test_porter(word: str, stem: str) -> None:
    assert porter.stem(word, analysis.analyser().table.porter) == stem


def test_time_grows_with_the_length_of_the_text_only() -> None:
    def seconds(text: str) -> float:
        begun = time.process_time()
        analysis.Analyser(analysis.analyser().table).terms(text)
        return time.process_time() - begun

    for char in ("가", "a", "ㄱ", "中", "는", " ed"):
        short = max(seconds(char * 20_000), 0.001)
        assert seconds(char * 200_000) < 40 * short


def test_no_suffix_of_the_table_is_said_twice_under_one_condition() -> None:
    table = analysis.analyser().table
    said = [(group.when, suffix) for group in table.suffixes for suffix in group.list]
    assert sorted(said) == sorted(set(said))
    assert {group.when for group in table.suffixes} == {"final", "open", "open-or-l", "any"}
