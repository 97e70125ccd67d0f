"""The default theme as the engine would hand it over, and contexts for every template: full, minimal, hostile."""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from ssg.formats.citations import Cited, citations
from ssg.model import Archive, Card, Figure, Heading, Moment, Source
from ssg.theme import locales, settings, templates
from ssg.theme.context import (
    Article,
    Figures,
    Group,
    Here,
    Link,
    Pager,
    Part,
    Period,
    Site,
    Term,
    Terms,
)

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folders

from parsed import Page  # noqa: E402

THEME = Path(__file__).parents[2] / "themes" / "default"
SOURCES = {
    path.name: path.read_text("utf-8") for path in sorted((THEME / "templates").glob("*.html"))
}
PATHS = {name: f"themes/default/templates/{name}" for name in SOURCES}
ASSETS = {
    name: f"/assets/{name.replace('.', '.0f3a.')}"
    for name in ("style.css", "theme.js", "page.js", "icon.svg")
}
LONG = "국가하천통합홍수예측정보시스템고도화사업타당성재조사결과보고서전문공개" * 3
BODY = """<p>강물의 높이를 재는 일은 <em>하루에 세 번</em> 했다.<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup></p>
<h2 id="가">기둥</h2><p>여기 <strong>중요한</strong> 말과 <code>survey.csv</code>가 있다.</p>
<h2 id="나">숫자</h2><div class="scroll" role="group" tabindex="0" aria-label="표 1"><table><thead><tr><th>기둥</th><th class="num">높이</th></tr></thead>
<tbody><tr><td>1호</td><td class="num">2.31</td></tr></tbody></table></div>
<h2 id="다">빈칸</h2><pre class="highlight" role="group" tabindex="0" aria-label="코드 1"><code>def level(reading):
</code></pre><section class="footnotes"><ol><li id="fn1"><p>주석. <a href="#fnref1" class="footnote-backref">↩</a></p></li></ol></section>"""

Context = Mapping[str, object]
Render = Callable[[str, Context], str]


def words(language: str) -> Mapping[str, str]:
    """The theme's strings in a language."""
    path = THEME / "locales" / f"{language}.toml"
    return locales.strings(path.read_text("utf-8"), str(path))


def site(base: str = "/", language: str = "ko", **changes: object) -> Site:
    """A site below `base`, with a menu and the theme's own defaults."""
    declared = settings.parse((THEME / "theme.toml").read_text("utf-8"), "theme.toml").settings
    values: dict[str, object] = {
        "title": "물가 기록관",
        "description": "강을 적은 기사들",
        "language": language,
        "author": "편집자",
        "rights": "© 물가 기록관",
        "base_url": f"https://archive.example{base}",
        "base_path": base,
        "repository": "https://git.example/archive",
        "search": True,
        "menu": (
            Link("/archive/", "아카이브"),
            Link("/tags/", "태그"),
            Link("https://other.example/", "다른 곳"),
        ),
        "footer": (Link("/guide/", "안내"),),
        "feeds": (
            Link("/feed.xml", "atom", "application/atom+xml"),
            Link("/feed.json", "json", "application/feed+json"),
        ),
        "theme": settings.settings(declared, {}),
        "assets": ASSETS,
        "generator": "ssg 0.1",
    }
    return Site(**{**values, **changes})  # type: ignore[arg-type]


def card(at: int = 0, **changes: object) -> Card:
    """The full card of an article; `at` makes several differ."""
    values: dict[str, object] = {
        "path": f"content/articles/2023/강물-{at}.md",
        "url": f"/articles/강물-{at}/",
        "kind": "article",
        "title": f"강물의 높이를 백 년 동안 적은 사람들 {at}",
        "subtitle": (
            "나루터 검조원 세 사람의 공책 열두 권이 도시의 홍수 지도를 바꿨다",
            "기준점 하나는 끝내 나오지 않아",
        ),
        "date": Moment("2023-09-14"),
        "updated": Moment("2023-09-15T09:12:00+09:00"),
        "archived": Moment("2026-11-02T21:40:05+09:00"),
        "authors": ("박나루", "이여울"),
        "source": Source("물결일보", "https://news.example/2023/0914?a=1&b=2"),
        "tags": ("홍수", "나루"),
        "description": "검조원 공책 이야기",
        "excerpt": "강물의 높이를 재는 일은 하루에 세 번 했다.",
        "image": "기둥.jpg",
        "image_alt": "물가의 나무 기둥",
        "image_credit": "나루박물관",
        "figures": (
            Figure("네 번째 기둥.", "나루박물관", "둘째.jpg", "기둥"),
            Figure("사라진 나루의 겨울.", "물결일보"),
        ),
        "lang": "ko",
        "rights": "물결일보, 인용",
        "archive": Archive("a1", "9f" * 32, "content/originals/9f.html", "html"),
    }
    return Card(**{**values, **changes})  # type: ignore[arg-type]


