"""Pages that are made ahead of the engine: of their text, and of what is known of others."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssg.build import Options, mounts
from ssg.engine.inputs import Inputs
from ssg.preview import early, last
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
    return Ahead(lambda: inputs(root))


def open_page(ahead: Ahead, shown: Shown) -> None:
    """Let the engine make the page, and hold it open: its text is one that is watched."""
    shown.find(RAW)
    ahead.remember(PATH, opened(shown, PATH))


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


def test_what_is_saved_before_anything_is_known_is_shown_at_once(archive: Path) -> None:
    async def run() -> None:
        ahead = ahead_of(archive)
        await ahead.first(RAW)
        assert await ahead.renew() == []
        for words in ("덧붙임", "또 고침"):
            text = (archive / SOURCE).read_text("utf-8")
            (archive / SOURCE).write_text(f"{text}\n{words}.\n", "utf-8")
            assert await ahead.renew() == [PATH]
            found = ahead.at(RAW)
            assert found
            assert found.served
            assert f"{words}." in found.served.body.decode()

    asyncio.run(run())


@pytest.mark.parametrize(
    "raw", [b"/repo/", b"/repo/articles/9/", b"/repo/tags/", b"/repo/articles/3", b"/articles/3/"]
)
def test_other_addresses_wait_for_the_engine(archive: Path, raw: bytes) -> None:
    assert asyncio.run(ahead_of(archive).first(raw)) is None


@pytest.mark.parametrize(
    "raw", [b"/repo/assets/style.css", b"/repo/assets/theme.js", b"/repo/own.txt"]
)
def test_files_of_the_theme_and_static_files_need_no_archive(
    archive: Path, shown: Shown, raw: bytes
) -> None:
    (archive / "static").mkdir()
    (archive / "static/own.txt").write_text("글", "utf-8")
    shown.look()
    found = asyncio.run(ahead_of(archive).first(raw))
    assert found
    assert found.served
    assert found.served == shown.find(raw).served
    assert asyncio.run(ahead_of(archive).first(raw + b"x")) is None


def test_the_next_preview_begins_with_what_the_last_one_showed_but_for_changed_texts(
    archive: Path, shown: Shown
) -> None:
    folder = archive / ".ssg/preview"
    for raw in (b"/repo/", RAW, b"/repo/assets/style.css", b"/repo/articles/4/"):
        shown.find(raw)
    last.write(folder, shown.recent(last.KEPT))
    (archive / "content/articles/4.md").write_text("---\ntitle: 고친 글\n---\n", "utf-8")
    found = last.read(archive, "/repo/")
    assert sorted(found) == [PATH, "assets/style.css", "index.html"]
    assert [found[path].served for path in (PATH, "index.html")] == [
        shown.at(path)[0] for path in (PATH, "index.html")
    ]
    assert last.read(archive, "/other/") == {}
    (folder / last.NAME).write_bytes(b"torn")
    assert last.read(archive, "/repo/") == {}


def test_what_the_last_preview_showed_is_corrected_where_the_archive_says_otherwise(
    archive: Path, shown: Shown
) -> None:
    async def run() -> None:
        for raw in (b"/repo/", RAW):
            shown.find(raw)
        last.write(archive / ".ssg/preview", shown.recent(last.KEPT))
        (archive / "content/articles/9.md").write_text("---\ntitle: 새 글\n---\n", "utf-8")
        shown.look()
        ahead = Ahead(lambda: inputs(archive), last.read(archive, "/repo/"))
        for raw, path, told in ((b"/repo/", "index.html", True), (RAW, PATH, False)):
            first = await ahead.first(raw)
            assert first
            assert first == ahead.at(raw)
            shown.find(raw)
            assert ahead.settle(path, *shown.at(path)) is told
            assert ahead.at(raw) is None

    asyncio.run(run())


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
        open_page(ahead, shown)
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
        open_page(ahead, shown)
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


def test_a_page_that_is_closed_while_it_is_being_made_ahead_is_left_alone(
    archive: Path, shown: Shown
) -> None:
    async def run() -> None:
        ahead = ahead_of(archive)
        open_page(ahead, shown)
        (archive / SOURCE).write_text(article(3, random.Random(5)), "utf-8")
        renewed = asyncio.create_task(ahead.renew())
        await asyncio.sleep(0)
        ahead.remember(PATH, None)
        assert await renewed == []
        assert (ahead.at(RAW), ahead.paths) == (None, [])

    asyncio.run(run())


def test_after_random_edits_a_page_ahead_is_the_engines_or_is_corrected(
    archive: Path, shown: Shown
) -> None:
    async def run() -> None:
        draw, ahead = random.Random("random"), ahead_of(archive)
        for _ in range(12):
            open_page(ahead, shown)
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
