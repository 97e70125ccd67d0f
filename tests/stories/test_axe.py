"""axe-core on each kind of page: no violation, as a desktop in light and as a phone in the dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "ssg" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = {
    "home": "", "article": "articles/파일의-지문/", "guide": "guide/markdown/", "tag": "tags/기록/", "tags": "tags/",
    "archive": "archive/", "year": "2024/", "search": "search/", "not-found": "no/such/page/",
}  # fmt: skip
SCREENS = (("light", 1280), ("dark", 360))
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}`))"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, chromium: Browser, address: str) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: `npm ci` in ssg/browser fetches it")
    found = {}
    for scheme, width in SCREENS:
        context = chromium.new_context(
            base_url=address, bypass_csp=True, locale="ko-KR", color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        page = context.new_page()
        page.goto(KINDS[kind])
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
