"""Promise 3: an address that was published answers with its page, a redirect or a tombstone, or the build fails."""

from __future__ import annotations

import re

import pytest
from ledger_site import SMALL, ledger, said, target
from small_site import TODAY, MakeSite, Site, difference

from ssg.build import Options, Tools, build
from ssg.errors import UsageError
from ssg.formats.urls_lock import FILE
from ssg.ledger import tombstone
from ssg.theme.context import CONTEXTS

LEDGER = """\
# Every address that this archive has published, and the file that it led to. `ssg build` keeps it; commit it.
# An address that has gone for good: `ssg tombstone ADDRESS --reason TEXT`.
/2023/
/2023/01/
/2023/02/
/about/\tcontent/pages/about.md\t~cdb64ab3caa8
/articles/a/\tcontent/articles/a.md\t~4fe8b4d96f1b
/articles/b/\tcontent/articles/b.md\t0123456789abcdef
/authors/
/authors/김하나/
/tags/
/tags/바다/
/tags/빛/
"""


@pytest.fixture
def published(site: MakeSite) -> Site:
    """An archive that was published once."""
    made = site(SMALL)
    assert made.build(record=True).problems == ()
    return made


def test_a_published_build_writes_the_ledger_and_any_other_leaves_it(site: MakeSite) -> None:
    small = site(SMALL)
    small.build()
    assert not (small.root / FILE).exists()
    small.build(record=True)
    masked = re.sub(r"~[0-9a-f]{12}", "~", ledger(small))
    assert masked == re.sub(r"~[0-9a-f]{12}", "~", LEDGER)
    before = ledger(small)
    small.put("content/articles/c.md", b"---\ntitle: c\n---\n")
    small.build()
    assert ledger(small) == before
    small.build(record=True)
    assert set(ledger(small).splitlines()) - set(before.splitlines()) == {
        line for line in ledger(small).splitlines() if line.startswith("/articles/c/\t")
    }


def test_after_the_ledger_was_written_nothing_is_made_again(
    site: MakeSite, believing: None
) -> None:
    small = site(SMALL)
    small.build(record=True)
    before, stamp = small.tree(), (small.root / FILE).stat().st_mtime_ns
    second = small.build(record=True)
    assert (second.unchanged, second.problems, small.tree()) == (True, (), before)
    assert (small.root / FILE).stat().st_mtime_ns == stamp


def test_a_hand_in_the_ledger_is_a_change_though_the_build_wrote_it_last(
    site: MakeSite, believing: None
) -> None:
    small = site(SMALL)
    small.build(record=True)
    (small.root / FILE).write_text(
        ledger(small) + "/articles/old/\tcontent/articles/a.md\t\n", "utf-8"
    )
    third = small.build(record=True)
    assert (third.unchanged, third.written) == (False, ("articles/old/index.html",))
    assert target(small, "articles/old/index.html") == "/articles/a/"


def test_an_edit_of_a_text_leaves_the_ledger(published: Site) -> None:
    before = (published.root / FILE).stat()
    published.edit("content/articles/a.md", "불이 돈다", "불이 꺼졌다")
    assert published.build(record=True).problems == ()
    assert (published.root / FILE).stat() == before


def test_another_slug_leaves_a_redirect_and_a_chain_leads_to_its_end(published: Site) -> None:
    published.edit("content/articles/a.md", "title: 등대", "title: 등대\nslug: 새등대")
    assert published.build(record=True).problems == ()
    assert target(published, "articles/a/index.html") == "/articles/%EC%83%88%EB%93%B1%EB%8C%80/"
    published.edit("content/articles/a.md", "slug: 새등대", "slug: light")
    assert published.build(record=True).problems == ()
    assert target(published, "articles/a/index.html") == "/articles/light/"
    assert target(published, "articles/새등대/index.html") == "/articles/light/"
    assert difference(published.tree(), published.clean()[1]) == {}
    assert "aliases" not in (published.root / "content/articles/a.md").read_text("utf-8")


def test_a_moved_file_is_known_by_its_title_and_date(published: Site) -> None:
    place = published.root / "content/articles"
    (place / "a.md").rename(place / "lamp.md")
    published.edit("content/articles/lamp.md", "불이 돈다", "불이 꺼졌다")
    assert published.build(record=True).problems == ()
    assert target(published, "articles/a/index.html") == "/articles/lamp/"
    published.edit("content/articles/lamp.md", "title: 등대", "title: 빛")
    assert published.build(record=True).problems == ()
    assert target(published, "articles/a/index.html") == "/articles/lamp/"


