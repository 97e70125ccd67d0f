"""Every template of the default theme, with full, minimal and hostile contexts: valid, escaped, in place below any base path."""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from ssg.model import Archive, Card, Figure, Heading, Source
from ssg.theme import locales, settings
from ssg.theme.context import CONTEXTS, Article, Link, Site, Term

Context = Mapping[str, object]
Render = Callable[[str, Context], str]
THEME = Path(__file__).parents[2] / "themes" / "default"
NAMES = sorted(CONTEXTS)
BASES = ("/", "/a/b/")
LANGUAGES = ("ko", "en")
VOID = frozenset(("meta", "link", "img", "input", "br", "hr", "rect", "path"))
HOSTILE = '"><script>alert(1)</script><img src=x onerror="alert(2)">\'&amp;{{ 7*7 }}'


class Page(HTMLParser):
    """What a page holds: its elements in order, its texts, and complaints about nesting and doubled names."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.complaints: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.complaints += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.complaints.append(f"doubled attribute in {tag}: {names}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.complaints.append(f"</{tag}> inside {self.open[-3:]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def links(self) -> list[str]:
        places = (
            "href",
            "src",
            "action",
            "data-index",
            "data-documents",
            "data-lunr",
            "data-table",
        )
        return [attrs[place] for _, attrs in self.elements for place in places if place in attrs]


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
    name: str, base: str, language: str, context: Callable[..., Context], render: Render
) -> None:
    html = render(name, context(name, base, language))
    page = Page(html)
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
    name: str, base: str, context: Callable[..., Context], render: Render
) -> None:
    page = Page(render(name, context(name, base)))
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
    name: str, context: Callable[..., Context], render: Render
) -> None:
    links = Page(render(name, context(name, "/a/b/"))).links()
    assert [link for link in links if not re.match(r"/a/b/|https://|#", link)] == []
    assert [link for link in links if not link.isascii() and not link.startswith("#")] == []


@pytest.mark.parametrize("name", NAMES)
def test_heading_levels_are_never_skipped(
    name: str, context: Callable[..., Context], render: Render
) -> None:
    html = render(name, context(name))
    levels = [int(tag[1]) for tag, _ in Page(html).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] in (1, 2)
    assert [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_alternatives_and_fields_have_labels(
    name: str, full: Callable[..., Context], render: Render
) -> None:
    page = Page(render(name, full(name)))
    assert [attrs for attrs in page.all("img") if "alt" not in attrs] == []
    labels = {attrs.get("for") for attrs in page.all("label")}
    assert [
        attrs["id"]
        for attrs in page.all("input")
        if attrs["type"] == "search" and attrs["id"] not in labels
    ] == []


def test_html_in_every_field_of_an_article_stays_text(
    render: Render, full: Callable[..., Context]
) -> None:
    card = Card(
        path=HOSTILE, url="/a/", kind="article", title=HOSTILE, subtitle=(HOSTILE,), authors=(HOSTILE,), source=Source(HOSTILE, HOSTILE),
        tags=(HOSTILE,), description=HOSTILE, excerpt=HOSTILE, image=HOSTILE, image_alt=HOSTILE, image_credit=HOSTILE,
        figures=(Figure(HOSTILE, HOSTILE, HOSTILE, HOSTILE),), lang=HOSTILE, rights=HOSTILE, archive=Archive(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )  # fmt: skip
    term, link = Term(HOSTILE, "/t/"), Link("/l/", HOSTILE, HOSTILE)
    hostile = Article(
        card, "<p>safe</p>", tuple(Heading(2, HOSTILE, HOSTILE) for _ in range(3)), (term,), (term,), term, term, link, link, (link,), (link, link),
        HOSTILE, HOSTILE, "{}",
    )  # fmt: skip
    page = Page(render("article.html", {**full("article.html"), "article": hostile}))
    assert page.complaints == []
    assert [
        attrs
        for attrs in page.all("script")
        if "src" not in attrs and attrs.get("type") != "application/ld+json"
    ] == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []
    assert "".join(page.text).count("49") == 0
    assert "".join(page.text).count("alert(1)") >= 10


@pytest.mark.parametrize("name", NAMES)
def test_html_in_the_sites_own_words_stays_text(
    name: str, render: Render, full: Callable[..., Context]
) -> None:
    changes = dict.fromkeys(("title", "description", "author", "rights", "generator"), HOSTILE)
    page = Page(
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
    url: str,
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    hostile = article(card=card(source=Source("이름", url)), edit_url=url)
    html = render("article.html", {**full("article.html"), "article": hostile})
    assert url not in Page(html).links()


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
    html = render(
        "article.html",
        {**full("article.html"), "article": article(card=card(visibility=visibility))},
    )
    assert shown in html
    assert hidden not in html


def test_a_picture_of_another_host_is_linked_and_not_loaded(
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    far = card(image="", figures=(Figure("멀리 있는 사진", "", "https://news.example/a.jpg"),))
    page = Page(render("article.html", {**full("article.html"), "article": article(card=far)}))
    assert page.all("img") == []
    assert "https://news.example/a.jpg" in page.links()


def test_facts_leave_out_what_is_not_known(render: Render, minimal: Callable[..., Context]) -> None:
    page = Page(render("article.html", minimal("article.html")))
    assert page.all("dl", "dt", "dd", "time") == []


def test_facts_name_authors_source_and_dates_in_korean(
    render: Render, full: Callable[..., Context]
) -> None:
    html = render("article.html", full("article.html"))
    facts = Page(html[html.index('<dl class="facts">') : html.index("</dl>") + 5])
    said = " ".join("".join(facts.text).split())
    assert (
        said
        == "글박나루, 이여울 출처물결일보 원문 발행2023년 9월 14일 고침2023년 9월 15일 보관2026년 11월 2일"
    )


def test_an_article_names_itself_to_reference_managers(
    render: Render, full: Callable[..., Context]
) -> None:
    metas = Page(render("article.html", full("article.html"))).all("meta")
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
    render: Render,
    article: Callable[..., Article],
    card: Callable[..., Card],
    full: Callable[..., Context],
) -> None:
    def group(lang: str) -> dict[str, str]:
        return Page(
            render(
                "article.html", {**full("article.html"), "article": article(card=card(lang=lang))}
            )
        ).all("hgroup")[0]

    assert [group("ko"), group("en"), group("ar")] == [
        {},
        {"lang": "en"},
        {"lang": "ar", "dir": "rtl"},
    ]


def test_the_theme_script_stands_before_the_style_sheet(
    render: Render, full: Callable[..., Context]
) -> None:
    html = render("404.html", full("404.html", "/a/b/"))
    assert html.index(
        '<script src="/a/b/assets/theme.0f3a.js" data-scheme="device" data-font="sans">'
    ) < html.index('rel="stylesheet"')


def test_theme_settings_reach_the_page(
    render: Render,
    full: Callable[..., Context],
    theme_settings: Callable[..., Mapping[str, object]],
) -> None:
    given = theme_settings(
        color_scheme="dark", font="serif", show_provenance=False, stylesheet="/custom.css"
    )
    page = Page(render("article.html", with_site(full("article.html", "/a/b/"), theme=given)))
    assert [attrs["href"] for attrs in page.all("link") if attrs["rel"] == "stylesheet"] == [
        "/a/b/assets/style.0f3a.css",
        "/a/b/custom.css",
    ]
    assert [attrs["id"] for attrs in page.all("input") if "checked" in attrs] == [
        "v-dark",
        "v-serif",
    ]
    assert [attrs for attrs in page.all("section") if attrs.get("class") == "provenance"] == []


def test_a_chart_says_in_words_what_it_draws(render: Render, full: Callable[..., Context]) -> None:
    html = render("index.html", full("index.html"))
    assert (
        "<title>2019년부터 2023년까지 기사 1,248건, 가장 많은 해는 2021년 1,200건</title>" in html
    )
    heights = [int(attrs["height"]) for attrs in Page(html).all("rect")]
    assert heights == [2, 100, 3]


def test_pages_link_ends_and_neighbours(render: Render, full: Callable[..., Context]) -> None:
    html = render("list.html", full("list.html"))
    pages = Page(html[html.index('<nav class="pages"') :].split("</nav>")[0] + "</nav>")
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
    render: Render, minimal: Callable[..., Context], full: Callable[..., Context]
) -> None:
    assert '<p class="notice">브라우저 파일을 먼저 받아야 합니다.</p>' in render(
        "search.html", minimal("search.html")
    )
    page = Page(render("search.html", full("search.html", "/a/b/")))
    assert [attrs["action"] for attrs in page.all("form")] == ["/a/b/search/"]
    assert page.all("section")[0]["data-base"] == "/a/b/"


def test_both_languages_have_the_same_strings_with_the_same_places() -> None:
    korean, english = (
        locales.strings((THEME / "locales" / f"{language}.toml").read_text("utf-8"), language)
        for language in LANGUAGES
    )
    places = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in korean.items()}
    plain = {key: text for key, text in english.items() if not key.endswith("_one")}
    assert plain.keys() == korean.keys()
    assert {
        key
        for key, text in plain.items()
        if not key.startswith("date.") and set(re.findall(r"\{(\w+)\}", text)) != places[key]
    } == set()
    assert [len(text["date.months"].split()) for text in (korean, english)] == [12, 12]


def test_every_string_is_used_and_every_used_string_exists() -> None:
    templates = "".join(
        path.read_text("utf-8") for path in sorted((THEME / "templates").glob("*.html"))
    )
    known = locales.strings((THEME / "locales" / "ko.toml").read_text("utf-8"), "ko")
    used = set(re.findall(r"""["']([a-z_]+\.[a-z_0-9]+)["']""", templates)) - {
        path.name for path in THEME.glob("static/*")
    }
    built = {
        key
        for key in known
        if re.match(r"(view|taxonomy|date)\.|article\.(published|updated|archived)", key)
    }
    assert {
        key for key in used if key.split(".")[1] not in ("html", "xml", "json")
    } - known.keys() == set()
    assert known.keys() - used - built == set()