def term(name: str, count: int = 3) -> Term:
    return Term(name, f"/tags/{name}/", count)


def years() -> tuple[Period, ...]:
    """Three years with a gap between, newest first, the newest with months."""
    months = tuple(
        Period("2023", f"{m:02}", f"/2023/{m:02}/", m * 3, (), (0, m * 2, m, *[0] * 27))
        for m in (9, 3, 1)
    )
    return (
        Period("2023", "", "/2023/", 39, months),
        Period("2021", "", "/2021/", 1200),
        Period("2019", "", "/2019/", 9),
    )


def article(**changes: object) -> Article:
    values: dict[str, object] = {
        "card": card(),
        "html": BODY,
        "headings": (
            Heading(2, "가", "기둥"),
            Heading(3, "가-1", "못"),
            Heading(2, "나", "숫자"),
            Heading(2, "다", "빈칸"),
        ),
        "tags": (term("홍수"), term("나루")),
        "authors": (Term("박나루", "/authors/박나루/"), Term("이여울", "/authors/이여울/")),
        "source": Term("물결일보", "/sources/물결일보/"),
        "section": Term("지역", "/sections/지역/"),
        "older": Link("/articles/앞/", "앞선 기사"),
        "newer": Link("/articles/뒤/", "뒤의 기사"),
        "related": (Link("/articles/이웃/", "둑 위의 은행나무를 누가 심었는가", "강변신문"),),
        "series": (
            Link("/articles/첫/", "첫째"),
            Link("/articles/강물-0/", "둘째"),
            Link("/articles/셋/", "셋째"),
        ),
        "series_name": "강을 읽는 사람들",
        "parts": (
            Part(BODY, (Figure("네 번째 기둥.", "나루박물관", "/files/둘째.jpg", "기둥", 1),)),
            Part("<p>끝</p>"),
        ),
        "figures": (Figure("사라진 나루의 겨울.", "물결일보"),),
        "others": (Terms("인물", (Term("김검조", "/people/김검조/"),)),),
        "digest": "0a" * 32,
        "citations": citations(
            Cited("강물", "강물의 높이", ("박나루",), kept="https://archive.example/a/"), "ko"
        ),
        "edit_url": "https://git.example/archive/edit/a.md",
        "json_ld": '{"@type":"NewsArticle","headline":"\\u003c"}',
    }
    return Article(**{**values, **changes})  # type: ignore[arg-type]


SCRIPTS = {"script": "/assets/search.js", "table": "/assets/analysis.json", "lunr": "/assets/lunr.min.js", "index": "/search/"}  # fmt: skip
URLS = tuple(f"/tags/홍수/page/{n}/" for n in range(1, 10))


