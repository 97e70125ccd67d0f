"""What the readers' tests share: a source made of bytes, and all that its reader gives."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.errors import Problem
from ssg.intake.readers import Document, Source
from ssg.intake.readers.registry import reader_of

SEOUL = ZoneInfo("Asia/Seoul")
Given = Callable[..., tuple[str, list[Document], list[Problem]]]


@pytest.fixture
def given() -> Given:
    """Read bytes or a text under a name: the reader's name, the documents, the problems among them."""

    def read(
        name: str, data: bytes | str = b"", *, path: Path | None = None, charset: str = ""
    ) -> tuple[str, list[Document], list[Problem]]:
        raw = data.encode("utf-8") if isinstance(data, str) else data
        raw = path.read_bytes() if path and path.is_file() else raw
        source = Source(name=name, data=raw, path=path, charset=charset, zone=SEOUL)
        reader = reader_of(source)
        if reader is None:
            return "", [], []
        found = list(reader.read(source))
        return (
            reader.name,
            [it for it in found if isinstance(it, Document)],
            [it for it in found if isinstance(it, Problem)],
        )

    return read
