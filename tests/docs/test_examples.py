"""Every example of the guide and the README: its words are the program's, and it is run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from documents import DOCUMENTS, PAGES, VERBS, names

from ssg import scaffold, sitetoml
from ssg.build import Options, build
from ssg.cli import cli
from ssg.config import Config
from ssg.errors import SsgError
from ssg.markup import frontmatter
from ssg.model import FrontMatter
from ssg.theme import settings as theme_toml


def commands(text: str) -> Iterator[str]:
    """Every command of ours in the shell blocks of a text, and every `ssg …` in its sentences."""
    blocks = re.findall(r"^ *```(?:sh|console)\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    for line in "\n".join(blocks).splitlines():
        for part in re.split(r"&&|\||;", line.partition(" #")[0].lstrip("$ ")):
            if re.match(r"\s*(\.venv/bin/)?(ssg|python -m ssg)\b", part):
                yield part.strip()
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    for code in names(prose):
        if re.match(r"(\.venv/bin/)?(ssg|python -m ssg) ", code):
            yield code


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_example_names_verbs_and_options_that_exist(name: str) -> None:
    wrong = [line for line in commands(DOCUMENTS[name]) if _fault(line)]
    assert wrong == []


def test_the_examples_are_found_at_all() -> None:
    assert "ssg import --explain 기사.txt" in list(commands(PAGES["import.md"]))
    assert _fault("ssg import --nonsense x") == "--nonsense"
    assert _fault("ssg biuld") == "biuld"


def _fault(line: str) -> str:
    """The first word of a command that the program doesn't know; empty if it knows them all."""
    words = shlex.split(re.sub(r"^(\.venv/bin/)?(ssg|python -m ssg)", "", line.replace("…", "")))
    verb: click.Command = cli
    skip = False
    for word in words:
        options = {
            text: param for param in verb.params for text in (*param.opts, *param.secondary_opts)
        }
        if skip:
            skip = False
        elif verb is cli and not word.startswith("-"):
            if word not in VERBS:
                return word
            verb = VERBS[word]
        elif isinstance(verb, click.Group) and word in verb.commands:
            verb = verb.commands[word]
        elif word.startswith("-") and word != "-":
            param = options.get(word.partition("=")[0])
            if param is None and word not in ("-h", "--help"):
                return word
            skip = isinstance(param, click.Option) and not param.is_flag and "=" not in word
    return ""


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def examples(language: str) -> list[tuple[str, str]]:
    return [(name, text) for name in PAGES for text in blocks(PAGES[name], language)]


@pytest.mark.parametrize(("name", "text"), examples("toml"))
def test_every_example_of_settings_is_one(name: str, text: str) -> None:
    if "extends" in text:
        assert theme_toml.parse(text, name).extends == "default"
    else:
        assert sitetoml.parse(text, name) != Config() or "enabled" in text


@pytest.mark.parametrize(("name", "text"), examples("yaml"))
def test_every_example_of_front_matter_is_read_without_a_word(name: str, text: str) -> None:
    whole = text if text.startswith("---") else f"---\ntitle: x\n{text}---\n"
    read = frontmatter.read(whole, name, "Asia/Seoul")
    assert read.problems == ()
    assert read.front != FrontMatter(title="x")


def test_every_example_of_a_template_makes_pages(tmp_path: Path) -> None:
    found = examples("jinja")
    assert len(found) >= 3
    for number, (name, text) in enumerate(found):
        root, macro = tmp_path / str(number), "{% macro" in text
        place = "shortcodes.html" if macro else "base.html" if "extends" in text else "404.html"
        body = '{{ 책("서가", 쪽=12) }}' if macro else "글"
        for path, content in {
            "site.toml": "[markdown]\nshortcodes = true\n",
            f"templates/{place}": text,
            "content/articles/a.md": f"---\ntitle: a\n---\n{body}\n",
        }.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, "utf-8")
        assert build(root, root / "_site", Options(today="2024-01-01", jobs=1)).problems == (), name


LEFT = re.compile(r"ssg (?:serve|init|deploy|theme)|inbox|https://")


"""Commands that don't end, make a folder of their own, or need a repository or the network: other tests run them."""


PASTE = "도서관의 새 서가\n홍길동 기자\n입력 2024.05.15 20:00\n\n새 서가가 도서관에 들어왔다. 사람들이 모여 구경했다.\n\n관장은 오래 기다렸다고 말했다.\n"


def shell(name: str) -> list[str]:
    """The commands of ours in a page's shell examples that can be run here."""
    lines = (line for block in blocks(PAGES[name], "sh") for line in block.splitlines())
    said = [line.partition(" #")[0].strip().rpartition("| ")[2] for line in lines]
    return [line for line in said if line.startswith("ssg ") and not LEFT.search(line)]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PAGES if shell(name)])
def test_every_command_of_the_guide_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "archive"
    scaffold.init(root, title="서가", language="ko", day="2024-01-01", base_url="", timezone="", git=False)  # fmt: skip
    (root / "기사.txt").write_text(PASTE, "utf-8")
    (root / "폴더").mkdir()
    (root / "폴더" / "글.txt").write_text(PASTE.replace("새", "낡은"), "utf-8")
    for number, tag in enumerate(("코로나", "정상 회담", "정상회담", "기록")):
        article = f"---\ntitle: {tag} 이야기\ndate: 2024-01-0{number + 1}\ntags: [{tag}]\n---\n{tag}에 관한 글이다.\n"
        (root / "content" / "articles" / f"{number}.md").write_text(article, "utf-8")
    originals = root / "content" / "originals"
    originals.mkdir(exist_ok=True)
    (originals / "원문.txt").write_text(PASTE.replace("서가", "열람실"), "utf-8")
    (root / "urls.lock").write_text("- /articles/옛-글/\t내렸다\n", "utf-8")
    monkeypatch.chdir(root)
    for command in ("ssg build", *shell(name)):
        given = "기록\n활자\n" if "search -" in command else PASTE
        done = CliRunner().invoke(cli, shlex.split(command)[1:], input=given)
        fault = done.exception if isinstance(done.exception, SsgError) else done.output
        assert done.exit_code == 0, f"{command}: {fault}"
