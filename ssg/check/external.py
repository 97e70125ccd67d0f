"""Links to other sites, asked over the network only when the user says `--external`: politely, and remembered.

One request at a time to a host, with a pause; `429` and `503` are waited for as long as the host says, up to a limit.
Answers are kept in `.ssg/external.json`: a good one for a month, a bad one for a day.
"""

import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import Request, build_opener

import msgspec

from ssg import __version__
from ssg.check.finding import Finding, finding
from ssg.check.links import external as addresses
from ssg.check.site import Site
from ssg.intake.web import MAX_REDIRECTS, Plain, Secure, is_public

AGENT = f"Mozilla/5.0 (compatible; ssg/{__version__}; link check)"
HEADERS = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
DAYS_GOOD, DAYS_BAD = 30, 1
GONE = frozenset({404, 410, 451})
NO_HEAD = frozenset({400, 403, 404, 405, 406, 500, 501})
BUSY = frozenset({429, 503})
MOVED = frozenset({301, 302, 303, 307, 308})
ARCHIVE = "https://archive.org/wayback/available?url="

Progress = Callable[[int, int], None]


class Manners(msgspec.Struct, frozen=True):
    """How the network is asked: seconds for an answer, between two requests to a host, and to wait for a busy one at most;
    hosts at once; the service that knows archived copies; whether addresses of the local network may be asked (tests)."""

    patience: float = 20
    pause: float = 1
    longest_wait: float = 120
    hosts: int = 8
    archive: str = ARCHIVE
    private: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What an address answered: a status (0: nothing), why in words, the day (ISO), and an archived copy of a dead page."""

    status: int
    why: str = ""
    day: str = ""
    copy: str = ""

    @property
    def good(self) -> bool:
        """Whether a reader who follows the link finds something."""
        return 200 <= self.status < 400 or self.status in (401, 403, 407, *BUSY)


def external(
    site: Site,
    cache: Path,
    progress: Progress,
    manners: Manners = Manners(),  # noqa: B008 - frozen
) -> tuple[Finding, ...]:
    """Return a finding for each dead link to another site, at the line of the first article that has it.

    `cache` is the file of remembered answers; it is read, and written when all is asked or the user stops it.
    """
    wanted = addresses(site)
    known = _remembered(cache)
    asked = {url for url in wanted if not _fresh(known.get(url), site.today)}
    try:
        for number, (url, answer) in enumerate(_answers(asked, manners), 1):
            known[url] = msgspec.structs.replace(answer, day=site.today)
            progress(number, len(asked))
    finally:
        _remember(cache, known)
    return tuple(
        _told(url, known[url], place) for url, place in wanted.items() if not known[url].good
    )


def _told(url: str, answer: Answer, place: tuple[str, int]) -> Finding:
    path, line = place
    hint = (
        f"there is a copy: {answer.copy}"
        if answer.copy
        else "link to another copy, or leave it as a record of where it was"
    )
    return finding("external", path, f"{url} {answer.why}", hint, line=line, level="warning")


def _fresh(answer: Answer | None, today: str) -> bool:
    """Whether a remembered answer still counts; without a day nothing does."""
    from datetime import date  # noqa: PLC0415

    if answer is None or not answer.day or not today:
        return False
    age = (date.fromisoformat(today) - date.fromisoformat(answer.day)).days
    return 0 <= age < (DAYS_GOOD if answer.good else DAYS_BAD)


def _remembered(cache: Path) -> dict[str, Answer]:
    try:
        return msgspec.json.decode(cache.read_bytes(), type=dict[str, Answer])
    except (OSError, msgspec.DecodeError):
        return {}  # it only saves requests


def _remember(cache: Path, known: Mapping[str, Answer]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    beside = cache.with_suffix(".new")
    beside.write_bytes(
        msgspec.json.format(msgspec.json.encode(dict(sorted(known.items()))), indent=1)
    )
    beside.replace(cache)


def _answers(urls: set[str], manners: Manners) -> Iterator[tuple[str, Answer]]:
    """Ask hosts at the same time, the addresses of one host one after the other."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(urls):
        by_host[urlsplit(url).netloc.lower()].append(url)
    with ThreadPoolExecutor(manners.hosts) as threads:
        queues = [threads.submit(_host, each, manners) for each in by_host.values()]
        for done in as_completed(queues):
            yield from done.result()


