"""The editor in a real Chromium: writing, saving, the live page, the form, conflicts, drafts."""

import os
from collections.abc import Callable
from typing import Any

import editing
import pytest
from editing import FILES, FRAME, TEXT, A, at_end, edit, saved, shown

pytestmark = pytest.mark.browser

ROUNDS = 20 if os.environ.get("SSG_LONG") else 3
Start = Callable[..., Any]
tab, preview = editing.tab, editing.preview  # this file's fixtures


def test_what_is_typed_is_on_the_page_at_once_and_in_the_file_after_saving(
    tab: Any, preview: Any
) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.keyboard.type("\n넷째 문단.")
    shown(tab, "넷째 문단.")
    assert preview.file(A).read_text("utf-8") == TEXT
    tab.keyboard.press("Control+s")
    saved(tab)
    assert preview.file(A).read_text("utf-8") == TEXT + "\n넷째 문단."


@pytest.mark.parametrize("text", [
    TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.replace("\n\n셋째", "\r\n\r\n셋째"), TEXT.rstrip("\n"), TEXT.replace("첫 문단", "첫\u2028문단\x85"),
])  # fmt: skip
def test_line_ends_and_marks_stay_where_nothing_was_touched(
    tab: Any, start: Start, text: str
) -> None:
    preview = start({})
    preview.file(A).parent.mkdir(parents=True, exist_ok=True)
    preview.file(A).write_bytes(text.encode())
    edit(tab, preview)
    tab.click(".cm-content")
    tab.keyboard.press("Control+Home")
    for _ in range(5):
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Home")
    tab.keyboard.type("더")
    tab.keyboard.press("Control+s")
    saved(tab)
    assert preview.file(A).read_bytes().decode() == text.replace("첫 문단", "더첫 문단").replace(
        "첫\u2028", "더첫\u2028"
    )


