"""One article of each kind that is published wholly, in part or not at all, and where its text got out."""

import gzip
import html
import json
import re

from small_site import Site

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
