"""Citations, letter for letter; and what hostile titles may not do to the formats."""

import json
import re
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.config import Config
from ssg.formats import citations
from ssg.formats.citations import Cited
from ssg.formats.jsonld import news_article
from ssg.model import Card, Moment, Source, rights_of
from ssg.urls import readable

WHOLE = Cited(
    "강물-2023", "강물의 높이를 적은 사람들", ("박나루", "이여울"), "물결일보", Moment("2023-09-14T06:00:00+09:00"),
    Moment("2026-11-02"), "https://news.example/0914?a=1&b=2", "https://archive.example/articles/%EA%B0%95/", "물가 기록관", "ko", "지역",
)  # fmt: skip
BARE = Cited("a", "제목뿐")


def test_a_korean_citation_names_author_title_paper_day_and_copy() -> None:
    assert citations.korean(WHOLE) == (
        "박나루·이여울, 「강물의 높이를 적은 사람들」, 『물결일보』, 2023. 9. 14., https://news.example/0914?a=1&b=2 "
        "(물가 기록관, 2026. 11. 2. 보관, https://archive.example/articles/강/)."
    )
    assert citations.korean(BARE) == "「제목뿐」."


def test_an_english_citation_names_the_same() -> None:
    assert citations.english(WHOLE) == (
        "박나루 and 이여울, “강물의 높이를 적은 사람들,” 물결일보, 14 September 2023, https://news.example/0914?a=1&b=2 "
        "(물가 기록관, archived 2 November 2026, https://archive.example/articles/강/)."
    )
    assert citations.english(BARE) == "“제목뿐”."


def test_brackets_inside_a_title_give_way_to_those_around_it() -> None:
    nested = Cited("a", "「강」을 읽다 “둘”")
    assert citations.korean(nested) == "「‘강’을 읽다 “둘”」."
    assert citations.english(nested) == "“「강」을 읽다 ‘둘’”."


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://x.example/%EA%B0%95/%EB%AC%BC?q=%ED%95%9C+%20%26#%EA%B0%80", "https://x.example/강/물?q=한+%20%26#가"),
        ("https://x.example/%E3%80%80%C2%A0%E2%80%AE%EF%BB%BF", "https://x.example/%E3%80%80%C2%A0%E2%80%AE%EF%BB%BF"),
        ("https://x.example/%B0%A1%EA%B0", "https://x.example/%B0%A1%EA%B0"),
        ("", ""),
    ],
)  # fmt: skip
def test_addresses_are_read_as_letters_where_they_stay_the_same_address(
    url: str, read: str
) -> None:
    assert readable(url) == read


def test_the_rights_of_the_site_are_not_claimed_for_the_texts_of_others() -> None:
    own, theirs = Card(path="a", url="/a/", kind="article", title="a"), Source("물결일보")
    assert rights_of(own, "CC BY 4.0") == "CC BY 4.0"
    assert rights_of(msgspec.structs.replace(own, source=theirs), "CC BY 4.0") == ""
    assert rights_of(msgspec.structs.replace(own, source=theirs, rights="모두"), "x") == "모두"
    page = news_article(msgspec.structs.replace(own, source=theirs), Config(rights="CC BY 4.0"))
    assert "license" not in page
    assert '"license":"https://creativecommons.org/licenses/by/4.0/"' in news_article(own, Config(rights="CC BY 4.0"))  # fmt: skip


def test_bibtex() -> None:
    assert citations.bibtex(WHOLE) == (
        "@article{강물-2023,\n"
        "  title = {{강물의 높이를 적은 사람들}},\n"
        "  author = {{박나루} and {이여울}},\n"
        "  journal = {물결일보},\n"
        "  year = {2023},\n"
        "  month = {9},\n"
        "  day = {14},\n"
        "  url = {https://news.example/0914?a=1&b=2},\n"
        "  urldate = {2026-11-02},\n"
        "  langid = {korean},\n"
        "  note = {물가 기록관, https://archive.example/articles/\\%EA\\%B0\\%95/},\n"
        "}\n"
    )
    assert citations.bibtex(BARE) == "@article{a,\n  title = {{제목뿐}},\n}\n"


