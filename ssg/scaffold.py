"""A new archive and a new article: files that a person goes on with. Nothing that exists is ever overwritten."""

import datetime
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from ssg.config import Config
from ssg.deploy.github_pages import PATH as WORKFLOW
from ssg.deploy.github_pages import installed, workflow
from ssg.errors import Problem, SsgError, problem
from ssg.markup.frontmatter import write
from ssg.model import FrontMatter, Moment
from ssg.scaffold_settings import SITE
from ssg.scaffold_texts import (
    ABOUT,
    ARTICLE,
    EDITORCONFIG,
    GITATTRIBUTES,
    GITIGNORE,
    README,
    Text,
)
from ssg.sitetoml import parse
from ssg.urls import slug

Language = Literal["ko", "en"]
SITE_FILE = "site.toml"


def init(
    root: Path,
    *,
    title: str,
    language: Language,
    day: str,
    base_url: str = "",
    timezone: str = "",
    git: bool = True,
) -> tuple[Path, ...]:
    """Make a new archive at `root` and return the files written, sorted; files that exist stay as they are.

    `day` is today, `2026-11-24`. The time zone is Asia/Seoul for Korean and UTC otherwise, if none is given.
    Raises SsgError, before anything is written, if an archive is there already or an answer can't be right.
    """
    if (root / SITE_FILE).exists():
        raise SsgError(problem(SITE_FILE, "an archive is here already", "choose an empty folder"))
    if root.exists() and not root.is_dir():
        raise SsgError(problem(str(root), "this is a file, not a folder"))
    _check_day(day)
    timezone = timezone or ("Asia/Seoul" if language == "ko" else "UTC")
    site = _filled(
        SITE[language], title=title, language=language, base_url=base_url, timezone=timezone
    )
    config = parse(site)
    files = {SITE_FILE: site, **_files(config, language, day)}
    written = tuple(
        sorted(file for name, text in files.items() if (file := _create(root / name, text)))
    )
    if git:
        _git_init(root)
    return written


def new(
    root: Path,
    title: str,
    *,
    day: str,
    section: str = "",
    tags: tuple[str, ...] = (),
    lang: str = "",
) -> Path:
    """Write a new Markdown file with front matter, dated `day` (`2026-11-24`), and return its path.

    It is named for its title; a number is added if there is such a file. Raises SsgError if the title
    holds no letter or digit.
    """
    _check_day(day)
    name = slug(title)
    if not name:
        raise SsgError(problem("", f'"{title}" is no title', "a title has letters or digits"))
    front = FrontMatter(
        title=" ".join(title.split()), date=Moment(day), section=section, tags=tags, lang=lang
    )
    text = write(front, "\n")
    folder = root / "content" / "articles" / day[:4]
    number = 1
    while (
        file := _create(folder / f"{name}{f'-{number}' if number > 1 else ''}.md", text)
    ) is None:
        number += 1
    return file


def _files(config: Config, language: Language, day: str) -> Mapping[str, str]:
    """Everything but site.toml: path → text."""
    article, about = ARTICLE[language], ABOUT[language]
    return {
        f"content/articles/{day[:4]}/{slug(article.title)}.md": _markdown(
            article, config, day, ("ssg",)
        ),
        "content/pages/about.md": _markdown(about, config, "", ()),
        "content/inbox/.gitkeep": "",
        ".gitignore": GITIGNORE,
        ".editorconfig": EDITORCONFIG,
        ".gitattributes": GITATTRIBUTES,
        WORKFLOW: workflow(config, requirement=installed()),
        "README.md": README[language].replace("@title@", config.title),
    }


def _markdown(text: Text, config: Config, day: str, tags: tuple[str, ...]) -> str:
    body = text.body.replace("@title@", config.title)
    front = FrontMatter(
        title=text.title, date=Moment(day) if day else None, tags=tags, lang=config.language
    )
    return write(front, body)


def _filled(template: str, **values: str) -> str:
    return re.sub(r"@([a-z_]+)@", lambda found: _toml(values[found[1]]), template)


def _toml(value: str) -> str:
    """The text as a basic string of TOML, whose escapes are JSON's (DEL aside, which TOML wants escaped)."""
    return msgspec.json.encode(value).decode("utf-8").replace("\x7f", "\\u007f")


def _create(file: Path, text: str) -> Path | None:
    """Write a file that must not exist; return None if it does."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        if file.parent.is_dir():
            return None
        raise SsgError(
            problem(str(file.parent), "this is a file, but a folder is needed")
        ) from None
    except OSError as error:
        raise SsgError(Problem(str(file), 0, 0, f"can't be written: {error.strerror}")) from error
    return file


def _git_init(root: Path) -> None:
    """Make the folder a git repository, if git is installed and the folder isn't part of one."""
    program = shutil.which("git")
    if program is None:
        return
    inside = subprocess.run(
        [program, "-C", root, "rev-parse", "--git-dir"], capture_output=True, check=False
    )
    if inside.returncode:
        subprocess.run(
            [program, "-C", root, "init", "--quiet", "--initial-branch=main"],
            capture_output=True,
            check=False,
        )


def _check_day(day: str) -> None:
    """Raise SsgError unless the day is written as in `2026-11-24`."""
    try:
        datetime.date.fromisoformat(day)
    except ValueError as error:
        raise SsgError(problem("", f'"{day}" is no day', "write it as in 2026-11-24")) from error
