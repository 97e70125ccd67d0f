"""Every template of the default theme, with full, minimal and hostile contexts: valid, escaped, in place below any base path."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec
import pytest

from ssg.theme.context import CONTEXTS, Link, Site

Context = Mapping[str, object]
Render = Callable[[str, Context], str]
NAMES = sorted(CONTEXTS)
BASES = ("/", "/a/b/")
LANGUAGES = ("ko", "en")
HOSTILE = '"><script>alert(1)</script><img src=x onerror="alert(2)">\'&amp;{{ 7*7 }}'


class Parsed(Protocol):
    """What the fixture `parse` tells of a page; see conftest.Page."""

    elements: list[tuple[str, dict[str, str]]]
    text: list[str]
    complaints: list[str]

    def all(self, *tags: str) -> list[dict[str, str]]: ...

    def links(self) -> list[str]: ...


Parse = Callable[[str], Parsed]


def with_site(context: Context, **changes: object) -> Context:
    site = context["site"]
    assert isinstance(site, Site)
    return {**context, "site": msgspec.structs.replace(site, **changes)}


@pytest.fixture(params=["full", "minimal"])
def context(request: pytest.FixtureRequest) -> Callable[..., Context]:
    found: Callable[..., Context] = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_sound(
    parse: Parse,
    name: str,
    base: str,
    language: str,
    context: Callable[..., Context],
    render: Render,
) -> None:
    html = render(name, context(name, base, language))
    page = parse(html)
    assert html.startswith("<!doctype html>")
    assert page.complaints == []
    assert page.all("html") == [{"lang": language}]
    assert (
        len(page.all("h1"))
        == len(page.all("main"))
        == html.split("</head>")[0].count("<title>")
        == 1
    )
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", NAMES)
def test_no_page_needs_what_the_policy_forbids(
    parse: Parse, name: str, base: str, context: Callable[..., Context], render: Render
) -> None:
    page = parse(render(name, context(name, base)))
    assert page.elements[2][1].get("charset") == "utf-8"
    assert page.elements[3][1]["http-equiv"] == "Content-Security-Policy"
    assert [attrs for tag, attrs in page.elements if tag == "style" or "style" in attrs] == []
    assert [
        attrs
        for attrs in page.all("script")
        if "src" not in attrs and attrs.get("type") != "application/ld+json"
    ] == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_link_is_below_the_base_path(
    parse: Parse, name: str, context: Callable[..., Context], render: Render
) -> None:
    links = parse(render(name, context(name, "/a/b/"))).links()
    assert [link for link in links if not re.match(r"/a/b/|https://|#|data:", link)] == []
    assert [link for link in links if not link.isascii() and not link.startswith("#")] == []


@pytest.mark.parametrize("name", NAMES)
def test_heading_levels_are_never_skipped(
    parse: Parse, name: str, context: Callable[..., Context], render: Render
) -> None:
    html = render(name, context(name))
    levels = [int(tag[1]) for tag, _ in parse(html).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] in (1, 2)
    assert [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_alternatives_and_fields_have_labels(
    parse: Parse, name: str, full: Callable[..., Context], render: Render
) -> None:
    page = parse(render(name, full(name)))
    assert [attrs for attrs in page.all("img") if "alt" not in attrs] == []
    labels = {attrs.get("for") for attrs in page.all("label")}
    assert [
        attrs["id"]
        for attrs in page.all("input")
        if attrs["type"] == "search" and attrs["id"] not in labels
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_html_in_the_sites_own_words_stays_text(
    parse: Parse, name: str, render: Render, full: Callable[..., Context]
) -> None:
    changes = dict.fromkeys(("title", "description", "author", "rights", "generator"), HOSTILE)
    page = parse(
        render(
            name,
            with_site(
                full(name), **changes, menu=(Link("/m/", HOSTILE),), footer=(Link("/f/", HOSTILE),)
            ),
        )
    )
    assert page.complaints == []
    assert [
        attrs
        for attrs in page.all("script")
        if "src" not in attrs and attrs.get("type") != "application/ld+json"
    ] == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []


def test_the_theme_script_stands_before_the_style_sheet(
    render: Render, full: Callable[..., Context]
) -> None:
    html = render("404.html", full("404.html", "/a/b/"))
    assert html.index(
        '<script src="/a/b/assets/theme.0f3a.js" data-scheme="device" data-font="sans">'
    ) < html.index('rel="stylesheet"')


def test_theme_settings_reach_the_page(
    parse: Parse,
    render: Render,
    full: Callable[..., Context],
    theme_settings: Callable[..., Mapping[str, object]],
) -> None:
    given = theme_settings(
        color_scheme="dark", font="serif", show_provenance=False, stylesheet="/custom.css"
    )
    page = parse(render("article.html", with_site(full("article.html", "/a/b/"), theme=given)))
    assert [attrs["href"] for attrs in page.all("link") if attrs["rel"] == "stylesheet"] == [
        "/a/b/assets/style.0f3a.css",
        "/a/b/custom.css",
    ]
    assert [attrs["id"] for attrs in page.all("input") if "checked" in attrs] == [
        "v-dark",
        "v-serif",
    ]
    assert [attrs for attrs in page.all("section") if attrs.get("class") == "provenance"] == []


def test_a_chart_says_in_words_what_it_draws(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    html = render("index.html", full("index.html"))
    assert (
        "<title>2019년부터 2023년까지 기사 1,248건, 가장 많은 해는 2021년 1,200건</title>" in html
    )
    heights = [int(attrs["height"]) for attrs in parse(html).all("rect")]
    assert heights == [2, 100, 3]


def test_pages_link_ends_and_neighbours(
    parse: Parse, render: Render, full: Callable[..., Context]
) -> None:
    html = render("list.html", full("list.html"))
    pages = parse(html[html.index('<nav class="pages"') :].split("</nav>")[0] + "</nav>")
    assert "".join(pages.text).split() == [
        "앞쪽",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "뒤쪽",
    ]
    assert [attrs["rel"] for attrs in pages.all("a") if "rel" in attrs] == ["prev", "next"]


def test_the_search_page_says_what_is_missing(
    parse: Parse, render: Render, minimal: Callable[..., Context], full: Callable[..., Context]
) -> None:
    assert '<p class="notice">브라우저 파일을 먼저 받아야 합니다.</p>' in render(
        "search.html", minimal("search.html")
    )
    page = parse(render("search.html", full("search.html", "/a/b/")))
    asked = [attrs["action"] for attrs in page.all("form") if "action" in attrs]
    assert asked == ["/a/b/search/"]
    assert page.all("section")[0]["data-base"] == "/a/b/"
