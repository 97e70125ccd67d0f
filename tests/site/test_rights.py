"""How much of an article is published: by itself, by its source, by the day; and that no more of it gets out."""

import itertools
import re

import pytest
from kinds import BODY, OUT, STATES, archive, canaries, said
from small_site import MakeSite

from ssg.errors import SsgError


def test_no_file_of_the_site_says_a_word_of_a_text_that_is_not_public(site: MakeSite) -> None:
    made = site(archive())
    made.delete("content/articles/2024/public/index.md")
    made.delete("content/articles/2024/public/paste.txt")
    made.build()
    assert canaries(made) == {}


def test_a_social_card_shows_nothing_of_a_text(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    cards = {path: raw for path, raw in made.tree().items() if path.endswith("social-card.png")}
    if not cards:
        pytest.skip("no Korean font on this machine: no cards are drawn")
    assert {path.split("/")[1] for path in cards} == set(OUT)
    for name, part in itertools.product(STATES, ("index.md", "paste.txt")):
        place = f"content/articles/2024/{name}/{part}"
        text = (made.root / place).read_text("utf-8")
        made.put(place, re.sub("새벽|노래하였다|앞머리|숨어|사진|요약", "다른 것", text).encode())
    made.build()
    assert cards == {path: made.tree()[path] for path in cards}
    made.edit("content/articles/2024/excerpt/index.md", "title: excerpt", "title: 다른")
    made.build()
    assert [path for path in cards if cards[path] != made.tree()[path]] == ["articles/excerpt/social-card.png"]  # fmt: skip


def test_the_canary_sings_where_it_may(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    text = "".join(said(path, raw) for path, raw in made.tree().items())
    assert "public 카나리아가" in text
    assert {name for name in STATES if f"첫 문단은 {name}의" in text} == {"public", "excerpt"}
    assert "public 요약" in text
    assert "excerpt 요약" in text
    assert "metadata 요약" not in text


def test_each_kind_has_the_page_that_it_should(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    tree = made.tree()
    there = {name for name in STATES if f"articles/{name}/index.html" in tree}
    assert there == {*OUT, "takedown"}
    beside = {path for path in tree if path.endswith(("paste.txt", "a.jpg"))}
    assert beside == {"articles/public/paste.txt"}
    excerpt = made.page("articles/excerpt/index.html")
    assert "<p>첫 문단은 excerpt의 앞머리이고 굵은 말이 있다.</p>" in excerpt
    for name in ("excerpt", "metadata"):
        page = made.page(f"articles/{name}/index.html")
        assert '<link rel="canonical" href="https://news.example/1">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert page.count('href="https://news.example/1"') >= 3
        assert f"articles/{name}/" not in made.page("sitemap.xml")
    page = made.page("articles/public/index.html")
    assert '<link rel="canonical" href="https://a.example/b/articles/public/">' in page
    assert "noindex" not in page


def test_a_takedown_leaves_a_tombstone_that_says_why_and_what_it_was(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    page = made.page("articles/takedown/index.html")
    assert all(
        w in page
        for w in ("요청에 따라 내렸다", "takedown 글", "물결일보", "takedown0123", "noindex")
    )
    lists = "".join(raw.decode() for path, raw in made.tree().items() if path.endswith((".html", ".xml", ".json")) and "articles/takedown" not in path)  # fmt: skip
    assert "articles/takedown" not in lists


def test_a_takedown_answers_at_all_its_old_addresses(site: MakeSite) -> None:
    made = site(archive())
    made.put("urls.lock", b"")
    made.edit("content/articles/2024/public/index.md", "visibility: public\n", "aliases: [/old/]\n")
    assert made.build(record=True).problems == ()
    made.edit(
        "content/articles/2024/public/index.md", "aliases", "slug: other\ntakedown: true\naliases"
    )
    assert made.build(record=True).problems == ()
    assert "내린 글입니다" in made.page("articles/other/index.html")
    for old in ("old", "articles/public"):
        assert 'url=/b/articles/other/"' in made.page(f"{old}/index.html")


@pytest.mark.parametrize(
    ("settings", "source", "own", "shown"),
    [
        ("", "물결일보", "", "public"),
        ("visibility = 'metadata'\n", "물결일보", "", "metadata"),
        ("visibility = 'metadata'\n", "물결일보", "visibility: public\n", "public"),
        ("[visibility]\ndefault = 'private'\n", "물결일보", "", "private"),
        ("[visibility.sources]\n'물결 일보' = 'excerpt'\n", "물결  일보", "", "excerpt"),
        ("[visibility.sources]\n'물결일보' = 'excerpt'\n", "다른 신문", "", "public"),
        ("[visibility.sources]\n'wave.example' = 'excerpt'\n", "https://www.wave.example/1", "", "excerpt"),
        ("[visibility.sources]\n'wave.example' = 'excerpt'\n'a.wave.example' = 'public'\n", "https://a.wave.example/1", "", "public"),
        ("[visibility.sources]\n'wave.example' = 'excerpt'\n", "https://notwave.example/1", "", "public"),
    ],
)  # fmt: skip
def test_an_article_that_says_nothing_is_as_public_as_its_source(
    site: MakeSite, settings: str, source: str, own: str, shown: str
) -> None:
    made = site(f"-- site.toml --\n{settings}-- content/articles/a.md --\n---\ntitle: 글\nsource: {source}\n{own}---\n{BODY.format(name='x')}")  # fmt: skip
    made.build()
    page = made.page("articles/a/index.html") if "articles/a/index.html" in made.tree() else ""
    found = (
        "private" if not page
        else "public" if "노래하였다" in page
        else "excerpt" if "앞머리" in page
        else "metadata"
    )  # fmt: skip
    assert found == shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[visibility]\ndefualt = 'public'\n", 'site.toml:2: unknown key "visibility.defualt" — did you mean "default"?'),
        ("[visibility.sources]\n'a' = 'publik'\nb = 'no'\n", 'site.toml:2: visibility: "publik" is not one of public, excerpt, metadata, private — did you mean "public"?\nsite.toml:3: visibility: "no" is not one of public, excerpt, metadata, private'),
        ("title = 'x'\nvisibility = 'hidden'\n", 'site.toml:2: visibility: "hidden" is not one of public, excerpt, metadata, private'),
    ],
)  # fmt: skip
def test_wrong_visibilities_of_a_site_are_named_with_their_lines(
    site: MakeSite, wrong: str, said: str
) -> None:
    made = site(f"-- site.toml --\n{wrong}")
    with pytest.raises(SsgError) as error:
        made.build()
    assert str(error.value) == said


def test_a_link_to_an_article_that_is_not_out_keeps_its_words_only(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntitle = 'x'\n-- content/articles/a.md --\n---\ntitle: a\n---\n[이 *글*](b.md)과 [저 글](c.md#x), [없는](d.md).\n"
        "-- content/articles/b.md --\n---\ntitle: b\nslug: geheim\nvisibility: private\n---\nb\n"
        "-- content/articles/c.md --\n---\ntitle: c\n---\nc\n"
    )
    made.build()
    page = made.page("articles/a/index.html")
    assert (
        '<p>이 <em>글</em>과 <a href="/articles/c/#h-x">저 글</a>, <a href="d.md">없는</a>.</p>'
        in page
    )
    assert "geheim" not in "".join(raw.decode("utf-8", "replace") for raw in made.tree().values())