def full(name: str, base: str = "/", language: str = "ko") -> Context:
    """A context in which every optional thing is there."""
    cards = tuple(card(at) for at in range(4))
    here = Here(
        "/here/",
        "여기",
        name,
        "쪽의 설명",
        language,
        (Link("/here/feed.xml", "atom", "application/atom+xml"),),
        "/tags/",
        "/images/a.png",
    )
    own: dict[str, Context] = {
        "index.html": {"entries": cards, "pager": Pager(1, URLS, 1248), "figures": Figures(1248, 312, 17, "1968", years()), "featured": cards[:2], "series": (term("강을 읽는 사람들"),), "tags": (term("홍수"), term("나루"))},
        "article.html": {"article": article()},
        "page.html": {"article": article(), "siblings": (Link("/here/", "여기"), Link("/guide/둘/", "둘", "덧말"))},
        "list.html": {"heading": "2023년", "parent": Link("/archive/", "아카이브"), "entries": cards, "pager": Pager(5, URLS, 90), "months": years()[0].months},
        "taxonomy.html": {"taxonomy": "tags", "groups": (Group("ㄱ", "g-1", (term("기후"), term("강변 시장"))), Group("#", "g-2", (term("4대강"),)), Group("…", "g-3", (term("漢字"),))), "count": 4, "most": (), "parent": None, "initial": ""},
        "term.html": {"taxonomy": "tags", "parent": Link("/tags/", "태그"), "sources": (term("물결일보"),), "term": term("홍수"), "entries": cards, "pager": Pager(9, URLS, 127), "related": (term("나루"),), "years": years(), "description": "<p>강물이 둑을 넘은 날.</p>"},
        "archive.html": {"years": years()},
        "search.html": {"scripts": SCRIPTS, "missing": ""},
        "404.html": {},
        "tombstone.html": {"reason": "글쓴이의 뜻에 따라 내렸습니다.", "card": None},
    }  # fmt: skip
    return {"site": site(base, language), "here": here, **own[name]}


def minimal(name: str, base: str = "/", language: str = "ko") -> Context:
    """A context in which everything that may be empty is."""
    bare = Card(path="a.md", url="/a/", kind="article", title="제목")
    empty_site = site(
        base,
        language,
        description="",
        author="",
        rights="",
        base_url="",
        repository="",
        search=False,
        menu=(),
        footer=(),
    )
    pager = Pager(1, ("/x/",), 0)
    own: dict[str, Context] = {
        "index.html": {"entries": (), "pager": pager, "figures": Figures(0, 0, 0, ""), "featured": (), "series": (), "tags": ()},
        "article.html": {"article": Article(bare, "", ())},
        "page.html": {"article": Article(bare, "", ()), "siblings": ()},
        "list.html": {"heading": "2023", "parent": Link("", ""), "entries": (bare,), "pager": pager, "months": ()},
        "taxonomy.html": {"taxonomy": "series", "groups": (), "count": 0, "most": (), "parent": None, "initial": ""},
        "term.html": {"taxonomy": "authors", "parent": Link("/authors/", "글쓴이"), "sources": (), "term": Term("이름", "/authors/이름/"), "entries": (bare,), "pager": pager, "related": (), "years": (), "description": ""},
        "archive.html": {"years": ()},
        "search.html": {"scripts": {}, "missing": "브라우저 파일을 먼저 받아야 합니다."},
        "404.html": {},
        "tombstone.html": {"reason": "", "card": None},
    }  # fmt: skip
    return {"site": empty_site, "here": Here("/x/", "", name), **own[name]}


def _code(site: Site) -> templates.Code:
    place = (site.base_path, site.base_url, site.language)
    return _compiled(place)


@cache
def _compiled(place: tuple[str, str, str]) -> templates.Code:
    return templates.compiled(SOURCES, words(place[2]), PATHS, place)


@pytest.fixture
def render() -> Render:
    """Renders a template of the default theme with all its sources, in the site's language."""

    def page(name: str, context: Context) -> str:
        its_site = context["site"]
        assert isinstance(its_site, Site)
        return templates.render(_code(its_site), name, context)

    return page


@pytest.fixture(name="full")
def full_contexts() -> Callable[..., Context]:
    return full


@pytest.fixture(name="minimal")
def minimal_contexts() -> Callable[..., Context]:
    return minimal


@pytest.fixture(name="article")
def make_article() -> Callable[..., Article]:
    return article


@pytest.fixture(name="card")
def make_card() -> Callable[..., Card]:
    return card


@pytest.fixture(name="site")
def make_site() -> Callable[..., Site]:
    return site


@pytest.fixture(name="strings")
def theme_strings() -> Callable[[str], Mapping[str, str]]:
    return words


@pytest.fixture
def theme_settings() -> Callable[..., Mapping[str, object]]:
    declared = settings.parse((THEME / "theme.toml").read_text("utf-8"), "theme.toml").settings
    return lambda **given: settings.settings(declared, given)


@pytest.fixture
def parse() -> type[Page]:
    return Page
