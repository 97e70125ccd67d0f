"""What the tests of web pages share: a page parsed into an article."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from ssg.intake.article import Hints, Imported
from ssg.intake.html import article
from ssg.intake.readers import Document, Known

Parsed = Callable[..., Imported]


@pytest.fixture
def parsed() -> Parsed:
    """Return the article of a page; `known`, `files` and `url` by keyword."""

    def parse(
        text: str,
        *,
        known: Known | None = None,
        url: str = "",
        files: dict[str, bytes] | None = None,
    ) -> Imported:
        document = Document(kind="html", content=text, known=known or Known(), files=files or {})
        return article.parse(document, "a.html", url, Hints(zone=ZoneInfo("Asia/Seoul")))

    return parse
