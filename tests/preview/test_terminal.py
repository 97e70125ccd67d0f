"""The preview at a terminal: its keys, also on a Korean keyboard, and its end. A real one: a pseudo terminal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from select import select
from urllib.request import urlopen

import pytest

import ssg

pty = pytest.importorskip("pty")
SECONDS = 60.0
SITE = 'title = "기록"\nlanguage = "ko"\nbase_url = "https://example.org/repo/"\n'
OURS = (  # what a shell does for a program in the foreground
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Terminal:
    """A preview whose standard input and output are a terminal."""

    def __init__(self, root: Path) -> None:
        ours, theirs = pty.openpty()
        browser = root / "browser"
        browser.write_text('#!/bin/sh\necho "$1" > "$0.said.tmp" && mv "$0.said.tmp" "$0.said"\n')
        browser.chmod(0o755)
        self.opened = root / "browser.said"
        self.process = subprocess.Popen(
            [sys.executable, "-c", OURS, "-m", "ssg", "-C", root, "serve", "-p", "0"],
            stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(ssg.__file__).parents[1]), "BROWSER": str(browser)},
        )  # fmt: skip
        os.close(theirs)
        self._terminal = ours
        self.url = self._said("preview at ").split()[2]

    def _said(self, start: str) -> str:
        text, until = "", time.monotonic() + SECONDS
        while time.monotonic() < until:
            if select([self._terminal], [], [], 1)[0]:
                text += os.read(self._terminal, 4096).decode("utf-8", "replace")
            for line in text.splitlines(keepends=True):
                if line.startswith(start) and line.endswith("\n"):
                    return line
        raise AssertionError(text)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def end(self) -> tuple[int, bytes]:
        """Wait for the end; return the exit code and what was written to stderr."""
        _, wrong = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, wrong

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        os.close(self._terminal)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/a.md").write_text("---\ntitle: 글\n---\n\n문단.\n", "utf-8")
    (tmp_path / "site.toml").write_text(SITE, "utf-8")
    made = Terminal(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("key", ["q", "ㅂ", "\x03"])
def test_a_key_ends_the_preview(terminal: Terminal, key: str) -> None:
    with urlopen(terminal.url, timeout=SECONDS) as answer:
        assert answer.status == 200
    terminal.type(key)
    assert terminal.end() == (0, b"")


def test_it_can_be_ended_before_it_has_begun(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == (0, b"")


def test_a_key_opens_the_page_in_the_browser(terminal: Terminal) -> None:
    with urlopen(terminal.url, timeout=SECONDS):
        terminal.type("xㅐ")
    until = time.monotonic() + SECONDS
    while not terminal.opened.exists():
        assert time.monotonic() < until, "no browser was opened"
        time.sleep(0.02)
    assert terminal.opened.read_text("utf-8") == f"{terminal.url}\n"
    terminal.type("q")
    assert terminal.end() == (0, b"")
