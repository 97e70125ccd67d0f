"""What stays where it is while the page changes, counted; many tabs. SSG_LONG=1: 20 morphs, 3,000 blocks timed, 10 tabs × 200 edits."""

import os
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

LONG = bool(os.environ.get("SSG_LONG"))
ROUNDS = 20 if LONG else 4
TABS, EDITS = (10, 200) if LONG else (3, 20)
SECONDS = 60_000
HEAD = "<!doctype html><html lang=ko><head><meta charset=utf-8><title>글</title></head><body><header><input id=search></header><main>"
FORM = (
    "<p><input id=name> <textarea id=note></textarea></p><div id=free contenteditable>글</div>"
    "<details id=more><summary>더</summary><p>숨은 글</p></details>"
)


def page_of(paragraphs: list[str]) -> str:
    text = "".join(f"<p>{each}</p>\n" for each in paragraphs)
    return f"{HEAD}{FORM}{text}</main></body></html>"


def version(number: int) -> str:
    """The page after so many edits: a word changed, a paragraph put on top, one deleted, two swapped; in turn."""
    texts = [f"문단 {n}의 글이 여기에 있다." * 4 for n in range(60)]
    for turn in range(1, number + 1):
        match turn % 4:
            case 0:
                texts[10] = f"낱말 {turn}이 바뀐 문단."
            case 1:
                texts.insert(0, f"위에 넣은 문단 {turn}.")
            case 2:
                del texts[3]
            case _:
                texts[4], texts[5] = texts[5], texts[4]
    return page_of([f"판 {number}.", *texts])


def opened(browser: Any, preview: Any, wrong: list[str]) -> Any:
    page = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
    page.set_default_timeout(SECONDS)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(preview.url)
    page.wait_for_selector("main p")
    return page


def shows(page: Any, text: str) -> None:
    page.wait_for_function(
        "t => [...document.querySelectorAll('main > p')].some(p => p.textContent === t)", arg=text
    )


def test_all_that_a_reader_has_done_stays_through_every_morph(
    browser: Any, start: Callable[..., Any]
) -> None:
    preview, wrong = start({"index.html": version(0)}, "/repo/"), list[str]()
    tab = opened(browser, preview, wrong)
    tab.fill("#search", "찾는 말")
    tab.evaluate("more.open = true")
    tab.evaluate("""() => {
        window.fifty = [...document.querySelectorAll("main > p")].find(p => p.textContent.startsWith("문단 50"));
        fifty.scrollIntoView({ block: "center" });
        getSelection().setBaseAndExtent(fifty.firstChild, 3, fifty.firstChild, 9);
    }""")
    kept = []
    for number in range(1, ROUNDS + 1):
        top = tab.evaluate("Math.round(fifty.getBoundingClientRect().top)")
        preview.write("index.html", version(number))
        shows(tab, f"판 {number}.")
        tab.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        kept.append(tab.evaluate(
            "top => [Math.abs(fifty.getBoundingClientRect().top - top) <= 1, getSelection().toString(), search.value, more.open, fifty.isConnected]",
            top,
        ))  # fmt: skip
    assert kept == [[True, "50의 글이", "찾는 말", True, True]] * ROUNDS
    tab.evaluate("note.focus({ preventScroll: true })")
    tab.keyboard.type("적은 글")
    tab.evaluate("note.setSelectionRange(1, 2)")
    kept = []
    for number in range(ROUNDS + 1, 2 * ROUNDS + 1):
        preview.write("index.html", version(number))
        shows(tab, f"판 {number}.")
        kept.append(
            tab.evaluate(
                "[document.activeElement.id, note.value, note.selectionStart, note.selectionEnd]"
            )
        )
    assert kept == [["note", "적은 글", 1, 2]] * ROUNDS
    assert wrong == []
    tab.context.close()


@pytest.mark.parametrize("field", ["name", "note", "free"])
def test_hangul_is_composed_through_every_morph(
    browser: Any, start: Callable[..., Any], field: str
) -> None:
    preview, wrong = start({"index.html": version(0)}, "/repo/"), list[str]()
    tab = opened(browser, preview, wrong)
    tab.evaluate(
        f"() => {{ const field = document.getElementById('{field}'); field.textContent = ''; field.focus(); }}"
    )
    client = tab.context.new_cdp_session(tab)
    for number in range(1, ROUNDS + 1):
        for syllable in ("하", "한"):
            client.send(
                "Input.imeSetComposition",
                {"selectionStart": 1, "selectionEnd": 1, "text": syllable},
            )
            if syllable == "하":
                preview.write("index.html", version(number))
                shows(tab, f"판 {number}.")
        client.send("Input.insertText", {"text": "한"})
    said = tab.evaluate(
        f"(document.getElementById('{field}').value ?? document.getElementById('{field}').textContent)"
    )
    assert said == "한" * ROUNDS
    assert wrong == []
    tab.context.close()


def test_a_paragraph_is_put_above_three_thousand(browser: Any, start: Callable[..., Any]) -> None:
    texts = [f"문단 {n}에는 글이 있다." for n in range(3000)]
    preview, wrong = start({"index.html": page_of(texts)}, "/repo/"), list[str]()
    tab = opened(browser, preview, wrong)
    took = []
    for number in range(5 if LONG else 1):
        texts.insert(0, f"위에 넣은 문단 {number}")
        took.append(
            tab.evaluate(
                """async html => {
                    const { morph } = await import("/_ssg/preview_morph.js");
                    const next = new DOMParser().parseFromString(html, "text/html");
                    const began = performance.now();
                    await morph(next);
                    document.body.offsetHeight;
                    return performance.now() - began;
                }""",
                page_of(texts),
            )
        )
        assert tab.evaluate("document.querySelectorAll('main > p').length") == len(texts) + 1
    print("3,000 blocks:", sorted(round(each) for each in took), "ms")
    assert sorted(took)[len(took) // 2] <= (250 if LONG else SECONDS)
    assert wrong == []
    tab.context.close()


def test_every_tab_ends_on_the_last_state(browser: Any, start: Callable[..., Any]) -> None:
    preview, wrong = start({"index.html": page_of(["판 0."])}, "/repo/"), list[str]()
    first = opened(browser, preview, wrong)
    tabs = [first]
    for _ in range(TABS - 1):
        tabs.append(first.context.new_page())
        tabs[-1].on("pageerror", lambda error: wrong.append(str(error)))
        tabs[-1].goto(preview.url)
    for number in range(1, EDITS + 1):
        preview.write("index.html", page_of([f"판 {number}."]))
    for tab in tabs:
        tab.bring_to_front()
        shows(tab, f"판 {EDITS}.")
    assert wrong == []
    first.context.close()
