"""The editor in a real Chromium: the archive that is written in, its tab, what one does and waits for in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Start = Callable[..., Any]
SECONDS = 30_000
A = "content/articles/a.md"
TEXT = "---\ntitle: 첫 글   # 제목\ntags: [기록]\n---\n\n첫 문단은 짧다.\n\n둘째 문단에 낱말과 낱말이 있다.\n\n셋째 문단.\n"
FILES = {A: TEXT, "content/articles/b.md": "---\ntitle: 둘\ntags: [도서관]\n---\n"}
FRAME = "document.querySelector('iframe')?.contentDocument"


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="ko-KR", viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def preview(lasting: Start) -> Any:
    return lasting(FILES, "/repo/")


def edit(tab: Any, preview: Any, path: str = A) -> None:
    tab.goto(f"http://127.0.0.1:{preview.port}/_ssg/edit/{path}")
    tab.wait_for_selector("html[data-ready]")
    shown(tab, "")


def shown(tab: Any, text: str) -> None:
    tab.wait_for_function(
        f"t => {FRAME}?.querySelector('main p') && {FRAME}.body.innerText.includes(t)", arg=text
    )


def saved(tab: Any) -> None:
    tab.wait_for_function("() => document.querySelector('.status').textContent === '저장됨'")


def at_end(tab: Any) -> None:
    tab.click(".cm-content")
    tab.keyboard.press("Control+End")
