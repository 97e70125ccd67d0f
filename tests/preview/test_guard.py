"""Who is answered, and what can be reached: hosts, other sites, methods, paths, malformed requests."""

import asyncio
import socket
from typing import Any

import pytest

from ssg.preview.guard import Guard

HEADERS = {
    "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cache-control": "no-store",
}  # fmt: skip


def test_every_answer_has_the_protecting_headers_and_none_lets_other_sites_read(
    shared: Any,
) -> None:
    preview = shared
    stranger = {"Host": "evil.example"}
    for answer in (
        preview.get("/"), preview.get("/nothing"), preview.get("/d"), preview.get("/main.css"), preview.get("/_ssg/state"),
        preview.get("/", **stranger), preview.get("/", "POST"), preview.get("/_ssg/preview_page.js"), preview.get("/_ssg/x"),
    ):  # fmt: skip
        headers = answer[1]
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
        assert headers["content-security-policy"].endswith("frame-ancestors 'self'")
        assert [name for name in headers if name.startswith("access-control")] == []


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1:{port}", 200), ("localhost:{port}", 200), ("LOCALHOST:{port}", 200), ("[::1]:{port}", 200),
    ("evil.example", 403), ("evil.example:{port}", 403), ("127.0.0.1", 403), ("127.0.0.1:1", 403), ("localhost", 403),
    ("127.0.0.1.evil.example:{port}", 403), ("localhost.:{port}", 403), ("x@localhost:{port}", 403), ("0.0.0.0:{port}", 403), ("", 403),
])  # fmt: skip
def test_only_its_own_names_are_answered(shared: Any, host: str, status: int) -> None:
    host = host.format(port=shared.port)
    for path in ("/", "/main.css", "/_ssg/state", "/_ssg/preview_page.js"):
        assert shared.get(path, Host=host)[0] == status


@pytest.mark.parametrize(("headers", "page", "own"), [
    ({}, 200, 200),
    ({"Sec_Fetch_Site": "same-origin"}, 200, 200),
    ({"Sec_Fetch_Site": "none"}, 200, 200),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200, 403),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403, 403),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"}, 403, 403),
    ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 403, 403),
    ({"Origin": "http://evil.example"}, 403, 403),
    ({"Origin": "null"}, 403, 403),
    ({"Origin": "https://127.0.0.1:{port}"}, 403, 403),
    ({"Origin": "http://localhost:1"}, 403, 403),
    ({"Origin": "http://127.0.0.1:{port}"}, 200, 200),
])  # fmt: skip
def test_other_sites_may_link_and_nothing_more(
    shared: Any, headers: dict[str, str], page: int, own: int
) -> None:
    headers = {name: value.format(port=shared.port) for name, value in headers.items()}
    assert (shared.get("/", **headers)[0], shared.get("/_ssg/state", **headers)[0]) == (page, own)
    if own == 403:
        assert shared.get("/_ssg/events", **headers)[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_written(shared: Any, method: str) -> None:
    assert shared.get("/", method)[0] == 405


@pytest.mark.parametrize("path", [
    "/../secret.txt", "/%2e%2e/secret.txt", "/d/../../secret.txt", "/d/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/d/..;/secret.txt", "//secret.txt", "/%00", "/index.html%00",
    "/.secret", "/%2esecret", "/link", "/link/passwd", "/_ssg/../secret.txt", "/_ssg/%2e%2e/secret.txt", "/_ssg/preview_core.js/..",
    "/_ssg/vendor/", "/_ssg/search_page.js", "/_ssg/", "/_ssg", "/%252e%252e/secret.txt", "/....//secret.txt", "/%c0%ae%c0%ae/secret.txt",
])  # fmt: skip
def test_nothing_outside_of_the_output_can_be_reached(shared: Any, path: str) -> None:
    status, _, body = shared.get(path)
    assert status == 404
    assert b"MARKER" not in body


def test_head_is_answered_without_a_body(shared: Any) -> None:
    assert (shared.get("/", "HEAD")[0], shared.get("/", "HEAD")[2]) == (200, b"")


@pytest.mark.parametrize(("host", "status"), [
    ("192.168.0.7:8000", 200), ("localhost:8000", 200), ("evil.example:8000", 403), ("192.168.0.8:8000", 403), ("192.168.0.7", 403),
])  # fmt: skip
def test_bound_to_every_address_only_the_address_that_was_called_counts(
    host: str, status: int
) -> None:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def run() -> int:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", host.encode())],
            "server": ("192.168.0.7", 8000),
        }
        await Guard(inner, "0.0.0.0", 8000)(scope, None, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    assert asyncio.run(run()) == status


def test_malformed_requests_are_answered_and_the_preview_lives(shared: Any) -> None:
    for raw in (b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET " + b"/a" * 100_000 + b" HTTP/1.1\r\n\r\n",
                b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"\x00\xff\r\n\r\n"):  # fmt: skip
        with socket.create_connection(("127.0.0.1", shared.port), timeout=2) as connection:
            connection.sendall(raw)
            assert connection.recv(100).split()[1] in (b"400", b"403")
    assert shared.get("/")[0] == 200
