"""What a hostile page, a hostile article or a broken client can ask of the preview: nothing leaks, nothing is written, it lives."""

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssg.preview import asked, files

Start = Callable[..., Any]
A = "content/articles/a.md"
TEXT = "---\ntitle: 글\n---\n\n문단.\n"
LONG = bool(os.environ.get("SSG_LONG"))
STREAMS = 500 if LONG else 100

OUTSIDE = [
    "site.toml", "content/inbox/x.md", "content/originals/x.md", "content/articles/../../site.toml", "content/articles/../../x.md",
    "../x.md", "/etc/passwd", "//etc/x.md", "content/articles//x.md", "content/articles/./x.md", "content/articles/.x.md",
    "content/articles/.git/x.md", "content/articles/a.md/../../x.md", "content/articles/x.py", "content/articles/x.html",
    "content/articles/x.md\x00.png", "content/articles/x\\y.md", "content/articles/..\\..\\x.md", "content/articles/C:x.md",
    "\\\\host\\share\\x.md", "content/articles/con.md", "content/articles/NUL.md", "content/articles/x.md ", "content/articles/x.md.",
    "content/articles/x~.md~", "content/articles/" + "가" * 90 + ".md", "content/articles/%2e%2e/x.md", "templates/base.html",
    "content/articles/link/x.md", "content/articles/a\u0301.md", "content/articles/x\n.md", "", "content/articles/", "content/articles/.md",
    ".ssg/x.md", "themes/x.md", "urls.lock", "content/articles/link.md",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE, ids=repr)
def test_no_path_outside_of_content_is_read_or_written(victim: Any, path: str) -> None:
    for method, name, body, headers in [
        ("GET", "source", b"", {}),
        ("PUT", "source", b"MINE", {"If_None_Match": "*"}),
        ("PUT", "source", b"MINE", {"If_Match": files.tag_of(b"MARKER")}),
        ("POST", "render", {"text": TEXT, "number": 1}, {}),
        ("POST", "merge", {"base": "", "mine": "x"}, {}),
        ("POST", "delete", {"reason": None}, {"If_Match": files.tag_of(b"MARKER")}),
        ("POST", "rename", {"name": "y"}, {"If_Match": files.tag_of(b"MARKER")}),
    ]:
        status, said = victim.ask(method, f"{name}/{path}", body, **headers)
        assert status in (400, 403, 404, 409, 412), (method, name, status, said)
        assert "MARKER" not in str(said)


@pytest.mark.parametrize(
    "path", [path for path in OUTSIDE if "\x00" not in path and "\n" not in path], ids=repr
)
def test_the_frame_shows_nothing_from_outside(victim: Any, path: str) -> None:
    from urllib.parse import quote

    for address in (f"/_ssg/frame/{quote(path)}", f"/_ssg/frame/{quote(path, safe='')}"):
        status, _, body = victim.get(address)
        assert (status == 200, b"MARKER" in body) == (False, False)


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": "evil.example:{port}"}, {"Host": "127.0.0.1"}, {"Origin": "http://evil.example"}, {"Origin": "null"},
    {"Origin": "http://localhost:{port}"}, {"Origin": "https://127.0.0.1:{port}"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
])  # fmt: skip
def test_other_sites_can_ask_for_nothing_even_with_the_token(
    victim: Any, headers: dict[str, str]
) -> None:
    headers = {name: value.format(port=victim.port) for name, value in headers.items()}
    tag = files.tag_of(TEXT.encode())
    assert victim.ask("GET", f"source/{A}", **headers)[0] == 403
    assert victim.ask("PUT", f"source/{A}", b"MINE", If_Match=tag, **headers)[0] == 403
    assert victim.ask("POST", "new", {"title": "x"}, **headers)[0] == 403
    assert victim.get("/_ssg/edit/" + A, **headers)[0] == 403
    assert victim.get("/_ssg/events", **headers)[0] == 403


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_nothing_is_answered_without_the_token(victim: Any, token: str) -> None:
    for method, name in [
        ("GET", f"source/{A}"),
        ("PUT", f"source/{A}"),
        ("POST", "new"),
        ("POST", f"render/{A}"),
        ("GET", "form"),
        ("POST", "import"),
    ]:
        assert victim.ask(method, name, b"{}", X_Ssg_Token=token, If_None_Match="*")[0] == 403


@pytest.mark.parametrize("headers", [
    {"Sec_Fetch_Dest": "empty"}, {"Sec_Fetch_Dest": "iframe"}, {"Sec_Fetch_Dest": "script"}, {"Sec_Fetch_Dest": "document", "Sec_Fetch_Site": "cross-site"},
])  # fmt: skip
def test_the_token_is_given_to_a_tab_that_a_person_opens_and_to_nothing_else(
    victim: Any, headers: dict[str, str]
) -> None:
    status, _, body = victim.get("/_ssg/edit/" + A, **headers)
    assert (status, b"ssg-editor" in body) == (403, False)
    page = victim.get("/_ssg/edit/" + A)[1]
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    for path in (
        "/repo/",
        "/repo/articles/a/",
        "/_ssg/state",
        f"/_ssg/frame/{A}",
        "/_ssg/editor_page.js",
    ):
        assert victim.token.encode() not in victim.get(path)[2]


def test_a_hostile_path_is_text_in_the_editors_page(victim: Any) -> None:
    body = victim.get("/_ssg/edit/%22%3E%3Cscript%3Ealert(1)%3C/script%3E.md")[2]
    assert b"<script>alert" not in body


