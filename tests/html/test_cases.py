"""Pages of our own, in shapes that pages have, become exactly the text that they should, with an extractor's word and without."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.intake.article import Hints
from ssg.intake.html import article, extractor, judge
from ssg.intake.readers import Document

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("kind", ["alone", "with extractor"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_text_of_a_page_of_our_own(case: Path, kind: str) -> None:
    text = (case / "page.html").read_text("utf-8")
    taken = extractor.taken(text) if kind == "with extractor" else None
    if taken is None:
        kind = "alone"  # nothing was taken, or no extractor is here
    found = article.parse(
        Document(kind="html", content=text),
        case.name,
        "",
        Hints(zone=ZoneInfo("Asia/Seoul")),
        judged=(taken, judge.models()[kind]),
    )
    assert found.body == (case / "body.md").read_text("utf-8")
    assert "".join(found.text[it.start : it.end] for it in found.spans) == found.text
