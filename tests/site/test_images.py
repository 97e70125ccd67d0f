"""Pictures of bundles on their pages: size, smaller versions, without the place where they were taken."""

import io
import re

import pytest
from PIL import Image
from small_site import MakeSite, Site, difference

from ssg.images import encode
from ssg.images.header import header

TEXT = """\
-- site.toml --
title = "사진"
base_url = "https://me.example/b/"
[images]
widths = [40, 80]
-- content/articles/배/index.md --
---
title: 배
image: lead.jpg
image_alt: 부두
figures: [{src: two.png, alt: 둘, caption: 둘째}]
---
첫 문단 ![배 한 척](in/boat.jpg) 뒤

![노](oar.png "긴 노")

<img src="raw.png" alt="x" onload="x"><picture><source srcset="/a.webp 1x, https://evil.example/b.webp 2x"></picture>
"""


def photo(width: int, height: int, kind: str = "JPEG", orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "CanaryCam"
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def made(site: MakeSite) -> Site:
    made = site(TEXT)
    folder = "content/articles/배"
    made.put(f"{folder}/lead.jpg", photo(60, 90, orientation=6))
    made.put(f"{folder}/two.png", photo(30, 20, "PNG"))
    made.put(f"{folder}/in/boat.jpg", photo(200, 100))
    made.put(f"{folder}/oar.png", photo(50, 50, "PNG"))
    return made


def pictures(page: str) -> list[str]:
    return re.findall(r"<picture>.*?</picture>|<img [^>]*>", page, re.DOTALL)


def test_pictures_say_their_size_and_come_in_smaller_versions(made: Site) -> None:
    assert made.build().problems == ()
    page = made.page("articles/배/index.html")
    lead, boat, oar, raw, foreign, two = pictures(page)
    here = "/b/articles/%EB%B0%B0"
    assert f'<img src="{here}/in/boat.jpg" alt="배 한 척" width="200" height="100" fetchpriority="high" decoding="async">' in boat  # fmt: skip
    assert f'srcset="{here}/in/boat.jpg.40.avif 40w, {here}/in/boat.jpg.80.avif 80w"' in boat
    assert boat.index("image/avif") < boat.index("image/webp")
    assert 'width="90" height="60" fetchpriority="high"' in lead
    assert 'width="50" height="50" loading="lazy"' in oar
    assert f'{here}/oar.png.40.webp 40w, {here}/oar.png.50.webp 50w"' in oar
    assert 'width="30" height="20" loading="lazy"' in two
    assert "onload" not in raw
    assert "evil" not in foreign
    tree = made.tree()
    named = re.findall(r"/b/([^\s\"]+\.(?:jpg|png|webp|avif))", page)
    assert len(named) > 12
    assert {name.replace("%EB%B0%B0", "배") for name in named} - set(tree) == {
        "articles/배/raw.png"
    }  # which nobody has put there
    for path, content in tree.items():
        if path.startswith("articles/배/") and not path.endswith(".html"):
            assert b"CanaryCam" not in content, path
            found = header(content)
            assert found, path
            if version := re.search(r"\.(\d+)\.(webp|avif)$", path):
                assert (found.width, found.kind) == (int(version[1]), version[2])


def test_pictures_in_html_have_their_size_and_static_ones_no_notes(made: Site) -> None:
    made.put("content/articles/배/raw.png", photo(30, 20, "PNG"))
    made.put("static/logo.jpg", photo(20, 10, orientation=6))
    made.put("static/note.txt", b"CanaryCam may stay in a text")
    assert made.build().problems == ()
    here = "/b/articles/%EB%B0%B0"
    assert f'<img src="{here}/raw.png" alt="x" width="30" height="20" loading="lazy" decoding="async">' in made.page("articles/배/index.html")  # fmt: skip
    kept = header(made.tree()["logo.jpg"])
    assert kept
    assert kept.orientation == 6
    assert b"CanaryCam" not in made.tree()["logo.jpg"]
    assert made.tree()["note.txt"] == b"CanaryCam may stay in a text"
    assert "logo.jpg.20.webp" not in made.tree()
    made.edit("static/note.txt", "may", "can")
    assert difference(made.tree(), made.tree()) == {}


def test_an_edit_of_a_picture_makes_its_versions_and_its_page_again(made: Site) -> None:
    made.build()
    made.put("content/articles/배/oar.png", photo(70, 35, "PNG"))
    ran = made.runs(made.build())
    assert (ran["images.measured"], ran["images.clean"], ran["pages.article"]) == (1, 1, 1)
    assert ran["images.smaller"] == 4
    assert difference(made.tree(), made.clean()[1]) == {}
    made.edit("content/articles/배/index.md", "첫 문단", "다른 문단")
    assert "images.smaller" not in made.runs(made.build())


def test_without_the_extra_pictures_still_have_their_size(
    made: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode, "available", lambda: False)
    made.build()
    page = made.page("articles/배/index.html")
    assert 'alt="배 한 척" width="200" height="100"' in page
    assert "source type" not in page
    assert not [path for path in made.tree() if path.endswith((".webp", ".avif"))]
    assert all(b"CanaryCam" not in content for content in made.tree().values())


def test_a_file_that_only_says_that_it_is_a_picture_is_published_as_it_is(made: Site) -> None:
    made.put("content/articles/배/oar.png", b"no picture")
    made.put("content/articles/배/in/boat.jpg", photo(200, 100)[:700])
    assert made.build().problems == ()
    assert made.tree()["articles/배/oar.png"] == b"no picture"
    page = made.page("articles/배/index.html")
    assert 'alt="노" loading="lazy"' in page
    assert "boat.jpg.40" not in page


def test_pictures_without_words_are_reported_where_they_stand(made: Site) -> None:
    made.put(
        "content/articles/나/index.md",
        "---\ntitle: 나\nimage: x.jpg\n---\n글\n\n![](y.jpg) 그리고 ![말](z.jpg)\n\n`![](code.jpg)`\n".encode(),
    )
    told = [str(each) for each in made.build().problems]
    assert told == [
        "content/articles/나/index.md:1: warning: image has no alternative text — add image_alt: what it shows",
        "content/articles/나/index.md:7: warning: a picture has no alternative text — say what it shows: ![a ladder between shelves](ladder.jpg)",
    ]


def test_a_broken_article_keeps_its_pictures_and_their_versions(made: Site) -> None:
    made.build()
    before = made.tree()
    made.edit("content/articles/배/index.md", "title: 배", "title: [")
    made.build()
    kept = {path for path in made.tree() if path.startswith("articles/배/")}
    assert kept == {path for path in before if path.startswith("articles/배/")}


def test_workers_make_the_same_pictures(made: Site) -> None:
    _, alone = made.clean()
    made.build(jobs=2)
    assert difference(made.tree(), alone) == {}
