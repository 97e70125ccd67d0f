"""Readers who search the example site: typed, linked, half typed, mistyped, composed, back and forward."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

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


def test_filters_count_narrow_and_stay_in_the_address(visit: Visit) -> None:
    page = visit("search/?q=" + quote("도서관"))
    page.set_viewport_size({"width": 800, "height": 900})
    expect(page.get_by_role("status")).to_have_text(re.compile("[0-9]+건"))
    whole = titles(page).count()
    page.locator(".facets summary").click()
    tag = page.locator(".values").filter(has_text="태그").locator("label").first
    wanted = int(tag.locator("small").inner_text())
    tag.get_by_role("checkbox").check()
    expect(titles(page)).to_have_count(min(wanted, 10))
    assert 0 < wanted < whole
    assert "tag=" in page.url
    address = page.url
    page.reload()
    expect(titles(page)).to_have_count(min(wanted, 10))
    expect(page.locator(".facets")).to_have_attribute("open", "")
    page.get_by_role("button", name="조건 지우기").click()
    expect(titles(page)).to_have_count(whole)
    page.go_back()
    expect(page).to_have_url(address)
    expect(titles(page)).to_have_count(min(wanted, 10))


def test_a_year_of_the_chart_filters_and_the_newest_come_first(visit: Visit) -> None:
    page = visit("search/?sort=date&q=" + quote("기록"))
    expect(page.locator(".bars")).to_be_visible()
    days = page.locator("#results time").evaluate_all("all => all.map(it => it.dateTime)")
    assert days == sorted(days, reverse=True)
    assert len({day[:4] for day in days}) > 1
    year = days[-1][:4]
    page.locator(f".bars input[value='{year}']").check()
    expect(page.locator("#results time").first).to_have_text(re.compile(f"^{year}"))
    assert {day[:4] for day in page.locator("#results time").all_inner_texts()} == {year}
    assert f"year={year}" in page.url


def test_words_in_quotation_marks_must_stand_in_the_text_as_they_are(visit: Visit) -> None:
    page = visit("search/?q=" + quote('"다리 위에서 정상회담을"'))
    expect(titles(page)).to_have_text([MEETING])
    expect(page.get_by_role("status")).to_contain_text("그대로 있는 글 1건")
    box(page).fill('"정상회담을 위에서 다리"')
    expect(page.get_by_role("status")).to_contain_text("찾은 글이 없습니다")
    expect(titles(page)).to_have_count(0)


def test_a_misspelt_word_leads_to_one_of_the_sites_own(visit: Visit) -> None:
    page = visit("search/")
    box(page).fill("졍상회담 ")
    near = page.locator(".near button").filter(has_text="정상회담")
    near.click()
    expect(box(page)).to_have_value("정상회담")
    expect(titles(page).filter(has_text=MEETING)).to_have_count(1)


def test_what_was_not_understood_is_said_and_where_else_to_look(visit: Visit) -> None:
    page = visit("search/?q=" + quote('foo:쀍뛟쀍뛟 "쀍뛟'))
    expect(page.locator(".hints .notice")).to_have_count(2)
    expect(page.locator(".hints .notice").first).to_contain_text("‘foo:’이라는 항목은 없습니다")
    assert page.locator(".elsewhere a").all_inner_texts() == ["태그 목록", "아카이브"]
    page.locator(".elsewhere a").first.click()
    expect(page).to_have_url(re.compile("/repo/tags/$"))


def test_a_part_that_is_lost_on_the_way_can_be_read_again(visit: Visit) -> None:
    page = visit("search/")
    page.context.route("**/search/tail/s*", lambda route: route.abort())
    box(page).fill("정상회담")
    expect(page.get_by_role("status")).to_contain_text("읽지 못했습니다")
    page.context.unroute("**/search/tail/s*")
    page.get_by_role("button", name="다시 읽기").click()
    expect(titles(page)).to_have_count(2)
    expect(page.locator(".retry")).to_have_count(0)


def test_arrow_keys_walk_from_the_box_through_the_results_and_back(visit: Visit) -> None:
    page = visit("search/?q=" + quote("정상회담"))
    expect(titles(page)).to_have_count(2)
    box(page).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results h2 a").nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results h2 a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()


def test_safaris_enter_after_the_end_of_a_composition_is_no_search(visit: Visit) -> None:
    """Safari ends the composition first; the key that ended it comes after, with the code 229."""
    page = visit("search/")
    stopped = box(page).evaluate(
        """(input) => {
          input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          input.value = "정상";
          input.dispatchEvent(new CompositionEvent("compositionend", { data: "정상", bubbles: true }));
          const enter = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true });
          input.dispatchEvent(enter);
          return enter.defaultPrevented;
        }"""
    )
    assert stopped


def test_the_search_page_fits_a_small_screen(visit: Visit) -> None:
    page = visit("search/?sort=date&q=" + quote("기록"), viewport={"width": 320, "height": 640})
    expect(page.locator(".bars")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_searching_is_done_in_a_worker(visit: Visit, address: str) -> None:
    page = visit("search/")
    box(page).press_sequentially("정상회담")
    expect(titles(page)).to_have_count(2)
    assert [worker.url for worker in page.workers] == [f"{address}assets/ssg/search_worker.js"]


def test_what_a_first_query_needs_is_asked_for_once_though_the_page_asks_ahead(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(base_url=address)
    asked: list[str] = []
    context.on("request", lambda each: asked.append(each.url.rpartition("/")[2].partition("?")[0]))
    page = context.new_page()
    page.goto("search/?q=" + quote("정상회담"))
    expect(titles(page)).to_have_count(2)
    context.close()
    first = [name for name in asked if name in ("manifest.bin", "analysis.json", "lengths.bin")]
    assert first == ["manifest.bin", "analysis.json", "lengths.bin"]


def test_a_site_opened_as_files_says_that_search_needs_a_server(
    chromium: Browser, site: Path, visit: Visit
) -> None:
    page = chromium.new_page(locale="ko-KR")
    page.goto((site / "search" / "index.html").as_uri())
    expect(page.get_by_text("파일로 연 사이트에서는 찾기가 되지 않습니다")).to_be_visible()
    page.close()
    expect(visit("search/").get_by_text("파일로 연 사이트에서는")).to_be_hidden()


def test_the_terminal_marks_checks_quotation_marks_and_offers_near_words(site: Path) -> None:
    def ask(*words: str) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "ssg", "-C", str(site.parent), "search", *words],
            capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60,
        )  # fmt: skip
        return done.stdout, done.stderr

    assert MEETING in ask('"다리 위에서 정상회담을"')[0]
    assert MEETING not in ask('"정상회담을 위에서 다리"')[0]
    assert "정상회담을 열었다" in ask("회담")[0]
    assert "정상회담" in "".join(ask("졍상회담"))
