"""`ssg init` and `ssg new`: what is written, and that nothing is ever overwritten."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Literal

import msgspec
import pytest
import yaml

from ssg import config, sitetoml
from ssg.errors import SsgError
from ssg.scaffold import init, new

DAY = "2026-11-24"


def names(root: Path, files: tuple[Path, ...]) -> list[str]:
    return [file.relative_to(root).as_posix() for file in files]


def front(file: Path) -> dict[str, object]:
    """The front matter as any YAML reader sees it, all scalars as text."""
    _, matter, _ = file.read_text("utf-8").split("---\n", 2)
    loaded = yaml.load(matter, Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def test_a_korean_archive_has_these_files(tmp_path: Path) -> None:
    root = tmp_path / "새 아카이브"
    assert names(root, init(root, title="글", language="ko", day=DAY, git=False)) == [
        ".editorconfig",
        ".gitattributes",
        ".github/workflows/pages.yml",
        ".gitignore",
        "README.md",
        "content/articles/2026/첫-글.md",
        "content/inbox/.gitkeep",
        "content/pages/about.md",
        "site.toml",
    ]


def test_the_answers_arrive_in_site_toml(tmp_path: Path) -> None:
    init(
        tmp_path,
        title='Say "hi" \\ @language@',
        language="en",
        day=DAY,
        base_url="https://a.example/b/",
        git=False,
    )
    read = sitetoml.parse((tmp_path / "site.toml").read_text("utf-8"))
    assert read == config.Config(
        title='Say "hi" \\ @language@',
        language="en",
        base_url="https://a.example/b/",
        timezone="UTC",
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_site_toml_shows_every_key_with_its_default(
    tmp_path: Path, language: Literal["ko", "en"]
) -> None:
    init(tmp_path, title="t", language=language, day=DAY, git=False)
    text = (tmp_path / "site.toml").read_text("utf-8")
    shown = tomllib.loads(re.sub(r"^# (?=(\w+ = |\[))", "", text, flags=re.MULTILINE))
    assert set(shown) == {field.encode_name for field in msgspec.structs.fields(config.Config)}
    tables = {field.encode_name: field.type for field in msgspec.structs.fields(config.Config)}
    for table, struct in tables.items():
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct) and table != "theme":
            assert msgspec.convert(shown[table], struct) == struct()
            assert set(shown[table]) == set(struct.__struct_fields__)
    assert (shown["output"], shown["paginate"]) == (
        config.Config().output,
        config.Config().paginate,
    )


@pytest.mark.parametrize(("language", "title"), [("ko", "첫 글"), ("en", "First article")])
def test_the_first_article_is_dated_and_in_the_archives_language(
    tmp_path: Path, language: Literal["ko", "en"], title: str
) -> None:
    init(tmp_path, title="t", language=language, day=DAY, git=False)
    (article,) = (tmp_path / "content/articles/2026").iterdir()
    assert front(article) == {"title": title, "date": DAY, "tags": ["ssg"], "lang": language}


def test_a_folder_with_an_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("mine", "utf-8")
    with pytest.raises(SsgError, match="an archive is here already"):
        init(tmp_path, title="t", language="ko", day=DAY, git=False)
    assert [file.name for file in tmp_path.iterdir()] == ["site.toml"]


def test_files_that_exist_are_kept(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    written = names(tmp_path, init(tmp_path, title="t", language="en", day=DAY, git=False))
    assert "README.md" not in written
    assert "site.toml" in written
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("what", "match"), [
    ({"base_url": "nowhere"}, "is no web address"), ({"timezone": "Asia/Soul"}, "Asia/Seoul"), ({"day": "yesterday"}, "is no day"),
])  # fmt: skip
def test_a_wrong_answer_is_refused_before_anything_is_written(
    tmp_path: Path, what: dict[str, str], match: str
) -> None:
    answers = {"day": DAY, **what}
    with pytest.raises(SsgError, match=match):
        init(tmp_path / "new", title="t", language="ko", git=False, **answers)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_git_repository_is_made_that_ignores_the_output(tmp_path: Path) -> None:
    init(tmp_path, title="t", language="ko", day=DAY)
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / "index.html").touch()
    said = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain"], capture_output=True, text=True, check=True
    ).stdout
    assert "?? site.toml" in said
    assert "_site" not in said


def test_new_writes_a_file_named_for_its_title(tmp_path: Path) -> None:
    file = new(
        tmp_path, "정상회담: 그날  오후", day=DAY, section="정치", tags=("외교", "12:30"), lang="ko"
    )
    assert file == tmp_path / "content/articles/2026/정상회담-그날-오후.md"
    assert front(file) == {
        "title": "정상회담: 그날 오후", "date": DAY, "tags": ["외교", "12:30"], "section": "정치", "lang": "ko",
    }  # fmt: skip


def test_new_never_overwrites(tmp_path: Path) -> None:
    files = [new(tmp_path, "Same", day=DAY) for _ in range(3)]
    assert [file.name for file in files] == ["same.md", "same-2.md", "same-3.md"]
    assert files[0].read_bytes() == files[2].read_bytes()


@pytest.mark.parametrize("title", ["", "…", "\n"])
def test_new_refuses_a_title_without_letters(tmp_path: Path, title: str) -> None:
    with pytest.raises(SsgError, match="is no title"):
        new(tmp_path, title, day=DAY)
