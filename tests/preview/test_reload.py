"""What a browser is told of the builds it has seen, missed, or never heard of."""

import asyncio
import json
from typing import Any

import pytest

from ssg.errors import problem
from ssg.preview import reload
from ssg.preview.reload import Epochs, News

BROKEN = (problem("content/a.md", "broken", line=3),)


def test_a_build_that_changed_nothing_is_no_news() -> None:
    epochs = Epochs("run")
    assert epochs.tick((), ()) is False
    assert epochs.epoch == "run-0"
    assert epochs.news("run-0") is None


def test_several_missed_builds_are_one_piece_of_news() -> None:
    epochs = Epochs("run")
    epochs.tick(["/b", "/a"], ())
    epochs.tick(["/c"], BROKEN)
    assert epochs.news("run-0") == News("run-2", "run-0", problems=True, paths=("/a", "/b", "/c"))
    assert epochs.news("run-1") == News("run-2", "run-1", problems=True, paths=("/c",))
    assert epochs.news("run-2") is None


def test_problems_that_come_and_go_are_news_and_the_same_ones_are_not() -> None:
    epochs = Epochs("run")
    assert [epochs.tick((), BROKEN), epochs.tick((), BROKEN), epochs.tick((), ())] == [
        True,
        False,
        True,
    ]
    assert epochs.news("run-1") == News("run-2", "run-1", problems=True, paths=())


@pytest.mark.parametrize(
    "since", ["other-1", "run-9", "run--1", "run-x", "run-", "", "x", "run-1e0", "-"]
)
def test_an_epoch_that_is_not_of_this_run_has_missed_everything(since: str) -> None:
    epochs = Epochs("run")
    epochs.tick(["/a"], ())
    assert epochs.news(since) == News("run-1", since, problems=True, paths=None)


def test_who_missed_more_than_is_remembered_asks_for_everything() -> None:
    epochs = Epochs("run")
    for number in range(reload.REMEMBERED + 1):
        epochs.tick([f"/{number % 2}"], ())
    assert epochs.news("run-0") == News(epochs.epoch, "run-0", problems=True, paths=None)
    assert epochs.news("run-1") == News(epochs.epoch, "run-1", problems=False, paths=("/0", "/1"))


def test_more_paths_than_can_be_said_are_everything() -> None:
    epochs = Epochs("run")
    epochs.tick([str(n) for n in range(reload.REMEMBERED + 1)], ())
    assert epochs.news("run-0") == News("run-1", "run-0", problems=True, paths=None)


def told(chunk: bytes) -> dict[str, Any]:
    identity, data = chunk.decode().rstrip("\n").split("\n")
    loaded = json.loads(data.removeprefix("data: "))
    assert isinstance(loaded, dict)
    assert identity == f"id: {loaded['epoch']}"
    return loaded


def test_a_stream_speaks_once_of_what_happened_while_it_slept() -> None:
    async def run() -> list[dict[str, Any]]:
        epochs = Epochs("run")
        stream = epochs.stream("run-0")
        assert await anext(stream) == b"retry: 300\n\n"
        heard = []
        for number in range(3):
            epochs.tick([f"/{number}"], ())
        heard.append(told(await anext(stream)))
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        epochs.tick(["/later"], ())
        heard.append(told(await waiting))
        epochs.close()
        assert [chunk async for chunk in stream] == []
        return heard

    assert asyncio.run(run()) == [
        {"epoch": "run-3", "since": "run-0", "problems": False, "paths": ["/0", "/1", "/2"]},
        {"epoch": "run-4", "since": "run-3", "problems": False, "paths": ["/later"]},
    ]


def test_a_silent_stream_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload, "HEARTBEAT", 0.01)

    async def run() -> list[bytes]:
        stream = Epochs("run").stream("run-0")
        return [await anext(stream) for _ in range(3)]

    assert asyncio.run(run()) == [b"retry: 300\n\n", b": still here\n\n", b": still here\n\n"]