def test_a_page_runs_no_script_from_beside_an_article(victim: Any) -> None:
    policy = victim.get("/repo/articles/a/")[1]["content-security-policy"]
    here = f"http://127.0.0.1:{victim.port}"
    assert policy == f"script-src {here}/_ssg/ {here}/repo/assets/; frame-ancestors 'self'"
    framed = victim.get(f"/_ssg/frame/{A}")[1]["content-security-policy"]
    assert ("script-src 'none'" in framed, "form-action 'none'" in framed) == (True, True)


def test_bodies_that_are_too_large_are_refused_early(victim: Any) -> None:
    huge = str(1 << 40)
    status, _, _ = victim.get(
        f"/_ssg/api/source/{A}",
        "PUT",
        b"x",
        X_Ssg_Token=victim.token,
        If_None_Match="*",
        Content_Length=huge,
    )
    assert status == 413
    assert victim.ask("PUT", f"source/{A}", b"x" * (6 << 20), If_Match='"x"')[0] == 413
    assert (
        victim.ask("POST", f"image/{A}?name=x.png", b"\x89PNG\r\n\x1a\n" + b"0" * (26 << 20))[0]
        == 413
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"text": 1}',
        b'{"number": "x", "text": null}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_requests_that_are_none_are_refused_and_the_preview_lives(victim: Any, body: bytes) -> None:
    for name in (f"render/{A}", f"patch/{A}", f"merge/{A}", "new", "read", "import"):
        assert victim.ask("POST", name, body)[0] in (400, 409)
    assert victim.get("/repo/articles/a/")[0] == 200


def test_slow_clients_hold_nobody_up(victim: Any) -> None:
    slow = []
    for _ in range(100):
        connection = socket.create_connection(("127.0.0.1", victim.port))
        connection.sendall(
            f"PUT /_ssg/api/source/{A} HTTP/1.1\r\nHost: 127.0.0.1:{victim.port}\r\n".encode()
        )
        slow.append(connection)
    began = time.monotonic()
    assert victim.get("/repo/articles/a/")[0] == 200
    assert time.monotonic() - began < 10
    for connection in slow:
        connection.close()


@pytest.mark.skipif(not LONG, reason="SSG_LONG: takes as long as a body may take")
def test_a_body_that_comes_byte_by_byte_is_given_up(victim: Any) -> None:
    """Each of many clients sends a byte now and then; none holds a request longer than a body may take."""
    tag, slow = files.tag_of(TEXT.encode()), []
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", victim.port), timeout=60)
        connection.sendall(
            f"PUT /_ssg/api/source/{A} HTTP/1.1\r\nHost: 127.0.0.1:{victim.port}\r\nX-Ssg-Token: {victim.token}\r\n"
            f"If-Match: {tag}\r\nContent-Length: 1000\r\n\r\n".encode()
        )
        slow.append(connection)
    began = time.monotonic()
    for _ in range(3):
        for connection in slow:
            connection.sendall(b"x")
        time.sleep(2)
        assert victim.get("/repo/articles/a/")[0] == 200
    assert {connection.recv(100).split()[1] for connection in slow} == {b"408"}
    assert time.monotonic() - began < asked.PATIENCE + 20
    for connection in slow:
        connection.close()


def test_readers_that_never_read_hold_nobody_up(start: Start) -> None:
    text = TEXT + "긴 문단이 이어진다.\n\n" * (20_000 if LONG else 2_000)
    preview = start({A: text}, "/repo/")
    size = len(preview.get("/repo/articles/a/")[2])
    deaf = []
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", preview.port))
        connection.sendall(
            f"GET /repo/articles/a/ HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode()
        )
        deaf.append(connection)
    assert len(preview.get("/repo/articles/a/")[2]) == size
    for connection in deaf:
        connection.close()


def test_hundreds_of_streams_are_all_told_and_a_page_is_answered_meanwhile(start: Start) -> None:
    preview = start({A: TEXT}, "/repo/")
    preview.get("/repo/articles/a/")
    before, began = held(preview), time.monotonic()
    streams = [preview.events() for _ in range(STREAMS)]
    opened = time.monotonic() - began
    told: dict[str, float] = {}
    threads = [
        threading.Thread(target=lambda n=n, s=s: told.update({f"{n} {s.next()['epoch']}": time.monotonic()}))
        for n, s in enumerate(streams)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    saved = time.monotonic()
    preview.write(A, TEXT + "\n더.\n")
    asked_at = time.monotonic()
    assert preview.get("/repo/articles/a/")[0] == 200
    page = time.monotonic() - asked_at
    for thread in threads:
        thread.join()
    assert (len(told), len({each.split()[1] for each in told})) == (STREAMS, 1)
    last = max(told.values()) - saved
    print(
        f"{STREAMS} streams: open {opened:.2f} s, all told {last:.2f} s after the save, a page meanwhile {page:.3f} s"
    )
    for stream in streams:
        stream.close()
    until = time.monotonic() + 60
    preview.write(A, TEXT)  # whose telling finds that they have gone
    while held(preview) > before + 10:
        assert time.monotonic() < until, "connections are left open"
        time.sleep(0.1)
    assert preview.get("/repo/articles/a/")[0] == 200


def held(preview: Any) -> int:
    """How many files and connections the preview has open; 0 where the system doesn't tell."""
    place = Path(f"/proc/{preview.process.pid}/fd")
    return len(list(place.iterdir())) if place.exists() else 0


def test_another_host_needs_to_be_allowed(tmp_path: Path) -> None:
    from ssg.errors import SsgError
    from ssg.preview.server import Wanted, serve

    with pytest.raises(SsgError, match="--expose"):
        serve(Wanted(tmp_path, dict, lambda: "/", "0.0.0.0"))
