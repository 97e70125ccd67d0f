"""Readers who search the example site: typed, linked, half typed, mistyped, composed, back and forward."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
Visit = Callable[..., Page]
MEETING = "두 도시가 만난 날"


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox")


def titles(page: Page) -> Locator:
    return page.locator("#results > li h2")


def test_typing_finds_and_the_result_opens(visit: Visit, address: str) -> None:
    page = visit("search/")
    box(page).press_sequentially("정상회담")
    expect(titles(page)).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("2건")
    page.get_by_role("link", name=MEETING).click()
    expect(page).to_have_url(f"{address}articles/{quote('두-도시')}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(MEETING)


def test_a_noun_inside_a_compound_with_a_particle_is_found_and_marked(visit: Visit) -> None:
    page = visit("search/?q=" + quote("회담"))
    expect(box(page)).to_have_value("회담")
    found = page.locator("#results > li").filter(has_text=MEETING)
    expect(found.locator(".excerpt")).to_contain_text("정상회담을 열었다")
    expect(found.locator(".excerpt mark").first).to_contain_text("회담")


@pytest.mark.parametrize(
    "typed", ["정상회다", "정상횓", "정사회담을 정상회", "wjdtkdghleka", "정상 회담", "ㅈㅅㅎㄷ"]
)
def test_half_typed_mistyped_and_spaced_words_find(visit: Visit, typed: str) -> None:
    page = visit("search/?q=" + quote(typed))
    expect(titles(page).filter(has_text=MEETING)).to_have_count(1)


def test_an_input_method_is_not_disturbed_and_its_enter_ends_only_the_syllable(
    visit: Visit,
) -> None:
    page = visit("search/")
    box(page).focus()
    keyboard, before = page.context.new_cdp_session(page), page.evaluate("history.length")
    for composed in ("ㅈ", "저", "정", "정ㅅ", "정사", "정상"):
        at = len(composed)
        keyboard.send(
            "Input.imeSetComposition", {"text": composed, "selectionStart": at, "selectionEnd": at}
        )
        assert box(page).input_value() == composed
    page.keyboard.press("Enter")
    assert (box(page).input_value(), page.evaluate("history.length")) == ("정상", before)
    keyboard.send("Input.insertText", {"text": "정상"})
    box(page).press_sequentially("회담")
    expect(box(page)).to_have_value("정상회담")
    expect(titles(page)).to_have_count(2)
    assert re.search(r"/repo/search/\?q=", page.url)


def test_back_and_forward_keep_the_query_and_its_results(visit: Visit) -> None:
    page = visit("search/")
    box(page).fill("정상회담")
    box(page).press("Enter")
    page.get_by_role("link", name=MEETING).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MEETING)
    page.go_back()
    expect(box(page)).to_have_value("정상회담")
    expect(titles(page)).to_have_count(2)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text(MEETING)


def test_nothing_found_is_said(visit: Visit) -> None:
    page = visit("search/?q=" + quote("쀍뛟쀍뛟"))
    expect(page.get_by_role("status")).to_contain_text("찾은 글이 없습니다")
    expect(titles(page)).to_have_count(0)


@pytest.mark.parametrize("typed", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "title:", "+ - * ~ ^ : \\",
                                   "*", "도서관^^2", "&amp;&lt;", "%00%", "🙂 ﷽", "a" * 3000])  # fmt: skip
def test_whatever_is_typed_stays_text(visit: Visit, typed: str) -> None:
    page = visit("search/?q=" + quote(typed))
    expect(box(page)).to_have_value(typed)
    expect(page.locator("#search")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status")).not_to_have_text("")
    assert page.locator("#search img, #search script").count() == 0
    expect(page.get_by_role("status")).not_to_contain_text("읽지 못했습니다")


def test_markup_in_a_found_title_is_text(visit: Visit) -> None:
    page = visit("search/?q=" + quote("굵은 글씨"))
    expect(titles(page).first).to_have_text("<b>굵은 글씨</b>와 & 기호")


def test_results_come_in_the_order_of_the_command_line(visit: Visit, site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ssg", "-C", str(site.parent), "search", "도서관", "--json"],
        capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    wanted = [hit["title"] for hit in json.loads(done.stdout)["results"]]
    page = visit("search/?q=" + quote("도서관"))
    expect(titles(page)).to_have_text(wanted)
    assert len(wanted) > 3


def test_every_article_of_the_site_is_the_first_that_its_headline_finds(site: Path) -> None:
    def ask(*words: str, stdin: str = "") -> list[dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "ssg", "-C", str(site.parent), *words, "--json"], input=stdin,
            capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines()]

    articles = [each for each in ask("list") if str(each["url"]).startswith("/articles/")]
    told = ask("search", "-", stdin="".join(f"{each['title']}\n" for each in articles))
    first = [answer["results"][0]["url"] if answer["results"] else "" for answer in told]  # type: ignore[index]
    assert first == [each["url"] for each in articles]
    assert len(first) > 12
