"""`ssg theme test`: a theme's pages of a small archive that is as unkind as real ones, built and looked at.

The archive is made of texts of our own in a folder of its own, once with articles and once empty, in Korean and English,
below a base path. What the build says (a template's line and its fault) and what the pages show is reported.
"""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from ssg.build import Options, Tools, build
from ssg.errors import Problem, problem
from ssg.formats.sound import faults

BASE = "https://trial.example/a/b/"
TODAY = "2024-06-01"
MARKUP = "<script>alert(1)</script>{{ 7 * 7 }}"
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}'
LONG = "국가하천통합홍수예측정보시스템고도화사업타당성재조사결과보고서전문공개와그뒷이야기를모두모아한데엮은기록의첫째권머리말에붙이는긴글한편그리고남은이야기들까지남김없이전부다"
TAGS = 3000


class Finding(msgspec.Struct, frozen=True):
    """What a trial found: the pages that were made, and what is wrong."""

    pages: int
    problems: tuple[Problem, ...]


def trial(root: Path, theme: str, *, tags: int = TAGS) -> Finding:
    """Return what the pages of a theme show. `root` is the archive whose `themes/` and `templates/` are used.

    Raises SsgError where there is no such theme.
    """
    pages, problems = 0, list[Problem]()
    for language, files in (("ko", archive(tags)), ("en", archive(3)), ("ko", {})):
        with tempfile.TemporaryDirectory() as folder:
            made = _built(Path(folder), root, theme, language, files)
        pages += made.pages
        problems += made.problems
    return Finding(pages, tuple(sorted(set(problems))))


def _built(
    folder: Path, root: Path, theme: str, language: str, files: Mapping[str, str]
) -> Finding:
    home, out = folder / "archive", folder / "site"
    settings = f'title = "시험 <b> & {language}"\nlanguage = "{language}"\nbase_url = "{BASE}"\npaginate = 5\nrepository = "https://forge.example/x"\n'
    for path, text in {
        **files,
        "site.toml": settings + f'theme = "{theme}"\n',
        "urls.lock": "- /gone/\treason <i>\n",
    }.items():
        place = home / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for name in ("themes", "templates", "static"):
        if (root / name).is_dir():
            (home / name).symlink_to((root / name).absolute(), target_is_directory=True)
    report = build(home, out, Options(today=TODAY), Tools(cache=folder / "store"))
    told = [p for p in report.problems if not p.path.startswith("content/")]
    looked = [*_looked_at(out)]
    return Finding(report.pages, (*told, *looked))


