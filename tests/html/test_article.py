"""A web page becomes an article: its fields from what the page says, its text from where the page keeps it, nothing lost."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssg.errors import SsgError
from ssg.intake.article import Imported
from ssg.model import Moment, Source

Parsed = Callable[..., Imported]

PAGE = """<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">
<title>동네 도서관, 밤 열 시까지 불 켠다 - 골목신문</title>
<link rel="canonical" href="https://alley.example.com/news/view?idxno=31">
<meta property="og:title" content="동네 도서관, 밤 열 시까지 불 켠다">
<meta property="og:site_name" content="골목신문">
<meta property="article:published_time" content="2026-03-02T12:30:00Z">
<meta property="article:tag" content="도서관"><meta property="article:tag" content="야간 개관">
<script type="application/ld+json">
// <![CDATA[
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "동네 도서관, 밤 열 시까지 불 켠다",
 "author": [{"@type": "Person", "name": "윤가람 기자"}], "publisher": {"@type": "Organization", "name": "골목신문"},
 "dateModified": "2026-03-03T09:00:00+09:00", "articleSection": ["문화"],}
// ]]>
</script></head><body>
<nav class="gnb"><ul><li><a href="/">홈</a></li><li><a href="/culture">문화</a></li><li><a href="/local">지역</a></li></ul></nav>
<header><h1 class="headline">동네 도서관, 밤 열 시까지 불 켠다</h1>
<div class="byline">윤가람 기자 garam@alley.example.com</div><div class="date">입력 2026.03.02 21:30</div></header>
<div class="share"><button>카카오톡</button><button>URL 복사</button></div>
<article class="article-body" itemprop="articleBody">
<figure><img src="lib.jpg" alt="불 켜진 서가"><figcaption>2일 밤 도서관 서가에 불이 켜져 있다. 골목신문 제공</figcaption></figure>
<p>강가 마을의 작은 도서관이 이달부터 <strong>밤 열 시</strong>까지 문을 연다. 사서 세 사람이 요일을 나누어 자리를 지키기로 했다.</p>
<p>도서관은 지난해 주민 이백 명에게 <a href="/news/view?idxno=7">언제 책을 읽는지</a> 물었다. 절반 넘는 사람이 저녁이라고 답했다.</p>
<h3>아이와 함께 오는 밤</h3>
<p>첫날 저녁에는 마흔 명이 다녀갔다. 문을 닫을 때까지 남은 사람은 열두 명이었다고 한다.</p>
<ul><li>월·수·금요일은 밤 열 시까지</li><li>화·목요일은 밤 여덟 시까지</li></ul>
<blockquote><p>“불이 켜져 있으니 그냥 지나칠 수가 없었어요.”</p></blockquote>
<table><tr><th>요일</th><th>닫는 때</th></tr><tr><td>월</td><td>22시</td></tr></table>
<div class="ad-banner">광고</div>
<p>도서관은 여름까지 지켜본 뒤 시간을 더 늘릴지 정할 계획이다. 이용에는 회원증이 있어야 한다.</p>
</article>
<div class="copyright">저작권자 © 골목신문 무단전재 및 재배포 금지</div>
<section class="related-news"><h4>많이 본 뉴스</h4><ul><li><a href="/1">다리 위 시장 다시 열려</a></li><li><a href="/2">강변 버드나무 백 그루 심는다</a></li></ul></section>
<div class="comment-box"><p>댓글 3</p><p>저도 가 보고 싶네요. 주말에도 열어 주면 좋겠습니다.</p></div>
<footer>골목신문 | 등록번호 가-00000 | 발행인 한여울</footer></body></html>
"""

CAPTIONED = """<!doctype html><html><head><meta property="og:title" content="등대가 다시 켜졌다"></head><body><article>
<h1>등대가 다시 켜졌다</h1>
<p>바닷가 등대가 열두 해 만에 다시 불을 밝혔다고 가온시가 2일 밝혔다. 주민들은 밤바다를 보러 나왔다.</p>
<ul><li>하나는 등대를 고치는 일이다</li><li>둘은 길을 내는 일이다</li></ul>
<blockquote><p>“불이 켜지니 배가 돌아왔어요.”</p></blockquote>
<p>시는 내년에 등대 둘레에 산책로를 놓는다. 예산은 4억 원이다. 주민들은 반겼다고 한다.</p>
<figure><img src="a.jpg"><figcaption>2일 밤 등대에 불이 켜져 있다. /가온시 제공</figcaption></figure>
<p>등대지기는 다시 두지 않는다. 불은 저녁 여섯 시에 저절로 켜진다고 시는 설명했다.</p></article></body></html>
"""

BODY = """강가 마을의 작은 도서관이 이달부터 **밤 열 시**까지 문을 연다. 사서 세 사람이 요일을 나누어 자리를 지키기로 했다.