def test_a_moved_file_with_an_id_is_known_whatever_else_changed(published: Site) -> None:
    published.delete("content/articles/b.md")
    published.put(
        "content/articles/2024/market.md",
        b'---\ntitle: new\ndate: 2024-01-01\narchive: {id: "0123456789abcdef"}\n---\nnew\n',
    )
    assert published.build(record=True).problems == ()
    assert target(published, "articles/b/index.html") == "/articles/market/"


def test_a_file_that_holds_another_id_is_another_article(published: Site) -> None:
    published.edit("content/articles/b.md", "title: 시장", "title: 시장\nslug: other")
    published.edit("content/articles/b.md", "0123456789abcdef", "fedcba9876543210")
    assert said(published.build(record=True)) == [
        "content/articles/b.md: holds another text now, but its address /articles/b/ was published — "
        "add `aliases: [/articles/b/]` to the article that takes its place, or run "
        "`ssg tombstone /articles/b/ --reason …`"
    ]


def test_a_removed_alias_goes_on_answering(published: Site) -> None:
    published.edit("content/articles/a.md", "title: 등대", "title: 등대\naliases: [/old/lamp.html]")
    published.build(record=True)
    published.edit("content/articles/a.md", "\naliases: [/old/lamp.html]", "")
    assert published.build(record=True).problems == ()
    assert target(published, "old/lamp.html") == "/articles/a/"


def test_a_deleted_article_fails_the_build_keeps_its_page_and_lets_the_rest_be_built(
    published: Site,
) -> None:
    before, page = ledger(published), published.page("articles/a/index.html")
    published.delete("content/articles/a.md")
    published.put("content/articles/c.md", b"---\ntitle: c\ndate: 2024-01-01\n---\n")
    report = published.build(record=True)
    assert said(report) == [
        "content/articles/a.md: is gone, but its address /articles/a/ was published — add "
        "`aliases: [/articles/a/]` to the article that takes its place, or run "
        "`ssg tombstone /articles/a/ --reason …`"
    ]
    assert published.page("articles/a/index.html") == page
    assert "articles/c/index.html" in published.tree()
    assert ledger(published) == before
    assert said(published.build(record=True)) == said(report)
    assert published.page("articles/a/index.html") == page


def test_the_alias_that_the_problem_asks_for_is_the_fix(published: Site) -> None:
    published.delete("content/articles/a.md")
    published.build(record=True)
    published.edit("content/articles/b.md", "title: 시장", "title: 시장\naliases: [/articles/a/]")
    assert published.build(record=True).problems == ()
    assert target(published, "articles/a/index.html") == "/articles/b/"


def test_a_tombstone_is_the_other_fix(published: Site) -> None:
    published.delete("content/articles/a.md")
    published.build(record=True)
    assert tombstone(published.root, ["articles/a"], "  글쓴이의\n뜻 <b> ", "") == ("/articles/a/",)
    assert published.build(record=True).problems == ()
    page = published.page("articles/a/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "<h1>내린 글입니다</h1>" in page
    assert "글쓴이의 뜻 &lt;b&gt;" in page
    assert "/articles/a/" not in published.page("sitemap.xml")
    assert ledger(published).endswith("/tags/빛/\n- /articles/a/\t글쓴이의 뜻 <b>\n")
    assert difference(published.tree(), published.clean()[1]) == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("draft: true", "is a draft now"),
        ("visibility: private", "is private now"),
        ("expires: 2024-05-31", "has expired on 2024-05-31"),
    ],
)
def test_an_article_that_is_taken_back_fails_the_build_and_is_published_no_longer(
    published: Site, line: str, why: str
) -> None:
    published.edit("content/articles/a.md", "title: 등대", f"title: 등대\n{line}")
    report = published.build(record=True)
    assert [(each.path, each.what) for each in report.problems] == [
        ("content/articles/a.md", f"{why}, but its address /articles/a/ was published")
    ]
    assert "`ssg tombstone /articles/a/ --reason …`" in report.problems[0].hint
    assert not any("불이 돈다".encode() in raw for raw in published.tree().values())
    assert "noindex" in published.page("articles/a/index.html")
    tombstone(published.root, ["/articles/a/"], "내렸다", "")
    assert published.build(record=True).problems == ()
    assert "내렸다" in published.page("articles/a/index.html")
    assert difference(published.tree(), published.clean()[1]) == {}


