"""The panel of problems in a real Chromium: when it is there, what it says, and that it goes."""

from collections.abc import Callable
from typing import Any

import browsing
import pytest
from browsing import SITE, needs_idiomorph, opened, page_of, shows

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
tab = browsing.tab  # this file's fixture
PANEL = "document.querySelector('[data-ssg=problems]')?.shadowRoot"


def test_a_problem_is_shown_as_text_on_the_last_good_page_and_vanishes(
    lasting: Start, tab: Any
) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    preview.break_("<img src=x onerror=alert(1)>")
    tab.wait_for_function(f"() => {PANEL}?.querySelector('li')")
    said = tab.evaluate(
        f"[...{PANEL}.querySelectorAll('summary, code, strong, em')].map(each => each.textContent)"
    )
    assert said == [
        "고칠 곳 1개 — 마지막으로 잘 만들어진 화면입니다", "site.toml:1", 'unknown key "<img src=x onerror=alert(1)>"',
        "keys of your own go under [extra]",
    ]  # fmt: skip
    assert tab.evaluate(f"{PANEL}.querySelector('mark').textContent") == (
        '"<img src=x onerror=alert(1)>" = 1'
    )
    assert tab.evaluate(f"{PANEL}.querySelector('mark + span').dataset.line") == "2"
    assert tab.evaluate(f"{PANEL}.querySelectorAll('img').length") == 0
    tab.wait_for_function(
        f"() => getComputedStyle({PANEL}.querySelector('section')).position === 'fixed'"
    )
    shows(tab, "문단 50")
    preview.mend()
    tab.wait_for_function(f"() => !{PANEL}")
    assert tab.evaluate("window.kept") is True


@needs_idiomorph
def test_the_panel_survives_a_morph_and_is_there_after_a_reload(start: Start, tab: Any) -> None:
    preview = start(
        {**SITE, "content/articles/a.md": "---\ntitle: 글\ndate: 언젠가\n---\n"}, "/repo/"
    )
    opened(tab, preview)
    tab.wait_for_function(f"() => {PANEL}?.querySelector('li')")
    preview.write("index.html", page_of(["새 문단"]))
    shows(tab, "새 문단")
    assert tab.evaluate(f"{PANEL}.querySelector('code').textContent") == "content/articles/a.md:3:1"


def test_without_any_good_page_the_problem_is_shown_and_then_the_site(
    start: Start, tab: Any
) -> None:
    preview = start(
        {
            **SITE,
            "site.toml": '"깨진" = 1\ntitle = "기록"\nbase_url = "https://example.org/repo/"\n',
        }
    )
    with tab.expect_response(lambda answer: "/_ssg/events" in answer.url):
        tab.goto(preview.url)
    tab.wait_for_function(
        f"() => {PANEL}?.querySelector('strong')?.textContent === 'unknown key \"깨진\"'"
    )
    preview.mend()
    shows(tab, "문단 50")
    tab.wait_for_function(f"() => !{PANEL}")


def test_a_deleted_page_says_so_and_comes_back(start: Start, tab: Any) -> None:
    preview = start({**SITE, "d/index.html": page_of(["지울 글"])}, "/repo/")
    opened(tab, preview, "d/")
    preview.file("d/index.html").unlink()
    tab.wait_for_function(
        f"() => {PANEL}?.querySelector('p')?.textContent.startsWith('이 페이지는 지워졌습니다')"
    )
    shows(tab, "지울 글")
    preview.write("d/index.html", page_of(["되살린 글"]))
    shows(tab, "되살린 글")
    tab.wait_for_function(f"() => !{PANEL}")
