"""A small archive without a fault, as files; what a test changes in it is the fault that `ssg check` must name."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from ssg.build import Options, Tools
from ssg.check.checks import built, check
from ssg.check.finding import Finding
from ssg.check.site import Site

TODAY = "2024-06-01"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
FILES: Mapping[str, str] = {
    "site.toml": 'title = "강가의 기록"\nbase_url = "https://archive.example.org/repo/"\ntimezone = "Asia/Seoul"\n',
    "content/pages/about.md": "---\ntitle: 소개\n---\n[첫 글](../articles/2020/bridge.md)을 보세요.\n",
    "content/articles/2020/bridge.md": "---\ntitle: 다리를 놓다\ndate: 2020-01-02\ntags: [다리]\nsource:\n  name: 강변신문\n---\n"
    "## 첫 삽\n\n다리 공사가 시작되었다. [나루 이야기](ferry.md#마지막-배)도 있다.\n",
    "content/articles/2020/ferry.md": "---\ntitle: 나루를 떠나며\ndate: 2020-02-03\ntags: [나루]\n---\n"
    "## 마지막 배\n\n배는 저녁에 떠났다.\n\n![나루터의 배](boat.png)\n",
}


class Archive:
    """An archive in a folder, to be spoilt and checked."""

    def __init__(self, root: Path) -> None:
        self.root, self.out = root, root / "_site"
        for path, text in FILES.items():
            self.put(path, text)
        self.put("content/articles/2020/boat.png", PNG)

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that a file holds exactly once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1
        self.put(path, text.replace(old, new))

    def built(self, **options: object) -> Site:
        """The site as it is now."""
        told = msgspec.structs.replace(Options(today=TODAY, jobs=1), **options)
        site, self.report = built(self.root, self.out, told, Tools())
        return site

    def check(
        self, spoil: Callable[["Archive"], None] = lambda archive: None, **options: object
    ) -> tuple[Finding, ...]:
        """What is found in the site, after something was done to its folder."""
        site = self.built(**options)
        spoil(self)
        return check(site, self.report.problems)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive without a fault."""
    return Archive(tmp_path / "archive")
