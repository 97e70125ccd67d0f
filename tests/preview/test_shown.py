"""The preview shows, page by page, what a build would make: after any edits, without building."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from ssg.build import Options, build
from ssg.preview import index
from ssg.preview.opening import Opened
from ssg.preview.shown import Shown

TODAY = "2026-11-27"
OPTIONS = Options(drafts=True, future=True, today=TODAY)
SITE = 'title = "기록"\nlanguage = "ko"\nbase_url = "https://example.org/repo/"\npaginate = 3\n'
Edit = Callable[[Path, random.Random], None]


def article(number: int, draw: random.Random) -> str:
    tags = ", ".join(draw.sample(["기록", "도서관", "법", "신문"], 2))
    draft = "draft: true\n" if draw.random() < 0.2 else ""
    return (
        f"---\ntitle: 글 {number} {draw.randrange(10)}\ndate: 20{draw.randrange(10, 30)}-0{draw.randrange(1, 9)}-11\n"
        f"tags: [{tags}]\n{draft}---\n\n첫 문단 {draw.randrange(1000)}입니다.\n\n둘째 문단과 [다른 글](b.md).\n"
    )


def files(root: Path) -> list[Path]:
    return sorted((root / "content/articles").glob("*.md"))


def change_text(root: Path, draw: random.Random) -> None:
    file = draw.choice(files(root))
    file.write_text(file.read_text("utf-8") + f"\n덧붙인 문단 {draw.randrange(1000)}.\n", "utf-8")


def change_whole(root: Path, draw: random.Random) -> None:
    draw.choice(files(root)).write_text(article(draw.randrange(100), draw), "utf-8")


def add(root: Path, draw: random.Random) -> None:
    (root / f"content/articles/{draw.randrange(1000)}.md").write_text(article(7, draw), "utf-8")


def delete(root: Path, draw: random.Random) -> None:
    if len(files(root)) > 3:
        draw.choice(files(root)).unlink()


def rename(root: Path, draw: random.Random) -> None:
    draw.choice(files(root)).rename(root / f"content/articles/이름-{draw.randrange(1000)}.md")


def settings(root: Path, draw: random.Random) -> None:
    (root / "site.toml").write_text(SITE.replace("기록", f"기록 {draw.randrange(100)}", 1), "utf-8")


def template(root: Path, draw: random.Random) -> None:
    file = root / "templates" / "_footer.html"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"<footer>{draw.randrange(100)}</footer>", "utf-8")


def static(root: Path, draw: random.Random) -> None:
    file = root / "static" / f"{draw.randrange(3)}.txt"
    file.parent.mkdir(exist_ok=True)
    if file.exists():
        file.unlink()
    else:
        file.write_text(str(draw.randrange(1000)), "utf-8")


EDITS: tuple[Edit, ...] = (
    change_text, change_text, change_whole, add, delete, rename, settings, template, static,
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    draw = random.Random("archive")
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "site.toml").write_text(SITE, "utf-8")
    for number in range(8):
        (tmp_path / f"content/articles/{number}.md").write_text(article(number, draw), "utf-8")
    return tmp_path


@pytest.fixture
def opened(archive: Path) -> Iterator[Opened]:
    made = Opened(archive, OPTIONS.inputs)
    yield made
    made.close()


def body(shown: Shown, path: str) -> bytes | None:
    found = shown.find(f"/repo/{quote(path)}".encode())
    if found.answer.kind != "file" or found.served is None:
        return None
    return Path(found.served.file).read_bytes() if found.served.file else found.served.body


def served(shown: Shown, paths: Iterator[str]) -> dict[str, bytes | None]:
    return {path: body(shown, path) for path in paths}


def built(root: Path) -> dict[str, bytes | None]:
    out = root.parent / f"{root.name}-out"
    build(root, out, OPTIONS)
    found = {file.relative_to(out).as_posix(): file for file in out.rglob("*") if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if not path.startswith(".")}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_every_page_is_what_a_build_makes(
    archive: Path, opened: Opened, seed: int
) -> None:
    draw, shown = random.Random(f"edits {seed}"), opened.shown()
    for _ in range(8):
        for edit in draw.sample(EDITS, draw.randrange(1, 4)):
            edit(archive, draw)
        shown.look()
        while shown.renew()[1]:
            pass
        step = list(index.made(shown))[-1]
        assert not isinstance(step, str)
        shown.index = step
        expected = built(archive)
        assert served(shown, iter(expected)) == expected
        assert body(shown, "nothing/index.html") is None


def test_the_files_of_the_index_are_those_of_the_last_whole_one(
    archive: Path, opened: Opened
) -> None:
    shown = opened.shown()
    step = list(index.made(shown))[-1]
    assert not isinstance(step, str)
    shown.index = step
    before = served(shown, (path for path in step if path.endswith(".bin")))
    file = archive / "content/articles/1.md"
    file.write_text(file.read_text("utf-8") + "\n새로 쓴 문단에는 다른 낱말이 있다.\n", "utf-8")
    assert shown.look()
    while shown.renew()[1]:
        pass
    assert len(before) > 2
    assert served(shown, iter(before)) == before


def test_what_a_browser_has_asked_for_is_named_when_it_changes_and_nothing_else(
    archive: Path, opened: Opened
) -> None:
    shown = opened.shown()
    for path in ("articles/1/index.html", "articles/2/index.html", "archive/index.html"):
        assert body(shown, path)
    assert not shown.look()
    file = archive / "content/articles/1.md"
    file.write_text(file.read_text("utf-8") + "\n새 문단.\n", "utf-8")
    assert shown.look()
    changed: list[str] = []
    more = True
    while more:
        paths, more = shown.renew()
        changed += paths
    assert changed == ["articles/1/index.html"]
    assert shown.changed == {"content/articles/1.md"}


def test_an_edit_of_one_text_runs_what_it_touches(archive: Path, opened: Opened) -> None:
    shown = opened.shown()
    body(shown, "articles/1/index.html")
    before = dict(shown.engine.ran)
    file = archive / "content/articles/1.md"
    file.write_text(file.read_text("utf-8") + "\n새 문단.\n", "utf-8")
    shown.look()
    body(shown, "articles/1/index.html")
    ran = {name: n - before.get(name, 0) for name, n in shown.engine.ran.items()}
    assert {name.rpartition(".")[2]: n for name, n in ran.items() if n} == {
        "content:loaded": 1, "texts:gleaned": 1, "texts:rendered": 1, "pages:article": 1,
        # a short text is all opening: what others have in common with it is looked up again
        "texts:gists": 1, "texts:mentions": 1, "related:alike": 1, "related:related": 1,
    }  # fmt: skip


def test_what_was_made_is_known_to_the_next_preview(archive: Path, opened: Opened) -> None:
    shown = opened.shown()
    body(shown, "articles/1/index.html")
    for file in archive.rglob("*"):
        file.touch()
    shown.live.save(complete=False)
    opened.close()
    again = Opened(archive, OPTIONS.inputs)
    shown = again.shown()
    body(shown, "articles/1/index.html")
    assert shown.engine.ran == {}
    again.close()


def test_names_that_a_preview_only_asked_for_do_no_harm_to_the_next(
    archive: Path, opened: Opened
) -> None:
    """What was asked for and isn't there leaves a name and no trace: the next preview gives its number to another name."""
    shown = opened.shown()
    good, missing = body(shown, "articles/1/index.html"), body(shown, "404.html")
    shown.live.save(complete=False)
    opened.close()
    for number, asked in enumerate((40, 1, 0, 20)):
        again = Opened(archive, OPTIONS.inputs)
        shown = again.shown()
        assert body(shown, "articles/1/index.html") == good
        for n in range(asked):
            answer = shown.find(f"/repo/none-{number}-{n}/".encode())
            assert answer.served
            assert answer.served.body == missing
        shown.live.save(complete=False)
        again.close()


