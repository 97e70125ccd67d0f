"""Killed right before any change to a file, as by a power cut: a file of the inbox is done or untouched."""

import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.intake.outcome import Outcome

Run = Callable[..., list[Outcome]]
CHANGES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir")
WORDS = ("안개", "이슬비")


def paste(word: str) -> str:
    return f"""{word} 축제가 열렸다

홍길동 기자
입력 2024.05.15 20:00

{word}와 {word} 사이에 선 {word} 광장에서 {word}를 부르는 {word} 노래가 {word}처럼 울렸다.

{word} 곁의 {word} 가게도 {word} 값을 {word}만큼 내렸다. {word} 박사가 {word}를 두고 말했다.
"""


def original(text: str) -> str:
    return f"content/originals/{hashlib.sha256(text.encode()).hexdigest()}.txt"


def tree(archive: Path) -> dict[str, bytes]:
    found = (archive / "content").rglob("*")
    return {p.relative_to(archive).as_posix(): p.read_bytes() for p in found if p.is_file()}


def killed(step: int, run: Run, archive: Path) -> int | None:
    """Import in a process that ends right before its `step`-th change below content/; its exit code."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_import, args=(step, run, archive))
    process.start()
    process.join(100)
    return process.exitcode


def _import(step: int, run: Run, archive: Path) -> None:
    left = [step]

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            changes = isinstance(args[2], int) and bool(args[2] & (os.O_WRONLY | os.O_RDWR))
        else:
            changes = event in CHANGES
        if (
            changes
            and isinstance(args[0], str | bytes | os.PathLike)
            and "content" in os.fsdecode(args[0])
        ):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    run(archive / "content" / "inbox")
    os._exit(0)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a kill that can't be caught")
def test_killed_before_any_change_each_file_is_done_or_untouched(run: Run, tmp_path: Path) -> None:
    texts = {f"content/inbox/{word}.txt": paste(word) for word in WORDS}
    articles = {path: f"content/articles/2024/{Path(path).stem}-축제가-열렸다.md" for path in texts}
    step, code = 0, None
    while code != 0:
        for path in tree(tmp_path):
            (tmp_path / path).unlink()
        for path, text in texts.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        step += 1
        code = killed(step, run, tmp_path)
        assert code in (0, -signal.SIGKILL)
        after = tree(tmp_path)
        for path, text in texts.items():
            assert path in after or articles[path] in after
            if articles[path] in after:
                assert after[original(text)] == text.encode()
                assert after[articles[path]].decode().startswith("---\ntitle: ")
                assert after[articles[path]].decode().endswith("두고 말했다.\n")
        statuses = {outcome.status for outcome in run(tmp_path / "content" / "inbox")}
        assert statuses <= {"imported", "exists"}
        final = {path for path in tree(tmp_path) if ".ssg-" not in path}
        assert final == {*articles.values(), *map(original, texts.values())}
        assert run(tmp_path / "content" / "inbox") == []
    assert step > 10
