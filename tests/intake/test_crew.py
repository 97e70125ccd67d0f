"""Work in processes that may be lost: answers in order, limits that hold, and a job that is lost costs no other."""

import multiprocessing
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ssg.intake import confine, crew

Job = tuple[str, str]


def told(
    jobs: list[Job], *, count: int = 2, patience: float = 60.0, small: bool = False
) -> list[tuple[str, str, str]]:
    """The name of each job with what was said of it."""
    found = crew.run(jobs, work, count, patience, small=lambda _: small)
    return [(job[1] or job[0], said.kind, said.answer.decode() or said.why) for job, said in found]


def work(job: Job) -> Iterator[bytes]:
    yield from DEEDS[job[0]](job[1])


def _answers(name: str) -> Iterator[bytes]:
    for number in range(3):
        time.sleep(0.01 if name == "slow" else 0)
        yield f"{name} {number}".encode()


def _forever(_: str) -> Iterator[bytes]:
    yield b"begun"
    while True:
        pass


def _sleeps(_: str) -> Iterator[bytes]:
    time.sleep(3600)
    yield b""


def _hungry(_: str) -> Iterator[bytes]:
    held = []
    while True:
        held.append(bytes(50_000_000))
        yield str(len(held)).encode() if len(held) > 100 else b"x"


def _deep(_: str) -> Iterator[bytes]:
    def down(n: int) -> int:
        return down(n + 1) + 1

    yield str(down(0)).encode()


def _wrong(_: str) -> Iterator[bytes]:
    yield b"half"
    raise ValueError("한 번도 없던 일")


def _dies(_: str) -> Iterator[bytes]:
    yield b"half"
    os._exit(7)


def _tries(deed: Callable[[], object]) -> Iterator[bytes]:
    try:
        deed()
    except OSError as error:
        yield str(error).encode()
    else:
        yield b"done"


DEEDS: dict[str, Callable[[str], Iterator[bytes]]] = {
    "answers": _answers, "forever": _forever, "sleeps": _sleeps, "hungry": _hungry, "deep": _deep, "wrong": _wrong,
    "dies": _dies,
    "writes": lambda path: _tries(lambda: Path(path).write_text("x", "utf-8")),
    "appends": lambda path: _tries(lambda: os.open(path, os.O_WRONLY | os.O_APPEND)),
    "removes": lambda path: _tries(lambda: Path(path).unlink()),
    "renames": lambda path: _tries(lambda: Path(path).rename(f"{path}.new")),
    "makes": lambda path: _tries(lambda: Path(f"{path}.d").mkdir()),
    "runs": lambda _: _tries(lambda: subprocess.run([sys.executable, "-c", ""], check=False)),
    "calls": lambda _: _tries(lambda: os.system("true")),  # noqa: S605, S607
    "connects": lambda port: _tries(lambda: socket.create_connection(("127.0.0.1", int(port)), 5)),
    "asks": lambda _: _tries(lambda: socket.getaddrinfo("localhost", 80)),
    "reads": lambda path: iter([Path(path).read_bytes()]),
}  # fmt: skip


def test_answers_come_in_the_order_of_the_jobs_however_long_each_takes() -> None:
    names = ["slow", "a", "b", "slow", "c"]
    wanted = [
        (name, kind, f"{name} {n}" if kind == "answer" else "")
        for name in names
        for n, kind in enumerate(["answer", "answer", "answer", "done"])
    ]
    assert told([("answers", name) for name in names]) == wanted


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("deed", ["dies", "deep", "sleeps", "wrong"])
def test_small_jobs_in_hand_outlive_one_that_is_lost(count: int, deed: str) -> None:
    names = ["a", "", "b", "c", "", "d", "e"]
    jobs = [("answers", name) if name else (deed, "") for name in names]
    found = told(jobs, count=count, small=True, patience=2.0 if deed == "sleeps" else 60.0)
    ends = [(name, kind) for name, kind, _ in found if kind != "answer"]
    assert ends == [(name, "done") if name else (deed, "lost") for name in names]
    answers = [(name, said) for name, kind, said in found if kind == "answer" and name in names]
    assert answers == [(name, f"{name} {n}") for name in names if name for n in range(3)]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_small_job_is_read_while_nobody_listens() -> None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", 0) as pipe, os.fdopen(theirs, "wb", 0):
        found = crew.run([("", "a"), ("", "b")], partial(_signals, theirs), 1, small=lambda _: True)
        assert next(found)[0] == ("", "a")
        assert pipe.read(1) == b"a"
        assert select.select([pipe], [], [], 100)[0] == [pipe]
        assert pipe.read(1) == b"b"
        assert [said.kind for _, said in found] == ["done", "answer", "done"]