def test_ris() -> None:
    assert citations.ris(WHOLE).split("\r\n") == [
        "TY  - NEWS", "TI  - 강물의 높이를 적은 사람들", "AU  - 박나루", "AU  - 이여울", "T2  - 물결일보", "SE  - 지역", "PY  - 2023",
        "DA  - 2023/09/14", "UR  - https://news.example/0914?a=1&b=2", "L2  - https://archive.example/articles/%EA%B0%95/",
        "Y2  - 2026/11/02", "LA  - ko", "DB  - 물가 기록관", "ER  - ", "",
    ]  # fmt: skip


def test_csl() -> None:
    assert json.loads(citations.csl_json(WHOLE)) == [
        {
            "id": "강물-2023", "type": "article-newspaper", "title": "강물의 높이를 적은 사람들",
            "author": [{"literal": "박나루"}, {"literal": "이여울"}], "container-title": "물결일보", "section": "지역",
            "issued": {"date-parts": [[2023, 9, 14]]}, "accessed": {"date-parts": [[2026, 11, 2]]},
            "URL": "https://news.example/0914?a=1&b=2", "archive": "물가 기록관",
            "archive_location": "https://archive.example/articles/%EA%B0%95/", "language": "ko",
        }
    ]  # fmt: skip


HOSTILE = "}\n@string{x = {y}}\r\nER  - \n\\input{/etc/passwd} #{$}%&_~^"


def test_no_title_breaks_out_of_its_field() -> None:
    of = Cited(
        HOSTILE,
        HOSTILE,
        (HOSTILE,),
        HOSTILE,
        None,
        None,
        f"https://x.example/{HOSTILE}",
        "",
        HOSTILE,
    )
    bib = citations.bibtex(of)
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", re.sub(r"\\text\w+\{\}", "", bib)):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert [line[:1] for line in bib.splitlines()] == ["@", *" " * 5, "}"]
    assert re.findall(r"^[A-Z][A-Z0-9]  - ", citations.ris(of), re.MULTILINE) == [
        f"{tag}  - " for tag in ("TY", "TI", "AU", "T2", "UR", "DB", "ER")
    ]
    assert json.loads(citations.csl_json(of))[0]["title"] == HOSTILE


@pytest.mark.parametrize(
    ("lang", "first"), [("ko", "「"), ("ko-KR", "「"), ("en", "“"), ("de", "“")]
)
def test_each_citation_can_be_had_as_a_file(lang: str, first: str) -> None:
    made = citations.citations(Cited("a b", "제목"), lang)
    assert [(each.id, each.name) for each in made] == [
        ("text", ""), ("bibtex", "a-b.bib"), ("ris", "a-b.ris"), ("csl", "a-b.json"),
    ]  # fmt: skip
    assert made[0].text[0] == first
    for each in made[1:]:
        head, _, content = each.download.partition(",")
        assert re.fullmatch(r"data:application/[\w.+-]+;charset=utf-8", head)
        assert content.isascii()
        assert unquote(content).replace("\r\n", "\n").rstrip("\n") == each.text


def test_a_citation_is_made_of_a_card() -> None:
    card = Card(path="a.md", url="/articles/강물/", kind="article", title="강물", date=Moment("2023-09-14"), source=Source("물결일보", "javascript:x"))  # fmt: skip
    site = Config(title="기록관", base_url="https://a.example/b/", language="ko")
    kept = "https://a.example/b/articles/%EA%B0%95%EB%AC%BC/"
    assert citations.cited(card, site) == Cited(
        "강물-2023", "강물", (), "물결일보", Moment("2023-09-14"), None, "", kept, "기록관", "ko", ""
    )  # fmt: skip
    nowhere = citations.cited(card, Config(title="기록관"))
    assert nowhere.kept == ""
    assert citations.korean(nowhere) == "「강물」, 『물결일보』, 2023. 9. 14. (기록관)."


@given(st.text(st.sampled_from('a가 \n\r"{}[]%<>#&\\^`|\u2028é\x002Z/:'), max_size=40))
def test_a_data_address_holds_the_very_text(text: str) -> None:
    escaped = citations._escaped(text)  # noqa: SLF001 - what every download is made with
    assert unquote(escaped) == text
    assert re.fullmatch(r"[A-Za-z0-9/:@!$'()*+,;=~._?%-]*", escaped)
