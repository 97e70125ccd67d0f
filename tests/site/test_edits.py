"""A whole site in one text, then an edit: which files are written, and which rules ran."""

import os
import re
import subprocess
import sys

import pytest
from small_site import TODAY, MakeSite, Site

from ssg.build import Options
from ssg.errors import SsgError
from ssg.verify import verify

FIVE = """\
-- site.toml --
title = "작은 보관소"
base_url = "https://me.example/a/b/"
paginate = 2
-- content/articles/2023/one.md --
---
title: 첫째 글
date: 2023-01-01
tags: [바다, AI]
---
파도가 친다.
-- content/articles/2023/two.md --
---
title: Second
date: 2023-02-01
tags: [ai]
---
A ferry.
-- content/articles/2023/three.md --
---
title: 셋째 글
date: 2023-03-01
tags: [바다]
---
등대가 있다.
-- content/articles/2023/four.md --
---
title: Fourth
date: 2023-04-01
tags: [alone]
---
Nobody here.
-- content/articles/2024/five.md --
---
title: 다섯째 글
date: 2024-05-01
tags: [바다]
---
마지막 글.
-- content/pages/about.md --
---
title: About
---
About this.
"""
SEARCH = {"search/manifest.bin", "search/tail/s0.bin", "search/tail/t0.bin"}


def article(*lines: str, body: str = "Text.") -> str:
    """An article with these lines of front matter."""
    return "\n".join(("---", *lines, "---", body, ""))


@pytest.fixture
def five(site: MakeSite, believing: None) -> Site:  # noqa: ARG001 - old stamps
    """Five articles and a page, built."""
    made = site(FIVE)
    made.build()
    return made


def same_as_clean(site: Site) -> None:
    report, tree = site.clean()
    assert site.tree() == tree
    assert report.problems == site.build().problems


def test_the_first_build_makes_what_the_source_says(five: Site) -> None:
    own = {path for path in five.tree() if not path.startswith(("assets/", "search/"))}
    assert own == {
        ".nojekyll", "404.html", "about/index.html", "archive/index.html", "feed.json", "feed.xml", "index.html",
        "robots.txt", "sitemap.xml", "page/2/index.html", "page/3/index.html",
        *(f"articles/{name}/index.html" for name in ("one", "two", "three", "four", "five")),
        "tags/index.html", *(f"tags/{tag}/{name}" for tag in ("바다", "ai", "alone") for name in ("index.html", "feed.xml", "feed.json")),
            "api/articles.json", "api/articles.schema.json",
        "tags/바다/page/2/index.html", "2023/index.html", "2023/page/2/index.html", "2024/index.html",
        *(f"{month}/index.html" for month in ("2023/01", "2023/02", "2023/03", "2023/04", "2024/05")),
    }  # fmt: skip


def test_a_second_build_says_that_nothing_changed(five: Site) -> None:
    report = five.build()
    assert (report.unchanged, report.ran, report.written, report.deleted) == (True, {}, (), ())


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


def test_spellings_of_a_tag_are_one_tag(five: Site) -> None:
    assert "tags/ai/index.html" in five.tree()
    for name in ("one", "two"):
        assert 'href="/a/b/tags/ai/"' in five.page(f"articles/{name}/index.html")
    page = five.page("tags/ai/index.html")
    assert (page.count("첫째 글") > 0, page.count("Second") > 0) == (True, True)


def test_two_articles_with_one_address_are_both_named(five: Site) -> None:
    five.write("-- content/articles/2024/zwei.md --\n" + article("title: Zwei", "slug: two"))
    report = five.build()
    said = [str(problem) for problem in report.problems]
    assert len(said) == 1
    assert "content/articles/2023/two.md" in said[0]
    assert "content/articles/2024/zwei.md" in said[0]
    same_as_clean(five)


@pytest.mark.parametrize("aliases", ["old.html, old.html/x", "old.html/x, old.html"])
def test_a_file_and_a_folder_of_one_name_are_a_problem_not_a_torn_site(
    five: Site, aliases: str
) -> None:
    text = article("title: Six", f"aliases: [{aliases}]")
    five.write("-- content/articles/2024/six.md --\n" + text)
    report = five.build()
    assert ["can't stand beside" in str(problem) for problem in report.problems] == [True]
    same_as_clean(five)