def _signals(pipe: int, job: Job) -> Iterator[bytes]:
    os.write(pipe, job[1].encode())
    yield b""


def test_many_jobs_use_few_processes() -> None:
    pids = {said.answer for _, said in crew.run([("pid", "")] * 50, pid_of, 2) if said.answer}
    assert 1 <= len(pids) <= 2


def pid_of(_: Job) -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def test_a_job_without_end_is_ended_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "PROCESSOR", 1)
    found = told([("answers", "a"), ("forever", ""), ("answers", "b")])
    assert found[4:6] == [
        ("forever", "answer", "begun"),
        ("forever", "lost", "it took more than 1 s of computing to read"),
    ]
    assert (found[:4], found[6:]) == (
        [*((("a", "answer", f"a {n}")) for n in range(3)), ("a", "done", "")],
        [*((("b", "answer", f"b {n}")) for n in range(3)), ("b", "done", "")],
    )


def test_a_job_that_only_waits_is_ended_too() -> None:
    found = told([("sleeps", ""), ("answers", "b")], patience=2.0)
    assert found[0] == ("sleeps", "lost", "it took more than 2 s to read")
    assert found[-1] == ("b", "done", "")


@pytest.mark.parametrize(("deed", "why"), [
    ("hungry", "it needs more than 1,024 MB of memory"), ("deep", "it is nested too deeply"),
    ("dies", "the process that read it ended unexpectedly (7)"),
])  # fmt: skip
def test_a_job_that_is_lost_says_why(deed: str, why: str) -> None:
    found = told([(deed, ""), ("answers", "b")], count=1)
    assert [each for each in found if each[1] == "lost"] == [(deed, "lost", why)]
    assert found[-1] == ("b", "done", "")


def test_a_mistake_of_ours_says_where() -> None:
    found = told([("wrong", ""), ("answers", "b")])
    assert found[1][:2] == ("wrong", "lost")
    assert found[1][2].startswith("ValueError at test_crew.py:")
    assert found[1][2].endswith(": 한 번도 없던 일")
    assert found[-1] == ("b", "done", "")


@pytest.mark.parametrize(("deed", "why"), [
    ("writes", "write a file"), ("appends", "write a file"), ("removes", "change files"), ("renames", "change files"),
    ("makes", "change files"), ("runs", "start a program"), ("calls", "start a program"), ("asks", "use the network"),
])  # fmt: skip
def test_a_job_may_only_read(tmp_path: Path, deed: str, why: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("가", "utf-8")
    assert told([(deed, str(path))])[0][2] == f"reading a source may not {why}"
    assert [(p.name, p.read_text("utf-8")) for p in tmp_path.iterdir()] == [("a.txt", "가")]
    assert told([("reads", str(path))])[0][2] == "가"


def test_a_job_reaches_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        found = told([("connects", str(server.getsockname()[1]))])
        assert found[0][2] == "reading a source may not use the network"
        with pytest.raises(TimeoutError):
            server.accept()


def test_processes_end_with_the_one_who_asks() -> None:
    found = crew.run([("pid", "")] * 3, pid_of, 2)
    pid = int(next(found)[1].answer)
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
