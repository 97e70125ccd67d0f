"""What a command is given and leaves, and what an archive holds: for the tests of this folder."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

ROOT = Path(__file__).parents[2]
Write = Callable[[str, str | bytes], Path]


class Done(NamedTuple):
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(
        self, *words: str, cwd: Path = ..., stdin: str | bytes = ..., env: dict[str, str] = ...
    ) -> Done: ...


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def article(title: str, more: str = "", body: str = "본문이다.") -> str:
    return f"---\ntitle: {title}\ndate: 2020-01-02\n{more}---\n{body}\n"