def test_the_first_preview_begins_with_what_a_build_knows(archive: Path, opened: Opened) -> None:
    build(archive, archive.parent / "out", Options(today=TODAY))
    shown = opened.shown()
    body(shown, "articles/1/index.html")
    assert "ssg.site.content:loaded" not in shown.engine.ran


def test_a_second_preview_of_an_archive_has_a_store_of_its_own(
    archive: Path, opened: Opened
) -> None:
    opened.shown()
    second = Opened(archive, OPTIONS.inputs)
    assert body(second.shown(), "articles/1/index.html")
    second.close()


def test_a_page_that_was_shown_answers_while_site_toml_is_broken(
    archive: Path, opened: Opened
) -> None:
    shown, file = opened.shown(), archive / "site.toml"
    good, text = body(shown, "articles/1/index.html"), file.read_text("utf-8")
    file.write_text(f"nonsense = 1\n{text}", "utf-8")
    shown.look()
    assert body(shown, "articles/1/index.html") == good
    assert [each.path for each in shown.problems()] == ["site.toml"]
    file.write_text(text, "utf-8")
    shown.look()
    assert body(shown, "articles/1/index.html") == good


def test_a_broken_text_keeps_its_last_good_page_and_a_mended_one_comes_back(
    archive: Path, opened: Opened
) -> None:
    shown, file = opened.shown(), archive / "content/articles/1.md"
    good, text = body(shown, "articles/1/index.html"), file.read_text("utf-8")
    file.write_text(text.replace("title:", "titel:").replace("date: ", "date: x"), "utf-8")
    shown.look()
    assert body(shown, "articles/1/index.html") == good
    assert [each.path for each in shown.problems() if each.level == "error"] == [
        "content/articles/1.md"
    ]
    file.write_text(text, "utf-8")
    shown.look()
    assert body(shown, "articles/1/index.html") == good
    assert [each for each in shown.problems() if each.level == "error"] == []


def test_a_broken_template_is_told_with_the_last_good_page(archive: Path, opened: Opened) -> None:
    shown = opened.shown()
    good = body(shown, "articles/1/index.html")
    (archive / "templates").mkdir()
    (archive / "templates" / "article.html").write_text("{% block", "utf-8")
    shown.look()
    found = shown.find(b"/repo/articles/1/")
    assert found.served
    assert (found.served.body, [each.path for each in found.problems]) == (
        good,
        ["templates/article.html"],
    )
    assert "templates/article.html" in {each.path for each in shown.problems()}


def test_drafts_and_articles_of_the_future_are_marked(archive: Path, opened: Opened) -> None:
    (archive / "content/articles/a.md").write_text("---\ntitle: ㄱ\ndraft: true\n---\n", "utf-8")
    (archive / "content/articles/b.md").write_text(
        "---\ntitle: ㄴ\ndate: 2030-01-01\n---\n", "utf-8"
    )
    shown = opened.shown()
    badges = [shown.find(f"/repo/articles/{name}/".encode()).served for name in "ab"]
    assert [each and (each.badge, each.source) for each in badges] == [
        ("draft", "content/articles/a.md"), ("future", "content/articles/b.md"),
    ]  # fmt: skip
    told = shown.unpublished()
    assert (told["/repo/articles/a/"], told["/repo/articles/b/"]) == ("draft", "future")
