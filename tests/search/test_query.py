"""What a reader types finds what the reader means."""

import pytest

from ssg.errors import SsgError
from ssg.model import Card
from ssg.search import analysis, hangul, index, packing, shards
from ssg.search import query as queries
from ssg.search.loaded import LoadedIndex, load
from ssg.search.pieces import phrases
from ssg.search.plan import plan
from ssg.search.query import Hit

ARTICLES = {
    "회담": ("두 나라의 만남", ("외교",), "두 나라 정상이 정상회담을 열었다."),
    "도서관": (
        "도서관 이야기",
        ("기록",),
        "도서관은 기록을 지킨다. University communities run it.",
    ),
    "학교": ("서울고등학교", (), "값이 오른 갑옷을 횡단보도에서 보았다."),
    "경제": ("경제를 말하다", ("외교",), "정상적인 경제, 사회와 경제."),
}


@pytest.fixture(scope="module")
def loaded() -> LoadedIndex:
    pairs = [
        (Card(title=title, path=name, url=f"/{name}/", kind="article", tags=tags), text)
        for name, (title, tags, text) in ARTICLES.items()
    ]
    made = {
        card.path: shards.Article(index.entry(card), index.words(card, text))
        for card, text in pairs
    }
    return load(shards.build(made, list(made)).__getitem__)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("회담", ["회담"]),
        ("회담은", ["회담"]),
        ("정상 회담", ["회담", "경제"]),
        ("정상회담", ["회담", "경제"]),
        ("정상회", ["회담", "경제"]),
        ("정상회ㄷ", ["회담"]),
        ("정상횓", ["회담", "경제"]),
        ("wjdtkdghleka", ["회담", "경제"]),
        ("ㅈㅅㅎㄷ", ["회담"]),
        ("고등학교", ["학교"]),
        ("갑", ["학교"]),
        ("회", ["학교", "회담"]),
        ("경제 회", ["경제"]),  # one open syllable beside another word begins too much
        ("경제 횓", ["경제", "회담"]),
        ("universities", ["도서관"]),
        ("UNIVERSITY", ["도서관"]),
        ("communit", ["도서관"]),
        ("+외교 -회담", ["경제"]),
        ("-외교", ["학교", "도서관"]),
        ("외교 -정상회담", ["경제"]),
        ("title:경제", ["경제"]),
        ("태그:기록", ["도서관"]),
        ("도서*", ["도서관"]),
        ('"정상 회담"', ["회담"]),
        ("+경제 +없는말", []),
        ("없는말 -회담", []),
        ("사회-경제", ["경제"]),
        ("경제:", ["경제"]),
        ("", []),
        ('+ - * : ~ ^ "', []),
        ("이", ["도서관"]),
        ("그리고", []),
    ],
)
def test_query(loaded: LoadedIndex, typed: str, found: list[str]) -> None:
    assert [hit.path for hit in queries.search(loaded, typed)] == found


def test_a_hit_names_the_article_and_its_address(loaded: LoadedIndex) -> None:
    (hit,) = queries.search(loaded, "회담")
    assert hit == Hit("회담", "/회담/", "두 나라의 만남", hit.score)
    assert hit.score > 0


