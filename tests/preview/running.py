"""A preview of a folder, run as a process of its own as `ssg serve` would be, and asked as browsers ask."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote

import ssg

SECONDS = 30.0


class Running:
    """A running preview: its source folder, its port, its lines on the terminal."""

    def __init__(self, folder: Path, base: str, port: int) -> None:
        self.root, self.base = folder, base
        code = Path(ssg.__file__).parent.parent
        self.process = subprocess.Popen(
            [sys.executable, "-W", "default", "-m", "ssg", "-C", folder, "serve", "-p", str(port)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(code), "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        self.said: list[str] = []
        self._token = ""
        self._streams: list[Stream] = []
        said = self.line("preview at ")
        self.url = said.split()[2]
        self.port = int(self.url.split("/")[2].rpartition(":")[2])

    def line(self, start: str) -> str:
        """Read the terminal up to a line that starts so, and return it."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith(start):
                return line.rstrip("\n")
        raise AssertionError([*self.said, self.process.stderr and self.process.stderr.read()])

    def file(self, name: str) -> Path:
        """Where a file of the site comes from."""
        return placed(self.root, name)

    def write(self, name: str, text: str) -> None:
        """Save a file as an editor does: beside it, then renamed."""
        _put(self.file(name), text.encode())

    def break_(self, key: str) -> None:
        """Put a key that there isn't into site.toml."""
        text = self.file("site.toml").read_text("utf-8")
        self.write("site.toml", f'"{key}" = 1\n{text}')

    def mend(self) -> None:
        """Take it out again."""
        self.write("site.toml", self.file("site.toml").read_text("utf-8").partition("\n")[2])

    def get(
        self, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path as it is, unnormalised; return status, headers in lower case, body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            connection.close()

    @property
    def token(self) -> str:
        """The token, as the editor's page holds it."""
        if not self._token:
            body = self.get("/_ssg/edit/content/articles/a.md")[2].decode()
            self._token = body.partition('name="ssg-editor" content="')[2].partition('"')[0]
        return self._token

    def ask(
        self, method: str, name: str, body: bytes | dict[str, Any] = b"", **headers: str
    ) -> tuple[int, Any]:
        """Ask the editor's interface, with the token unless another is given; return the status and what was said."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        own = {"X_Ssg_Token": self.token, "Content_Length": str(len(raw))}
        path = "/_ssg/api/" + quote(name, safe="/?=&")
        status, _, said = self.get(path, method, raw, **{**own, **headers})
        try:
            return status, json.loads(said)
        except ValueError:
            return status, said.decode()

    def events(self, since: str = "") -> "Stream":
        """Open the event stream."""
        self._streams.append(Stream(self.port, since))
        return self._streams[-1]

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it; return the exit code and what it wrote to stderr."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, wrong = self.process.communicate(timeout=SECONDS)
        for stream in self._streams:  # a test that failed left it open: it would fail the next
            stream.close()
        return self.process.returncode, wrong


def _put(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_bytes(raw)
    temporary.chmod(0o644)
    temporary.replace(file)


class Stream:
    """An open event stream."""

    def __init__(self, port: int, since: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._connection.request("GET", "/_ssg/events" + (f"?since={since}" if since else ""))
        self._answer: HTTPResponse = self._connection.getresponse()
        assert self._answer.status == 200
        assert self._answer.getheader("content-type", "").startswith("text/event-stream")
        assert self._answer.readline() == b"retry: 300\n"

    def next(self) -> dict[str, Any]:
        """Wait for the next event and return its data; not for ever, though the server says that it lives."""
        until = time.monotonic() + SECONDS
        while line := self._answer.readline():
            assert time.monotonic() < until, "no event came"
            if line.startswith(b"data: "):
                loaded = json.loads(line.removeprefix(b"data: "))
                assert isinstance(loaded, dict)
                return loaded
        raise AssertionError("the stream has ended")

    def close(self) -> None:
        """Leave."""
        self._answer.close()
        self._connection.close()


def placed(root: Path, name: str) -> Path:
    """Where the source of a file of the site lies: the two pages of the theme's are templates, a path below `content/`
    or `templates/` is one of the archive itself, everything else is published as it is."""
    if name in ("index.html", "404.html"):
        return root / "templates" / name
    own = name.startswith(("content/", "templates/", "site.toml", "themes/"))
    return root / name if own else root / "static" / name


SETTINGS = (
    'title = "기록"\nlanguage = "ko"\nbase_url = "https://example.org{}"\n[search]\nenabled = {}\n'
)


def prepared(folder: Path, files: dict[str, str], base: str, *, search: bool = False) -> None:
    """An archive of these files under `base`."""
    settings = SETTINGS.format(base, str(search).lower())
    for name, text in {"site.toml": settings, **files}.items():
        file = placed(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


class Lasting(Running):
    """A preview for many tests: before each its files are as they were at first, and it knows."""

    def __init__(self, folder: Path, files: dict[str, str], base: str) -> None:
        prepared(folder, files, base)
        super().__init__(folder, base, free_port())
        self._files = {path: path.read_bytes() for path in self._there()}
        pages = [
            n for n in files if not n.startswith(("content/", "templates/", "themes/", "site."))
        ]
        self._shown = ["api/articles.json", *pages]
        self._before = self._seen()

    def _there(self) -> list[Path]:
        return [p for p in sorted(self.root.rglob("*")) if p.is_file() and ".ssg" not in p.parts]

    def _seen(self) -> list[bytes]:
        """What the preview shows, and that nothing is wrong."""
        state: bytes = json.dumps(json.loads(self.get("/_ssg/state")[2])["problems"]).encode()
        bodies = [self.get(f"{self.base}{name}")[2] for name in self._shown]
        return [
            state,
            *(re.sub(rb'name="ssg-epoch" content="[^"]*"', b"", body) for body in bodies),
        ]

    def reset(self) -> None:
        """Take back what a test has done."""
        for path in self._there():
            if path not in self._files:
                path.unlink()
        for folder in sorted((p for p in self.root.rglob("*") if p.is_dir()), reverse=True):
            if ".ssg" not in folder.parts and not any(folder.iterdir()):
                folder.rmdir()
        shutil.rmtree(self.root / ".ssg/deleted", ignore_errors=True)
        for path, raw in self._files.items():
            if (
                not path.exists()
                or path.read_bytes() != raw
                or path.stat().st_mode & 0o777 != 0o644
            ):
                _put(path, raw)
        until = time.monotonic() + SECONDS
        while self._seen() != self._before:
            assert time.monotonic() < until, "the preview does not follow"
            time.sleep(0.05)


def free_port() -> int:
    """A port that is free now; the preview takes the next one if it is not any more."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
