"""How much of an article is published: by itself, by its source, by the day; and that no more of it gets out."""

import gzip
import html
import itertools
import json
import re
from collections.abc import Callable, Mapping

import msgspec
import pytest
from small_site import MakeSite, Site

from ssg.engine.keys import Ask, file
from ssg.errors import SsgError
from ssg.model import Card
from ssg.site import assets, cards, leaks, pages, texts

BODY = """첫 문단은 {name}의 앞머리이고 **굵은** 말이 있다.

{name} 카나리아가 새벽 부두에서 낮은 소리로 오래 노래하였다.

## {name} 카나리아의 중간 제목은 숨어 있어야 한다

- {name} 카나리아의 목록 하나가 여기 길게 적혀 있다 &amp; 끝
"""
STATES = {
    "public": "visibility: public", "excerpt": "visibility: excerpt", "metadata": "visibility: metadata",
    "private": "visibility: private", "draft": "draft: true", "embargo": "embargo: 2024-06-02",
    "future": "date: 2030-01-01", "expired": "expires: 2024-05-31", "takedown": "takedown: 요청에 따라 내렸다",
}  # fmt: skip
OUT = ("public", "excerpt", "metadata")


def archive() -> str:
    """One bundle of each kind, with captions and a text beside it, in an archive with all that can be switched on."""
    made = [
        "-- site.toml --\ntitle = '모음'\nbase_url = 'https://a.example/b/'\n"
        "[feeds]\nformats = ['atom', 'json', 'rss']\n[cards]\nenabled = true\n[taxonomies.authors]\nfeed = true\n-- content/pages/about.md --\nabout\n"
    ]
    for name, state in STATES.items():
        date = "" if "date" in state else "date: 2024-01-02\n"
        made.append(
            f"-- content/articles/2024/{name}/index.md --\n---\ntitle: {name} 글\n{date}{state}\n"
            "source: {name: 물결일보, url: 'https://news.example/1'}\ntags: [기록]\nseries: 연재\n"
            f"figures: [{{caption: {name} 카나리아 사진 설명이 길게 적혀 있다, src: a.jpg}}]\nimage_alt: {name} 카나리아 그림\n"
            f"description: {name} 요약\narchive: {{sha256: {name}0123}}\n---\n{BODY.format(name=name)}\n"
            f"-- content/articles/2024/{name}/paste.txt --\n{BODY.format(name=name)}"
        )  # fmt: skip
    return "".join(made)


def said(path: str, raw: bytes) -> str:
    """All that a file says: unpacked, every escape undone."""
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    text = raw.decode("utf-8", "replace")
    if path.endswith(".json"):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return html.unescape(html.unescape(text))


def canaries(site: Site) -> dict[str, list[str]]:
    """Kind of article → the files that say more than its beginning."""
    found: dict[str, list[str]] = {}
    for path, raw in site.tree().items():
        for name in STATES:
            if re.search(rf"{name}\s+카나리아", said(path, raw)) or "노래하였다" in said(path, raw):
                found.setdefault(name, []).append(path)
    return found


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


def test_a_file_that_holds_a_text_which_is_not_public_is_refused(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    before = made.tree()
    made.put("static/paste.txt", BODY.format(name="private").encode())
    with pytest.raises(SsgError) as error:
        made.build()
    assert [p.path for p in error.value.problems] == ["static/paste.txt"]
    assert "content/articles/2024/private/index.md" in error.value.problems[0].what
    assert made.tree() == before


# -- faults that a build must refuse to publish ----------------------------------------------------------


def _shown_whole(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(texts, "shows_text", lambda card: True)


def _excerpt_of_all(patch: pytest.MonkeyPatch) -> None:
    for room in (texts, cards):
        patch.setattr(room, "first_paragraph", lambda body, longest: " ".join(body.split()))


def _card_says_all(patch: pytest.MonkeyPatch) -> None:
    def all_of_it(card: Card, body: str) -> Card:
        return msgspec.structs.replace(card, excerpt=" ".join(body.split()))

    patch.setattr(cards, "let_out", all_of_it)


def _words_of_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(texts, "_whole_words", lambda ask, card: True)


def _page_reads_the_file(patch: pytest.MonkeyPatch) -> None:
    true = pages._edit_url  # the page's rule itself asks for the file now

    def reading(ask: Ask, path: str) -> str:
        return f"https://x.example/{(ask(file, path) or b'').decode()}" + true(ask, path)

    patch.setattr(pages, "_edit_url", reading)


FAULTS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    fault.__name__.strip("_"): fault
    for fault in (_shown_whole, _excerpt_of_all, _card_says_all, _words_of_all, _page_reads_the_file)
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_that_lets_text_out_is_caught_and_nothing_is_published(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    made = site(archive())
    FAULTS[fault](monkeypatch)
    with pytest.raises(SsgError) as error:
        made.build()
    assert {p.path.split("/")[3] for p in error.value.problems} <= {"excerpt", "metadata"}
    assert made.tree() == {}
    monkeypatch.undo()
    made.build()
    assert "articles/metadata/index.html" in made.tree()


def test_a_bundle_that_is_published_whole_is_caught(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(archive())
    monkeypatch.setattr(assets, "_is_open", lambda card: True)
    with pytest.raises(SsgError) as error:
        made.build()
    assert {p.path.split("/")[3] for p in error.value.problems} == {"excerpt", "metadata"}


def test_an_article_that_becomes_private_by_a_setting_is_looked_at_again(site: MakeSite) -> None:
    made = site(archive())
    made.build()
    made.edit("site.toml", "title", "visibility = 'metadata'\ntitle")
    made.edit("content/articles/2024/public/index.md", "visibility: public\n", "")
    made.build()
    assert "public" not in canaries(made)


def test_an_archive_that_is_all_public_pays_nothing(site: MakeSite) -> None:
    made = site(
        "-- site.toml --\ntitle = 'x'\n-- content/articles/a.md --\n---\ntitle: a\n---\na\n"
    )
    ran = made.runs(made.build())
    assert {name for name in ran if name.startswith("leaks.")} == {"leaks.in_part"}
    assert leaks.PIECE == 20
