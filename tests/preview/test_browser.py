"""The live preview in a real Chromium: what changes in the page, and what must not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ssg

pytestmark = pytest.mark.browser

MORPHS = any((Path(ssg.__file__).parent / "browser" / "vendor").glob("**/idiomorph*.js"))
needs_idiomorph = pytest.mark.skipif(
    not MORPHS, reason="ssg/browser/vendor has no idiomorph: pages are loaded again instead"
)
CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
SECONDS = 20_000

Start = Callable[..., Any]  # conftest.Running; test files don't import each other


def page_of(paragraphs: list[str], *, css: str = "main.css", lang: str = "ko") -> str:
    """A long page with everything that a morph can spoil, under the default theme's policy."""
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta http-equiv="Content-Security-Policy" content="{CSP}"><title>글</title>'
        f'<link rel="stylesheet" href="/repo/{css}"><script type="module" src="/repo/theme.js"></script></head><body>'
        f'<header><input name="querySelectorAll" type="search"></header><main>{body}'
        "<details><summary>더</summary><p>속</p></details><form><input id=note name=note><input type=checkbox></form></main></body></html>"
    )


PARAGRAPHS = [f"문단 {n}" for n in range(100)]
SITE = {
    "index.html": page_of(PARAGRAPHS),
    "main.css": "main p { min-height: 60px; color: rgb(255, 0, 0) }",
    "theme.js": 'document.documentElement.dataset.theme = "dark";'
    'const made = document.createElement("button"); made.textContent = "made"; document.querySelector("header").append(made);',
}


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A fresh tab that has logged no error at the end, but for a missing page's own status."""
    context = browser.new_context(locale="ko-KR", viewport={"width": 800, "height": 600})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda line: (
            wrong.append(line.text)
            if line.type == "error" and "Failed to load resource" not in line.text
            else None
        ),
    )
    page.set_default_timeout(SECONDS)
    yield page
    context.close()
    assert wrong == []


def opened(tab: Any, preview: Any, path: str = "") -> None:
    """Open a page and leave a mark that a reload would wipe out; return when the stream is open."""
    with tab.expect_response(lambda answer: "/_ssg/events" in answer.url):
        tab.goto(preview.url + path)
    tab.evaluate("window.kept = true")


def shows(tab: Any, text: str) -> None:
    tab.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


PANEL = "document.querySelector('[data-ssg=problems]')?.shadowRoot"


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
