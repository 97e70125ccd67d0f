"""What articles are gathered by: own taxonomies, descriptions, indexes by initial, related articles, the list for programs."""

import json
from pathlib import Path

import pytest
from small_site import Site

from ssg.site import overview

HEAD = """-- site.toml --
title = "보관소"
base_url = "https://a.example/r/"

[taxonomies.people]
title = "인물"
feed = true

[taxonomies.sections]
pages = false

[feeds]
formats = ["json", "rss"]
"""


def article(name: str, front: str, body: str = "본문") -> str:
    return f"-- content/articles/{name}.md --\n---\n{front}\n---\n{body}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    text = HEAD + article("a", "title: 가\npeople: [김나루, 이 강]\nsection: 지역\ntags: [강]")
    return Site(tmp_path, text + article("b", "title: 나\npeople: 김나루\nfeatured: true"))


def page(site: Site, path: str) -> str:
    return (site.out / path / "index.html").read_text("utf-8")


def test_a_site_gathers_by_a_key_of_its_own(site: Site) -> None:
    report = site.build()
    assert report.problems == ()
    tree = site.tree()
    assert {path for path in tree if path.startswith("people/")} == {
        "people/index.html",
        *(f"people/{name}/{file}" for name in ("김나루", "이-강") for file in ("index.html", "feed.json", "rss.xml")),
    }  # fmt: skip
    assert not any(path.startswith("sections/") or path == "feed.xml" for path in tree)
    assert "인물</dt>" in page(site, "articles/a")
    assert '<p class="kicker"><span>지역</span></p>' in page(site, "articles/a")


def test_a_term_is_described_by_a_file_and_the_file_is_no_page(site: Site) -> None:
    site.put("content/people/김나루.md", "나루를 [지킨](../articles/b.md) *사람*.".encode())
    report = site.build()
    assert report.problems == ()
    assert '<p>나루를 <a href="/r/articles/b/">지킨</a> <em>사람</em>.</p>' in page(
        site, "people/김나루"
    )
    assert "사람" not in page(site, "people/이-강")
    assert site.build().written == ()
    site.put("content/people/김나루.md", "다른 말".encode())
    assert set(site.build().written) == {"people/김나루/index.html"}


def test_a_large_index_has_a_page_for_each_initial(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "LARGEST", 3)
    site.put("content/articles/c.md", "---\ntitle: 다\ntags: [나무, 나루, apple, 4대강]\n---\n".encode())  # fmt: skip
    site.build()
    tree = site.tree()
    assert {path for path in tree if path.startswith("tags/initial/")} == {
        f"tags/initial/{name}/index.html" for name in ("ㄱ", "ㄴ", "a", "digits")
    }
    assert "/r/tags/initial/%E3%84%B4/" in page(site, "tags")
    assert "나루" in page(site, "tags/initial/ㄴ")
    assert "apple" not in page(site, "tags/initial/ㄴ")
    assert 'aria-current="page">ㄴ' in page(site, "tags/initial/ㄴ")


def test_numbers_in_names_are_put_in_order_as_numbers(site: Site) -> None:
    tags = "10호, 9호, 2차 9호, 2차 10호, 창간 100호, 창간 20호"
    site.put("content/articles/c.md", f"---\ntitle: 다\ntags: [{tags}]\n---\n".encode())
    site.build()
    places = [page(site, "tags").index(f">{name}</a>") for name in ("2차 9호", "2차 10호", "9호", "10호")]  # fmt: skip
    assert places == sorted(places)
    assert page(site, "tags").index(">창간 20호<") < page(site, "tags").index(">창간 100호<")


def test_articles_with_rare_words_in_common_are_related_and_one_more_changes_few_pages(
    tmp_path: Path,
) -> None:
    words = ["검조원 기둥 나루터", "검조원 기둥 눈금", "은행나무 가로수 식재", "은행나무 가로수 톱", "아무 말"]  # fmt: skip
    text = "-- site.toml --\n" + "".join(
        article(f"n{at}", f"title: 제목{at}호\ndate: 2023-01-0{at + 1}", said)
        for at, said in enumerate(words)
    )
    site = Site(tmp_path, text)
    site.build()

    def related(name: str) -> bool:
        return "이어 읽기" in page(site, f"articles/{name}")

    assert [related(f"n{at}") for at in range(5)] == [True, True, True, True, False]
    site.put("content/articles/late.md", "---\ntitle: 늦게 온 글\ndate: 2022-01-01\n---\n은행나무 가로수 이야기\n".encode())  # fmt: skip
    written = {path.split("/")[1] for path in site.build().written if path.startswith("articles/")}
    assert written == {
        "late",
        "n0",
        "n2",
        "n3",
    }  # its neighbour in time, and the two that are alike


def test_featured_articles_stand_above_the_list_of_the_first_page(site: Site) -> None:
    site.build()
    html = page(site, "")
    assert html.count('href="/r/articles/b/"') == 1
    assert html.index('class="featured"') < html.index('href="/r/articles/b/"')


def test_the_list_for_programs_keeps_to_its_schema(site: Site) -> None:
    site.put(
        "content/articles/c.md",
        "---\ntitle: 다\ndate: 2023-02-03T04:05:06+09:00\nvisibility: metadata\nsource: {url: 'https://p.example/'}\n---\n비밀\n".encode(),
    )
    site.build()
    told = json.loads((site.out / "api" / "articles.json").read_bytes())
    schema = json.loads((site.out / "api" / "articles.schema.json").read_bytes())
    assert told["$schema"] == schema["$id"] == "https://a.example/r/api/articles.schema.json"
    assert [each["title"] for each in told["articles"]] == ["다", "나", "가"]
    assert told["articles"][0] == {
        "url": "https://a.example/r/articles/c/", "title": "다", "date": "2023-02-03T04:05:06+09:00",
        "source": {"url": "https://p.example/"}, "language": "ko", "visibility": "metadata",
    }  # fmt: skip
    known = schema["properties"]["articles"]["items"]
    for each in told["articles"]:
        assert set(known["required"]) <= set(each) <= set(known["properties"])


def test_a_term_says_its_own_description_or_none_in_both_themes(tmp_path: Path) -> None:
    made = Site(
        tmp_path,
        "-- site.toml --\ntitle = 'x'\ndescription = '사이트의 소개'\n-- content/tags/등대.md --\n*밤*의 불\n"
        "-- content/articles/a.md --\n---\ntitle: a\ntags: [등대, 배]\n---\na\n",
    )
    for theme in ("default", "plain"):
        made.put("site.toml", f"title = 'x'\ndescription = '사이트의 소개'\n[theme]\nname = '{theme}'\n".encode())  # fmt: skip
        made.build()
        bodies = {name: made.page(f"tags/{name}/index.html").partition("<body")[2] for name in ("등대", "배")}  # fmt: skip
        assert "<em>밤</em>의 불" in bodies["등대"]
        assert "사이트의 소개" not in bodies["배"] + bodies["등대"]
