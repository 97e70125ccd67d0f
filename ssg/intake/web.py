"""The one place of the importer that uses the network: a page whose address the user gave, and the robots.txt of its host.

An address leads nowhere but to the public internet: names are resolved first, each address found is looked at, and the
connection goes to the very address that was; so it is for every redirect. Sizes and times are limited.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec

from ssg import __version__
from ssg.errors import SsgError, problem
from ssg.intake import robots

AGENT = f"ssg/{__version__} (a personal archive; one page at its owner's request)"
MAX_BYTES = 50_000_000
MAX_ROBOTS = 500_000
MAX_SECONDS = 30.0
MAX_REDIRECTS = 5
"""Bytes of an answer when it is unpacked, and of a robots.txt (RFC 9309, 2.5); seconds for all of it; redirects."""
_STEP = 1 << 16
_SAVE = "open it in a browser and save the page"
_LOOK = "look at the address and at your connection"
_HEADERS = {"User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.5", "Accept-Encoding": "gzip", "Connection": "close"}  # fmt: skip
_MOVED = (301, 302, 303, 307, 308)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Reachable = Callable[[Address], bool]


class Answer(msgspec.Struct, frozen=True):
    """What the web gave: the address it came from in the end, its bytes, and the encoding that the server named, or ""."""

    url: str
    data: bytes
    charset: str


class _Reply(msgspec.Struct, frozen=True):
    """One answer of a server."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def moved(self) -> str:
        """Where it sends us, "" if nowhere."""
        return self.headers.get("location", "") if self.status in _MOVED else ""


class Plain(http.client.HTTPConnection):
    """A connection to an address that was looked at before, whatever the name stands for by now."""

    address = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class Secure(http.client.HTTPSConnection):
    """The same with TLS, whose certificate must be the host's."""

    address = ""

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet; those that carry another inside are as that one is."""
    inner: Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = (
            address.ipv4_mapped
            or address.sixtofour
            or (address.teredo[1] if address.teredo else None)
        )
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def fetched(url: str, *, reachable: Reachable = is_public) -> Answer:
    """Return what is at an address of the web, after redirects.

    Raises SsgError for what robots.txt forbids, for addresses that are not `reachable`, for errors of the server, and
    for what is too large or takes too long. `reachable` is there for tests, which have a server of their own.
    """
    return _Visit(url, time.monotonic() + MAX_SECONDS, reachable).answer()


class _Visit(msgspec.Struct):
    """One visit: the address that the user gave, until when (of the monotonic clock), and where it may lead."""

    url: str
    until: float
    reachable: Reachable

    def answer(self) -> Answer:
        here = self.normal(self.url)
        for _ in range(MAX_REDIRECTS + 1):
            self.ask_robots(here)
            reply = self.reply(here, MAX_BYTES)
            if not reply.moved:
                break
            here = self.normal(urljoin(here, reply.moved))
        else:
            raise self.refusal(f"it redirects more than {MAX_REDIRECTS} times", _SAVE)
        if reply.status != 200 or not reply.data:
            words = http.client.responses.get(reply.status, "")
            what = (
                f"the server answered {reply.status} {words}".strip()
                if reply.status != 200
                else "the answer is empty"
            )
            raise self.refusal(what, _SAVE)
        named = _CHARSET.search(reply.headers.get("content-type", ""))
        return Answer(here, reply.data, named[1] if named else "")

    def ask_robots(self, here: str) -> None:
        """Raise SsgError where robots.txt forbids the page, or cannot be had though it is there (RFC 9309, 2.3.1)."""
        place = urljoin(here, "/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            reply = self.reply(place, MAX_ROBOTS, cut=True)
            if not reply.moved:
                break
            place = self.normal(urljoin(place, reply.moved))
        if reply.status >= 500:
            what = f"the site's robots.txt cannot be had (the server answered {reply.status})"
            raise self.refusal(what, "try again later, or save the page in a browser")
        parts = urlsplit(here)
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        rules = reply.data.decode("utf-8", "replace") if reply.status == 200 else ""
        if not robots.allows(rules, "ssg", path):
            what = "the site's robots.txt asks programs to stay away from this page"
            raise self.refusal(what, "open it in a browser and save the page, or paste its text")

    def reply(self, here: str, most: int, *, cut: bool = False) -> _Reply:
        """What a server answers; above `most` bytes it is cut off, or too large."""
        parts = urlsplit(here)
        secure = parts.scheme == "https"
        address = self.resolved(parts.hostname or "", parts.port or (443 if secure else 80))
        connection = (Secure if secure else Plain)(
            parts.hostname or "", parts.port, timeout=self.left()
        )
        connection.address = address
        try:
            connection.request(
                "GET", urlunsplit(("", "", parts.path or "/", parts.query, "")), headers=_HEADERS
            )
            with connection.getresponse() as answer:
                headers = {name.lower(): value for name, value in answer.getheaders()}
                data = self.read(answer, headers.get("content-encoding", ""), most)
        except ssl.SSLError as error:
            what = f"its certificate is not to be trusted ({error.reason})"
            raise self.refusal(what, _SAVE) from error
        except (OSError, http.client.HTTPException, zlib.error) as error:
            words = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise self.refusal(f"it cannot be reached ({words})", _LOOK) from error
        finally:
            connection.close()
        if len(data) > most and not cut:
            raise self.refusal(
                f"the page is larger than {most // 1_000_000} MB", "download it and import the file"
            )
        return _Reply(answer.status, headers, data[:most])

    def read(self, answer: http.client.HTTPResponse, packing: str, most: int) -> bytes:
        """The body up to a byte more than `most`, unpacked in steps of bounded size."""
        unpack = (
            zlib.decompressobj(47) if packing.lower() in ("gzip", "x-gzip", "deflate") else None
        )
        data = bytearray()
        while len(data) <= most:
            self.left()
            piece = answer.read1(_STEP)
            if not piece:
                break
            data += unpack.decompress(piece, most + 1 - len(data)) if unpack else piece
        return bytes(data)

    def resolved(self, host: str, port: int) -> str:
        """An address of the host; all that its name stands for must be ones that may be reached."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise self.refusal(f'there is no host "{host}"', _LOOK) from error
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        if not addresses or not all(self.reachable(ipaddress.ip_address(it)) for it in addresses):
            what = "it leads to a private network, not to the web"
            raise self.refusal(what, "save the page in a browser and import the file")
        return addresses[0]

    def normal(self, url: str) -> str:
        """An address in ASCII, without fragment. Raises SsgError for what is none of the web."""
        try:
            parts = urlsplit(url.strip())
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = f":{parts.port}" if parts.port else ""
        except (ValueError, UnicodeError) as error:
            raise self.refusal("is no address of the web", "it starts with https://") from error
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
            what = "is no address of the web that anybody may open"
            raise self.refusal(what, "it starts with https:// and holds no password")
        shown = f"[{host}]" if ":" in host else host
        path, query = (
            quote(part, safe="%/:=&?~#+!$,;'@()*[]") for part in (parts.path, parts.query)
        )
        return urlunsplit((parts.scheme, shown + port, path or "/", query, ""))

    def left(self) -> float:
        """The seconds left, at most ten for one step. Raises SsgError where none are."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise self.refusal(
                f"it took longer than {MAX_SECONDS:.0f} s",
                "try again, or save the page in a browser",
            )
        return min(10.0, left)

    def refusal(self, what: str, hint: str) -> SsgError:
        """The error about the address that the user gave."""
        return SsgError(problem(self.url, what, hint))
