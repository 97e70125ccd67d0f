"""Links to other sites: asked politely, remembered, and never into the local network unasked."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ssg.check import external as web_guard
from ssg.check.external import Manners, external

BRIDGE = "content/articles/2020/bridge.md"


class Web(BaseHTTPRequestHandler):
    """Answers as its path says: `/404`, `/busy` (once 429, then well), `/no-head`; `/archive?url=…` knows copies."""

    asked: list[str]

    def answer(self) -> None:
        """Answer, and remember that somebody asked."""
        self.asked.append(f"{self.command} {self.path}")
        status, more, body = 200, {}, b""
        if self.path == "/404":
            status = 404
        elif self.path == "/busy" and self.asked.count("HEAD /busy") == 1:
            status, more = 429, {"Retry-After": "0"}
        elif self.path == "/no-head" and self.command == "HEAD":
            status = 405
        elif self.path == "/inside":
            status, more = 302, {"Location": "http://[::1]:9/secret"}
        elif self.path == "/moved":
            status, more = 301, {"Location": "/there"}
        elif self.path.startswith("/archive"):
            body = b'{"archived_snapshots": {"closest": {"url": "https://copies.example/1"}}}'
        self.send_response(status)
        for name, value in {**more, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = answer  # noqa: N815 - the names that the server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """The address of a small web, and what was asked of it."""
    asked: list[str] = []
    handler = type("Handler", (Web,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def manners(address: str, **more: Any) -> Manners:
    return msgspec.structs.replace(
        Manners(pause=0, private=True, archive=f"{address}/archive?url="), **more
    )


def linked(archive: Any, *urls: str) -> None:
    lines = "\n".join(f"[거기]({url})" for url in urls)
    archive.edit(BRIDGE, "도 있다.\n", f"도 있다.\n\n{lines}\n")


def quiet(done: int, total: int) -> None:
    """Show nothing."""


def test_a_dead_link_is_named_at_its_line_with_an_archived_copy(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, _ = web
    linked(archive, f"{address}/fine", f"{address}/404")
    found = external(archive.built(), tmp_path / "cache.json", quiet, manners(address))
    said = [(each.rule, each.problem.path, each.problem.line, each.problem.level) for each in found]
    assert said == [("external", BRIDGE, 13, "warning")]
    assert found[0].problem.what == f"{address}/404 answers 404 Not Found"
    assert found[0].problem.hint == "there is a copy: https://copies.example/1"


def test_busy_hosts_are_asked_again_and_those_without_head_by_get(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = web
    linked(archive, f"{address}/busy", f"{address}/no-head", f"{address}/moved")
    assert external(archive.built(), tmp_path / "cache.json", quiet, manners(address)) == ()
    assert asked == ["HEAD /busy", "HEAD /busy", "HEAD /moved", "HEAD /there", "HEAD /no-head", "GET /no-head"]  # fmt: skip


def test_answers_are_remembered_good_ones_for_a_month_bad_ones_for_a_day(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = web
    linked(archive, f"{address}/fine", f"{address}/404")
    cache = tmp_path / "cache.json"

    def on(day: str) -> tuple[int, list[str]]:
        asked.clear()
        found = external(archive.built(today=day), cache, quiet, manners(address, archive=""))
        return len(found), sorted(asked)

    dead = ["GET /404", "HEAD /404"]
    assert on("2024-06-01") == (1, [*dead, "HEAD /fine"])
    assert on("2024-06-01") == (1, [])
    assert on("2024-06-02") == (1, dead)
    assert on("2024-07-01") == (1, [*dead, "HEAD /fine"])
    cache.write_text("{torn", "utf-8")
    assert on("2024-07-01") == (1, [*dead, "HEAD /fine"])


def test_the_local_network_is_not_asked(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = web
    linked(archive, f"{address}/404", "http://localhost/admin", "http://169.254.169.254/secret")
    found = external(
        archive.built(), tmp_path / "cache.json", quiet, manners(address, private=False)
    )
    assert (found, asked) == ((), [])


@pytest.mark.parametrize(
    "host", ["[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0.0.0.0", "224.0.0.1"]
)
def test_addresses_that_carry_a_private_one_are_not_asked(archive: Any, tmp_path: Path, host: str) -> None:  # fmt: skip
    linked(archive, f"http://{host}:9/secret")
    found = external(archive.built(), tmp_path / "cache.json", quiet, Manners(pause=0, archive=""))
    assert found == ()


def test_a_redirect_into_the_local_network_is_not_followed(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = web
    monkeypatch.setattr(web_guard, "is_public", lambda place: str(place) == "127.0.0.1")
    linked(archive, f"{address}/inside")
    assert external(archive.built(), tmp_path / "cache.json", quiet, manners(address, private=False)) == ()  # fmt: skip
    assert asked == ["HEAD /inside"]


def test_a_name_that_stands_for_another_address_by_then_is_asked_at_the_one_looked_at(
    archive: Any, web: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = web
    port = int(address.rpartition(":")[2])
    names = iter(["127.0.0.1", "127.0.0.1"])  # one look for HEAD, one for GET: none for connecting
    real = socket.getaddrinfo

    def resolve(host: str, *more: Any, **named: Any) -> Any:
        return real(next(names) if host == "turning.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(web_guard, "is_public", lambda place: str(place) == "127.0.0.1")
    linked(archive, f"http://turning.example:{port}/404")
    found = external(archive.built(), tmp_path / "cache.json", quiet, manners(address, private=False, archive=""))  # fmt: skip
    assert found[0].problem.what == f"http://turning.example:{port}/404 answers 404 Not Found"
    assert (asked, list(names)) == (["HEAD /404", "GET /404"], [])


def test_a_host_that_is_gone_is_said_to_be(archive: Any, tmp_path: Path) -> None:
    linked(archive, "http://127.0.0.1:9/nothing")
    site = archive.built()
    found = external(site, tmp_path / "cache.json", quiet, manners("http://127.0.0.1:9"))
    assert found[0].problem.what.startswith("http://127.0.0.1:9/nothing does not answer: ")
