"""GitHub Pages' twin: which file answers to which path."""

import pytest

from ssg.preview.pages import Answer, candidates, content_type, find, inject

FILES = frozenset({
    "index.html", "404.html", "feed.xml", "about.html", "d/index.html", "both.html", "both/index.html",
    "tags/기록/index.html", "Case/index.html", ".well-known/x.txt", "a b/index.html", "q?/index.html",
})  # fmt: skip
MISSING = Answer("missing", "404.html")


@pytest.mark.parametrize(("path", "file"), [
    ("/", "index.html"), ("/index.html", "index.html"), ("/index", "index.html"), ("/feed.xml", "feed.xml"),
    ("/about", "about.html"), ("/d/", "d/index.html"), ("/both", "both.html"), ("/both/", "both/index.html"),
    ("/tags/%EA%B8%B0%EB%A1%9D/", "tags/기록/index.html"), ("/tags/기록/", "tags/기록/index.html"),
    ("/.well-known/x.txt", ".well-known/x.txt"), ("/a%20b/", "a b/index.html"), ("/q%3F/", "q?/index.html"),
])  # fmt: skip
def test_a_path_finds_its_file(path: str, file: str) -> None:
    assert find(FILES.__contains__, "/", path.encode()) == Answer("file", file)
    assert find(FILES.__contains__, "/repo/", f"/repo{path}".encode()) == Answer("file", file)


@pytest.mark.parametrize(("path", "location"), [
    ("/d", "/d/"), ("/tags/%EA%B8%B0%EB%A1%9D", "/tags/%EA%B8%B0%EB%A1%9D/"), ("/a%20b", "/a%20b/"), ("/q%3F", "/q%3F/"),
])  # fmt: skip
def test_a_folder_is_redirected_to_its_slash(path: str, location: str) -> None:
    assert find(FILES.__contains__, "/", path.encode()) == Answer(
        "moved", location=location, permanent=True
    )
    assert find(
        FILES.__contains__, "/저장소/", b"/%EC%A0%80%EC%9E%A5%EC%86%8C" + path.encode()
    ) == Answer("moved", location=f"/%EC%A0%80%EC%9E%A5%EC%86%8C{location}", permanent=True)


@pytest.mark.parametrize("path", [
    "/nothing", "/about.html/", "/about/", "/feed.xml/", "/case/", "/D/", "/tags/", "/tags/%E1%84%80%E1%85%B5%E1%84%85%E1%85%A9%E1%86%A8/",
    # hostile
    "/../d/", "/%2e%2e/d/", "/d/../index.html", "/d/%2e%2e/index.html", "/./d/", "/%2e/d/", "/d%2f", "/d%2findex.html", "/d%5cindex.html",
    "/d\\index.html", "/d/%00", "/index.html%00", "/%00", "//d/", "/d//index.html", "//", "/%2f", "/....//d/", "/%252e%252e/d/",
    "/.git/config", "/.ssg/preview", "/d/.hidden", "/%ff", "/%c0%ae%c0%ae/d/", "/d/\x01", "/d/\n", "/%", "/C:/x", "/~root",
])  # fmt: skip
def test_everything_else_is_missing(path: str) -> None:
    assert find(FILES.__contains__, "/", path.encode()) == MISSING
    assert find(FILES.__contains__, "/repo/", f"/repo{path}".encode()) == MISSING


@pytest.mark.parametrize("path", [b"", b"d/", b"http://host/d/", b"*"])
def test_what_is_no_path_is_missing(path: bytes) -> None:
    assert find(FILES.__contains__, "/", path) == MISSING


def test_without_a_404_page_a_missing_path_names_none() -> None:
    assert find(frozenset({"index.html"}).__contains__, "/", b"/x") == Answer("missing")


@pytest.mark.parametrize(("path", "answer"), [
    ("/", Answer("moved", location="/repo/")), ("/repo", Answer("moved", location="/repo/", permanent=True)),
    ("/repo2/", Answer("outside")), ("/d/", Answer("outside")), ("/Repo/", Answer("outside")),
])  # fmt: skip
def test_outside_of_the_base_path_the_way_in_is_shown(path: str, answer: Answer) -> None:
    assert find(FILES.__contains__, "/repo/", path.encode()) == answer


@pytest.mark.parametrize(("path", "names"), [
    ("/repo/x", ("x", "x.html", "x/index.html")), ("/repo/x/", ("x/index.html",)), ("/repo/", ("index.html",)),
    ("/x", ()), ("/repo/../x", ()),
])  # fmt: skip
def test_a_missing_page_would_be_one_of_these(path: str, names: tuple[str, ...]) -> None:
    assert candidates("/repo/", path.encode()) == names


@pytest.mark.parametrize(("path", "kind"), [
    ("a.html", "text/html; charset=utf-8"), ("a.JS", "text/javascript; charset=utf-8"), ("a.json", "application/json; charset=utf-8"),
    ("feed.xml", "application/xml; charset=utf-8"), ("a.svg", "image/svg+xml; charset=utf-8"), ("a.png", "image/png"),
    ("a.woff2", "font/woff2"), ("a", "application/octet-stream"), ("a.exe", "application/octet-stream"),
])  # fmt: skip
def test_content_types(path: str, kind: str) -> None:
    assert content_type(path) == kind


@pytest.mark.parametrize(("page", "injected"), [
    (b"<html><head><title>", b"<html><head>X<title>"), (b'<HEAD a="b">\n<', b'<HEAD a="b">X\n<'), (b"<header>", b"X<header>"),
    (b"<!doctype html>\n<p>", b"<!doctype html>X\n<p>"), (b"", b"X"),
])  # fmt: skip
def test_the_script_goes_right_behind_the_head_tag(page: bytes, injected: bytes) -> None:
    assert inject(page, b"X") == injected
