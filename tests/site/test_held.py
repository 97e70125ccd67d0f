"""What a site of five articles holds: pages, links and pictures, and nothing that is not published."""

import re

import pytest
from five_articles import article, same_as_clean
from small_site import MakeSite, Site


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


def test_spellings_of_a_tag_are_one_tag(five: Site) -> None:
    assert "tags/ai/index.html" in five.tree()
    for name in ("one", "two"):
        assert 'href="/a/b/tags/ai/"' in five.page(f"articles/{name}/index.html")
    page = five.page("tags/ai/index.html")
    assert (page.count("첫째 글") > 0, page.count("Second") > 0) == (True, True)


def test_an_article_that_spells_a_tag_twice_shows_the_first(site: MakeSite) -> None:
    made = site(
        '-- site.toml --\ntitle = "둘"\n'
        "-- content/articles/one.md --\n---\ntitle: 하나\ntags: [C++, 바다, c++]\n---\n글.\n"
    )
    made.build()
    assert re.findall(r'rel="tag">([^<]+)<', made.page("articles/one/index.html")) == [
        "C++",
        "바다",
    ]


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
