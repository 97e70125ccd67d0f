"""Every fault that somebody may put into an archive is named, with its rule, its file and its line; and nothing else is."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssg.check.checks import RULES
from ssg.check.finding import Finding

Fault = Callable[[Any], object]
BRIDGE, FERRY, ABOUT, SITE = "content/articles/2020/bridge.md", "content/articles/2020/ferry.md", "content/pages/about.md", "site.toml"  # fmt: skip


def places(found: tuple[Finding, ...]) -> set[tuple[str, str, int]]:
    return {(each.rule, each.problem.path, each.problem.line) for each in found}


def body(text: str) -> Fault:
    """Add lines to an article whose last line is the tenth."""
    return lambda archive: archive.edit(BRIDGE, "도 있다.\n", f"도 있다.\n\n{text}\n")


def front(line: str, path: str = BRIDGE) -> Fault:
    """Add a line to a front matter, as its third."""
    return lambda archive: archive.edit(path, "\ndate: ", f"\n{line}\ndate: ")


def site(line: str) -> Fault:
    """Add a line to site.toml, as its fourth."""
    return lambda archive: archive.put(SITE, (archive.root / SITE).read_text("utf-8") + line + "\n")


def raw(html: str) -> Fault:
    """Trust HTML in articles, and write some."""

    def spoil(archive: Any) -> None:
        site('markdown.raw_html = "allow"')(archive)
        body(html)(archive)

    return spoil


def article(path: str, text: str | bytes) -> Fault:
    return lambda archive: archive.put(path, text)


def large(file: Path, size: int) -> Path:
    """A file of so many bytes that takes no place."""
    file.touch()
    os.truncate(file, size)
    return file


def both(*faults: Fault) -> Fault:
    return lambda archive: [fault(archive) for fault in faults] and None


ORIGINAL = "content/originals/" + "a" * 64 + ".txt"
NFD = "content/articles/2020/" + unicodedata.normalize("NFD", "나루.png")
LATER = "---\ntitle: {}\ndate: 2020-03-0{}\n---\n글.\n"

REPORT = "시는 올해 봄부터 강가의 낡은 다리를 모두 고치기로 했다. 공사는 세 해 동안 이어지고, 그동안 나룻배가 하루 열두 번 다닌다. {} 주민들은 다리가 열리면 장터까지 반 시간이 줄어든다고 말했다.\n"

IN_THE_ARCHIVE: dict[str, tuple[Fault, tuple[str, str, int]]] = {
    "a link to an article that is not there": (body("[없는 글](gone.md)"), ("link", BRIDGE, 12)),
    "a link with a reference": (body("[없는 글][1]\n\n[1]: gone.md"), ("link", BRIDGE, 14)),
    "a link to an address that is not there": (body("[없는 쪽](/articles/없는-글/)"), ("link", BRIDGE, 12)),
    "a whole address of the site that is not there": (body("[없는 쪽](https://archive.example.org/repo/none/)"), ("link", BRIDGE, 12)),
    "a link on a page": (lambda a: a.edit(ABOUT, "bridge.md", "brigde.md"), ("link", ABOUT, 4)),
    "the second of two links in a text": (body("[있는 글](ferry.md) 그리고\n[없는 글](fery.md)"), ("link", BRIDGE, 13)),
    "a link in raw HTML": (raw('<p><a href="nowhere/">여기</a></p>'), ("link", BRIDGE, 12)),
    "a link without quotes in raw HTML": (raw("<p><a href=nowhere/>여기</a></p>"), ("link", BRIDGE, 12)),
    "an anchor that another article does not have": (body("[배](ferry.md#첫-배)"), ("anchor", BRIDGE, 12)),
    "an anchor that the text itself does not have": (body("[위로](#둘째-삽)"), ("anchor", BRIDGE, 12)),
    "an anchor that stands twice": (raw('<p id="곳">가</p>\n\n<p id="곳">나</p>'), ("anchor", BRIDGE, 12)),
    "an absolute link in raw HTML that leaves the base path": (raw('<p><a href="/articles/">여기</a></p>'), ("base-path", BRIDGE, 12)),
    "a whole address of the host outside of the site": (body("[이웃](https://archive.example.org/other/)"), ("base-path", BRIDGE, 12)),
    "a link in other letters": (both(article("content/articles/2020/Big.md", LATER.format("큰 글", 1)), raw('<p><a href="../BIG/">여기</a></p>')), ("case", BRIDGE, 12)),
    "a picture that is not there": (body("![강](river.png)"), ("image", BRIDGE, 12)),
    "a picture of the front matter that is not there": (both(front("image: river.png"), front("image_alt: 강")), ("image", BRIDGE, 3)),
    "a picture without a text": (lambda a: a.edit(FERRY, "![나루터의 배]", "![]"), ("build", FERRY, 10)),
    "a picture of another host in raw HTML": (raw('<p><img src="https://elsewhere.example/p.png" alt="강"></p>'), ("foreign", BRIDGE, 12)),
    "a script of another host in raw HTML": (raw('<script src="https://elsewhere.example/s.js"></script>'), ("foreign", BRIDGE, 12)),
    "a frame of another host in raw HTML": (raw('<iframe src="https://elsewhere.example/" title="틀"></iframe>'), ("foreign", BRIDGE, 12)),
    "a page that nothing leads to": (article("content/pages/far/lost.md", "---\ntitle: 외딴 쪽\n---\n글.\n"), ("orphan", "content/pages/far/lost.md", 1)),
    "an unknown key": (front("tilte: 다리"), ("build", BRIDGE, 3)),
    "a date that is none": (lambda a: a.edit(BRIDGE, "2020-01-02", "2020-13-02"), ("build", BRIDGE, 3)),
    "a front matter that does not end": (article("content/articles/2020/open.md", "---\ntitle: 열린 글\n글.\n"), ("build", "content/articles/2020/open.md", 1)),
    "a quotation mark that does not end": (lambda a: a.edit(BRIDGE, "title: 다리를 놓다", 'title: "다리를 놓다'), ("build", BRIDGE, 2)),
    "a text that is not UTF-8": (article("content/articles/2020/old.md", "---\ntitle: 옛글\n---\n글.\n".encode("cp949")), ("build", "content/articles/2020/old.md", 2)),
    "two articles with one address": (front("slug: ferry"), ("build", BRIDGE, 3)),
    "an alias that is another article's address": (front("aliases: [/articles/ferry/]"), ("build", BRIDGE, 3)),
    "an alias that is the article's own address": (front("aliases: [/articles/bridge/]"), ("build", BRIDGE, 3)),
    "an alias that leaves the site": (front("aliases: [/../up/]"), ("build", BRIDGE, 3)),
    "two articles with one alias": (both(front("aliases: [/old/]"), front("aliases: [/old/]", FERRY)), ("build", BRIDGE, 3)),
    "a redirect in a circle": (both(article("static/a/index.html", '<meta http-equiv="refresh" content="0; url=/repo/b/">'),
                                    article("static/b/index.html", '<meta http-equiv="refresh" content="0; url=/repo/a/">')), ("alias-loop", "static/a/index.html", 1)),
    "a redirect to nowhere": (article("static/a/index.html", '<!doctype html>\n<meta http-equiv="refresh" content="0; url=../none/">'), ("alias", "static/a/index.html", 2)),
    "the same source twice": (both(front("source: {url: 'https://news.example/1'}", FERRY), lambda a: a.edit(BRIDGE, "  name: 강변신문", "  url: https://news.example/1")), ("duplicate", FERRY, 3)),
    "the same headline on the same day": (article("content/articles/2020/again.md", "---\ntitle: 나루를 떠나며\ndate: 2020-02-03\n---\n다시.\n"), ("duplicate", FERRY, 2)),
    "a text that is nearly another's": (both(article("content/articles/2020/x.md", LATER.format("다리를 고친다", 1) + REPORT.format("")),
                                        article("content/articles/2020/a.md", LATER.format("강가의 다리", 2) + REPORT.format("시장이 밝혔다."))), ("near-duplicate", "content/articles/2020/a.md", 2)),
    "a rights line that forbids what is done": (front("rights: 무단 전재 및 재배포 금지"), ("rights", BRIDGE, 3)),
    "an original that is gone": (front(f"archive: {{sha256: {'a' * 64}, original: {ORIGINAL}}}"), ("original", BRIDGE, 3)),
    "an original that was changed": (both(article(ORIGINAL, "다른 글"), front(f"archive: {{sha256: {'a' * 64}, original: {ORIGINAL}}}")), ("original", BRIDGE, 3)),
    "a name in parts": (article(NFD, b"x"), ("unicode", NFD, 0)),
    "a name that Windows does not take": (article("static/a:b.txt", "글"), ("name", "static/a:b.txt", 0)),
    "two names in other letters": (both(article("static/Map.txt", "가"), article("static/map.txt", "나")), ("build", "static/map.txt", 0)),
    "a link out of the archive": (lambda a: (a.root / "static").mkdir() or (a.root / "static/host.txt").symlink_to("/etc/hostname"), ("build", "static/host.txt", 0)),
    "a domain with a scheme": (site('deploy.cname = "https://archive.example.org"'), ("cname", SITE, 4)),
    "a domain of GitHub's": (site('deploy.cname = "name.github.io"'), ("cname", SITE, 4)),
    "a domain that is not the address": (site('deploy.cname = "www.example.org"'), ("cname", SITE, 4)),
    "a domain below a path": (site('deploy.cname = "archive.example.org"'), ("cname", SITE, 4)),
    "a page over its budget": (both(site("check.page_kb = 30"), body("긴 글이다. " * 3000)), ("weight", BRIDGE, 1)),
    "an index over its budget": (site("check.index_mb = 0"), ("weight", SITE, 1)),
    "a rule that is none": (site('check.ignore = ["aalt"]'), ("build", SITE, 4)),
    "an unknown setting": (site("paginat = 3"), ("build", SITE, 4)),
}  # fmt: skip

IN_THE_SITE: dict[str, tuple[Fault, tuple[str, str, int]]] = {
    "a symbolic link": (lambda a: (a.out / "start.html").symlink_to("index.html"), ("symlink", "_site/start.html", 0)),
    "a stray file": (lambda a: (a.out / "notes.txt").write_text("비밀", "utf-8"), ("stray", "_site/notes.txt", 0)),
    "a file that is gone": (lambda a: (a.out / "feed.xml").unlink(), ("missing", "_site/feed.xml", 0)),
    "a name in other letters": (lambda a: (a.out / "Robots.txt").write_text("", "utf-8"), ("case", "_site/robots.txt", 1)),
    "a file too large for a branch": (lambda a: os.truncate(a.out / "files/articles/2020/boat.png", 101 * 1024 * 1024), ("size", "content/articles/2020/boat.png", 0)),
    "a site too large for Pages": (lambda a: [large(a.out / f"{n}.bin", 90_000_000) for n in range(12)], ("size", SITE, 1)),
}  # fmt: skip


def test_an_archive_without_a_fault_has_no_finding(archive: Any) -> None:
    assert archive.check() == ()


@pytest.mark.parametrize("name", IN_THE_ARCHIVE)
def test_a_fault_in_the_archive_is_named_with_its_place(archive: Any, name: str) -> None:
    spoil, expected = IN_THE_ARCHIVE[name]
    spoil(archive)
    if expected[1] == SITE and expected[0] == "build" and name == "an unknown setting":
        from ssg.errors import SsgError

        with pytest.raises(SsgError) as error:
            archive.check()
        assert [(each.path, each.line) for each in error.value.problems] == [(SITE, 4)]
        return
    assert expected in places(archive.check())


@pytest.mark.parametrize("name", IN_THE_SITE)
def test_a_fault_in_the_built_site_is_named(archive: Any, name: str) -> None:
    spoil, expected = IN_THE_SITE[name]
    assert expected in places(archive.check(spoil))


def test_a_site_built_with_drafts_leaks_them(archive: Any) -> None:
    front("draft: true")(archive)
    assert ("leak", BRIDGE, 3) in places(archive.check(drafts=True))
    assert archive.check() != archive.check(drafts=True)


def test_a_site_built_with_future_articles_leaks_them(archive: Any) -> None:
    archive.edit(BRIDGE, "2020-01-02", "2030-01-02")
    assert ("leak", BRIDGE, 3) in places(archive.check(future=True))


def test_ignored_rules_are_silent(archive: Any) -> None:
    front("rights: 무단 전재 및 재배포 금지")(archive)
    assert {each.rule for each in archive.check()} == {"rights"}
    site('check.ignore = ["rights"]')(archive)
    assert archive.check() == ()


def test_every_rule_of_the_list_has_a_fault_that_it_finds() -> None:
    seeded = {expected[0] for _, expected in (*IN_THE_ARCHIVE.values(), *IN_THE_SITE.values())}
    elsewhere = {"leak", "search", "external"}  # in tests of their own
    assert set(RULES) == seeded | elsewhere


def test_articles_that_share_a_sentence_are_no_duplicates(archive: Any) -> None:
    common = "이 글은 강가의 기록이 모은 글이며 누구나 읽을 수 있습니다. 잘못된 곳은 알려 주시기 바랍니다.\n"
    for number, name in enumerate("가나"):
        own = " ".join(f"{name}{n}번째 집은 {name}{n * 7}해에 지어졌다." for n in range(20))
        archive.put(
            f"content/articles/2020/{name}.md",
            LATER.format(f"{name} 마을", number + 1) + f"{own}\n\n{common}",
        )
    assert archive.check() == ()
