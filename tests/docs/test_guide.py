"""The guide and the README against the program: nothing undocumented, nothing documented that isn't there."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from documents import DOCUMENTS, GUIDE, PAGES, ROOT, VERBS, WHOLE, names

from ssg import model
from ssg.cli import cli
from ssg.config import Config
from ssg.markup import frontmatter, markdown
from ssg.model import Archive, Card, Figure, FrontMatter, Source, Visibility
from ssg.theme import context, filters
from ssg.theme.context import CONTEXTS


def rows(page: str) -> Iterator[list[str]]:
    """The cells of every row of the page's tables, without heads and rules."""
    for line in PAGES[page].splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip()[1:-1].split(" | ")]


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
