"""A running preview, asked over a real socket: pages, events, refusals, the end."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ssg.preview.app import idiomorph

PAGE = "<!doctype html><html lang=ko><head><title>글</title></head><body><main><p>하나</p></main></body></html>"
SITE = {
    "index.html": PAGE, "404.html": PAGE.replace("하나", "없음"), "d/index.html": PAGE, "about.html": PAGE, "other.xml": "<feed/>",
    "main.css": "p { color: red }", "pic.svg": "<svg/>",
}  # fmt: skip

LONG = bool(os.environ.get("SSG_LONG"))
Start = Callable[..., Any]  # conftest.Running; test files don't import each other


def test_a_page_carries_the_script_and_the_epoch_and_nothing_else_does(lasting: Start) -> None:
    preview = lasting(SITE, "/repo/")
    status, headers, body = preview.get("/repo/")
    epoch = msgspec.json.decode(preview.get("/_ssg/state")[2])["epoch"]
    added = f'<meta name="ssg-epoch" content="{epoch}" data-status="200" data-source="" data-badge=""><script type="module" src="/_ssg/preview_page.js"></script>'
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body.decode() == PAGE.replace("<head>", f"<head>{added}")
    assert preview.get("/repo/other.xml")[2] == b"<feed/>"
    assert not (preview.root / "_site").exists()


def test_statuses_are_those_of_github_pages(lasting: Start) -> None:
    preview = lasting(SITE, "/repo/")
    asked = [
        "/",
        "/repo",
        "/repo/d",
        "/repo/d?q=1",
        "/repo/about",
        "/repo/nothing",
        "/d/",
        "/repo/main.css",
    ]
    answers = [preview.get(path) for path in asked]
    assert [(status, headers.get("location")) for status, headers, _ in answers] == [
        (302, "/repo/"), (301, "/repo/"), (301, "/repo/d/"), (301, "/repo/d/?q=1"), (200, None), (404, None), (404, None), (200, None),
    ]  # fmt: skip
    assert "없음" in answers[5][2].decode()
    assert "<a href='/repo/'>" in answers[6][2].decode()


def test_a_page_that_is_the_same_is_not_sent_again(start: Start) -> None:
    preview = start(SITE)
    tag = preview.get("/")[1]["etag"]
    assert preview.get("/", If_None_Match=tag)[0] == 304
    stream = preview.events()
    preview.write("index.html", PAGE + "!")
    stream.next()
    stream.close()
    assert preview.get("/", If_None_Match=tag)[0] == 200


def test_saving_deleting_and_breaking_are_heard(start: Start) -> None:
    preview = start(SITE, "/repo/")
    for path in ("/repo/d/", "/repo/about"):
        preview.get(path)
    stream = preview.events()
    preview.write("d/index.html", PAGE + "!")
    saved = stream.next()
    assert preview.get("/repo/d/")[2].decode().endswith("!")
    preview.file("about.html").unlink()
    deleted = stream.next()
    assert preview.get("/repo/about")[0] == 404
    preview.break_("nonsense")
    broken, problems = heard(preview, stream, problems=True)
    assert problems == [
        {
            "path": "site.toml",
            "line": 1,
            "column": 0,
            "what": 'unknown key "nonsense"',
            "hint": "keys of your own go under [extra]",
            "level": "error",
            "excerpt": [[1, '"nonsense" = 1'], [2, 'title = "기록"'], [3, 'language = "ko"']],
        }
    ]
    assert preview.get("/repo/d/")[0] == 200
    preview.mend()
    _, problems = heard(preview, stream, problems=False)
    assert problems == []
    run = saved["epoch"].rpartition("-")[0]
    assert [saved, deleted] == [
        {
            "epoch": f"{run}-1",
            "since": f"{run}-0",
            "problems": False,
            "paths": ["/repo/d/index.html"],
        },
        {
            "epoch": f"{run}-2",
            "since": f"{run}-1",
            "problems": False,
            "paths": ["/repo/about.html"],
        },
    ]
    assert broken["problems"]
    stream.close()


def heard(preview: Any, stream: Any, *, problems: bool) -> tuple[dict[str, Any], list[Any]]:
    """The event that tells of other problems than before, some or none, and what they are; others may come before it."""
    while True:
        event = stream.next()
        found = msgspec.json.decode(preview.get("/_ssg/state")[2])["problems"]
        if event["problems"] and bool(found) == problems:
            return event, found


def test_who_connects_late_hears_what_was_missed_and_another_run_everything(start: Start) -> None:
    preview = start(SITE)
    preview.get("/d/")
    stream = preview.events()
    preview.write("d/index.html", "one")
    newest = stream.next()
    stream.close()
    late = preview.events(newest["since"])
    assert late.next() == newest
    late.close()
    stranger = preview.events("gone-7")
    assert stranger.next() == {
        "epoch": newest["epoch"],
        "since": "gone-7",
        "problems": True,
        "paths": None,
    }
    stranger.close()


def test_a_page_that_was_open_before_hears_what_is_not_published_yet(start: Start) -> None:
    preview = start(
        {**SITE, "content/articles/초안.md": "---\ntitle: 글\ndraft: true\n---\n"}, "/repo/"
    )
    stream = preview.events()
    preview.get("/repo/")
    assert (stream.next()["problems"], stream.close()) == (True, None)
    state = msgspec.json.decode(preview.get("/_ssg/state")[2])
    assert state["unpublished"] == {"/repo/articles/초안/": "draft"}


def test_what_is_broken_from_the_start_is_said_and_then_the_site_is_there(start: Start) -> None:
    preview = start({**SITE, "site.toml": 'nonsense = 1\nbase_url = "https://example.org/repo/"\n'})
    status, _, body = preview.get("/")
    assert status == 503
    assert b"/_ssg/preview_page.js" in body
    assert "unknown key" in body.decode()
    stream = preview.events()
    preview.mend()
    while preview.get("/repo/")[0] != 200:
        stream.next()
    stream.close()


def test_a_taken_port_is_passed_over(start: Start) -> None:
    first = start(SITE)
    second = start(SITE, port=first.port)
    assert second.port > first.port
    assert second.said[0] == f"port {first.port} is taken, {second.port} is free"
    assert second.get("/")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGINT])
def test_ctrl_c_ends_at_once_with_open_streams(start: Start, number: signal.Signals) -> None:
    preview = start(SITE)
    streams = [preview.events() for _ in range(50)]
    began = time.monotonic()
    assert preview.stop(number) == (0, "")  # a stream that had to be cut off would be said
    assert time.monotonic() - began < (1 if LONG else 30)
    for stream in streams:
        stream.close()


def test_the_port_is_ours_before_the_web_libraries_are_loaded() -> None:
    code = "import sys, ssg.preview.server; print([m for m in ('starlette', 'uvicorn', 'watchdog') if m in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert said.stdout == "[]\n"


def test_idiomorph_is_a_module_in_whatever_form_it_is_there(tmp_path: Path) -> None:
    assert idiomorph(tmp_path) == b"export const Idiomorph = null;\n"
    (tmp_path / "idiomorph.min.js").write_bytes(b"var Idiomorph={};")
    assert idiomorph(tmp_path) == b"var Idiomorph={};\nexport { Idiomorph };\n"
    (tmp_path / "idiomorph.esm.js").write_bytes(b"export { Idiomorph }")
    assert idiomorph(tmp_path) == b"export { Idiomorph }"


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_browsers_decisions() -> None:
    said = subprocess.run(
        ["node", "--test", Path(__file__).with_name("preview_core.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
