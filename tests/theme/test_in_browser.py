"""The theme in a real Chromium: settings remembered, nothing wider than a phone, no complaint from the policy."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from ssg.formats.fixity import digest
from ssg.theme.context import CONTEXTS, Article

Context = Mapping[str, object]
Render = Callable[[str, Context], str]
THEME = Path(__file__).parents[2] / "themes" / "default"
HOST = "https://archive.example"
NAMES = sorted(CONTEXTS)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: set CHROMIUM to one")
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(
    browser: Browser, render: Render, full: Callable[..., Context]
) -> Iterator[Callable[..., Page]]:
    """Opens pages of the theme below /repo/; the network is a function, and errors of a page are errors of the test."""
    said: list[str] = []
    opened: list[BrowserContext] = []

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{HOST}/repo/")
        if name in CONTEXTS:
            route.fulfill(
                body=render(name, full(name, "/repo/")), content_type="text/html; charset=utf-8"
            )
        elif (
            name.startswith("assets/")
            and (THEME / "static" / name[7:].replace(".0f3a", "")).exists()
        ):
            route.fulfill(path=THEME / "static" / name[7:].replace(".0f3a", ""))
        else:
            route.fulfill(body="", content_type="text/javascript")

    def page(**options: Any) -> Page:
        context = browser.new_context(**options)
        opened.append(context)
        context.route("**/*", answer)
        made = context.new_page()
        made.on("console", lambda message: said.append(message.text))
        made.on("pageerror", lambda error: said.append(str(error)))
        return made

    yield page
    for context in opened:
        context.close()
    assert said == []


def ground(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


LIGHT, DARK = "rgb(253, 252, 249)", "rgb(23, 24, 27)"


def test_a_chosen_scheme_and_typeface_hold_on_the_next_page(
    visit: Callable[..., Page],
) -> None:
    page = visit(color_scheme="light")
    page.goto(f"{HOST}/repo/index.html")
    before = ground(page)
    page.check("#v-dark")
    page.check("#v-serif")
    page.goto(f"{HOST}/repo/404.html")
    face = page.evaluate("getComputedStyle(document.body).fontFamily.split(',')[0]")
    assert (before, ground(page), face) == (LIGHT, DARK, '"Noto Serif KR"')
    assert (page.is_checked("#v-dark"), page.is_checked("#v-serif")) == (True, True)
    page.check("#v-device")
    assert ground(page) == LIGHT


def test_the_choice_works_without_scripts_on_its_own_page(
    visit: Callable[..., Page],
) -> None:
    page = visit(color_scheme="dark", java_script_enabled=False)
    page.goto(f"{HOST}/repo/404.html")
    page.check("#v-light")
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == LIGHT


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_a_small_phone(name: str, visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 320, "height": 640})
    page.goto(f"{HOST}/repo/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_headline_of_ninety_syllables_breaks(visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 320, "height": 640})
    page.goto(f"{HOST}/repo/article.html")
    page.locator("h1").evaluate(
        "(h1, text) => { h1.textContent = text }", "국가하천통합홍수예측" * 9
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_slash_goes_to_the_search_field_and_is_a_letter_inside_it(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    page.goto(f"{HOST}/repo/index.html")
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.input_value("#top-q") == "a/b"


def test_code_and_citations_get_buttons_that_copy_them(visit: Callable[..., Page]) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{HOST}/repo/article.html")
    assert page.get_by_role("button", name="복사").count() == 2  # the files are folded away
    for place, text in (
        (".body pre + .copy", "def level(reading):\n"),
        (".line + .copy", "박나루, 「강물의 높이」 (https://archive.example/a/)."),
    ):
        page.click(place)
        page.locator(place, has_text="복사했습니다").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == text


def test_a_copy_is_verified_and_a_changed_one_is_found_out(
    visit: Callable[..., Page], article: Callable[..., Article]
) -> None:
    page = visit(permissions=["clipboard-write"])
    page.goto(f"{HOST}/repo/article.html")
    shown = article()
    text = shown.parts[0].html + shown.parts[1].html
    page.locator("#digest").evaluate(
        "(it, sum) => { it.textContent = sum }", digest(shown.card.title, text)
    )
    page.click("#digest + button")
    page.get_by_text("이 화면의 글이 지문과 같습니다").wait_for()
    page.locator(".body > p").first.evaluate("it => { it.append('.') }")
    page.click("#digest + button")
    page.get_by_text("이 화면의 글이 지문과 다릅니다").wait_for()


def test_paper_has_the_text_and_where_it_is_from_and_no_navigation(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    page.goto(f"{HOST}/repo/article.html")
    page.emulate_media(media="print")
    shown = {
        place: page.locator(place).first.is_visible()
        for place in (".body", ".provenance", ".top nav", ".contents", ".bottom", ".tags", ".copy")
    }
    assert shown == {
        ".body": True,
        ".provenance": True,
        ".top nav": False,
        ".contents": False,
        ".bottom": False,
        ".tags": False,
        ".copy": False,
    }
