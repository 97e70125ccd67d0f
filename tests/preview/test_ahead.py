"""Pages that are made ahead of the engine: of their text, and of what is known of others."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssg.build import Options, mounts
from ssg.engine.inputs import Inputs
from ssg.preview import early
from ssg.preview.ahead import Ahead, opened
from ssg.preview.opening import Opened
from ssg.preview.shown import Shown

OPTIONS = Options(drafts=True, future=True, today="2026-11-27")
SITE = 'title = "기록"\nlanguage = "ko"\nbase_url = "https://example.org/repo/"\npaginate = 3\n'
SOURCE = "content/articles/3.md"
PATH = "articles/3/index.html"
RAW = b"/repo/articles/3/"


def article(number: int, draw: random.Random) -> str:
    tags = ", ".join(draw.sample(["기록", "도서관", "법", "신문"], 2))
    return (
        f"---\ntitle: 글 {number} {draw.randrange(10)}\ndate: 20{draw.randrange(10, 30)}-0{draw.randrange(1, 9)}-11\n"
        f"tags: [{tags}]\n---\n\n첫 문단 {draw.randrange(1000)}입니다.\n\n둘째 문단과 [다른 글](2.md).\n"
    )


def files(root: Path) -> list[Path]:
    return sorted((root / "content/articles").glob("*.md"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    draw = random.Random("ahead")
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "site.toml").write_text(SITE, "utf-8")
    for number in range(8):
        (tmp_path / f"content/articles/{number}.md").write_text(article(number, draw), "utf-8")
    return tmp_path


@pytest.fixture
def shown(archive: Path) -> Iterator[Shown]:
    made = Opened(archive, OPTIONS.inputs)
    yield made.shown()
    made.close()


def inputs(root: Path) -> Inputs:
    return Inputs(mounts(root), OPTIONS.inputs())


def ahead_of(root: Path) -> Ahead:
    return Ahead(mounts(root), OPTIONS.inputs())


def test_the_page_of_a_changed_text_is_the_engines_to_the_byte(archive: Path, shown: Shown) -> None:
    shown.find(RAW)
    served, _ = shown.at(PATH)
    assert served
    known = early.known(shown.engine, served)
    (archive / SOURCE).write_text((archive / SOURCE).read_text("utf-8") + "\n덧붙임.\n", "utf-8")
    made = early.page(inputs(archive), PATH, SOURCE, known)
    shown.look()
    shown.find(RAW)
    assert made
    assert "덧붙임." in made.served.body.decode()
    assert (made.served, made.stamp) == shown.at(PATH)


def test_before_anything_is_known_the_page_has_its_text_but_no_neighbours(
    archive: Path, shown: Shown
) -> None:
    found = asyncio.run(ahead_of(archive).first(RAW))
    whole = shown.find(RAW).served
    assert found
    assert found.served
    assert whole
    assert "둘째 문단과" in found.served.body.decode()
    assert 'href="/repo/articles/2/">다른 글' in found.served.body.decode()
    assert found.served.body != whole.body
    assert (found.served.key, found.served.source) == (whole.key, whole.source)


@pytest.mark.parametrize(
    "raw", [b"/repo/", b"/repo/articles/9/", b"/repo/tags/", b"/repo/articles/3", b"/articles/3/"]
)
def test_other_addresses_wait_for_the_engine(archive: Path, raw: bytes) -> None:
    assert asyncio.run(ahead_of(archive).first(raw)) is None


def test_a_text_with_an_own_slug_or_none_that_can_be_read_waits_for_the_engine(
    archive: Path,
) -> None:
    (archive / SOURCE).write_text("---\ntitle: 글\nslug: 다른\n---\n", "utf-8")
    (archive / "content/articles/4.md").write_text("---\ntitle: [\n---\n", "utf-8")
    ahead = ahead_of(archive)
    assert asyncio.run(ahead.first(RAW)) is None
    assert asyncio.run(ahead.first(b"/repo/articles/4/")) is None


def test_a_page_ahead_answers_until_the_engine_has_made_it_of_the_same_text(
    archive: Path, shown: Shown
) -> None:
    async def run() -> None:
        ahead = ahead_of(archive)
        shown.find(RAW)
        ahead.remember(PATH, opened(shown, PATH))
        assert await ahead.renew() == []
        (archive / SOURCE).write_text(article(3, random.Random(2)) + "\n하나.\n", "utf-8")
        assert await ahead.renew() == [PATH]
        found = ahead.at(RAW)
        assert found
        assert found.served
        assert "하나." in found.served.body.decode()
        assert ahead.settle(PATH, *shown.at(PATH)) is False  # of the text before: nothing to tell
        shown.look()
        shown.find(RAW)
        others = (
            shown.at(PATH)[0] != found.served
        )  # date and tags are others: so are its neighbours
        assert ahead.settle(PATH, *shown.at(PATH)) is others
        assert (ahead.at(RAW), ahead.paths) == (None, [])

    asyncio.run(run())


def test_a_page_ahead_goes_with_its_text(archive: Path, shown: Shown) -> None:
    async def run() -> None:
        ahead = ahead_of(archive)
        shown.find(RAW)
        ahead.remember(PATH, opened(shown, PATH))
        (archive / SOURCE).write_text(article(3, random.Random(3)), "utf-8")
        await ahead.renew()
        (archive / SOURCE).unlink()
        assert await ahead.renew() == []
        shown.look()
        while shown.renew()[1]:
            pass
        assert shown.at(PATH) == (None, None)
        assert ahead.settle(PATH, None, None) is True
        assert ahead.at(RAW) is None

    asyncio.run(run())


def test_after_random_edits_a_page_ahead_is_the_engines_or_is_corrected(
    archive: Path, shown: Shown
) -> None:
    async def run() -> None:
        draw, ahead = random.Random("random"), ahead_of(archive)
        for _ in range(12):
            shown.find(RAW)
            ahead.remember(PATH, opened(shown, PATH))
            for file in draw.sample(files(archive), 3):
                file.write_text(article(draw.randrange(9), draw), "utf-8")
            await ahead.renew()
            seen = ahead.at(RAW)
            shown.look()
            shown.find(RAW)
            served, stamp = shown.at(PATH)
            told = ahead.settle(PATH, served, stamp)
            if seen:
                assert told is (seen.served != served)
            assert ahead.at(RAW) is None

    asyncio.run(run())
