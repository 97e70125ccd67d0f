"""axe-core on each kind of page of both themes: no violation, as a desktop in light and as a phone in the dark."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "ssg" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
MORE = {
    "앞부분.md": "visibility: excerpt\nsource: {name: 물결일보, url: 'https://news.example/1'}",
    "제목만.md": "visibility: metadata\nsource: {name: 물결일보, url: 'https://news.example/2'}",
    "내린.md": "takedown: 글쓴이의 뜻\nsource: {name: 물결일보}",
    "지난.md": "date: 2001-02-03\ntags: [기록]\nseries: 낱말과 글자\nfigures: [{caption: 없는 사진, credit: 김나루}]",
    "english.md": "lang: en\ndate: 2001-02-04\ntags: [libraries]",
}
TEXT = """첫 문단 $x$ **[[지난]]** {漢字|한자}.

> [!NOTE]- 접힌 상자
> 글

![](지난.png) `코드`[^1]

| 이름 | 수 |
| --- | --: |
| 가 | 1 |

[^1]: 각주.
"""
KINDS = {
    "home": "", "article": "articles/파일의-지문/", "odd": "articles/지난/", "english": "articles/english/",
    "excerpt": "articles/앞부분/", "metadata": "articles/제목만/", "tombstone": "articles/내린/", "guide": "guide/markdown/",
    "tag": "tags/기록/", "tags": "tags/", "author": "authors/성춘향/", "source": "sources/물결일보/", "series": "series/낱말과-글자/",
    "archive": "archive/", "year": "2024/", "month": "2001/02/", "search": "search/", "not-found": "no/such/page/",
    "results": "search/?q=기록&sort=date", "filtered": "search/?q=기록&tag=도서관&tag=기록", "nothing": "search/?q=foo:쀍뛟 \"쀍뛟",
}  # fmt: skip
SHOWN = {
    "results": ("#results > li mark", ".facets[open] .bars", ".facets[open] .values"),
    "filtered": ("#results > li", ".facets[open] .clear"),
    "nothing": (".hints .notice", ".hints .elsewhere"),
}
"""What must stand on a page of the search before it is looked at; the plain theme has none."""

SCREENS = (("light", 1280), ("dark", 360))
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}`))"


@pytest.fixture(scope="module", params=["default", "plain"])
def both(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[[Path], str],
) -> str:
    """Return the address of the example archive in each theme, with articles of every kind."""
    archive = tmp_path_factory.mktemp("axe")
    shutil.copytree(ROOT / "content", archive / "content")
    toml = (ROOT / "site.toml").read_text("utf-8") + f'\n[theme]\nname = "{request.param}"\n'
    (archive / "site.toml").write_text(toml, "utf-8")
    for name, front in MORE.items():
        said = f"---\ntitle: {name}\n{front}\n---\n{TEXT}"
        (archive / "content" / "articles" / name).write_text(said, "utf-8")
    build = [sys.executable, "-m", "ssg", "-C", str(archive), "build", "--base-url", "https://example.org/repo/"]  # fmt: skip
    subprocess.run(build, cwd=ROOT, capture_output=True, check=False, timeout=300)
    return serve(archive / "_site")


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, chromium: Browser, both: str) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: `npm ci` in ssg/browser fetches it")
    found = {}
    for scheme, width in SCREENS:
        context = chromium.new_context(
            base_url=both, bypass_csp=True, locale="ko-KR", color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        page = context.new_page()
        answer = page.goto(KINDS[kind])
        assert answer
        assert answer.ok == (kind != "not-found")
        for part in SHOWN.get(kind, ()) if page.locator("#search").count() else ():
            page.locator(part).first.wait_for()
        for folded in page.locator("details").all():
            folded.evaluate("it => { it.open = true }")
        page.add_script_tag(path=AXE)
        found[scheme] = page.evaluate(RUN)
        context.close()
    assert found == {"light": [], "dark": []}


def test_axe_is_awake(chromium: Browser) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: `npm ci` in ssg/browser fetches it")
    page = chromium.new_page()
    page.set_content("<main><h1>x</h1><img src='data:,'></main>")
    page.add_script_tag(path=AXE)
    assert any(line.startswith("image-alt") for line in page.evaluate(RUN))
    page.close()
