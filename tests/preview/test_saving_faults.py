"""Saving when much goes on or goes wrong: many saves at once, a kill, a file that may not be written, its mode."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import saving
from saving import TEXT, A

from ssg.preview import files

preview = saving.preview  # this file's fixture
TIMES = 20 if os.environ.get("SSG_LONG") else 5


def test_of_many_saves_at_once_none_is_lost(preview: Any) -> None:
    def client(number: int) -> None:
        for n in range(TIMES):
            while True:
                found = preview.ask("GET", f"source/{A}")[1]
                text = found["text"] + f"\n줄 {number}-{n}\n"
                if (
                    preview.ask("PUT", f"source/{A}", text.encode(), If_Match=found["tag"])[0]
                    == 200
                ):
                    break

    assert preview.token
    threads = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = preview.file(A).read_text("utf-8").split("\n")
    wanted = {f"줄 {number}-{n}" for number in range(8) for n in range(TIMES)}
    assert [line for line in lines if line.startswith("줄")].__len__() == len(wanted)
    assert wanted <= set(lines)


def test_a_killed_save_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    file = tmp_path / "content/articles/a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"0" * 40_000)
    code = (
        "import sys, itertools; from pathlib import Path; from ssg.preview import files\n"
        "file = Path(sys.argv[1]); tag = files.tag_of(file.read_bytes()); print('ready', flush=True)\n"
        "for n in itertools.count(): tag = files.save(file, str(n % 10).encode() * 40_000, tag).tag"
    )
    draw = random.Random("kill")
    for _ in range(TIMES):
        process = subprocess.Popen(
            [sys.executable, "-c", code, file],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(draw.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        content = file.read_bytes()
        assert (len(content), len(set(content))) == (40_000, 1)
    for left in file.parent.glob(".ssg-*.tmp"):
        os.utime(left, (0, 0))
    files.sweep(tmp_path)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_file_is_refused_with_the_reason(preview: Any) -> None:
    preview.file(A).chmod(0o444)
    assert preview.ask("PUT", f"source/{A}", b"x", If_Match=files.tag_of(TEXT.encode()))[0] == 403


def test_the_mode_of_a_file_stays(preview: Any) -> None:
    preview.file(A).chmod(0o640)
    preview.ask("PUT", f"source/{A}", b"x", If_Match=files.tag_of(TEXT.encode()))
    assert preview.file(A).stat().st_mode & 0o777 == 0o640
