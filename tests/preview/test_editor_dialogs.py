"""What the editor asks in dialogs, in a real Chromium: pictures, pasted texts, new names, deleting."""

from typing import Any

import editing
import pytest
from editing import A, at_end, edit, saved, shown
from saving import PASTE

pytestmark = pytest.mark.browser

tab, preview = editing.tab, editing.preview  # this file's fixtures


def test_a_dropped_picture_asks_what_it_shows(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.evaluate("""() => {
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0])], "사진.png", { type: "image/png" }));
        document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
    }""")
    tab.fill("dialog input", "나무 [한 그루]")
    tab.click("dialog button.main")
    tab.wait_for_function(
        "() => document.querySelector('.cm-content').innerText.includes('a/사진.png')"
    )
    tab.keyboard.press("Control+s")
    saved(tab)
    assert preview.file(A).read_text("utf-8").endswith("![나무 \\[한 그루\\]](a/사진.png)")
    assert preview.file("content/articles/a/사진.png").exists()


def test_a_pasted_article_is_read_line_by_line_and_becomes_one(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    tab.click("text=기사 붙여넣기")
    tab.fill("dialog textarea", PASTE)
    tab.click("dialog .lines button:has-text('나무는 다섯 해')")
    tab.wait_for_selector("dialog .lines button.dropped:has-text('나무는 다섯 해')")
    tab.click("dialog button.main")
    tab.wait_for_url("**/_ssg/edit/content/articles/2024/**")
    tab.wait_for_selector("html[data-ready]")
    shown(tab, "서른 그루")
    made = list((preview.root / "content/articles/2024").glob("*.md"))
    text = made[0].read_text("utf-8")
    assert ("서른 그루" in text, "나무는 다섯 해" in text) == (True, False)


def test_renaming_and_deleting_lead_on(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    tab.click("nav >> text=이름 바꾸기")
    tab.fill("dialog input", "새 이름")
    tab.click("dialog button.main")
    tab.wait_for_url("**/_ssg/edit/**%EC%83%88-%EC%9D%B4%EB%A6%84.md")
    tab.wait_for_selector("html[data-ready]")
    tab.click("nav >> text=지우기")
    tab.click("dialog button.main")
    tab.wait_for_url("**/repo/")
    assert not preview.file("content/articles/새-이름.md").exists()
    assert [
        kept.name.endswith("새-이름.md") for kept in (preview.root / ".ssg/deleted").iterdir()
    ] == [True]