def test_of_two_equal_articles_the_last_one_archived_stands_first() -> None:
    made = {
        name: shards.Article(
            index.Entry(name, f"/{name}/", "기록"),
            index.words(Card(title="기록", path=name, url="/", kind="article"), ""),
        )
        for name in ("b", "c", "a")
    }
    found = queries.search(load(shards.build(made, list(made)).__getitem__), "기록")
    assert [hit.path for hit in found] == ["a", "c", "b"]
    assert len({hit.score for hit in found}) == 1


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (packing.packed(b"{}"), "this is no search index .* — build the site again"),
        (packing.packed(b'{"version":9,"fields":{},"entries":1,"shards":1,"segments":[],"lengths":""}'), "this is no .*: version 9 — build the site again"),
        (b"{}", "is damaged — run `ssg clean`, then `ssg build`"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_index_is_a_problem_with_its_path(manifest: bytes, said: str) -> None:
    with pytest.raises(SsgError, match=rf"^search/manifest.bin: {said}$"):
        load({"manifest.bin": manifest}.__getitem__)


def test_a_file_of_another_index_is_a_problem_with_its_path() -> None:
    made = {"a": shards.Article(index.Entry("a", "/a/", "기록"), index.Words("기록", "", ""))}
    files = shards.build(made, ["a"])
    files["tail/s0.bin"] = packing.packed(b"something else")
    loaded = load(files.__getitem__)
    with pytest.raises(SsgError, match=r"^search/tail/s0.bin: is not of this index"):
        queries.search(loaded, "기록")


def test_no_more_than_the_limit(loaded: LoadedIndex) -> None:
    assert len(queries.search(loaded, "외교", limit=1)) == 1


@pytest.mark.parametrize(
    ("keys", "typed"),
    [("wjdtkdghleka", "정상회담"), ("rkqt", "값"), ("rkqtdl", "값이"), ("ghkf", "활"), ("tlTkr", "시싹"), ("dho", "왜"), ("the", "솓"), ("hello", ""), ("rkr", "각"), ("rkqr", "")],
)  # fmt: skip
def test_keyboard(keys: str, typed: str) -> None:
    assert hangul.keyboard(keys) == typed


@pytest.mark.parametrize(
    ("half", "dangling", "ranges"),
    [
        ("회", "ㄷ", [("회다", "회딯")]),
        ("정회", "", [("정회", "정횧")]),
        ("오", "", [("오", "욓")]),
        ("횓", "", [("횓", "횓"), ("회다", "회딯")]),
        ("갑", "", [("갑", "갑"), ("값", "값"), ("가바", "가빟")]),
        ("값", "", [("값", "값"), ("갑사", "갑싷")]),
        ("회", "ㄳ", []),
    ],
)
def test_completions(half: str, dangling: str, ranges: list[tuple[str, str]]) -> None:
    assert hangul.completions(half, dangling) == ranges


def test_a_quotation_that_is_not_closed_asks_for_words_not_for_a_phrase() -> None:
    assert phrases('"정정  보도" 기록 -"옛 글" "열린 말') == ("정정 보도",)


def headlines(*titles: str) -> LoadedIndex:
    """Return an index of articles with these headlines; the text of each but the first repeats all words of it."""
    made = {}
    for number, title in enumerate(titles):
        card = Card(title=title, path=f"{number}", url="/", kind="article")
        text = f"{titles[0]} " * 9 if number else "바람이 불었다."
        made[card.path] = shards.Article(index.entry(card), index.words(card, text))
    return load(shards.build(made, list(made)).__getitem__)


def test_the_headline_that_is_typed_comes_before_those_with_more_words_and_these_before_all_others() -> (
    None
):
    titles = (
        "시장의 하루와 도서관",
        "하루",
        "도서관이 문을 연 하루, 시장에서",
        "시장과 도서관",
        "시장",
    )
    found = queries.search(headlines(*titles), "시장의 하루와 도서관", 9)
    assert [hit.path for hit in found[:2]] == ["0", "2"]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert found[0].score > 2 * found[2].score
    assert [hit.path for hit in queries.search(headlines(*titles), "하루", 9)][:1] == ["1"]


def test_operators_leave_the_order_to_lunr() -> None:
    loaded = headlines("시장의 하루", "하루", "시장", "나루")
    for text, same in (("시장 하루", False), ("시장 +하루", True), ("시장 하루^1", True), ("시장 title:하루", True)):  # fmt: skip
        order = [hit.number for hit in queries.ask(loaded, plan(text, loaded, analysis.analyser()))]
        assert ([int(hit.path) for hit in queries.search(loaded, text, 4)] == order) is same
