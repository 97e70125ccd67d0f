"""Every link, picture and anchor of the example site leads somewhere, under any base path."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ssg.build import Options, build

ROOT = Path(__file__).parents[2]
PLACES = ("href", "src", "action", "poster", "data-index", "data-lunr", "data-table", "data-worker")
HOST = "https://archive.example"


class Links(HTMLParser):
    """The addresses that a page names, and the ids that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather."""
        for name, value in attrs:
            if name in PLACES and value:
                self.links.append(value)
            elif name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                self.ids.add(value)
            elif (tag, name) == ("meta", "content") and value and value.startswith("0; url="):
                self.links.append(value.removeprefix("0; url="))


def broken(site: Path, base: str) -> Iterator[str]:
    """Yield `page: link` for each link that nothing answers. Links to other hosts are left out."""
    pages = {file: Links(file.read_text("utf-8")) for file in sorted(site.rglob("*.html"))}
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link.removeprefix(HOST))
            if parts.scheme or parts.netloc:
                continue
            path = unquote(parts.path)
            if not path.startswith(base) and path:
                yield f"{file.relative_to(site)}: {link} is outside of {base}"
                continue
            target = site / path.removeprefix(base) if path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (path and target.name == "index.html" and path[-1] != "/"):
                yield f"{file.relative_to(site)}: {link}"
            elif parts.fragment and unquote(parts.fragment) not in pages[target].ids:
                yield f"{file.relative_to(site)}: {link} has no such place"


@pytest.mark.parametrize("base", ["/", "/repo/", "/a/b/"])
def test_no_link_of_the_example_site_is_broken(base: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site.toml", tmp_path)
    options = Options(base_url=f"{HOST}{base}", today="2026-11-27", jobs=1)
    report = build(tmp_path, tmp_path / "_site", options)
    assert report.problems == ()
    assert list(broken(tmp_path / "_site", base)) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="p"><a href="/r/a/#p"><a href="/r/a/#q">')
    (tmp_path / "index.html").write_text('<a href="/r/a"><img src="/r/b.png"><a href="/x">')
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in broken(tmp_path, "/r/"):
        page, _, said = line.partition(": ")
        found[page].append(said)
    assert found == {
        "a/index.html": ["/r/a/#q has no such place"],
        "index.html": ["/r/a", "/r/b.png", "/x is outside of /r/"],
    }