@pytest.mark.parametrize(
    "alias", ['"../../etc"', '"a\\0b"', '"a\\x1fb"', f'"{"x" * 300}"', f'"{"x/" * 600}"']
)
def test_an_impossible_alias_is_a_problem_and_the_rest_is_built(five: Site, alias: str) -> None:
    text = article("title: Six", f"aliases: [{alias}]")
    five.write("-- content/articles/2024/six.md --\n" + text)
    report = five.build()
    assert [problem.path for problem in report.problems] == ["content/articles/2024/six.md"]
    assert "articles/six/index.html" in five.tree()
    five.write("-- content/articles/2024/six.md --\n" + article("title: Six"))
    assert five.build().problems == ()
    same_as_clean(five)


@pytest.mark.parametrize("tag", ['"a\\x1fb"', '"a\\x1eb"', '"\\0"', '"a\\tb"', '"\\uD800"'])
def test_a_tag_with_a_control_character_does_not_take_the_site_down(five: Site, tag: str) -> None:
    text = article("title: Six", f"tags: [{tag}, good]")
    five.write("-- content/articles/2024/six.md --\n" + text)
    five.build()
    assert "다섯째" in five.page("articles/five/index.html")
    same_as_clean(five)


def test_broken_front_matter_keeps_the_old_page_and_builds_the_rest(five: Site) -> None:
    old = five.tree()["articles/two/index.html"]
    five.write("-- content/articles/2023/two.md --\n---\ntitle: [never closed\n---\nx\n")
    five.edit("content/articles/2023/one.md", "파도가 친다.", "파도가 높다.")
    report = five.build()
    assert [(p.path, p.level) for p in report.problems] == [
        ("content/articles/2023/two.md", "error")
    ]
    assert five.tree()["articles/two/index.html"] == old
    assert "파도가 높다." in five.page("articles/one/index.html")
    five.write(
        "-- content/articles/2023/two.md --\n" + article("title: Mended", "date: 2023-02-01")
    )
    assert five.build().problems == ()
    assert "Mended" in five.page("articles/two/index.html")
    same_as_clean(five)


def test_a_broken_article_keeps_its_pictures_and_old_addresses(five: Site) -> None:
    five.write(
        "-- content/articles/2024/six/index.md --\n"
        + article("title: Six", "aliases: [/old/six/]", body="![dot](dot.png)")
    )
    five.put("content/articles/2024/six/dot.png", b"dot")
    five.build()
    old = five.tree()
    five.write("-- content/articles/2024/six/index.md --\n---\ntitle: [\n---\n")
    assert len(five.build().problems) == 1
    for path in ("articles/six/index.html", "articles/six/dot.png", "old/six/index.html"):
        assert five.tree()[path] == old[path]
    assert verify(five.root, five.out, Options(today=TODAY, jobs=1)) == ()
    five.delete("content/articles/2024/six/dot.png")
    five.delete("content/articles/2024/six/index.md")
    five.build()
    same_as_clean(five)


def test_a_missing_theme_stops_the_build_and_the_site_stays(five: Site) -> None:
    before = five.tree()
    five.edit("site.toml", "paginate = 2", 'paginate = 2\ntheme = "defualt"')
    with pytest.raises(SsgError, match='there is no theme "defualt" — did you mean "default"'):
        five.build()
    assert five.tree() == before


def test_an_archive_without_articles_builds(site: MakeSite) -> None:
    made = site('-- site.toml --\ntitle = "empty"\n')
    assert made.build().problems == ()
    same_as_clean(made)


def test_what_is_not_published_is_in_no_byte_of_the_site(five: Site) -> None:
    canary = "CANARYkanarie카나리아"
    hidden = {
        "private": ("visibility: private",),
        "draft": ("draft: true",),
        "future": ("date: 2099-01-01",),
        "expired": ("expires: 2020-01-01",),
    }
    for name, lines in hidden.items():
        front = (
            f"title: {canary}",
            f"tags: [{canary}]",
            f"series: {canary}",
            f"aliases: [/{canary}/]",
        )
        fields = (*front, f"source: {{name: {canary}}}", f"authors: [{canary}]", *lines)
        five.write(f"-- content/articles/{name}/index.md --\n" + article(*fields, body=canary))
        five.put(f"content/articles/{name}/{canary}.txt", canary.encode())
    report = five.build()
    found = [p for p, raw in five.tree().items() if canary.encode() in raw or canary in p]
    assert found == []
    assert not any(b"CANARY" in raw or b"canarykan" in raw.lower() for raw in five.tree().values())
    assert report.articles == 5
    shown = five.build(drafts=True, future=True)
    assert shown.articles == 7
    five.build()
    assert not any(canary.encode() in raw for raw in five.tree().values())
    same_as_clean(five)


