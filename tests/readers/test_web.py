"""Pages fetched from the web: only public addresses, only what robots.txt allows, within limits. The server is our own."""

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ssg.errors import SsgError
from ssg.intake import robots, visits, web
from ssg.intake.reading import Job
from ssg.intake.web import Answer

PAGE = "<p>강가의 도서관</p>".encode("euc-kr")
ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\n"


class _Server(BaseHTTPRequestHandler):
    """Answers by path; what was asked is recorded."""

    asked: list[str] = []
    moments: list[float] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.moments.append(time.monotonic())
        port = self.headers["Host"].rpartition(":")[2]
        match self.path.partition("?")[0]:
            case "/robots.txt":
                self._send(200, ROBOTS.encode())
            case "/moved":
                self._send(302, b"", Location="/page?x=1")
            case "/round":
                self._send(302, b"", Location="/round")
            case "/inside":
                self._send(302, b"", Location=f"http://127.0.0.2:{port}/page")
            case "/scheme":
                self._send(302, b"", Location="file:///etc/passwd")
            case "/packed":
                self._send(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
            case "/bomb":
                self._send(200, gzip.compress(b"0" * 3_000_000), **{"Content-Encoding": "gzip"})
            case "/slow":
                self.send_response(200)
                self.end_headers()
                while True:
                    self.wfile.write(b".")
                    self.wfile.flush()
                    time.sleep(0.02)
            case "/gone":
                self._send(404, b"no")
            case _:
                self._send(200, PAGE, **{"Content-Type": "text/html; charset=EUC-KR"})

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            return


@pytest.fixture
def server() -> Iterator[str]:
    _Server.asked, _Server.moments = [], []
    serving = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_address[1]}"
    serving.shutdown()
    serving.server_close()


def _here(address: web.Address) -> bool:
    """The test's own allowance: its server, and nothing else of this machine."""
    return address == ipaddress.ip_address("127.0.0.1")


def test_a_page_with_its_encoding_after_a_redirect(server: str) -> None:
    assert web.fetched(f"{server}/page#x", reachable=_here) == Answer(
        f"{server}/page", PAGE, "EUC-KR"
    )
    assert web.fetched(f"{server}/moved", reachable=_here) == Answer(
        f"{server}/page?x=1", PAGE, "EUC-KR"
    )
    assert web.fetched(f"{server}/packed", reachable=_here) == Answer(f"{server}/packed", PAGE, "")


def test_pages_of_one_host_are_asked_for_with_a_pause_between(server: str) -> None:
    named = (f"{server}/a", f"{server}/gone", "http://127.0.0.2/x", "http://[", f"{server}/b")
    jobs = [Job(name="-", data=b"x"), *(Job(name=url, url=url) for url in named)]
    found = list(visits.fetched(jobs, pause=0.4, reachable=_here))
    assert [job.data for job in found] == [b"x", PAGE, None, None, None, PAGE]
    assert [bool(job.problems) for job in found] == [False, False, True, True, True, False]
    asked = dict(zip(_Server.asked, _Server.moments, strict=True))
    assert asked["/gone"] - asked["/a"] >= 0.4
    assert asked["/b"] - asked["/gone"] >= 0.4


@pytest.mark.parametrize(("path", "what"), [
    ("/private/x", "the site's robots.txt asks programs to stay away from this page"), ("/a.pdf", "the site's robots.txt asks programs to stay away from this page"),
    ("/round", "it redirects more than 5 times"), ("/gone", "the server answered 404 Not Found"),
    ("/scheme", "is no address of the web that anybody may open"),
])  # fmt: skip
def test_what_is_not_fetched_is_told(server: str, path: str, what: str) -> None:
    with pytest.raises(SsgError) as told:
        web.fetched(server + path, reachable=_here)
    assert [(it.path, it.what) for it in told.value.problems] == [(server + path, what)]


def test_a_page_that_robots_forbids_is_not_asked_for(server: str) -> None:
    with pytest.raises(SsgError):
        web.fetched(f"{server}/private/x", reachable=_here)
    assert _Server.asked == ["/robots.txt"]


def test_this_machine_is_not_reached_without_leave_and_not_by_a_redirect(server: str) -> None:
    with pytest.raises(SsgError) as told:
        web.fetched(f"{server}/page")
    assert told.value.problems[0].what == "it leads to a private network, not to the web"
    assert _Server.asked == []
    with pytest.raises(SsgError) as told:
        web.fetched(f"{server}/inside", reachable=_here)
    assert told.value.problems[0].what == "it leads to a private network, not to the web"
    assert _Server.asked == ["/robots.txt", "/inside"]


def test_sizes_and_times_are_limited(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 1_000_000)
    with pytest.raises(SsgError) as told:
        web.fetched(f"{server}/bomb", reachable=_here)
    assert told.value.problems[0].what == "the page is larger than 1 MB"
    monkeypatch.setattr(web, "MAX_SECONDS", 1.0)
    with pytest.raises(SsgError) as told:
        web.fetched(f"{server}/slow", reachable=_here)
    assert told.value.problems[0].what == "it took longer than 1 s"


@pytest.mark.parametrize("url", [
    "ftp://x.example/", "https://", "http://user:secret@x.example/", "http://[::1", "https://x..example/", "javascript:alert(1)", "http://127.0.0.1/", "http://[::1]/",
    "http://169.254.169.254/latest/meta-data/", "http://0/", "http://2130706433/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/", "http://0x7f.1/",
])  # fmt: skip
def test_addresses_that_lead_elsewhere_are_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(SsgError) as told:
        web.fetched(url)
    assert told.value.problems[0].what in (
        "is no address of the web", "is no address of the web that anybody may open", "it leads to a private network, not to the web",
        'there is no host "x..example"', 'there is no host "0x7f.1"',
    )  # fmt: skip


@pytest.mark.parametrize(("address", "public"), [
    ("8.8.8.8", True), ("2606:4700::1111", True), ("10.0.0.1", False), ("100.64.0.1", False), ("192.0.2.1", False), ("224.0.0.1", False), ("fd00::1", False),
    ("fe80::1", False), ("::", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
])  # fmt: skip
def test_public_addresses(address: str, *, public: bool) -> None:
    assert web.is_public(ipaddress.ip_address(address)) is public


RULES = "User-agent: other\nuser-agent: SSG\nDisallow: /only # mine\n\nUser-agent: *\nDisallow: /a/*.html$\nAllow: /a/b\nDisallow: /x\nDisallow:\n"


@pytest.mark.parametrize(("agent", "path", "allowed"), [
    ("ssg", "/only/1", False), ("ssg", "/x", True), ("else", "/only/1", True), ("else", "/a/c.html", False), ("else", "/a/c.html?p=1", True),
    ("else", "/a/b.html", False), ("else", "/a/b", True), ("else", "/xyz", False), ("else", "/", True),
])  # fmt: skip
def test_robots(agent: str, path: str, *, allowed: bool) -> None:
    assert robots.allows(RULES, agent, path) is allowed


def test_robots_with_a_thousand_stars_takes_no_time() -> None:
    assert robots.allows(
        "User-agent: *\nDisallow: /" + "*a" * 1000 + "$\n", "ssg", "/" + "a" * 999 + "b"
    )
