"""The guide and the README against the program: nothing undocumented, nothing documented that isn't there."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from ssg import model, scaffold, sitetoml
from ssg.build import Options, build
from ssg.cli import cli
from ssg.config import Config
from ssg.errors import SsgError
from ssg.markup import frontmatter, markdown
from ssg.model import Archive, Card, Figure, FrontMatter, Source, Visibility
from ssg.theme import context, filters
from ssg.theme import settings as theme_toml
from ssg.theme.context import CONTEXTS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "content" / "pages" / "guide"
PAGES = {file.name: file.read_text("utf-8") for file in sorted(GUIDE.glob("*.md"))}
WHOLE = "\n".join(PAGES.values())
DOCUMENTS = {**PAGES, "README.md": (ROOT / "README.md").read_text("utf-8")}
WITHOUT = cli.params
VERBS = {name: verb for name, verb in cli.commands.items() if not verb.hidden}


def rows(page: str) -> Iterator[list[str]]:
    """The cells of every row of the page's tables, without heads and rules."""
    for line in PAGES[page].splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip()[1:-1].split(" | ")]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def settings(struct: type[msgspec.Struct], table: str = "") -> Iterator[tuple[str, str]]:
    """Keys as the guide writes them, `[feeds]` `limit`, with their defaults as site.toml would."""
    for field in msgspec.structs.fields(struct):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from settings(field.type, f"`[{field.encode_name}]` ")
        elif field.encode_name == "menu":
            yield "`[[menu]]`", "없음"
        elif field.encode_name == "extra":
            yield "`[extra]`", "없음"
        elif (table, field.encode_name) != ("`[theme]` ", "settings"):
            made = field.default_factory
            default = field.default if made is msgspec.NODEFAULT else made()
            yield f"{table}`{field.encode_name}`", f"`{json.dumps(default, ensure_ascii=False)}`"


def test_every_setting_of_a_site_is_in_the_guide_with_its_default() -> None:
    documented = {row[0]: row[1] for row in rows("themes.md")}
    expected = dict(settings(Config))
    assert {key: documented.get(key, "not in the table") for key in expected} == expected


def test_every_setting_of_the_bundled_themes_is_in_the_guide_with_its_default() -> None:
    for name in ("default", "plain"):
        theme = tomllib.loads((ROOT / "themes" / name / "theme.toml").read_text("utf-8"))
        expected = {
            (f"`{key}`", f"`{json.dumps(it['default'])}`") for key, it in theme["settings"].items()
        }
        documented = {(row[0], row[1]) for row in rows("themes.md")}
        assert expected - documented == set(), name


def test_the_table_of_front_matter_has_every_key_and_no_other() -> None:
    table = [row for row in rows("front-matter.md") if len(row) == 3]
    assert [names(row[0])[0] for row in table] == [
        field.name for field in msgspec.structs.fields(FrontMatter)
    ]
    nested = {"source": Source, "figures": Figure, "archive": Archive}
    shown = {names(row[0])[0]: names(row[1]) for row in table}
    missing = {
        key: [f for f in struct.__struct_fields__ if f not in shown[key]]
        for key, struct in nested.items()
    }
    assert missing == {"source": [], "figures": [], "archive": []}
    values = [names(row[0])[0] for row in rows("front-matter.md") if len(row) == 2]
    assert values == list(Visibility.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "row", [row for row in rows("front-matter.md") if len(row) == 3], ids=lambda row: row[0]
)
def test_the_other_names_in_the_guide_are_understood(row: list[str]) -> None:
    key = names(row[0])[0]
    given = {name for name in names(row[2]) if re.fullmatch(r"[A-Za-z_]+", name)} - {
        "image",
        "alt",
        "credit",
        "created",
        "taxonomies",
    }
    value = {"date": "2020-01-02", "updated": "2020-01-02", "archived": "2020-01-02", "expires": "2020-01-02", "embargo": "2020-01-02",
             "source": "https://example.com/a", "aliases": "/old/place/", "weight": "3"}.get(key, "some-words")  # fmt: skip
    for name in sorted(given):
        front = frontmatter.read(f"---\n{name}: {value}\n---\n", "a.md", "Asia/Seoul").front
        assert getattr(front, key) != getattr(FrontMatter(title=""), key), name


def test_every_verb_and_option_is_in_the_guide() -> None:
    missing = [f"ssg {name}" for name in VERBS if f"`ssg {name}" not in WHOLE]
    for name, verb in [("", cli), *VERBS.items()]:
        for param in verb.params:
            long = [word for word in param.opts if word.startswith("--")]
            missing += [
                f"{name} {word}" for word in long if not re.search(rf"{word}(?![\w-])", WHOLE)
            ]
    assert missing == []