def _host(urls: list[str], manners: Manners) -> list[tuple[str, Answer]]:
    """The answers of one host's addresses."""
    found = []
    for number, url in enumerate(urls):
        if number:
            time.sleep(manners.pause)
        answer = _waited(url, manners)
        if answer.status in GONE or not answer.status:
            answer = msgspec.structs.replace(answer, copy=_copy(url, manners))
        found.append((url, answer))
    return found


def _waited(url: str, manners: Manners) -> Answer:
    """The answer of an address; a busy host is asked again when it says, as long as that is not too long."""
    left, wait = manners.longest_wait, 2.0
    while True:
        answer, after = _asked(url, manners)
        wait = after or wait
        if answer.status not in BUSY or wait > left:
            return answer
        time.sleep(wait)
        left, wait = left - wait, wait * 2


def _asked(url: str, manners: Manners) -> tuple[Answer, float]:
    """What an address answers to HEAD, else to GET; with the seconds to wait that a busy host names, 0 for none."""
    answer, after = Answer(0), 0.0
    for method in ("HEAD", "GET"):
        try:
            reply = _followed(method, _quoted(url), manners)
        except _PrivateError:
            return Answer(200, "is an address of a local network: not asked"), 0.0
        except (OSError, HTTPException, ValueError) as error:
            answer, after = Answer(0, f"does not answer: {error}"), 0.0
            continue
        if reply.status < 400:
            return Answer(reply.status), 0.0
        answer = Answer(reply.status, f"answers {reply.status} {reply.reason}")
        after = _seconds(reply.getheader("Retry-After", ""))
        if reply.status not in NO_HEAD:
            return answer, after
    return answer, after


class _PrivateError(Exception):
    """An address of the reader's own network: an imported text must not make us ask it."""


def _followed(method: str, url: str, manners: Manners) -> HTTPResponse:
    """The head of an answer, after redirects. Raises _PrivateError before anything is sent into a local network."""
    for _ in range(MAX_REDIRECTS + 1):
        reply = _reply(method, url, manners)
        moved = reply.getheader("Location", "") if reply.status in MOVED else ""
        if not moved:
            return reply
        url = _quoted(urljoin(url, moved))
    raise ValueError(f"it redirects more than {MAX_REDIRECTS} times")


def _reply(method: str, url: str, manners: Manners) -> HTTPResponse:
    """The head of one answer. The connection goes to the very address that was looked at, whatever the name stands for by then."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no web address")
    secure = parts.scheme == "https"
    connection = (Secure if secure else Plain)(parts.hostname, parts.port, timeout=manners.patience)
    connection.address = _public(parts.hostname, parts.port or (443 if secure else 80), manners)
    try:
        connection.request(
            method, urlunsplit(("", "", parts.path or "/", parts.query, "")), headers=HEADERS
        )
        return connection.getresponse()
    finally:
        connection.close()


def _public(host: str, port: int, manners: Manners) -> str:
    """An address of the host. Raises _PrivateError where any of those that its name stands for is none of the public internet."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(place[0]).partition("%")[0] for *_, place in found]
    if not manners.private and not all(is_public(ip_address(each)) for each in addresses):
        raise _PrivateError
    return addresses[0]


def _quoted(url: str) -> str:
    """An address as a request may name it: what is no ASCII is percent-encoded, host names by IDNA."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    return parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
                          query=quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")).geturl()  # fmt: skip


def _seconds(value: str) -> float:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3): a number, or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time()) if value else 0.0
    except (TypeError, ValueError):
        return 0.0


def _copy(url: str, manners: Manners) -> str:
    """The address of an archived copy, where the service knows one."""
    if not manners.archive:
        return ""
    try:
        request = Request(manners.archive + quote(url, safe=""), None, HEADERS)  # noqa: S310 - ours
        with build_opener().open(request, timeout=manners.patience) as got:
            found = msgspec.json.decode(got.read(1_000_000))
        return str(found["archived_snapshots"]["closest"]["url"])
    except (URLError, OSError, HTTPException, ValueError, KeyError, TypeError, msgspec.DecodeError):
        return ""
