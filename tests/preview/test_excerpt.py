"""The lines that a problem is about: those of the archive's own texts, and of nothing else."""

from pathlib import Path

import pytest

from ssg.errors import Problem
from ssg.preview.excerpt import excerpt


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "archive"
    (made / "content").mkdir(parents=True)
    (made / "content/a.md").write_bytes("\ufeff하나\r\n둘\r셋\n넷\n다섯\n여섯".encode())
    (made / "content/.secret.md").write_text("MARKER", "utf-8")
    (tmp_path / "outside.md").write_text("MARKER", "utf-8")
    (made / "content/link.md").symlink_to(tmp_path / "outside.md")
    (made / "content/long.md").write_text(f"{'가' * 500}나{'다' * 500}", "utf-8")
    return made


def of(path: str, line: int, column: int = 0) -> Problem:
    return Problem(path, line, column, "is wrong")


def test_two_lines_before_and_after_are_shown_with_their_numbers(root: Path) -> None:
    assert excerpt(root, of("content/a.md", 3)) == [
        (1, "하나"), (2, "둘"), (3, "셋"), (4, "넷"), (5, "다섯"),
    ]  # fmt: skip
    assert excerpt(root, of("content/a.md", 1)) == [(1, "하나"), (2, "둘"), (3, "셋")]
    assert excerpt(root, of("content/a.md", 6)) == [(4, "넷"), (5, "다섯"), (6, "여섯")]


def test_a_long_line_is_shown_around_its_column(root: Path) -> None:
    [(number, text)] = excerpt(root, of("content/long.md", 1, 501))
    assert (number, len(text), text.index("나")) == (1, 160, 79)
    assert excerpt(root, of("content/long.md", 1)) == [(1, "가" * 160)]


@pytest.mark.parametrize("path", [
    "", "content", "content/none.md", "content/.secret.md", "content/link.md", "../outside.md", "content/../../outside.md", "content/a\0.md",
])  # fmt: skip
def test_nothing_but_texts_of_the_archive_is_read(root: Path, path: str) -> None:
    assert excerpt(root, of(path, 1)) == []
    assert excerpt(root, of("content/a.md", 0)) == []
    assert excerpt(root, of("content/a.md", 99)) == []
