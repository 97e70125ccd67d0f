"""What the intake tests share: one moment, one zone, an importer over a temporary archive."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.intake import importer
from ssg.intake.outcome import Options, Outcome

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SEOUL)
Run = Callable[..., list[Outcome]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Import sources into the archive at `tmp_path`; options and `stdin` by keyword."""

    def imported(*sources: object, stdin: bytes | None = None, **options: object) -> list[Outcome]:
        chosen = Options(zone=SEOUL, **options)  # type: ignore[arg-type]
        found = importer.run(
            [str(s) for s in sources], root=tmp_path, options=chosen, stdin=stdin, now=NOW
        )
        return list(found)

    return imported
