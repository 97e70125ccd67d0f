"""Wikilinks, backlinks and shortcodes in whole archives: who is linked, and how little an edit makes again."""

import re

import pytest
from small_site import MakeSite, Site, difference

from ssg.engine import stages

TEXT = """\
-- site.toml --
title = "고리"
base_url = "https://me.example/b/"
-- content/articles/2023/배.md --
---
title: 배의 역사
date: 2023-01-01
---
첫 배. [[닻]]을 보라.
-- content/articles/2023/닻/index.md --
---
title: 쇠닻
date: 2023-02-01
---
닻은 무겁다.
-- content/articles/2023/돛.md --
---
title: 돛
date: 2023-03-01
source: {name: 물결일보}
---
[배](배.md)와 [[배의 역사|그 글]], [[쇠닻]], [[숨은 글]], [[소개]].
-- content/articles/2023/숨은.md --
---
title: 숨은 글
visibility: private
---
[[배]]
-- content/pages/about.md --
---
title: 소개
---
[[articles/2023/배]]
"""


@pytest.fixture
def made(site: MakeSite) -> Site:
    made = site(TEXT)
    made.build()
    return made


def linked_from(made: Site, name: str) -> list[str]:
    page = made.page(f"articles/{name}/index.html")
    found = re.search(r"<h2>이 글을 가리키는 글</h2>(.*?)</section>", page, re.DOTALL)
    return re.findall(r">([^<>]+)</a>", found[1]) if found else []


def test_wikilinks_lead_to_published_articles_by_file_or_title(made: Site) -> None:
    page = made.page("articles/돛/index.html")
    ship, anchor = "/b/articles/%EB%B0%B0/", "/b/articles/%EB%8B%BB/"
    assert (
        f'<a href="{ship}">배</a>와 <a href="{ship}">그 글</a>, <a href="{anchor}">쇠닻</a>, 숨은 글, <a href="/b/about/">소개</a>.'
        in page
    )


def test_articles_say_who_links_to_them(made: Site) -> None:
    assert linked_from(made, "배") == ["소개", "돛"]
    assert linked_from(made, "닻") == ["배의 역사", "돛"]
    assert linked_from(made, "돛") == []


def test_an_edit_makes_the_pages_again_whose_links_changed_and_no_other(
    site: MakeSite, believing: None
) -> None:
    made = site(TEXT)
    made.build()
    made.edit("content/articles/2023/돛.md", ", [[쇠닻]]", "")
    ran = made.runs(made.build())
    assert ran["pages.article"] == 2  # the edited one and 닻
    assert linked_from(made, "닻") == ["배의 역사"]
    made.edit("content/articles/2023/배.md", "첫 배", "맨 처음 배")
    assert made.runs(made.build())["pages.article"] == 1
    made.edit("content/articles/2023/닻/index.md", "title: 쇠닻", "title: 무쇠닻")
    made.build()
    assert ">무쇠닻</a>을 보라" in made.page("articles/배/index.html")
    made.delete("content/articles/2023/닻/index.md")
    made.build()
    assert "첫 배" not in made.page("articles/배/index.html")
    assert "닻을 보라" in made.page("articles/배/index.html")
    assert difference(made.tree(), made.clean()[1]) == {}


def test_wikilinks_that_name_nothing_are_told_where_they_stand(made: Site) -> None:
    made.put(
        "content/articles/나.md",
        "---\ntitle: 나\n---\n\n[[배의 역시]]와 [[배]]\n\n`[[코드]]` ![[없는.png|그림]]\n".encode(),
    )
    told = [str(each) for each in made.build().problems]
    what = "names no published article and no file"
    assert told == [
        f"content/articles/2023/돛.md:6: warning: [[숨은 글]] {what} — write its title or the name of its file",
        f'content/articles/나.md:5: warning: [[배의 역시]] {what} — did you mean "배의 역사"?',
        f"content/articles/나.md:7: warning: [[없는.png]] {what} — write its title or the name of its file",
    ]
    made.put("content/articles/그림/없는.png", b"a picture, or so it says")
    assert len(made.build().problems) == 2
    page = made.page("articles/나/index.html")
    assert 'src="/b/files/articles/%EA%B7%B8%EB%A6%BC/%EC%97%86%EB%8A%94.png"' in page
    assert difference(made.tree(), made.clean()[1]) == {}


def test_files_of_private_articles_have_no_name(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntitle = 'x'\n-- content/articles/숨은/index.md --\n---\ntitle: s\nvisibility: private\n---\ns\n"
        "-- content/articles/숨은/비밀.png --\nx\n-- content/articles/a.md --\n---\ntitle: a\n---\n![[비밀.png|가]] ![[숨은/비밀.png|나]]\n"
    )
    assert len(made.build().problems) == 2
    assert "<p>가 나</p>" in made.page("articles/a/index.html")


def test_an_archive_without_links_asks_for_no_names(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntitle = 'x'\n-- content/articles/a.md --\n---\ntitle: a\n---\na\n"
    )
    ran = made.runs(made.build())
    assert "links.names" not in ran
    assert "links.macros" not in ran


def test_trusted_texts_call_the_macros_of_the_site(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\n[markdown]\nshortcodes = true\n"
        '-- templates/shortcodes.html --\n{% macro note(text, level=1) %}<b class="n{{ level }}">{{ text }}</b><script>x</script>{% endmacro %}\n'
        '-- content/articles/a.md --\n---\ntitle: a\n---\n{{ note("<i>", level=2) }} 끝\n'
    )
    assert made.build().problems == ()
    assert '<p><b class="n2">&lt;i&gt;</b> 끝</p>' in made.page("articles/a/index.html")
    made.edit("templates/shortcodes.html", '"n{{', '"m{{')
    made.build()
    assert 'class="m2"' in made.page("articles/a/index.html")
    made.edit("content/articles/a.md", "note(", "nite(")
    assert [str(each) for each in made.build().problems] == [
        'content/articles/a.md: the shortcode nite: has no macro "nite" — templates/shortcodes.html:0'
    ]
    made.edit("site.toml", "true", "false")
    made.build()
    assert "{{ nite(" in made.page("articles/a/index.html")


def test_a_broken_text_among_workers_is_one_problem_and_the_others_are_built(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "FEW", 2)
    monkeypatch.setattr(stages, "BATCH", 2)
    others = "".join(
        f"-- content/articles/{name}.md --\n---\ntitle: {name}\n---\ntext of {name}\n"
        for name in "bcdef"
    )
    made = site(
        "-- site.toml --\n[markdown]\nshortcodes = true\n"
        "-- templates/shortcodes.html --\n{% macro note(text) %}<b>{{ text }}</b>{% endmacro %}\n"
        '-- content/articles/a.md --\n---\ntitle: a\n---\n{{ nite("x") }}\n' + others
    )
    report = made.build(jobs=2)
    assert ["nite" in str(each) for each in report.problems] == [True]
    assert {f"articles/{name}/index.html" for name in "bcdef"} <= made.tree().keys()
    alone = made.clean(jobs=1)
    assert report.problems == alone[0].problems
    assert made.tree() == alone[1]