def _looked_at(out: Path) -> Iterator[Problem]:
    """The faults of all pages, each with the first page that has it."""
    told: dict[str, str] = {}
    count: dict[str, int] = {}
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    base = "/a/b/"
    for path in sorted(name for name in files if name.endswith(".html")):
        html = (out / path).read_text("utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        for fault in faults(html, path, base, files):
            told.setdefault(fault, path)
            count[fault] = count.get(fault, 0) + 1
    for fault, path in told.items():
        more = f" (and {count[fault] - 1} more pages)" if count[fault] > 1 else ""
        yield problem(path, fault + more)


def archive(tags: int) -> dict[str, str]:
    """Return the files of an unkind archive: path → text."""
    whole: dict[str, object] = {
        "title": SCRIPT, "subtitle": [SCRIPT, "둘째"], "date": "2024-05-05T09:12:00+09:00", "updated": "2024-05-06",
        "archived": "2024-05-07", "authors": [SCRIPT, "홍길동"], "source": {"name": SCRIPT, "url": "javascript:alert(1)"},
        "tags": [SCRIPT, "기록"], "section": SCRIPT, "series": SCRIPT, "description": SCRIPT, "image": "lead.png",
        "image_alt": SCRIPT, "image_credit": SCRIPT, "rights": SCRIPT, "lang": "en",
        "figures": [{"caption": SCRIPT, "credit": SCRIPT, "src": "lead.png", "alt": SCRIPT},
                    {"caption": SCRIPT, "src": "https://news.example/a.png"}, {"caption": SCRIPT}],
        "extra": {"mine": SCRIPT},
        "archive": {"id": SCRIPT, "sha256": SCRIPT, "original": SCRIPT, "reader": SCRIPT},
    }  # fmt: skip
    tagged = [f"꼬리표 {n}" for n in range(tags)]
    wide = (
        "| "
        + " | ".join(f"칸 {n}" for n in range(40))
        + " |\n|"
        + "---|" * 40
        + "\n"
        + ("| 1 " * 40 + "|\n") * 3
    )
    found: dict[str, tuple[Mapping[str, object], str]] = {
        "hostile": (whole, "<b onclick=alert(1)>x</b>" + MARKUP + "\n\n## " + MARKUP + "\n\n[x](javascript:alert(1))\n"),
        "hostile-next": ({"title": "다음", "date": "2024-05-08", "series": SCRIPT, "tags": ["기록"]}, "글"),
        "long": ({"title": "아주 긴 제목 " * 40, "date": "2023-01-02", "tags": ["기록"]}, "글"),
        "unbroken": ({"title": LONG, "date": "2022-03-04", "authors": [LONG], "tags": [LONG]}, LONG * 5),
        "no-date": ({"title": "날짜 없는 글", "tags": ["기록"]}, "글"),
        "no-tags": ({"title": "태그 없는 글", "date": "2021-01-01"}, "글"),
        "bare": ({"title": "제목뿐"}, ""),
        "many": ({"title": "태그가 많은 글", "date": "2020-02-02", "tags": tagged}, "글"),
        "rtl": ({"title": "كتاب في المكتبة", "date": "2020-03-03", "lang": "ar", "tags": ["عربي"]}, "نص قصير عن الكتب.\n\n- واحد\n"),
        "japanese": ({"title": "図書館の目録", "date": "2020-04-04", "lang": "ja"}, "新聞の切り抜きを箱に入れて棚に並べた。" * 20),
        "link": ({"title": "긴 주소", "date": "2020-05-05", "source": {"name": "출처", "url": "https://news.example/" + "a" * 400}},
                 "https://news.example/" + "a" * 400),
        "table": ({"title": "넓은 표", "date": "2020-06-06"}, wide + "\n```python\n" + "x = 1; " * 80 + "\n```\n\n각주[^1]\n\n[^1]: 주\n"),
        "headings": ({"title": "제목이 많은 글", "date": "2020-07-07"}, "".join(f"## 같은 제목\n\n### 작은\n\n글 {n}\n\n" for n in range(30))),
        "excerpt": ({"title": "앞부분만", "date": "2020-08-08", "visibility": "excerpt", "source": {"url": "https://news.example/1"}}, "앞\n\n뒤"),
        "metadata": ({"title": "사항만", "date": "2020-09-09", "visibility": "metadata"}, "글"),
        "down": ({"title": "내린 글", "date": "2020-10-10", "takedown": SCRIPT}, "글"),
    }  # fmt: skip
    made = {
        f"content/articles/{name}.md": _file(front, body) for name, (front, body) in found.items()
    }
    for n in range(12):
        made[f"content/articles/plain-{n}.md"] = _file(
            {"title": f"보통 글 {n}", "date": f"2019-{n + 1:02}-01", "tags": ["기록"]}, "글"
        )
    made["content/articles/lead.png"] = "no picture"
    made["content/pages/about.md"] = _file({"title": SCRIPT}, "소개")
    made["content/pages/guide/one.md"] = _file({"title": "하나", "weight": 1}, "글")
    made["content/pages/guide/two.md"] = _file({"title": "둘", "weight": 2}, "")
    return made


def _file(front: Mapping[str, object], body: str) -> str:
    """A Markdown file; JSON is YAML."""
    lines = (f"{key}: {msgspec.json.encode(value).decode()}\n" for key, value in front.items())
    return "---\n" + "".join(lines) + "---\n\n" + body + "\n"