def test_publishing_and_withdrawing_leaves_nothing(five: Site) -> None:
    before = five.tree()
    text = article("title: WITHDRAWN", "date: 2023-05-05", "tags: [WITHDRAWN]", body="WITHDRAWN")
    five.write("-- content/articles/2023/gone.md --\n" + text)
    five.build()
    assert any(b"WITHDRAWN" in raw for raw in five.tree().values())
    five.edit("content/articles/2023/gone.md", "title: W", "visibility: private\ntitle: W")
    five.build()
    assert five.tree() == before


@pytest.mark.parametrize("visibility", ["excerpt", "metadata"])
def test_of_a_text_that_is_not_wholly_public_the_rest_is_in_no_byte(
    five: Site, visibility: str
) -> None:
    body = "Opening words.\n\nSECRETREST of it."
    text = article("title: Partial", f"visibility: {visibility}", "date: 2023-05-05", body=body)
    five.write("-- content/articles/2023/partial.md --\n" + text)
    five.build()
    assert "articles/partial/index.html" in five.tree()
    assert not any(b"secretrest" in raw.lower() for raw in five.tree().values())


def test_an_alias_leads_to_the_article(five: Site) -> None:
    five.edit("content/articles/2023/one.md", "tags:", "aliases: [/옛 글/, old/one.html]\ntags:")
    five.build()
    for path in ("옛 글/index.html", "old/one.html"):
        assert '<meta http-equiv="refresh" content="0; url=/a/b/articles/one/">' in five.page(path)
    same_as_clean(five)


def test_pictures_of_a_bundle_are_published_beside_its_page(five: Site) -> None:
    five.write(
        "-- content/articles/2024/배/index.md --\n"
        + article("title: Ship", body="![배](배.png) and [one](../../2023/one.md#top)")
    )
    five.put("content/articles/2024/배/배.png", b"ship")
    five.build()
    page = five.page("articles/배/index.html")
    assert five.tree()["articles/배/배.png"] == b"ship"
    assert 'src="/a/b/articles/%EB%B0%B0/%EB%B0%B0.png"' in page
    assert 'href="/a/b/articles/one/#h-top"' in page
    five.put("content/articles/2024/배/배.png", b"another ship")
    assert five.build().written == ("articles/배/배.png",)
    same_as_clean(five)


LINK = re.compile(r'\b(?:href|src|action|content|srcset|data-[a-z-]+)="([^"]*)"')


def test_every_link_lies_below_the_base_path(five: Site) -> None:
    links = {
        (path, link)
        for path, raw in five.tree().items()
        if path.endswith(".html")
        for link in LINK.findall(raw.decode())
        if link.startswith("/")
    }
    assert len(links) > 100
    assert sorted(link for link in links if not link[1].startswith("/a/b/")) == []


def test_every_link_leads_to_a_file(five: Site) -> None:
    from urllib.parse import unquote

    tree = five.tree()
    dead = set()
    for path, raw in tree.items():
        for link in re.findall(
            r'\b(?:href|src)="/a/b/([^"#?]*)', raw.decode() if path.endswith(".html") else ""
        ):
            name = unquote(link)
            if (f"{name}index.html" if not name or name.endswith("/") else name) not in tree:
                dead.add((path, link))
    assert dead == set()


def test_why_says_what_changed(five: Site) -> None:
    same = five.build(why="articles/two/")
    assert same.why[0] == "articles/two/index.html:"
    assert re.fullmatch(r"pages.article\(content/articles/2023/two.md\) is up to date: none of the \d+ things it read has changed", same.why[1])  # fmt: skip
    five.edit("content/articles/2023/two.md", "A ferry.", "A boat.")
    report = five.build(why="content/articles/2023/two.md")
    path = "content/articles/2023/two.md"
    assert report.why == (
        "articles/two/index.html:",
        f"pages.article({path}) was made again: content.loaded({path}) changed",
        f"content.loaded({path}) was made again: the file {path} changed",
    )
    five.write("-- content/articles/2024/six.md --\n" + article("title: Sixth"))
    assert (
        five.build(why="/articles/six/").why[1].endswith("was made: the last build did not have it")
    )
    with pytest.raises(SsgError, match="is no file of the site"):
        five.build(why="nowhere")


def test_verify_finds_one_flipped_byte(five: Site) -> None:
    options = Options(today=TODAY, jobs=1)
    assert verify(five.root, five.out, options) == ()
    place = five.out / "articles/one/index.html"
    raw = bytearray(place.read_bytes())
    raw[200] ^= 1
    before = place.stat()
    place.write_bytes(raw)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [str(p).partition(" — ")[0] for p in verify(five.root, five.out, options)] == [
        "articles/one/index.html: differs from a clean build (made by pages.article(content/articles/2023/one.md))"
    ]


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
