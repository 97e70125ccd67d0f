"""An article's page: what it shows, what it keeps back, and that nothing in an article can act."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import pytest

from ssg.model import Archive, Card, Figure, Heading, Source
from ssg.theme.context import Article, Link, Term

Context = Mapping[str, object]
Render = Callable[[str, Context], str]
HOSTILE = '"><script>alert(1)</script><img src=x onerror="alert(2)">\'&amp;{{ 7*7 }}'


class Parsed(Protocol):
    """What the fixture `parse` tells of a page; see conftest.Page."""

    elements: list[tuple[str, dict[str, str]]]
    text: list[str]
    complaints: list[str]

    def all(self, *tags: str) -> list[dict[str, str]]: ...

    def links(self) -> list[str]: ...


Parse = Callable[[str], Parsed]


def test_html_in_every_field_of_an_article_stays_text(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    card = Card(
        path=HOSTILE, url="/a/", kind="article", title=HOSTILE, subtitle=(HOSTILE,), authors=(HOSTILE,), source=Source(HOSTILE, HOSTILE),
        tags=(HOSTILE,), description=HOSTILE, excerpt=HOSTILE, image=HOSTILE, image_alt=HOSTILE, image_credit=HOSTILE,
        figures=(Figure(HOSTILE, HOSTILE, HOSTILE, HOSTILE),), lang=HOSTILE, rights=HOSTILE, archive=Archive(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )  # fmt: skip
    term, link = Term(HOSTILE, "/t/"), Link("/l/", HOSTILE, HOSTILE)
    hostile = Article(
        card, "<p>safe</p>", tuple(Heading(2, HOSTILE, HOSTILE) for _ in range(3)), (term,), (term,), term, term, link, link, (link,), (link, link),
        HOSTILE, HOSTILE, "</script><script>alert(3)</script>",
    )  # fmt: skip
    page = parse(render("article.html", {**full("article.html"), "article": hostile}))
    assert page.complaints == []
    assert [
        attrs
        for attrs in page.all("script")
        if "src" not in attrs and attrs.get("type") != "application/ld+json"
    ] == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []
    assert "".join(page.text).count("49") == 0
    assert "".join(page.text).count("alert(1)") >= 10


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_not_of_the_web_never_becomes_a_link(
    parse: Parse,
    url: str,
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    hostile = article(card=card(source=Source("이름", url)), edit_url=url)
    html = render("article.html", {**full("article.html"), "article": hostile})
    assert url not in parse(html).links()


@pytest.mark.parametrize(
    ("visibility", "shown", "hidden"),
    [
        ("public", "기둥</h2>", "앞부분만"),
        ("excerpt", "앞부분만", "기둥</h2>"),
        ("metadata", "제목과 출처만", "기둥</h2>"),
    ],
)
def test_only_public_articles_show_their_text(
    visibility: str,
    shown: str,
    hidden: str,
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    let_out = {} if visibility != "excerpt" else {"html": "<p>앞머리</p>", "headings": ()}
    shown_article = article(card=card(visibility=visibility), **let_out)
    html = render("article.html", {**full("article.html"), "article": shown_article})
    assert shown in html
    assert hidden not in html


def test_a_picture_of_another_host_is_linked_and_not_loaded(
    parse: Parse,
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    far = card(image="", figures=(Figure("멀리 있는 사진", "", "https://news.example/a.jpg"),))
    shown = article(card=far, parts=(), figures=far.figures)
    page = parse(render("article.html", {**full("article.html"), "article": shown}))
    assert page.all("img") == []
    assert "https://news.example/a.jpg" in page.links()


def test_facts_leave_out_what_is_not_known(
    parse: Parse, render: Render, minimal: Callable[..., Context]
) -> None:
    page = parse(render("article.html", minimal("article.html")))
    assert page.all("dl", "dt", "dd", "time") == []


def test_facts_name_authors_source_and_dates_in_korean(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    html = render("article.html", full("article.html"))
    facts = parse(html[html.index('<dl class="facts">') : html.index("</dl>") + 5])
    said = " ".join("".join(facts.text).split())
    assert (
        said
        == "글박나루, 이여울 출처물결일보 원문 인물김검조 발행2023년 9월 14일 고침2023년 9월 15일 보관2026년 11월 2일"
    )


def test_an_article_names_itself_to_reference_managers(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    metas = parse(render("article.html", full("article.html"))).all("meta")
    named = [
        (attrs["name"], attrs["content"])
        for attrs in metas
        if re.match("citation_|z:", attrs.get("name", ""))
    ]
    assert named == [
        ("citation_title", "강물의 높이를 백 년 동안 적은 사람들 0"),
        ("citation_author", "박나루"),
        ("citation_author", "이여울"),
        ("citation_publication_date", "2023-09-14"),
        ("citation_language", "ko"),
        ("citation_fulltext_html_url", "https://archive.example/here/"),
        ("z:itemType", "newspaperArticle"),
        ("z:publicationTitle", "물결일보"),
    ]


def test_the_table_of_contents_needs_three_headings(
    render: Render, article: Callable[..., Article], full: Callable[..., Context]
) -> None:
    two = article(headings=(Heading(2, "a", "하나"), Heading(2, "b", "둘"), Heading(3, "c", "셋")))
    assert 'href="#나"' in render("article.html", full("article.html"))
    assert 'class="contents"' not in render(
        "article.html", {**full("article.html"), "article": two}
    )


def test_another_language_is_marked_and_the_sites_own_is_not(
    parse: Parse,
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    def group(lang: str) -> dict[str, str]:
        return parse(
            render(
                "article.html", {**full("article.html"), "article": article(card=card(lang=lang))}
            )
        ).all("hgroup")[0]

    assert [group("ko"), group("en"), group("ar")] == [
        {},
        {"lang": "en"},
        {"lang": "ar", "dir": "rtl"},
    ]


def test_a_figure_stands_in_the_text_and_one_without_a_place_after_it(
    render: Render, full: Callable[..., Context]
) -> None:
    html = render("article.html", full("article.html"))
    places = [html.index(said) for said in ('src="/files/', "<p>끝</p>", "사라진 나루의 겨울")]
    assert places == sorted(places)
    assert html.count('class="placed"') == 1


def test_an_article_can_be_cited_and_its_files_had_without_a_script(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    page = parse(render("article.html", full("article.html")))
    files = {attrs["download"]: attrs["href"] for attrs in page.all("a") if "download" in attrs}
    assert sorted(files) == ["강물.bib", "강물.json", "강물.ris"]
    assert {address.partition(":")[0] for address in files.values()} == {"data"}
    assert "박나루, 「강물의 높이」 (https://archive.example/a/)." in "".join(page.text)
