"""What random edits of an archive choose from, and how a file of it is written."""

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010100000000dc594227"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""A PNG, two pixels wide."""

CONFIG = """\
title = "{title}"
language = "{language}"
base_url = "{base_url}"
paginate = {paginate}
repository = "https://forge.example/me/archive"

[theme]
name = "{theme}"
{setting}

[visibility]
{visibility}

{gathered}

[markdown]
raw_html = "sanitize"
"""
FIRST = {"title": "작은 보관소", "language": "ko", "base_url": "https://me.example/archive/",
         "paginate": "2", "theme": "default", "setting": "", "visibility": "", "gathered": ""}  # fmt: skip

TITLES = (
    "밤바다의 등대",
    "The long ferry",
    "시장 골목",
    'A "quoted" title: with colon',
    "눈 오는 날 <b>",
)
BODIES = (
    "바다는 조용했다. 등대가 돌았다.",
    "One paragraph.\n\n## A heading\n\nAnother with a [link](b.md) and `code`.",
    "목록\n\n- 하나\n- 둘\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |",
    "See [the market](../2023/c.md#top), ![a dot](dot.png) and [nothing](gone.md).",
    '위키 [[b]]와 [[밤바다의 등대|등대]], [[없는 글]], {漢字|한자}, ![](dot.png)\n\n*설명*\n\n![[dot.png|점]] ![[b]] <img src="dot.png">',
    "```python\nprint('안녕')\n```\n\n<script>alert(1)</script>",
    "",
)
DATES = (
    "2023-01-05",
    "2023-02-01",
    "2023-02-01T09:00:00+09:00",
    "2022-12-31",
    "2024-05-31",
    "2024-06-02",
    "",
)
TAGS = ("바다", "AI", "ai", "ＡＩ", "C", "C++", "바 다", "Ferry", "ferry")
NAMES = (
    "2023/a.md", "2023/b.md", "2023/c.md", "2024/d.md", "2024/e.md", "f.md", "2024/묶음/index.md",
    "2023/배/index.md", "g.md", "2022/h.md", "2023/50.md", "2023/115.md",  # a block of the search index begins with each of the last two
)  # fmt: skip
PAGES = ("about.md", "guide/index.md", "guide/two.md")
FIELDS = {
    "draft": ("true", "false"),
    "visibility": ("public", "excerpt", "metadata", "private"),
    "slug": ("one", "two", "등대", "Ferry"),
    "aliases": ("[old]", "[/old/two.html, /아주/옛날/]", "[/articles/one/]", "[/tags/]", "[old.html/x]", "[old.html]"),
    "series": ("항해", "Voyage"),
    "section": ("문화", "culture"),
    "source": ("{name: 갈매기신문, url: 'https://gull.example/1'}", "{name: The Gull}"),
    "authors": ("[김하나]", "[Ann, 김하나]"),
    "expires": ("2024-01-01", "2030-01-01", "2024-06-01"),
    "embargo": ("2024-06-02", "2023-01-15", "2030-01-01"),
    "takedown": ("true", "at the author's wish", "false"),
    "updated": ("2023-03-03",),
    "lang": ("en", "ko"),
    "description": ("짧은 소개",),
    "image": ("dot.png", "https://img.example/x.png"),
    "weight": ("3",),
    "featured": ("true", "false"),
    "boats": ("[등대호, Ferry]", "등대호"),
    "figures": ("[{caption: 등대, after: 1}, {caption: 배, src: dot.png}]",),
    "zeta": ("1", "2", "{b: 1, a: 2}"),
    "alpha": ("2020-01-01", "x"),
}  # fmt: skip
BROKEN = (
    b"---\ntitle: [never closed\n---\nx\n", b"---\ntitle: x\ndate: nonsense\n---\nx\n",
    b"---\ntitle: \xff\n---\n", b"---\ndate: 2023-01-01\n---\nno title\n", b"---\ntitle: no end\n",
)  # fmt: skip
TEMPLATES = {
    "article.html": (
        '{% extends "base.html" %}{% block main %}<h1>{{ article.card.title }}</h1>'
        "{% for name, value in article.card.extra.items() %}<p>{{ name }}={{ value }}</p>{% endfor %}"
        '{{ article.html }}{% include "_mine.html" %}{% endblock %}',
        "<p>{{ article.card.title }} {{ article.card.extra }}</p>{{ article.html }}",
        "{{ undefined_thing }}",
    ),
    "_mine.html": ("<p>mine</p>", "<p>{{ here.url }}</p>"),
    "_footer.html": ("<footer>own</footer>", "<footer>{{ site.title }}</footer>"),
    "term.html": ("{{ term.name }} {{ term.count }} {{ entries | length }}",),
    "list.html": ("{% broken",),
}
STATIC = (
    "robots.txt",
    "pictures/one.png",
    "assets/theme.js",
    "tags",
    "about/index.html",
    "x/y.txt",
    "x",
)


def front(fields: dict[str, str], body: str) -> bytes:
    """Return a Markdown file."""
    return (
        "---\n" + "".join(f"{k}: {v}\n" for k, v in fields.items()) + "---\n\n" + body + "\n"
    ).encode()


def quoted(title: str) -> str:
    """Return a title as YAML."""
    return '"' + title.replace('"', '\\"') + '"'
