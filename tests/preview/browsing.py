"""A site that is looked at in a real Chromium, its tab, and what one waits for in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ssg

MORPHS = any((Path(ssg.__file__).parent / "browser" / "vendor").glob("**/idiomorph*.js"))
needs_idiomorph = pytest.mark.skipif(
    not MORPHS, reason="ssg/browser/vendor has no idiomorph: pages are loaded again instead"
)
CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
SECONDS = 20_000


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
