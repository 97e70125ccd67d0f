"""Ctrl-C while the preview begins: nothing is broken into, nothing is forgotten."""

import os
import signal

import pytest

from ssg.preview.interrupt import Interrupt


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_what_came_too_early_is_told_to_whoever_can_end_the_preview() -> None:
    told: list[str] = []
    with Interrupt() as ctrl_c:
        press()
        assert told == []
        ctrl_c.ends(lambda: told.append("leave"))
    assert told == ["leave"]


def test_it_is_told_at_once_later_on() -> None:
    told: list[str] = []
    with Interrupt() as ctrl_c:
        ctrl_c.ends(lambda: told.append("leave"))
        press()
    assert told == ["leave"]


def test_the_second_one_breaks_in() -> None:
    with Interrupt():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_pythons_own_way_is_back_at_the_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