def test_the_style_sheet_is_light_and_layered() -> None:
    css = (THEME / "static" / "style.css").read_text("utf-8")
    assert len(css.encode()) <= 18 * 1024
    assert css.count("{") == css.count("}")
    assert re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).strip().startswith("@layer theme {")
    assert "http" not in css
    assert "url(" not in css


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("text", "least"),
    [("ink", 7), ("muted", 7), ("link", 7), ("visited", 7), ("seal", 7), ("edge", 3)],
)
def test_text_stands_out_from_paper_and_boxes(text: str, least: float, scheme: int) -> None:
    css = (THEME / "static" / "style.css").read_text("utf-8")
    tokens = {
        name: pair
        for name, *pair in re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)", css)
    }
    grounds = ("paper",) if text == "edge" else ("paper", "raised")
    assert [
        ground
        for ground in grounds
        if _contrast(tokens[text][scheme], tokens[ground][scheme]) < least
    ] == []


def test_every_setting_is_explained_and_has_a_default_that_fits() -> None:
    theme = settings.parse((THEME / "theme.toml").read_text("utf-8"), "themes/default/theme.toml")
    assert theme.name == "default"
    assert [key for key, setting in theme.settings.items() if not setting.help.endswith(".")] == []
    assert settings.settings(theme.settings, {}) == {
        "color_scheme": "device",
        "font": "sans",
        "home_tags": 24,
        "show_provenance": True,
        "stylesheet": "",
    }
