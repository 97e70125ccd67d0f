"""What templates can call: links, dates, numbers, words."""

from collections.abc import Callable, Mapping

import pytest
from markupsafe import Markup

from ssg.model import Moment
from ssg.theme import filters, templates
from ssg.theme.context import Pager, Period, Site

MakeSite = Callable[..., Site]
Strings = Callable[[str], Mapping[str, str]]


@pytest.fixture
def say(site: MakeSite, strings: Strings) -> Callable[..., str]:
    """Renders one expression below the base path /repo/."""

    def expression(source: str, language: str = "ko", **context: object) -> str:
        given = {"site": site("/repo/", language), **context}
        place = ("/repo/", site("/repo/", language).base_url, language)
        code = templates.compiled({"x": f"{{{{ {source} }}}}"}, strings(language), {}, place)
        return templates.render(code, "x", given)

    return expression


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("'/tags/홍수/'|href", "/repo/tags/%ED%99%8D%EC%88%98/"),
        ("'/'|href", "/repo/"),
        ("'feed.xml'|href", "/repo/feed.xml"),
        ("'/a/?q=x#y'|href", "/repo/a/?q=x#y"),
        ("'#main'|href", "#main"),
        ("'https://other.example/한'|href", "https://other.example/한"),
        ("'javascript:x'|href", "/repo/javascript:x"),
        ("'//evil.example/'|href", "/repo/evil.example/"),
        ("'//evil.example/a.jpg'|beside('/a/')", "https://evil.example/a.jpg"),
        ("'/a b/'|absolute", "https://archive.example/repo/a%20b/"),
        ("'https://other.example/'|absolute", "https://other.example/"),
        ("'javascript:x'|web", ""),
        ("'HTTPS://x.example/'|web", "HTTPS://x.example/"),
        ("'a.jpg'|beside('/articles/한/')", "/repo/articles/%ED%95%9C/a.jpg"),
        ("'/images/a.jpg'|beside('/articles/b/')", "/repo/images/a.jpg"),
        ("'data:image/png,x'|beside('/a/')", ""),
    ],
)
def test_addresses_become_links(source: str, link: str, say: Callable[..., str]) -> None:
    assert say(source) == link


def test_without_a_base_url_an_absolute_address_is_the_link(site: MakeSite) -> None:
    bare = {"site": site("/", base_url="")}
    assert (
        templates.render(templates.compiled({"x": "{{ '/a/'|absolute }}"}, {}, {}), "x", bare)
        == "/a/"
    )


@pytest.mark.parametrize(
    ("style", "language", "shown"),
    [
        ("long", "ko", "2023년 9월 4일"),
        ("list", "ko", "2023. 9. 4."),
        ("short", "ko", "9월 4일"),
        ("full", "ko", "2023년 9월 4일 09:12"),
        ("iso", "ko", "2023-09-04T09:12:00+09:00"),
        ("long", "en", "4 September 2023"),
        ("list", "en", "4 Sep 2023"),
        ("short", "en", "4 Sep"),
    ],
)
def test_dates_are_said_in_the_language_of_the_site(
    style: str, language: str, shown: str, say: Callable[..., str]
) -> None:
    moment = Moment("2023-09-04T09:12:00+09:00")
    assert (
        say(f"moment|date('{style}')", language, moment=moment)
        == f'<time datetime="2023-09-04T09:12:00+09:00">{shown}</time>'
    )


def test_a_day_has_no_time_and_no_date_is_nothing(say: Callable[..., str]) -> None:
    assert (
        say("moment|date('full')", moment=Moment("2023-09-14"))
        == '<time datetime="2023-09-14">2023년 9월 14일</time>'
    )
    assert say("moment|date", moment=None) == ""


def test_counts_have_separators_and_a_singular_where_the_language_has_one(
    say: Callable[..., str],
) -> None:
    assert [say(f"t('count.articles', count={n})", "en") for n in (0, 1, 1248)] == [
        "0 articles",
        "1 article",
        "1,248 articles",
    ]
    assert [say(f"t('count.articles', count={n})") for n in (1, 1248)] == [
        "기사 1건",
        "기사 1,248건",
    ]


def test_words_filled_into_a_string_are_escaped_once(strings: Strings) -> None:
    words = filters.Words({"x": "<{name}>"})
    assert words.say("x", name=Markup("<b>")) == Markup("&lt;<b>&gt;")
    assert words.say("x", name="<b>") == "<<b>>"


def test_periods_and_months_have_names(say: Callable[..., str]) -> None:
    assert [
        say("period_name('2023', '09')"),
        say("period_name('2023')"),
        say("month_name('09')"),
    ] == ["2023년 9월", "2023년", "9월"]
    assert [say("period_name('2023', '09')", "en"), say("period_name('2023')", "en")] == [
        "September 2023",
        "2023",
    ]


def test_paragraphs_are_cut_at_empty_lines_and_escaped() -> None:
    assert filters.paragraphs("one\ntwo\n \n<b>\n\n") == Markup("<p>one two</p>\n<p>&lt;b&gt;</p>")


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 1, (1,)),
        (1, 9, (1, 2, 3, 0, 9)),
        (5, 9, (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        (6, 20, (1, 0, 4, 5, 6, 7, 8, 0, 20)),
        (20, 20, (1, 0, 18, 19, 20)),
    ],
)
def test_page_numbers_show_ends_and_neighbours(
    number: int, total: int, shown: tuple[int, ...]
) -> None:
    assert filters.page_numbers(Pager(number, ("/",) * total, 0)) == shown


def test_a_chart_fills_the_years_between() -> None:
    drawn = filters.chart((Period("2023", "", "/2023/", 4), Period("2021", "", "/2021/", 8)))
    assert drawn is not None
    assert [(bar.x, bar.y, bar.height, bar.period.year) for bar in drawn.bars] == [
        (0, 0, 100, "2021"),
        (10, 100, 0, "2022"),
        (20, 50, 50, "2023"),
    ]
    assert (drawn.width, drawn.first, drawn.last, drawn.best.year, drawn.total) == (
        30,
        "2021",
        "2023",
        "2021",
        12,
    )


def test_one_year_is_no_chart() -> None:
    assert filters.chart((Period("2023", "", "/2023/", 4),)) is None
