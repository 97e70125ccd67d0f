"""From an empty folder to a public archive that is searched in a browser: every step is a command that a person types."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from like_github import served
from playwright.sync_api import Browser, expect, sync_playwright
from repositories import WHO

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "samples" / "pasted-news-ko.txt"
PROGRAMS = ("chromium", "google-chrome", "chromium-browser", "chrome")
PASTE = """본문 바로가기
물결일보
로그인
홈 사회 문화

나루터 도서관, 책 만 권을 강 건너로 옮기다

배로 사흘… 주민 이백 명이 줄을 이어

입력 2024-03-05 09:30 수정 2024-03-05 11:00
김물결 기자

강 건너 마을의 나루터 도서관이 책 만 권을 새 건물로 옮겼다. 주민 이백 명이 배에서 서가까지 줄을 서서 책을 건넸다.

도서관장은 "물에 젖은 책은 한 권도 없었다"고 말했다. 새 건물에는 옛 신문을 찍은 마이크로필름을 읽는 방이 따로 있다.

이사는 사흘 동안 이어졌고, 아이들은 그림책을 맡았다.

ⓒ 물결일보, 무단 전재 및 재배포 금지
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as tool:
        started = tool.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


class Person:
    """Somebody at a terminal, with a git identity and a folder of her own."""

    def __init__(self, home: Path) -> None:
        self.home, self.archive = home, home / "서가"

    def types(self, *words: str, given: str = "") -> str:
        """Run a command in the archive (or at home, before there is one); return what it says. It must end well."""
        here = self.archive if self.archive.is_dir() else self.home
        env = {**os.environ, **WHO, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", *words] if words[0] == "ssg" else list(words)
        done = subprocess.run(command, cwd=here, input=given, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def publish(person: Person, paste: str, base: str, branch: Path) -> None:
    """Take a person from nothing to a branch of a bare repository, checked out at `branch`."""
    remote = person.home / "remote.git"
    person.types("git", "init", "--quiet", "--bare", str(remote))
    person.types("ssg", "init", "서가", "--title", "나루의 기록")
    person.types("ssg", "import", "-", given=paste)
    person.types("ssg", "build", "--base-url", base)
    person.types("git", "add", "-A")
    person.types("git", "commit", "--quiet", "-m", "글을 모으기 시작한다")
    person.types("git", "remote", "add", "origin", str(remote))
    person.types("ssg", "deploy", "--base-url", base)
    person.types("git", "clone", "--quiet", "--branch", "gh-pages", str(remote), str(branch))


def title_of(person: Person, *, reader: str = "content/originals") -> str:
    """The headline of the article that was pasted."""
    found = person.types("ssg", "list").splitlines()
    pasted = [line for line in found if (person.archive / line.split("  ")[-1]).is_file() and reader in (person.archive / line.split("  ")[-1]).read_text("utf-8")]  # fmt: skip
    assert len(pasted) == 1
    return pasted[0].split("  ")[1]


def test_a_paste_becomes_a_public_page_that_its_words_find(chromium: Browser, tmp_path: Path) -> None:  # fmt: skip
    if not (ROOT / "ssg" / "browser" / "vendor" / "lunr.min.js").exists():
        pytest.skip("ssg/browser/vendor/lunr.min.js is missing: `pip install -e .` fetches it")
    person, branch = Person(tmp_path), tmp_path / "branch"
    branch.mkdir()
    with served(branch, "/archive/") as address:
        publish(person, PASTE, address, branch)
        said: list[str] = []
        page = chromium.new_page(locale="ko-KR")
        page.set_default_timeout(30_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith((address, "data:")) else None)  # fmt: skip
        page.goto(f"{address}search")  # without its slash: Pages sends on
        expect(page).to_have_url(f"{address}search/")
        page.get_by_role("searchbox").press_sequentially("마이크로필름은")
        found = page.locator("#results > li h2")
        expect(found.filter(has_text="나루터 도서관")).to_have_count(1, timeout=30_000)
        found.filter(has_text="나루터 도서관").get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("나루터 도서관, 책 만 권을 강 건너로 옮기다")  # fmt: skip
        expect(page.locator("article")).to_contain_text("물에 젖은 책은 한 권도 없었다")
        assert "로그인" not in page.locator("article").inner_text()
        assert said == []
        page.goto(f"{address}articles/{quote('없는-글')}/deep/")
        assert page.evaluate("getComputedStyle(document.body).maxWidth") is not None
        assert [asked for asked in said if "404" not in asked] == []
        expect(page.get_by_role("link", name="나루의 기록").first).to_have_attribute("href", "/archive/")  # fmt: skip
        for kept in (".ssg-site", ".nojekyll"):
            assert (branch / kept).is_file()
            with pytest.raises(HTTPError, match="404"):
                urlopen(address + kept)
        assert "the same bytes as in" in person.types("ssg", "verify", address)
        assert person.types("ssg", "deploy", "--base-url", address).strip().endswith("nothing has changed since the last time")  # fmt: skip


def test_the_shared_sample_goes_the_same_way(chromium: Browser, tmp_path: Path) -> None:
    if not SAMPLE.is_file():
        pytest.skip(f"{SAMPLE} is not here: the sample is no part of the repository")
    person, branch = Person(tmp_path), tmp_path / "branch"
    branch.mkdir()
    with served(branch, "/archive/") as address:
        publish(person, SAMPLE.read_text("utf-8"), address, branch)
        title = title_of(person)
        page = chromium.new_page(locale="ko-KR")
        page.goto(f"{address}search/")
        page.get_by_role("searchbox").press_sequentially(title)
        found = page.locator("#results > li h2").first
        expect(found).to_have_text(title, timeout=30_000)
        found.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
