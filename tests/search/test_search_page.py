"""The search page in a real Chromium, under a base path and the site's content security policy."""

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from ssg.formats import modules
from ssg.model import Card, Moment, Source
from ssg.search import analysis, index, shards
from ssg.site.search_scripts import SCRIPTS

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
HTML = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>찾기</title>
<link rel="icon" href="data:,">
<script defer src="/repo/assets/ssg/search.js"></script></head><body>
<section id="search" data-index="/repo/search/" data-table="/repo/assets/ssg/analysis.json"
 data-lunr="/repo/assets/ssg/lunr.min.js" data-base="/repo/" lang="{lang}">
<form action="/repo/search/" role="search"><label for="q">찾는 말</label>
<input type="search" id="q" name="q"><button>찾기</button></form>
<p role="status"></p><ol id="results"></ol></section></body></html>"""
FAR = "비가 내렸고 길은 젖었다. " * 20


class Quiet(SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def card(number: int, title: str, deck: str = "") -> Card:
    return Card(
        title=title, path=f"{number}.md", url=f"/articles/글-{number}/", kind="article", subtitle=(deck,) if deck else (),
        date=Moment("2023-09-13"), source=Source("한국신문"),
    )  # fmt: skip


def site(root: Path, browser_folder: Path) -> None:
    """Write a site of fourteen articles: the first says 정상회담을 late in its text and 도서를 at its end, the others speak of a library."""
    assets = root / "repo" / "assets" / "ssg"
    assets.mkdir(parents=True)
    for name, entry in SCRIPTS.items():
        made = modules.bundle(entry, lambda module: (browser_folder / module).read_text("utf-8"))
        (assets / name).write_text(made, "utf-8")
    shutil.copy(browser_folder / "vendor" / "lunr.min.js", assets)
    (assets / "analysis.json").write_bytes(analysis.table_bytes())
    articles = [
        (
            card(0, "두 나라의 만남", "비가 내린 날"),
            f"{FAR}두 정상은 정상회담을 열었다. {FAR}도서를 나누었다.",
        )
    ]
    articles += [
        (card(n, f"도서관 이야기 <b>{n}</b>", "도서관은 열려 있다"), "기록을 모은다")
        for n in range(1, 14)
    ]
    packed = {c.path: shards.Article(index.entry(c), index.words(c, text)) for c, text in articles}
    for name, content in shards.build(packed, list(packed)).items():
        (root / "repo" / "search" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "repo" / "search" / name).write_bytes(content)
    for lang, folder in (("ko", "search"), ("en", "en")):
        (root / "repo" / folder).mkdir(exist_ok=True)
        page = HTML.format(lang=lang, policy=POLICY)
        (root / "repo" / folder / "index.html").write_text(page, encoding="utf-8")
    for shown, text in articles:
        place = root / "repo" / shown.url.strip("/")
        place.mkdir(parents=True)
        body = text.replace("두 정상", "<figcaption><b>그림말</b></figcaption>두 정상")
        (place / "index.html").write_text(f'<div class="body">{body}</div>', encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Path) -> Iterator[str]:
    """Return the address of the served site."""
    if not (browser / "vendor" / "lunr.min.js").exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    root = tmp_path_factory.mktemp("site")
    site(root, browser)
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(root))
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/repo/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium."""
    program = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Return a page that fails the test if the console says anything or another host is asked."""
    context = chromium.new_context(base_url=address)
    opened, said = context.new_page(), list[str]()
    opened.set_default_timeout(5000)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith(address) else said.append(r.url))
    yield opened
    context.close()
    assert [line for line in said if not line.startswith("data:")] == []


def test_typing_finds_an_article_by_a_noun_inside_a_longer_word(page: Page, address: str) -> None:
    page.goto("search/")
    page.get_by_role("searchbox").press_sequentially("회담")
    results = page.locator("#results > li")
    expect(results).to_have_count(1)
    link = results.locator("h2 a")
    expect(link).to_have_text("두 나라의 만남")
    assert page.evaluate("document.querySelector('#results a').href").startswith(
        f"{address}articles/%EA%B8%80-0/"
    )
    expect(page.get_by_role("status")).to_have_text("1건")
    expect(results.locator(".excerpt mark")).to_have_text("회담")
    expect(results.locator(".excerpt")).to_contain_text("두 정상은 정상회담을 열었다.")
    expect(results.locator(".excerpt")).not_to_contain_text("그림말")
    expect(results.locator(".meta")).to_have_text("2023. 9. 13. 한국신문")
    assert page.url.endswith("?q=%ED%9A%8C%EB%8B%B4")


def test_a_link_with_a_query_shows_its_results_and_markup_stays_text(page: Page) -> None:
    page.goto("search/?q=" + "도서관")
    expect(page.locator("#results > li")).to_have_count(10)
    expect(page.get_by_role("searchbox")).to_have_value("도서관")
    expect(page.locator("#results h2").first).to_have_text("도서관 이야기 <b>13</b>")
    expect(page.locator("#results h2 b")).to_have_count(0)
    expect(page.locator("#results h2 mark").first).to_have_text("도서관")
    page.get_by_role("button", name="더 보기").click()
    expect(page.locator("#results > li")).to_have_count(14)
    expect(page.get_by_role("button", name="더 보기")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("14건, 그중 1건은 낱말의 일부만 같음")


def test_the_count_stays_to_be_seen_when_filters_have_the_rest_looked_for(page: Page) -> None:
    page.goto("search/?q=도서관")
    expect(page.get_by_role("status")).to_have_text("13건 이상")
    page.locator(".facets summary").click()
    expect(page.get_by_role("status")).to_have_text("14건, 그중 1건은 낱말의 일부만 같음")
    expect(page.locator("#results > li")).to_have_count(10)
    page.get_by_role("button", name="더 보기").click()
    expect(page.locator("#results > li h2").last).to_have_text("두 나라의 만남")


def test_back_leads_to_the_query_that_enter_finished(page: Page) -> None:
    page.goto("search/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    box.fill("회담")
    box.press("Enter")
    expect(page.locator("#results > li")).to_have_count(1)
    box.press_sequentially("/")
    box.fill("도서관")
    expect(page.locator("#results > li")).to_have_count(10)
    page.go_back()
    expect(box).to_have_value("회담")
    expect(page.locator("#results > li")).to_have_count(1)


def test_a_composing_input_method_is_followed_and_never_disturbed(page: Page) -> None:
    page.goto("search/")
    page.get_by_role("searchbox").focus()
    keyboard = page.context.new_cdp_session(page)
    for composed in ("ㅎ", "회", "횓", "회다"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    expect(page.locator("#results h2")).to_have_text("두 나라의 만남")
    keyboard.send(
        "Input.imeSetComposition", {"text": "회담", "selectionStart": 2, "selectionEnd": 2}
    )
    keyboard.send("Input.insertText", {"text": "회담"})
    expect(page.get_by_role("searchbox")).to_have_value("회담")
    expect(page.locator("#results h2")).to_have_text("두 나라의 만남")


def test_clearing_the_box_clears_list_and_address(page: Page) -> None:
    page.goto("search/?q=회담")
    expect(page.locator("#results > li")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#results > li")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("searchbox").fill("없는낱말뿐")
    expect(page.get_by_role("status")).to_contain_text("찾은 글이 없습니다")


def test_an_english_page_says_so_in_english(page: Page) -> None:
    page.goto("en/?q=도서관")
    expect(page.get_by_role("status")).to_have_text("13 results or more")


@pytest.mark.parametrize("lost", ["manifest.bin", "lengths.bin*", "tail/s0.bin*"])
def test_a_missing_file_is_said_in_words(chromium: Browser, address: str, lost: str) -> None:
    opened = chromium.new_page(base_url=address)
    opened.route(f"**/search/{lost}", lambda route: route.fulfill(status=404))
    opened.goto("search/?q=회담")
    expect(opened.get_by_role("status")).to_contain_text("읽지 못했습니다")
    opened.unroute(f"**/search/{lost}")
    opened.get_by_role("searchbox").press("Enter")
    expect(opened.locator("#results > li")).to_have_count(1)
    opened.close()


def test_a_site_that_was_published_anew_is_read_anew(page: Page) -> None:
    """The first answer for a shard is one of another index."""
    other = shards.build(
        {"a": shards.Article(index.Entry("a", "/a/", "옛"), index.Words("옛"))}, ["a"]
    )
    page.route(
        "**/search/tail/s0.bin*", lambda route: route.fulfill(body=other["tail/s0.bin"]), times=1
    )
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url.partition("/search/")[2]))
    page.goto("search/?q=회담")
    expect(page.locator("#results > li")).to_have_count(1)
    assert asked.count("manifest.bin") == 2


def test_lengths_of_another_index_in_a_cache_are_fetched_anew(page: Page) -> None:
    other = shards.build(
        {"a": shards.Article(index.Entry("a", "/a/", "옛"), index.Words("옛"))}, ["a"]
    )
    page.route("**/search/lengths.bin", lambda route: route.fulfill(body=other["lengths.bin"]))
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url.partition("/search/")[2]))
    page.goto("search/?q=회담")
    expect(page.locator("#results > li")).to_have_count(1)
    counts = [each.partition("?")[0] for each in asked]
    assert (counts.count("manifest.bin"), counts.count("lengths.bin")) == (1, 2)


def test_the_best_results_are_shown_while_others_are_on_their_way(page: Page) -> None:
    held: list[Route] = []
    page.route("**/search/tail/d0.bin*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.goto("search/?q=도서관")
    results = page.locator("#results > li")
    expect(results).to_have_count(4)
    expect(results.locator("h2").first).to_have_text("도서관 이야기 <b>13</b>")
    expect(page.locator("#search")).to_have_attribute("aria-busy", "true")
    results.first.evaluate("it => { it.dataset.seen = 'yes' }")
    held[0].continue_()
    expect(results).to_have_count(10)
    expect(results.first).to_have_attribute("data-seen", "yes")
    expect(page.get_by_role("status")).to_have_text("13건 이상")
