"""Social cards: their size, that every title fits, and what is said where none can be drawn."""

import io
from pathlib import Path

import pytest

from ssg.build import Options, build
from ssg.fonts import korean_font
from ssg.images import card

Image = pytest.importorskip("PIL.Image")
FONT = korean_font()
needs_font = pytest.mark.skipif(not FONT, reason="no Korean font on this machine")


@needs_font
@pytest.mark.parametrize(
    "title",
    [
        "강물",
        "강물의 높이를 백 년 동안 적은 사람들 " * 3,
        "국가하천통합홍수예측" * 12,
        "A headline in English",
        "",
    ],
)
def test_a_card_keeps_to_its_frame(title: str) -> None:
    raw = Path(FONT).read_bytes()
    words = card.Words(title, "물결일보 · 2023. 9. 14. " * 9, "물가 기록관 " * 9)
    made = card.card(raw, words)
    assert card.card(raw, words) == made
    drawn = Image.open(io.BytesIO(made)).convert("L")
    assert drawn.size == (1200, 630)
    inside = drawn.point(lambda light: 255 if light < 200 else 0).getbbox()
    left, top, right, bottom = inside
    assert left >= 55 and top >= 45 and right <= 1145 and bottom <= 600


def archive(folder: Path, more: str) -> Path:
    (folder / "content" / "articles").mkdir(parents=True)
    (folder / "content" / "articles" / "a.md").write_text("---\ntitle: 강물\n---\n글\n", "utf-8")
    (folder / "site.toml").write_text(f'base_url = "https://a.example/"\n{more}', "utf-8")
    return folder


def test_a_site_without_a_font_says_so_and_is_built(tmp_path: Path) -> None:
    root = archive(tmp_path, '[cards]\nenabled = true\nfont = "static/none.otf"\n')
    report = build(root, root / "_site", Options(today="2026-01-01", jobs=1))
    assert [(each.what, each.level) for each in report.problems] == [
        ('no social cards: there is no font "static/none.otf"', "warning")
    ]
    assert "og:image" not in (root / "_site/articles/a/index.html").read_text("utf-8")


@needs_font
def test_each_article_has_a_card_where_they_are_wanted(tmp_path: Path) -> None:
    root = archive(tmp_path, "[cards]\nenabled = true\n")
    report = build(root, root / "_site", Options(today="2026-01-01", jobs=1))
    assert report.problems == ()
    html = (root / "_site/articles/a/index.html").read_text("utf-8")
    assert 'property="og:image" content="https://a.example/articles/a/social-card.png"' in html
    assert (root / "_site/articles/a/social-card.png").read_bytes()[:4] == b"\x89PNG"
