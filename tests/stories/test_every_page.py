"""Each page of the example site, once: silent, by itself, no wider than a phone, and sound for a screen reader."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

Facts = Mapping[str, Mapping[str, object]]
LOOK = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const brief = (it) => it.outerHTML.slice(0, 90);
  const ids = all("[id]").map((it) => it.id);
  const levels = all("h1, h2, h3, h4, h5, h6").map((it) => Number(it.tagName[1]));
  const named = (it) => it.textContent.trim() || it.getAttribute("aria-label") || it.querySelector("img[alt]:not([alt=''])");
  return {
    width: document.documentElement.scrollWidth,
    language: document.documentElement.lang,
    titled: document.title.trim() !== "",
    main: all("main").length,
    h1: levels.filter((n) => n === 1).length,
    skipped: levels.filter((n, i) => i && n > levels[i - 1] + 1).length,
    twice: ids.filter((id, i) => ids.indexOf(id) !== i),
    nameless: all("a[href], button, summary").filter((it) => !named(it)).map(brief),
    unlabelled: all("input:not([type=hidden], :disabled), select, textarea").filter((it) => !it.labels?.length && !it.ariaLabel).map(brief),
    altless: all("img:not([alt]), svg[role=img]:not(:has(title))").map(brief),
    lost: all("a[href^='#']").map((it) => decodeURIComponent(it.hash.slice(1))).filter((id) => id && !document.getElementById(id)),
    styled: all("[style]").map(brief),
    inline: all("script:not([src]):not([type='application/ld+json'])").map(brief),
    faint: all("main :is(p, li, a, span, td, th, h1, h2, h3, small, time)").filter((it) => it.checkVisibility() && parseFloat(getComputedStyle(it).fontSize) < 11).map(brief),
  };
}"""
SOUND = {
    "width": 320, "language": "ko", "titled": True, "main": 1, "h1": 1, "skipped": 0, "twice": [], "nameless": [],
    "unlabelled": [], "altless": [], "lost": [], "styled": [], "inline": [], "faint": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def crawl(site: Path, address: str, chromium: Browser) -> Iterator[tuple[Facts, list[str]]]:
    """Return the facts of every page by its path, and everything the browser complained of or asked of strangers."""
    said: list[str] = []
    context = chromium.new_context(base_url=address, viewport={"width": 320, "height": 700})
    context.on(
        "request", lambda r: None if r.url.startswith((address, "data:")) else said.append(r.url)
    )
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("response", lambda r: said.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    facts = {}
    for file in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' in file.read_text("utf-8"):
            continue  # an old address, which has a story of its own
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(path, wait_until="load")
        facts[path] = page.evaluate(LOOK)
    yield facts, said
    context.close()


def test_no_page_says_anything_or_asks_anybody(crawl: tuple[Facts, list[str]]) -> None:
    facts, said = crawl
    assert len(facts) > 60
    assert said == []


def test_every_page_is_sound_for_screen_readers_and_fits_a_small_phone(
    crawl: tuple[Facts, list[str]],
) -> None:
    wrong = {
        path: {key: found[key] for key in SOUND if found[key] != SOUND[key]}
        for path, found in crawl[0].items()
        if dict(found) != SOUND
    }
    assert wrong == {}
