"""Encodings, named and not, and texts that were decoded twice. All texts are ours."""

from collections.abc import Callable

import pytest

from ssg.errors import Problem, SsgError
from ssg.intake.decode import decode
from ssg.intake.readers import Document

Given = Callable[..., tuple[str, list[Document], list[Problem]]]
KOREAN = "서울의 한 도서관이 밤늦게까지 문을 연다. ◇ 사서 세 사람이 돌아가며 자리를 지킨다 ▲ ■"
JAPANESE = "東京の小さな図書館が夜遅くまで開いている。司書の三人が交代で席を守る。"
SIMPLE = "这座城市的图书馆每天都开到很晚，三位管理员轮流值班，来的人很多。"
FULL = "這座城市的圖書館每天都開到很晚，三位管理員輪流值班，來的人很多。"
FRENCH = (
    "La bibliothèque reste ouverte très tard, et c’était déjà le cas l’été dernier : « à bientôt »."
)
GERMAN = "Die Bücherei bleibt länger geöffnet. Größere Säle gibt es nicht."


@pytest.mark.parametrize(("text", "encoding"), [
    (text, encoding) for text, encodings in (
        (KOREAN, "utf-8 utf-8-sig cp949 utf-16 utf-16-le utf-16-be"), (JAPANESE, "utf-8 shift_jis euc_jp iso2022_jp utf-16 utf-16-le"),
        (SIMPLE, "gb18030 gb2312 utf-16-le"), (FULL, "big5 utf-16-be"), (FRENCH, "cp1252 utf-8"), (GERMAN, "latin-1 utf-8-sig"),
    ) for encoding in encodings.split()
])  # fmt: skip
@pytest.mark.parametrize("times", [1, 30])
def test_undeclared_encodings_are_told_apart(text: str, encoding: str, times: int) -> None:
    found = decode((text * times).encode(encoding))
    assert (found.text, found.problems) == (text * times, ())


def test_johab_needs_a_longer_text_and_says_that_it_guessed() -> None:
    found = decode((KOREAN[:30] * 20).encode("johab"))
    assert found.text == KOREAN[:30] * 20
    assert [it.what for it in found.problems] == ["the encoding was guessed: johab"]


@pytest.mark.parametrize(("label", "encoding"), [
    ("euc-kr", "cp949"), ("ks_c_5601-1987", "cp949"), ("Shift_JIS", "cp932"), ("gb2312", "gb18030"), ("ISO-8859-1", "cp1252"), ("UTF-8", "utf-8"),
])  # fmt: skip
def test_labels_of_the_web_mean_larger_encodings(given: Given, label: str, encoding: str) -> None:
    text = {
        "cp949": "똠방각하 믜리도",
        "cp932": "①髙橋",
        "gb18030": "镕基",
        "cp1252": "“naïve” – 5 €",
        "utf-8": "글",
    }[encoding]
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><body><p>{text}</p></body></html>'
    assert [it.content for it in given("a.html", page.encode(encoding))[1]] == [page]
    assert [it.content for it in given("a.txt", text.encode(encoding), charset=label)[1]] == [text]


def test_utf_8_wins_over_a_wrong_declaration(given: Given) -> None:
    page = '<html><head><meta charset="euc-kr"></head><body><p>골목 책방</p></body></html>'
    assert [it.content for it in given("a.html", page)[1]] == [page]


@pytest.mark.parametrize(
    "text", [KOREAN, JAPANESE, SIMPLE, FRENCH, GERMAN + "\n" + KOREAN, f"plain\n{KOREAN}\n\nplain"]
)
def test_utf_8_that_was_read_as_windows_1252_is_repaired(text: str) -> None:
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode("utf-8"))
    found = decode(twice.encode("utf-8"))
    assert found.text == text
    assert [it.what.partition("lines ")[2] for it in found.problems] == [
        "had been decoded twice (UTF-8 read as Windows-1252); they are repaired"
    ]


def test_euc_kr_that_was_read_as_latin_1_is_repaired() -> None:
    text = "골목 책방이 문을 열었다.\n주인은 두 사람이다."
    found = decode(text.encode("cp949").decode("latin-1").encode("utf-8"))
    assert found.text == text
    assert [it.what for it in found.problems] == [
        "2 lines had been decoded twice (CP949 read as Windows-1252); they are repaired"
    ]


@pytest.mark.parametrize("text", [
    FRENCH, GERMAN, KOREAN, "Ã", "São Tomé, Åland, Øresund", "ÀÉÎÕÜ ÄÖÜ ÇÑ", "½ cup · 5 µm × 3 €", "La voilà… « Ça » œuvre", "Þingvellir, Ísafjörður",
])  # fmt: skip
def test_right_text_is_left_alone(text: str) -> None:
    found = decode(text.encode("utf-8"))
    assert (found.text, found.problems) == (text, ())


def test_doubts_and_losses_are_told_and_nothing_is_changed() -> None:
    one = "Un cafÃ© noir."
    assert (decode(one.encode()).text, [it.what for it in decode(one.encode()).problems]) == (
        one, ["1 lines may have been decoded twice (Ã© for é); they are as they came"],
    )  # fmt: skip
    lost = "占쏙옙占쏙옙 占쏙옙占쏙옙占쏙옙"
    assert (decode(lost.encode()).text, [it.what for it in decode(lost.encode()).problems]) == (
        lost, ["5 letters were lost before the text came here (\ufffd, 占쏙옙)"],
    )  # fmt: skip
    turned = "a\u202eb\u2066c"
    assert (decode(turned.encode()).text, [it.what for it in decode(turned.encode()).problems]) == (
        turned, ["holds 2 invisible characters that turn the direction of text; they are kept"],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["hex", "rot13", "klingon", "zlib"])
def test_an_encoding_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(SsgError) as told:
        decode(b"abc", name, "a.txt")
    assert told.value.problems[0].what == f'unknown encoding "{name}"'
