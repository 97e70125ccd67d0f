"""A whole site in one text, then an edit: which files are written, and which rules ran."""

import re
import subprocess
import sys

import pytest
from five_articles import FIVE, article, same_as_clean
from small_site import TODAY, MakeSite, Site

from ssg.build import Options, Tools, build

SEARCH = {"search/lengths.bin", "search/manifest.bin", "search/tail/s0.bin", "search/tail/t0.bin"}


def test_a_second_build_says_that_nothing_changed(five: Site) -> None:
    report = five.build()
    assert (report.unchanged, report.ran, report.written, report.deleted) == (True, {}, (), ())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_tells_of_reading_and_then_of_all_its_stages_as_one(
    site: MakeSite, jobs: int
) -> None:
    articles = "\n".join(
        f"-- content/articles/a{n}.md --\n" + article(f"title: Note {n}") for n in range(40)
    )
    many, told = site(FIVE + articles), []
    tools = Tools(progress=lambda done, total, what: told.append((what, done, total)))
    report = build(many.root, many.out, Options(today=TODAY, jobs=jobs), tools)
    assert report.problems == ()
    assert list(dict.fromkeys(what for what, *_ in told)) == ["reading", "building"]
    for phase in ("reading", "building"):
        dones = [done for what, done, _ in told if what == phase]
        totals = {total for what, _, total in told if what == phase}
        assert dones == sorted(dones)
        assert totals == {dones[-1]}


def test_editing_one_body_writes_its_page_the_feeds_and_the_index(five: Site) -> None:
    five.edit("content/articles/2023/two.md", "A ferry.", "# A ferry\n\nNot the first paragraph.")
    five.build()
    five.edit("content/articles/2023/two.md", "Not the first", "Not the last")
    report = five.build()
    lists = {"index.html", "page/2/index.html", "2023/index.html"}
    runs = {name: n for name, n in five.runs(report).items() if name in ("texts.rendered", "pages.article", "texts.words", "content.loaded", "search.slices", "search.shard", "pages.plain_page")}  # fmt: skip
    assert runs == {"content.loaded": 1, "texts.rendered": 1, "texts.words": 1, "pages.article": 1, "search.shard": 1, "search.slices": 1}  # fmt: skip
    assert {"articles/two/index.html", "feed.xml", "feed.json"} <= set(report.written)
    assert not {path for path in report.written if path.startswith("articles/")} - {"articles/two/index.html"}  # fmt: skip
    assert "about/index.html" not in report.written
    assert "index.html" not in set(report.written) & (lists - {"page/2/index.html"})
    same_as_clean(five)


def test_an_edit_below_the_excerpt_writes_four_files(five: Site) -> None:
    path = "content/articles/2023/two.md"
    five.edit(path, "A ferry.", "A ferry.\n\nIt was late.")
    five.build()
    five.edit(path, "It was late.", "It was early, and cold.")
    report = five.build()
    assert set(report.written) == {"articles/two/index.html", "feed.xml", "feed.json", *SEARCH}  # fmt: skip
    same_as_clean(five)


def test_deleting_an_article_removes_its_page_and_its_tag(five: Site) -> None:
    five.delete("content/articles/2023/four.md")
    report = five.build()
    assert set(report.deleted) == {
        "articles/four/index.html", "tags/alone/index.html", "tags/alone/feed.xml", "tags/alone/feed.json",
        "2023/04/index.html", "page/3/index.html",
    }  # fmt: skip
    assert not any(b"Fourth" in content for content in five.tree().values())
    same_as_clean(five)


def test_a_new_newest_article_makes_again_only_its_neighbour_and_relatives(five: Site) -> None:
    five.write("-- content/articles/2024/six.md --\n" + article("title: Sixth", "date: 2024-05-20"))
    report = five.build()
    pages = {path for path in report.written if path.startswith("articles/")}
    assert pages == {"articles/six/index.html", "articles/five/index.html"}
    assert five.runs(report)["texts.rendered"] == 1
    same_as_clean(five)


