"""The lines around a problem, as they stand in the archive's file."""

import os
from pathlib import Path

from ssg.errors import Problem
from ssg.preview.watch import heard

AROUND = 2
"""Lines shown before and after the one that is meant."""
WIDTH = 160
"""Characters of a line that are shown: those around the column that is meant."""
LARGEST = 2 << 20
"""Bytes of the largest file that is looked into."""

Excerpt = list[tuple[int, str]]
"""Numbers and texts of lines."""


def excerpt(root: Path, problem: Problem) -> Excerpt:
    """Return the lines around a problem; none where it means no line, or no text of the archive. Nothing outside of it and
    no hidden file is ever read."""
    home, file = root.resolve(), root / problem.path
    if problem.line < 1 or not problem.path or not heard(problem.path):
        return []
    try:
        if not file.resolve().is_relative_to(home) or os.stat(file).st_size > LARGEST:
            return []
        text = file.read_bytes().decode("utf-8", "replace")
    except (OSError, ValueError):
        return []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = max(1, problem.line - AROUND), min(len(lines), problem.line + AROUND)
    start = max(0, problem.column - WIDTH // 2) if problem.column > WIDTH else 0
    return [(n, lines[n - 1][start : start + WIDTH]) for n in range(first, last + 1)]
