"""The live preview in a real Chromium: what changes in the page, and what must not."""

from collections.abc import Callable
from typing import Any

import browsing
import pytest
from browsing import PARAGRAPHS, SECONDS, SITE, needs_idiomorph, opened, page_of, shows

pytestmark = pytest.mark.browser

tab = browsing.tab  # this file's fixture
Start = Callable[..., Any]  # conftest.Running; test files don't import each other


@needs_idiomorph
def test_an_edit_arrives_and_everything_else_stays(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    tab.fill("header input", "찾는 말")
    tab.check("[type=checkbox]")
    tab.evaluate("document.querySelector('details').open = true")
    tab.evaluate("getSelection().selectAllChildren(document.querySelectorAll('main > p')[60])")
    tab.evaluate("document.querySelectorAll('main > p')[58].scrollIntoView()")
    tab.evaluate("document.getElementById('note').focus({ preventScroll: true })")
    tab.keyboard.type("메모")
    tab.evaluate("document.querySelectorAll('main > p')[58].scrollIntoView()")
    tab.evaluate("window.sixty = document.querySelectorAll('main > p')[60]")
    top = tab.evaluate("sixty.getBoundingClientRect().top")
    preview.write("index.html", page_of(["새 문단", "하나 더", *PARAGRAPHS[1:]]))
    shows(tab, "하나 더")
    assert tab.evaluate(
        """() => ({
            kept: window.kept, first: document.querySelector("main > p").textContent, count: document.querySelectorAll("main > p").length,
            same: sixty.isConnected && sixty.textContent, top: Math.round(sixty.getBoundingClientRect().top),
            typed: document.querySelector("header input").value, note: document.activeElement.value,
            checked: document.querySelector("[type=checkbox]").checked, open: document.querySelector("details").open,
            theme: document.documentElement.dataset.theme, made: document.querySelector("header button")?.textContent,
            ids: document.querySelectorAll("[id^=ssg-]").length, sheets: document.querySelectorAll("link").length,
        })"""
    ) == {
        "kept": True, "first": "새 문단", "count": 101, "same": "문단 60", "top": round(top), "typed": "찾는 말", "note": "메모",
        "checked": True, "open": True, "theme": "dark", "made": "made", "ids": 0, "sheets": 1,
    }  # fmt: skip


@needs_idiomorph
def test_selected_text_stays_selected(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    tab.evaluate("getSelection().selectAllChildren(document.querySelectorAll('main > p')[60])")
    preview.write("index.html", page_of(["위에 넣은 문단", *PARAGRAPHS]))
    shows(tab, "위에 넣은 문단")
    assert tab.evaluate("getSelection().toString().trim()") == "문단 60"


@needs_idiomorph
def test_what_a_script_has_put_into_the_text_stays_and_moves_nothing(
    start: Start, tab: Any
) -> None:
    copy = 'for (const p of document.querySelectorAll("main > p")) p.append(document.createElement("button"));'
    preview = start({**SITE, "theme.js": copy}, "/repo/")
    opened(tab, preview)
    tab.evaluate("window.sixty = document.querySelectorAll('main > p')[60]")
    tab.evaluate("getSelection().selectAllChildren(sixty)")
    preview.write(
        "index.html", page_of(["위에 넣은 문단", *PARAGRAPHS[:80], "고친 문단", *PARAGRAPHS[81:]])
    )
    shows(tab, "고친 문단")
    assert tab.evaluate(
        """() => [
            getSelection().toString().trim(), sixty.querySelectorAll("button").length, document.querySelectorAll("main button").length,
            sixty.previousElementSibling.textContent, document.querySelectorAll("[data-ssg-made], [data-ssg-gap]").length,
        ]"""
    ) == ["문단 60", 1, 100, "문단 59", 0]


@needs_idiomorph
def test_a_hundred_saves_end_in_the_last_one(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    for number in range(100):
        preview.write("index.html", page_of([f"판 {number}.", *PARAGRAPHS]))
    shows(tab, "판 99.")
    assert tab.evaluate("window.kept") is True


def test_an_edit_arrives_with_or_without_idiomorph(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    preview.write("index.html", page_of(["새 문단"]))
    shows(tab, "새 문단")


def test_a_page_that_did_not_change_is_left_alone(start: Start, tab: Any) -> None:
    preview = start({**SITE, "other/index.html": page_of(["다른 글"])}, "/repo/")
    opened(tab, preview)
    preview.get("/repo/other/")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    stream = preview.events()
    preview.write("other/index.html", page_of(["고친 다른 글"]))
    stream.next()
    stream.close()
    preview.write("main.css", "main p { color: rgb(0, 0, 255) }")
    tab.wait_for_function(
        "() => getComputedStyle(document.querySelector('main p')).color === 'rgb(0, 0, 255)'"
    )
    assert [url.partition("?")[0] for url in asked] == [f"{preview.url}main.css"]


def test_a_style_sheet_is_swapped_in_place(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    for color in ("rgb(0, 0, 255)", "rgb(0, 128, 0)"):
        preview.write("main.css", f"main p {{ color: {color} }}")
        tab.wait_for_function(
            "color => getComputedStyle(document.querySelector('main p')).color === color", arg=color
        )
    tab.wait_for_function("() => document.querySelectorAll('link').length === 1")
    assert tab.evaluate("window.kept") is True


@needs_idiomorph
def test_a_style_sheet_with_a_new_name_comes_without_an_unstyled_frame(
    lasting: Start, tab: Any
) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    tab.evaluate(
        """() => {
            window.colors = new Set();
            const look = () => { colors.add(getComputedStyle(document.querySelector("main p")).color); requestAnimationFrame(look); };
            look();
        }"""
    )
    preview.write("main-2.css", "main p { min-height: 60px; color: rgb(0, 128, 0) }")
    preview.write("index.html", page_of(["새 옷", *PARAGRAPHS], css="main-2.css"))
    shows(tab, "새 옷")
    tab.wait_for_function("() => document.querySelectorAll('link').length === 1")
    tab.wait_for_function("() => colors.size === 2")
    assert sorted(tab.evaluate("[...colors]")) == ["rgb(0, 128, 0)", "rgb(255, 0, 0)"]
    assert tab.evaluate("window.kept") is True


def test_a_changed_script_of_the_page_loads_it_again(lasting: Start, tab: Any) -> None:
    preview = lasting(SITE, "/repo/")
    opened(tab, preview)
    preview.write("theme.js", 'document.documentElement.dataset.theme = "new";')
    tab.wait_for_function("() => document.documentElement.dataset.theme === 'new'")
    assert tab.evaluate("window.kept") is None


def test_a_restarted_preview_is_found_again(start: Start, tab: Any) -> None:
    preview = start(SITE, "/repo/")
    opened(tab, preview)
    assert preview.stop() == (0, "")
    again = start({**SITE, "index.html": page_of(["다시 켠 뒤의 글"])}, "/repo/", preview.port)
    assert again.port == preview.port
    shows(tab, "다시 켠 뒤의 글")


def test_eight_tabs_load_and_all_hear_of_an_edit_also_after_the_first_is_closed(
    lasting: Start, browser: Any
) -> None:
    preview = lasting(SITE, "/repo/")
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.set_default_timeout(SECONDS)
        tab.goto(preview.url)
    preview.write("index.html", page_of(["모두에게"]))
    for tab in tabs:
        shows(tab, "모두에게")
    tabs[0].close()
    preview.write("index.html", page_of(["나머지에게"]))
    for tab in tabs[1:]:
        shows(tab, "나머지에게")
    context.close()
