"""The keys that a preview listens to: one letter, no Enter. Where no terminal is, none."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress


@contextmanager
def keys(actions: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    """Call the action of each key that is pressed, also of the same key on a Korean keyboard."""
    try:
        import termios
        import tty

        terminal = sys.stdin.fileno()
        ours = os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    except (ImportError, OSError, ValueError, AttributeError):  # Windows; no standard input
        ours = False
    if not ours:  # a pipe, or a job in the background
        yield
        return
    before = termios.tcgetattr(terminal)
    loop = asyncio.get_running_loop()
    tty.setcbreak(terminal)
    loop.add_reader(terminal, _pressed, actions, loop)
    try:
        yield
    finally:
        loop.remove_reader(terminal)
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


KOREAN = {"ㅐ": "o", "ㅂ": "q"}


def _pressed(actions: Mapping[str, Callable[[], object]], loop: asyncio.AbstractEventLoop) -> None:
    typed = os.read(sys.stdin.fileno(), 64)
    if not typed:  # the terminal is gone
        loop.remove_reader(sys.stdin.fileno())
    for key in typed.decode("utf-8", "ignore").lower():
        if action := actions.get(KOREAN.get(key, key)):
            loop.run_in_executor(None, action)