def test_a_new_newest_article_leaves_the_later_pages_of_its_lists(five: Site) -> None:
    text = article("title: Neu", "date: 2024-05-2{}", "tags: [바다]")
    five.write("-- content/articles/six.md --\n" + text.format(1))
    five.write("-- content/articles/seven.md --\n" + text.format(2))
    five.build()
    pages = [f"page/{number}/index.html" for number in (2, 3, 4)]
    assert [path for path in five.tree() if path.startswith("page/")] == pages
    five.write("-- content/articles/eight.md --\n" + text.format(3))
    written = five.build().written
    assert {"index.html", "tags/바다/index.html"} <= set(written)
    assert [path for path in written if path.startswith("page/")] == pages[:1]
    same_as_clean(five)


def test_an_edit_of_a_template_renders_no_text(five: Site) -> None:
    five.write(
        "-- templates/article.html --\n<h1>{{ article.card.title }}</h1>{{ article.html }}\n"
    )
    report = five.build()
    runs = five.runs(report)
    assert (runs["pages.article"], runs.get("texts.rendered"), runs.get("content.loaded")) == (5, None, None)  # fmt: skip
    assert {path for path in report.written if path.endswith(".html")} == {
        f"articles/{name}/index.html" for name in ("one", "two", "three", "four", "five")
    }
    same_as_clean(five)
    five.delete("templates/article.html")
    five.build()
    same_as_clean(five)


def test_one_page_makes_one_visit_and_no_key_is_made_twice(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pitfall 3: batches that would make each other's keys. Counted over all workers."""
    from collections import Counter

    from ssg.engine import engine, execute, stages

    monkeypatch.setattr(stages, "FEW", 2)
    made = site(FIVE)
    counted: Counter[str] = Counter()
    adopt = engine.Engine.adopt

    def counting(self: engine.Engine, record: execute.Record) -> int:
        counted[record.key] += 1
        return adopt(self, record)

    monkeypatch.setattr(engine.Engine, "adopt", counting)
    made.build(jobs=2)
    assert len(counted) > 80
    assert {key: n for key, n in counted.items() if n > 1} == {}


def test_a_site_can_replace_a_single_block_of_its_theme_and_of_its_parents(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntheme = 'child'\n"
        "-- themes/child/theme.toml --\nname = 'child'\nextends = 'plain'\n"
        '-- themes/child/templates/base.html --\n{% extends "parent:base.html" %}{% block footer %}<p>child</p>{{ super() }}{% endblock %}\n'
        '-- templates/base.html --\n{% extends "parent:base.html" %}{% block footer %}<p>site</p>{{ super() }}{% endblock %}\n'
        '-- templates/article.html --\n{% extends "parent:article.html" %}{% block connections %}<p>mine</p>{% endblock %}\n'
        "-- content/articles/a.md --\n---\ntitle: A\ntags: [x]\n---\ntext\n"
    )
    assert made.build().problems == ()
    page = made.page("articles/a/index.html")
    assert re.findall(r"<p>(site|child|mine|text)</p>", page) == ["text", "mine", "site", "child"]
    assert 'rel="tag"' not in page
    assert '<a href="/feed.xml">' in page
    made.edit("themes/child/templates/base.html", "<p>child</p>", "<p>changed</p>")
    made.build()
    assert "<p>changed</p>" in made.page("articles/a/index.html")
    made.delete("themes/child/templates/base.html")
    made.build()
    assert re.findall(r"<p>(site|changed|mine|text)</p>", made.page("articles/a/index.html")) == [
        "text",
        "mine",
        "site",
    ]
    made.edit("templates/article.html", "parent:article.html", "parent:nothing.html")
    told = [str(each) for each in made.build().problems]
    assert told == ['templates/article.html:1: there is no template "nothing.html"']


LOADED = """
import sys
from pathlib import Path
from ssg.build import Options, build
from ssg.engine import inputs
inputs.YOUNG_NS = -10**15
root = Path(sys.argv[1])
report = build(root, root / "_site", Options(today=sys.argv[2], jobs=1))
print(report.unchanged, *sorted(sys.modules))
"""


def test_where_nothing_changed_neither_rules_nor_their_libraries_are_loaded(five: Site) -> None:
    five.build()
    command = [sys.executable, "-c", LOADED, str(five.root), TODAY]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    unchanged, *modules = done.stdout.split()
    assert unchanged == "True"
    heavy = ("jinja2", "yaml", "markdown_it", "ssg.site", "ssg.engine.engine", "ssg.engine.state")
    assert sorted(set(heavy) & set(modules)) == []
    assert "concurrent.futures.process" not in modules