def test_every_verb_is_in_the_summary_and_in_english() -> None:
    for page in ("index.md", "en.md"):
        listed = {
            names(row[0])[0].split()[1] for row in rows(page) if names(row[0])[0].startswith("ssg ")
        }
        assert listed == set(VERBS), page


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


def links(text: str) -> Iterator[str]:
    plain = re.sub(r"^ *(```+).*?^ *\1|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", plain):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("name", [*DOCUMENTS, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    here = GUIDE / name if name in PAGES else ROOT / name
    dead = []
    for target in links(here.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        file = here.parent / path if path else here
        if not file.is_file() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


def anchors(file: Path) -> list[str]:
    body = frontmatter.split(file.read_text("utf-8")).body
    return [heading.id for heading in markdown.render(body, lang="ko").headings]


def test_every_page_of_the_guide_is_reached_from_its_first() -> None:
    reached = {target.partition("#")[0] for target in links(PAGES["index.md"])}
    assert reached | {"index.md"} == set(PAGES)


def test_the_guide_names_every_template_a_site_can_replace() -> None:
    missing = [
        name for name in CONTEXTS if f"`{name.removesuffix('.html')}`" not in PAGES["themes.md"]
    ]
    assert missing == []


def test_what_the_environment_decides_is_in_the_guide() -> None:
    variables = {"NO_COLOR"}
    for verb in VERBS.values():
        for param in verb.params:
            found: Mapping[str, object] = param.to_info_dict()
            variables |= {str(found["envvar"])} if found.get("envvar") else set()
    assert variables == {"NO_COLOR", "SSG_BASE_URL"}
    assert [name for name in sorted(variables) if f"`{name}`" not in WHOLE] == []


def test_the_ledger_of_this_repository_knows_every_page() -> None:
    """Otherwise `make site` would leave a changed file in a fresh clone."""
    known = (ROOT / "urls.lock").read_text("utf-8").split("\t")
    written = {
        file.relative_to(ROOT).as_posix() for file in (ROOT / "content" / "pages").rglob("*.md")
    }
    assert written - set(known) == set()


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    unreleased = text.partition("\n## Unreleased\n")[2].partition("\n## ")[0]
    assert re.search(r"^- \S", unreleased, re.MULTILINE)


# -- what templates are given ------------------------------------------------------------------------

GIVEN = [
    getattr(context, name, None) or getattr(model, name)
    for name in (
        "Site", "Here", "Article", "Source", "Archive", "Moment", "Heading", "Figure", "Picture", "Part", "Citation",
        "Link", "Term", "Terms", "Group", "Pager", "Period", "Figures",
    )
]  # fmt: skip


def section(page: str, heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    text = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    assert text, heading
    lines = [line for line in text[1].splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip()[1:-1].split(" | ")] for line in lines]


def members(kind: type[msgspec.Struct]) -> list[str]:
    properties = [name for name, it in vars(kind).items() if isinstance(it, property)]
    return [*kind.__struct_fields__, *properties]


@pytest.mark.parametrize("kind", GIVEN, ids=lambda kind: kind.__name__)
def test_every_name_of_a_value_that_templates_are_given_is_in_the_guide(
    kind: type[msgspec.Struct],
) -> None:
    documented = [names(row[0])[0] for row in section("templates.md", kind.__name__)]
    assert documented == members(kind)


def test_what_a_card_has_beside_front_matter_is_in_the_guide() -> None:
    more = [name for name in Card.__struct_fields__ if name not in FrontMatter.__struct_fields__]
    assert [names(row[0])[0] for row in section("templates.md", "Card")] == more


def test_every_template_with_all_its_names_is_in_the_guide() -> None:
    documented = [
        (names(row[0])[0], names(row[1])[0]) for row in section("templates.md", "템플릿마다")
    ]
    given = [(t.removesuffix(".html"), name) for t, found in CONTEXTS.items() for name in found]
    assert documented == given
    kinds = {kind.__name__ for kind in (*GIVEN, Card)}
    said = " ".join(it for found in CONTEXTS.values() for it in found.values())
    assert set(re.findall(r"\b[A-Z][a-z]\w+", said)) - kinds - {"Mapping", "None"} == set()


def test_every_filter_and_function_is_in_the_guide() -> None:
    own, functions = filters.base({})
    assert {names(row[0])[0] for row in section("templates.md", "필터")} == set(own)
    assert {names(row[0])[0] for row in section("templates.md", "함수")} == set(functions)


# -- every example is run ----------------------------------------------------------------------------


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