def test_a_front_matter_that_cannot_be_read_is_said_once(published: Site) -> None:
    published.put("content/articles/a.md", b"---\ntitle: [never closed\n---\n")
    assert [each.path for each in published.build(record=True).problems] == [
        "content/articles/a.md"
    ]
    assert "불이 돈다" in published.page("articles/a/index.html")


def test_lists_that_are_empty_now_lead_to_the_index_of_their_kind(published: Site) -> None:
    published.edit("content/articles/a.md", "tags: [바다, 빛]\nauthors: [김하나]\n", "")
    published.edit("content/articles/a.md", "2023-01-05", "2024-01-05")
    assert published.build(record=True).problems == ()
    expected = {"tags/빛": "/tags/", "authors/김하나": "/", "authors": "/", "2023/01": "/archive/"}
    assert {path: target(published, f"{path}/index.html") for path in expected} == expected
    assert target(published, "tags/바다/index.html") == ""


def test_a_page_wins_over_its_tombstone_which_stays_for_later(published: Site) -> None:
    tombstone(published.root, ["/articles/a/"], "내림", "")
    assert published.build(record=True).problems == ()
    assert "불이 돈다" in published.page("articles/a/index.html")
    published.delete("content/articles/a.md")
    assert published.build(record=True).problems == ()
    assert "내림" in published.page("articles/a/index.html")


def test_a_theme_without_the_template_has_a_plain_tombstone(site: MakeSite) -> None:
    small = site(SMALL + '-- themes/bare/theme.toml --\nname = "bare"\n')
    small.edit("site.toml", 'title = "서가"', 'title = "서가"\ntheme = "bare"')
    for name in set(CONTEXTS) - {"tombstone.html"}:
        small.put(f"themes/bare/templates/{name}", b"<p>{{ here.title }}</p>")
    small.put(FILE, b"- /articles/old/ a <reason>\n")
    assert small.build(record=True).problems == ()
    page = small.page("articles/old/index.html")
    assert "<h1>This page was removed</h1>\n<p>a &lt;reason&gt;</p>" in page
    assert '<meta name="robots" content="noindex">' in page


def test_lines_that_are_no_addresses_are_problems_and_the_file_is_left(published: Site) -> None:
    content = "# mine\n<<<<<<< ours\n" + ledger(published)
    published.put(FILE, content.encode())
    published.put("content/articles/c.md", b"---\ntitle: c\n---\n")
    assert [(p.path, p.line, p.what) for p in published.build(record=True).problems] == [
        (FILE, 2, '"<<<<<<< ours" is no address')
    ]
    assert ledger(published) == content
    published.edit(FILE, "<<<<<<< ours\n", "")
    assert published.build(record=True).problems == ()
    assert [line for line in ledger(published).splitlines() if line.startswith("#")][2:] == [
        "# mine"
    ]


def test_a_ledger_that_cannot_be_written_is_a_warning(site: MakeSite) -> None:
    small = site(SMALL)
    (small.root / FILE).mkdir()
    problems = small.build(record=True).problems
    assert [(each.path, each.level) for each in problems] == [(FILE, "warning")]
    assert "articles/a/index.html" in small.tree()
    (small.root / FILE).rmdir()
    assert small.build(record=True).problems == ()
    assert "/articles/a/" in ledger(small)


def test_a_ledger_that_is_edited_during_the_build_is_not_written_over(published: Site) -> None:
    published.put("content/articles/c.md", b"---\ntitle: c\n---\n")
    mine = ledger(published) + "- /gone/ mine\n"

    def edit(_done: int, _total: int, what: str) -> None:
        if what == "building":  # there is a plan: the ledger was read
            published.put(FILE, mine.encode())

    tools = Tools(progress=edit, record=True)
    report = build(published.root, published.out, Options(today=TODAY, jobs=1), tools)
    assert [(each.path, each.level) for each in report.problems] == [(FILE, "warning")]
    assert ledger(published) == mine
    assert published.build(record=True).problems == ()
    assert "/articles/c/" in ledger(published)
    assert "- /gone/\tmine" in ledger(published)


def test_a_tombstone_takes_a_link_as_it_is_copied_and_refuses_what_was_never_published(
    published: Site,
) -> None:
    link = "https://me.example/repo/tags/%EB%B9%9B/"
    base = "https://me.example/repo/"
    assert tombstone(published.root, [link], "", base) == ("/tags/빛/",)
    before = ledger(published)
    with pytest.raises(UsageError, match='"/articles/aa" was never published — did you mean'):
        tombstone(published.root, ["/articles/b", "/articles/aa"], "", base)
    assert ledger(published) == before
