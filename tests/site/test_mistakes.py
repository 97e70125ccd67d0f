"""A mistake in the source is named, and the site stays whole."""

import pytest
from five_articles import article, same_as_clean
from small_site import TODAY, Site

from ssg.build import Options
from ssg.errors import SsgError
from ssg.verify import verify


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