def test_a_click_on_the_page_puts_the_caret_on_its_word(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    tab.evaluate(f"""() => {{
        const p = [...{FRAME}.querySelectorAll("main p")].find(p => p.textContent.startsWith("둘째"));
        const range = {FRAME}.createRange(); const node = p.firstChild; const at = p.textContent.lastIndexOf("낱말");
        range.setStart(node, at); range.setEnd(node, at + 2); const box = range.getBoundingClientRect();
        p.dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true, clientX: box.left + 2, clientY: box.top + 5 }}));
    }}""")
    tab.keyboard.type("!")
    shown(tab, "낱말과 !낱말이")


def test_a_field_of_the_form_changes_its_line_and_the_text_changes_the_form(
    tab: Any, preview: Any
) -> None:
    edit(tab, preview)
    tab.fill("#field-title", "고친 제목")
    tab.keyboard.press("Tab")
    tab.wait_for_function(f"() => {FRAME}.querySelector('h1').textContent === '고친 제목'")
    tab.fill("#field-tags", "도서관")
    tab.keyboard.press("Enter")
    tab.wait_for_function(
        "() => document.querySelector('.cm-content').innerText.includes('도서관')"
    )
    tab.keyboard.press("Control+s")
    saved(tab)
    new = preview.file(A).read_text("utf-8")
    assert new == TEXT.replace("title: 첫 글 ", "title: 고친 제목 ").replace(
        "[기록]", "[기록, 도서관]"
    )
    preview.write(A, new.replace("고친 제목", "남이 고친 제목"))
    tab.wait_for_function("() => document.querySelector('#field-title').value === '남이 고친 제목'")


def test_a_change_on_disk_is_merged_into_what_is_being_written(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.keyboard.type("\n내 문단.")
    preview.write(A, TEXT.replace("첫 문단은 짧다", "첫 문단은 남이 고쳤다"))
    shown(tab, "남이 고쳤다")
    tab.keyboard.press("Control+s")
    saved(tab)
    text = preview.file(A).read_text("utf-8")
    assert ("남이 고쳤다" in text, text.endswith("내 문단.")) == (True, True)


def test_what_is_typed_while_a_merge_is_on_its_way_stays_where_it_was_typed(
    tab: Any, preview: Any
) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.keyboard.type("하나")
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    tab.route("**/_ssg/api/merge/**", hold, times=1)
    with tab.expect_request("**/_ssg/api/merge/**"):
        preview.write(A, TEXT.replace("첫 문단은", "첫 문단은 남이"))
    tab.keyboard.type("둘")
    tab.keyboard.press("Control+Home")
    tab.keyboard.press("End")
    tab.keyboard.type("-")
    held[0].continue_()
    shown(tab, "남이")
    tab.keyboard.press("Control+s")
    saved(tab)
    assert preview.file(A).read_text("utf-8") == (
        TEXT.replace("첫 문단은", "첫 문단은 남이").replace("---\n", "----\n", 1) + "하나둘"
    )


def test_a_conflict_is_shown_side_by_side_and_decided(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Home")
    tab.keyboard.type("나의 ")
    preview.write(A, TEXT.replace("셋째 문단", "남의 셋째 문장"))
    tab.wait_for_selector("dialog.conflicts")
    tab.click("dialog.conflicts label:has-text('내 글')")
    tab.click("dialog.conflicts button.main")
    tab.wait_for_selector("dialog", state="detached")
    tab.keyboard.press("Control+s")
    saved(tab)
    assert "나의 셋째 문단." in preview.file(A).read_text("utf-8")


def test_unsaved_text_and_its_undo_survive_a_reload(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    at_end(tab)
    tab.keyboard.type("\n쓰다 만 글")
    tab.wait_for_timeout(1500)
    edit(tab, preview)
    shown(tab, "쓰다 만 글")
    assert preview.file(A).read_text("utf-8") == TEXT
    tab.click(".cm-content")
    for _ in range(3):
        tab.keyboard.press("Control+z")
    tab.wait_for_function(f"() => !{FRAME}.body.innerText.includes('쓰다 만 글')")
    saved(tab)


def test_hangul_is_composed_while_the_file_changes_on_disk(tab: Any, preview: Any) -> None:
    edit(tab, preview)
    at_end(tab)
    client = tab.context.new_cdp_session(tab)
    text = TEXT
    for number in range(ROUNDS):
        client.send(
            "Input.imeSetComposition", {"selectionStart": 1, "selectionEnd": 1, "text": "하"}
        )
        text = text.replace("첫 문단은", f"첫 문단은 {number}")
        preview.write(A, text)
        tab.wait_for_timeout(300)
        client.send(
            "Input.imeSetComposition", {"selectionStart": 1, "selectionEnd": 1, "text": "한"}
        )
        client.send("Input.insertText", {"text": "한"})
        shown(tab, f"첫 문단은 {number}")
    shown(tab, "한" * ROUNDS)
    tab.keyboard.press("Control+s")
    saved(tab)
    assert preview.file(A).read_text("utf-8") == text + "한" * ROUNDS


def test_text_is_kept_while_the_preview_is_gone(tab: Any, start: Start) -> None:
    preview = start(FILES, "/repo/")
    edit(tab, preview)
    at_end(tab)
    assert preview.stop() == (0, "")
    tab.keyboard.type("\n끊긴 사이에 쓴 글")
    tab.keyboard.press("Control+s")
    tab.wait_for_function(
        "() => document.querySelector('.notice').textContent.includes('미리 보기가 꺼졌습니다')"
    )
    again = start(FILES, "/repo/", preview.port)
    assert again.port == preview.port
    edit(tab, again)
    shown(tab, "끊긴 사이에 쓴 글")


def test_nothing_in_the_frame_runs_and_its_links_lead_nowhere(tab: Any, start: Start) -> None:
    hostile = (
        TEXT
        + "\n[곳](https://example.com/)\n\n<a href='javascript:parent.bad=1'>x</a>\n\n<img src=x onerror='parent.bad=1'>\n"
    )
    preview = start({A: hostile}, "/repo/")
    edit(tab, preview)
    before = tab.url
    tab.frame_locator("iframe").locator("main a:has-text('곳')").first.dispatch_event("click")
    tab.wait_for_timeout(300)
    assert tab.url == before
    assert tab.evaluate("window.bad") is None
    assert tab.evaluate(f"{FRAME}.querySelectorAll('[data-line]').length") == 0
