"""A source checkout without npm has no lunr.js: the site is built, and its search page says what to do."""

from pathlib import Path

import pytest

from ssg import build as pipeline

SITE = 'title = "보관소"\nlanguage = "{language}"\n'


@pytest.mark.parametrize(("language", "words"), [("ko", "다시 설치"), ("en", "Install ssg again")])
def test_the_search_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    mounts = pipeline.mounts
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    monkeypatch.setattr(pipeline, "mounts", lambda root: {**mounts(root), "browser": nothing})
    root = tmp_path / "archive"
    (root / "content" / "articles").mkdir(parents=True)
    (root / "content" / "articles" / "a.md").write_text("---\ntitle: 정상회담\n---\n글", "utf-8")
    (root / "site.toml").write_text(SITE.format(language=language), "utf-8")

    report = pipeline.build(root, root / "_site", pipeline.Options(today="2026-11-24", jobs=1))

    assert report.problems == ()
    page = (root / "_site" / "search" / "index.html").read_text("utf-8")
    assert words in page
    assert '<script type="module"' not in page
    assert "assets/ssg" not in page
    assert [each.name for each in (root / "_site" / "search").iterdir()] == ["index.html"]
    assert (root / "_site" / "articles" / "a" / "index.html").exists()