도서관은 지난해 주민 이백 명에게 [언제 책을 읽는지](https://alley.example.com/news/view?idxno=7) 물었다. 절반 넘는 사람이 저녁이라고 답했다.

## 아이와 함께 오는 밤

첫날 저녁에는 마흔 명이 다녀갔다. 문을 닫을 때까지 남은 사람은 열두 명이었다고 한다.

- 월·수·금요일은 밤 열 시까지
- 화·목요일은 밤 여덟 시까지

> “불이 켜져 있으니 그냥 지나칠 수가 없었어요.”

| 요일 | 닫는 때 |
| --- | --- |
| 월 | 22시 |

도서관은 여름까지 지켜본 뒤 시간을 더 늘릴지 정할 계획이다. 이용에는 회원증이 있어야 한다.
"""


def test_a_korean_news_page(parsed: Parsed) -> None:
    found = parsed(PAGE)
    front = found.front
    assert found.body == BODY
    assert (front.title, front.authors, front.tags, front.section, front.lang) == (
        "동네 도서관, 밤 열 시까지 불 켠다", ("윤가람",), ("도서관", "야간 개관"), "문화", "ko",
    )  # fmt: skip
    assert front.date == Moment("2026-03-02T21:30:00+09:00")
    assert front.updated == Moment("2026-03-03T09:00:00+09:00")
    assert front.source == Source("골목신문", "https://alley.example.com/news/view?idxno=31")
    assert front.rights == "저작권자 © 골목신문 무단전재 및 재배포 금지"
    assert [(it.caption, it.credit) for it in front.figures] == [
        ("2일 밤 도서관 서가에 불이 켜져 있다.", "골목신문 제공")
    ]


def test_every_line_of_the_page_is_accounted_for(parsed: Parsed) -> None:
    found = parsed(PAGE)
    assert "".join(found.text[it.start : it.end] for it in found.spans) == found.text
    said = {found.text[it.start : it.end].strip(): it.label for it in found.spans}
    assert said["동네 도서관, 밤 열 시까지 불 켠다"] == "headline"
    assert said["홈"] == "menu"
    assert said["카카오톡"] == "share"
    assert said["다리 위 시장 다시 열려"] == "related"
    assert said["저도 가 보고 싶네요. 주말에도 열어 주면 좋겠습니다."] == "comments"
    assert said["아이와 함께 오는 밤"] == "subhead"


def test_a_picture_at_hand_stands_where_it_stood(parsed: Parsed) -> None:
    found = parsed(PAGE, files={"lib.jpg": b"picture", "other.jpg": b"not shown"})
    first, _, rest = found.body.partition("\n\n")
    assert first == '![불 켜진 서가](lib.jpg "2일 밤 도서관 서가에 불이 켜져 있다. 골목신문 제공")'
    assert rest == BODY
    assert found.files == {"lib.jpg": b"picture"}
    assert found.front.figures == ()


def test_captions_without_a_picture_know_the_blocks_above_them(parsed: Parsed) -> None:
    found = parsed(CAPTIONED)
    assert [(figure.caption, figure.credit, figure.after) for figure in found.front.figures] == [
        ("2일 밤 등대에 불이 켜져 있다.", "가온시 제공", 4)
    ]
    assert found.body.count("\n\n") == 4
    assert "불이 켜져 있다" not in found.body


@pytest.mark.parametrize(("broken", "reads"), [
    ('{"@type":"NewsArticle","headline":"제목이다","datePublished":"2026-01-02"}', True),
    ('{"@type":"NewsArticle","headline":"제목\n이다","datePublished":"2026-01-02",}', True),
    ('<!-- {"@graph":[{"@type":["Article"],"headline":"제목이다","datePublished":"2026-01-02"}]} -->', True),
    ('{"@type":"WebPage"}{"@type":"NewsArticle"}', False), ("[" * 5000, False), ('{"@type":', False), ("null", False),
])  # fmt: skip
def test_json_ld_is_mended_where_it_can_be(parsed: Parsed, broken: str, *, reads: bool) -> None:
    page = f'<html><head><script type="application/ld+json">{broken}</script></head><body><p>{"긴 글이다. " * 30}</p></body></html>'
    assert (parsed(page).front.date == Moment("2026-01-02")) is reads


def test_what_the_source_says_wins_over_the_page(parsed: Parsed) -> None:
    from ssg.intake.readers import Known

    found = parsed(
        PAGE, known=Known(url="https://saved.example.com/x", archived=Moment("2026-04-01"))
    )
    assert found.front.source.url == "https://saved.example.com/x"
    assert found.front.archived == Moment("2026-04-01")


def test_a_piece_of_html_is_an_article_as_it_is(parsed: Parsed) -> None:
    found = parsed(
        "<h2>작은 제목</h2>첫 줄<br>둘째 줄<p>끝. <code>a*b</code> <a href='javascript:alert(1)'>누르지 마시오</a></p><script>alert(2)</script>"
    )
    assert found.body == "## 작은 제목\n\n첫 줄\\\n둘째 줄\n\n끝. `a*b` 누르지 마시오\n"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>x()</script><img src=a.png></body></html>",
        "<!doctype html>",
    ],
)
def test_a_page_without_text_is_refused(parsed: Parsed, page: str) -> None:
    with pytest.raises(SsgError) as told:
        parsed(page)
    assert told.value.problems[0].what == "there is no text in it"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "글",
        "<p>글</p>" * 500_000,
        "<ul><li>" * 1500 + "글",
        "<b>" * 3000 + "글",
        "<table><tr><td>" * 900 + "글",
    ],
)
def test_a_monstrous_page_ends_in_words_or_in_an_article(parsed: Parsed, page: str) -> None:
    try:
        assert "글" in parsed(f"<html><body>{page}</body></html>").text
    except SsgError as error:
        assert "elements" in error.problems[0].what or "too large" in error.problems[0].what


MARKUP = st.lists(st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='https://x.example/(a)'>", "</a>", "<br>", "<ul><li>", "</li></ul>", "<blockquote>", "</blockquote>",
    "<table><tr><td>", "</td><td>", "</td></tr></table>", "<pre>", "</pre>", "<h2>", "</h2>", "<code>", "</code>", "글이다. ", "*별*", "_밑줄_", "[괄호](x)", "# ",
    "- ", "1. ", "> ", "|", "`", "\\", "&lt;b&gt;", "&nbsp;", "\u200b", " ", "\n", "<img src=a.png alt='a]b'>", "<!-- c -->꼬리",
]), max_size=40).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@example("<ul><li>글이다. <ul><li>글이다. <blockquote>*별*")
@given(MARKUP)
def test_whatever_the_markup_no_word_is_lost_and_spans_cover_the_text(markup: str) -> None:
    from zoneinfo import ZoneInfo

    from ssg.intake.article import Hints
    from ssg.intake.html import article
    from ssg.intake.readers import Document
    from ssg.markup.markdown import plain

    try:
        found = article.parse(
            Document(kind="html", content=markup), "a.html", "", Hints(zone=ZoneInfo("Asia/Seoul"))
        )
    except SsgError:
        return
    assert "".join(found.text[it.start : it.end] for it in found.spans) == found.text
    kept = "".join("".join(text.split()) for text in found.paragraphs)
    said = "".join(plain(found.body).replace("\u200b", "").split())
    for sign in ("글이다.", "*별*", "_밑줄_", "[괄호](x)", "꼬리"):
        assert said.count(sign) >= kept.count(sign)


def test_the_headline_is_the_one_that_open_graph_names_and_the_page_shows(parsed: Parsed) -> None:
    worded = PAGE.replace(
        '<h1 class="headline">동네 도서관, 밤 열 시까지 불 켠다</h1>',
        "<h1>도서관 야간 개관 시간 총정리</h1><h2>동네 도서관, 밤 열 시까지 불 켠다</h2>",
    ).replace('"headline": "동네 도서관, 밤 열 시까지 불 켠다"', '"headline": "도서관 야간 개관 시간 총정리"')  # fmt: skip
    assert parsed(worded).front.title == "동네 도서관, 밤 열 시까지 불 켠다"
    linked = worded.replace("<h2>동네", '<h2><a href="/1">동네').replace(
        "켠다</h2>", "켠다</a></h2>"
    )
    assert parsed(linked).front.title == "도서관 야간 개관 시간 총정리"


def test_a_kicker_within_the_heading_gets_the_colon_that_open_graph_gives_it(
    parsed: Parsed,
) -> None:
    page = (
        '<html lang="ko"><head><meta property="og:title" content="강변의 하루: 다리가 다시 열렸다"></head><body><article>'
        "<h1><span>강변의 하루</span> <span>다리가 다시 열렸다</span></h1>"
        "<p>강변에 새 다리가 놓였다. 다리는 걸어서만 건널 수 있다고 구청이 3일 밝혔다.</p></article></body></html>"
    )
    assert parsed(page).front.title == "강변의 하루: 다리가 다시 열렸다"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('<a rel="author" href="/a">Ada Quill</a> <a rel="author" href="/b">Ben Moor</a>', '<a rel="author" href="/c">Cy Holt</a>'),
        ('<span itemprop="author" itemscope><b itemprop="name">Ada Quill</b></span><i itemprop="author">Ben Moor</i>', '<i itemprop="author">Cy Holt</i>'),
    ],
)  # fmt: skip
def test_authors_of_cards_of_other_articles_are_not_those_of_the_page(
    parsed: Parsed, one: str, two: str
) -> None:
    text = "".join(
        f"<p>Step {n} of the ferry's return is done, the harbour office said on Monday. The pier comes next.</p>"
        for n in range(4)
    )
    card = f"<article><h3>A bridge of paper</h3>{two}</article>"
    page = f"<!doctype html><html><head><title>The ferry is back</title></head><body><article><h1>The ferry is back</h1><p>{one}</p>{text}</article>{card}</body></html>"
    assert parsed(page).front.authors == ("Ada Quill", "Ben Moor")


@pytest.mark.parametrize(
    "below",
    [
        '<ul class="tag_list"><li>#나루터</li><li>#돛배</li></ul>',
        '<ul class="keyword"><li>나루터</li><li>돛배</li></ul>',
        '<ul class="reporter"><li>돌담 기자</li><li>dol@ferry.example</li></ul>',
        "<ul><li>페이스북</li><li>카카오톡</li><li>URL 복사</li></ul>",
        "<ul><li>좋아요 0</li><li>슬퍼요 0</li></ul>",
        "<ul><li>입력 2026.03.02 09:30</li><li>수정 2026.03.02 11:00</li></ul>",
        "<ul><li>등록번호: 물결 아00001</li><li>발행인: 돌담</li></ul>",
    ],
)
def test_lists_of_buttons_tags_names_and_dates_below_the_text_are_none_of_it(
    parsed: Parsed, below: str
) -> None:
    told = (
        "돛배가 다시 나루터를 오간다고 물결시가 2일 밝혔다. 강을 건너는 데는 십 분이 걸린다.",
        "배는 목수 넷이 한 해 동안 지었다. 돛에는 마을 아이들이 그린 새가 날고 있다.",
        "삯은 받지 않는다. 바람이 없는 날에는 노를 저을 사람을 찾는다고 시는 덧붙였다.",
    )
    text = "".join(f"<p>{each}</p>" for each in told)
    page = f"<!doctype html><html><head><title>돛배가 돌아왔다</title></head><body><article><h1>돛배가 돌아왔다</h1><div>{text}{below}</div></article></body></html>"
    found = parsed(page)
    assert found.body == "\n\n".join(told) + "\n"
    assert "".join(found.text[it.start : it.end] for it in found.spans) == found.text


def test_a_table_keeps_all_its_rows(parsed: Parsed) -> None:
    told = "".join(
        f"<p>{n}번째 공사는 이것으로 끝났다. 남은 일은 책을 옮기는 것이라고 구청은 14일 설명했다.</p>"
        for n in range(4)
    )
    rows = [("층", "용도"), ("1", "열람실"), ("2", "카페"), ("3", "창고")]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    menu = "<nav><ul><li>카페</li><li>창고</li></ul></nav><p>2 카페</p><p>3 창고</p>"
    page = f"<!doctype html><title>등대</title><body>{menu}<article><h1>등대</h1>{told}<table>{table}</table>{told}</article></body>"
    made = [line for line in parsed(page).body.splitlines() if line.startswith("|")]
    told = "| 층 | 용도 |\n| --- | --- |\n| 1 | 열람실 |\n| 2 | 카페 |\n| 3 | 창고 |"
    assert "\n".join(made) == told
