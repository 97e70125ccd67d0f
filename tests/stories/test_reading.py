"""Readers of the example site: from the first page to an article and on, with and without scripts, by keyboard, lost."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
LIGHT, DARK = "rgb(253, 252, 249)", "rgb(23, 24, 27)"
SAMPLES = """
window.grounds = [];
const look = () => {
  if (document.body) window.grounds.push(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def ground(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def eventually(page: Page, happens: Callable[[], bool]) -> None:
    """Wait until something is so; the policy of the pages forbids the driver's own way."""
    for _ in range(400):
        if happens():
            return
        page.wait_for_timeout(50)
    pytest.fail("it never happened")


def test_from_the_first_page_to_an_article_its_tag_and_a_search(visit: Visit, address: str) -> None:
    page = visit()
    expect(page).to_have_title("글갈피")
    page.get_by_role("link", name="정정은 지우는 일이 아니다").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("정정은 지우는 일이 아니다")
    page.locator(".tags").get_by_role("link", name="기록", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("기록")
    assert page.url.startswith(f"{address}tags/")
    page.get_by_role("searchbox").fill("정상회담")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(r"/repo/search/\?q="))
    expect(page.locator("#results h2")).to_have_count(2)
    page.get_by_role("link", name="두 도시가 만난 날").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("두 도시가 만난 날")
    expect(page.locator(".body")).to_contain_text("정상회담을 열었다")


def test_without_scripts_articles_tags_and_archive_can_be_read(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_role("navigation").get_by_role("link", name="태그").first.click()
    page.get_by_role("link", name=re.compile("^도서관")).first.click()
    page.locator("main").get_by_role("link", name=re.compile("^카드 목록")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("카드 목록")
    page.get_by_role("navigation").get_by_role("link", name="아카이브").first.click()
    page.locator("main").get_by_role("link", name="2018년").click()
    page.locator("main").get_by_role("link", name="두 도시가 만난 날").click()
    expect(page.locator(".body")).to_contain_text("다리에는 바람이 불었다.")


def test_without_scripts_the_search_page_says_what_to_do(visit: Visit) -> None:
    page = visit("search/?q=도서관", java_script_enabled=False)
    told = page.locator("main noscript").text_content()  # which the driver won't call visible text
    assert "자바스크립트를 켜야" in (told or "")
    assert "메뉴의 목록에서 찾아보세요" in (told or "")
    expect(page.get_by_role("navigation").first.get_by_role("link", name="태그")).to_be_visible()


def test_a_lost_reader_three_folders_deep_gets_the_site_around_the_message(
    visit: Visit, said: list[str], address: str
) -> None:
    page = visit("articles/없는/글/여기/", color_scheme="light")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert ground(page) == LIGHT
    page.locator("main").get_by_role("link").first.click()
    expect(page).to_have_url(address)
    assert [line for line in said if "404" not in line] == []
    said.clear()  # the browser itself notes the status of the page


def test_a_chosen_scheme_is_there_from_the_first_frame_of_the_next_page(visit: Visit) -> None:
    page = visit(color_scheme="light")
    assert ground(page) == LIGHT
    page.check("#v-dark")
    page.add_init_script(SAMPLES)
    page.goto("tags/")
    eventually(page, lambda: page.evaluate("window.grounds.length") > 5)
    assert page.evaluate("[...new Set(window.grounds)]") == [DARK]


def test_the_keyboard_goes_to_the_text_first_and_to_the_search_by_slash(visit: Visit) -> None:
    page = visit("articles/정정은-지우는-일이-아니다/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox")).to_have_value("a/b")


def test_every_step_of_the_keyboard_can_be_seen(visit: Visit) -> None:
    page = visit("articles/정정은-지우는-일이-아니다/")
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const it = document.activeElement; if (it === document.body) return null;
            const style = getComputedStyle(it);
            return [it.outerHTML.slice(0, 80), style.outlineStyle !== "none" || style.boxShadow !== "none"] }"""
        )
        if seen is None:
            break
        hidden += [] if seen[1] else [seen[0]]
    assert hidden == []


def test_markup_in_titles_and_tags_is_shown_as_text_everywhere(visit: Visit) -> None:
    page = visit("articles/odd/")
    expect(page.get_by_role("heading", level=1)).to_have_text("<b>굵은 글씨</b>와 & 기호")
    expect(page.locator(".body code")).to_have_text("<script>alert(1)</script>")
    page.locator(".tags a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C&A <표>")
    expect(page.locator("main")).to_contain_text("<b>굵은 글씨</b>와 & 기호")


def test_an_old_address_leads_to_the_article(visit: Visit, address: str) -> None:
    page = visit("2022/card-catalogue/")
    expect(page).to_have_url(f"{address}articles/{quote('카드-목록의-서랍')}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_these_stories_notice_a_complaint_and_a_stranger(visit: Visit, said: list[str]) -> None:
    page = visit("about/")
    page.evaluate("fetch('https://example.com/').catch(() => 0)")
    assert [line for line in said if "https://example.com/" in line] != []
    said.clear()
    page.evaluate("console.warn('hm')")
    assert said == ["hm"]
    said.clear()
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.com/a.png'}))"
    )
    eventually(page, lambda: any("https://example.com/a.png" in line for line in said))
    said.clear()
