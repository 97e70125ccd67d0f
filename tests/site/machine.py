"""Random edits of a small archive: after each of them an incremental build must equal a clean one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_site import Site, difference

from ssg.build import Report
from ssg.engine import inputs, stages
from ssg.engine.store import Made, Store
from ssg.errors import SsgError
from ssg.fingerprint import fingerprint

FAST = Path("/dev/shm")  # noqa: S108 - memory where there is some, else the usual place
OLD = -(10**15)
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


class Edits(RuleBasedStateMachine):
    """An archive that is edited at random and built after each edit."""

    articles = st.sampled_from(NAMES)
    some = st.integers(0, 10**6)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(
            tempfile.mkdtemp(prefix="ssg-edits-", dir=FAST if FAST.is_dir() else None)
        )
        self.site = Site(self.folder / "home")
        self.files: dict[str, tuple[dict[str, str], str]] = {}
        self.config = dict(FIRST)
        self.options: dict[str, Any] = {}
        self.dirty = True
        self.foreign: set[str] = set()  # files in the site's folder that are none of ours
        self.saved = (inputs.YOUNG_NS, stages.FEW, stages.BATCH)

    def teardown(self) -> None:
        inputs.YOUNG_NS, stages.FEW, stages.BATCH = self.saved
        shutil.rmtree(self.folder)

    @initialize(believing=st.booleans(), workers=st.sampled_from((False, False, False, True)))
    def begin(self, believing: bool, workers: bool) -> None:
        if workers:  # small batches, so that even this little archive needs them
            stages.FEW, stages.BATCH = 2, 3
            self.options["jobs"] = 2
        inputs.YOUNG_NS = OLD if believing else self.saved[0]
        for n, name in enumerate(NAMES[:8]):
            fields = {"title": quoted(TITLES[n % 4]), "date": DATES[n % 5]}
            fields["tags"] = f"[{TAGS[n]}, {TAGS[(n * 2) % 7]}]"
            self.files[f"content/articles/{name}"] = (fields, BODIES[n % len(BODIES)])
        for name in PAGES[:2]:
            self.files[f"content/pages/{name}"] = ({"title": name}, BODIES[1])
        for path in self.files:
            self._write(path)
        self._configure()
        self.site.put("content/articles/2024/묶음/dot.png", b"dot")
        self.site.put("content/articles/2023/dot.png", b"loose")

    def _write(self, path: str) -> None:
        self.site.put(path, front(*self.files[path]))
        self.dirty = True

    def _configure(self) -> None:
        self.site.put("site.toml", CONFIG.format(**self.config).encode())
        self.dirty = True

    def _pick(self, number: int) -> str:
        return sorted(self.files)[number % len(self.files)]

    # -- articles ---------------------------------------------------------------------------------

    @rule(
        name=articles,
        title=st.sampled_from(TITLES),
        date=st.sampled_from(DATES),
        tag=st.sampled_from(TAGS),
        body=st.sampled_from(BODIES),
    )
    def add(self, name: str, title: str, date: str, tag: str, body: str) -> None:
        fields = {"title": quoted(title), "tags": f"[{tag}]", **({"date": date} if date else {})}
        self.files[f"content/articles/{name}"] = (fields, body)
        self._write(f"content/articles/{name}")

    @precondition(lambda self: len(self.files) > 3)
    @rule(number=some)
    def remove(self, number: int) -> None:
        path = self._pick(number)
        del self.files[path]
        self.site.delete(path)
        self.dirty = True

    @rule(number=some, name=articles)
    def rename(self, number: int, name: str) -> None:
        path, target = self._pick(number), f"content/articles/{name}"
        if target in self.files or not path.startswith("content/articles/"):
            return
        self.files[target] = self.files.pop(path)
        (self.site.root / target).parent.mkdir(parents=True, exist_ok=True)
        (self.site.root / path).rename(self.site.root / target)
        self.dirty = True

    @rule(number=some, body=st.sampled_from(BODIES))
    def rewrite(self, number: int, body: str) -> None:
        path = self._pick(number)
        self.files[path] = (self.files[path][0], body)
        self._write(path)

    @rule(number=some, title=st.sampled_from(TITLES), date=st.sampled_from(DATES))
    def retitle(self, number: int, title: str, date: str) -> None:
        self.files[self._pick(number)][0].update(
            {"title": quoted(title), "date": date or "2020-02-02"}
        )
        self._write(self._pick(number))

    @rule(number=some, tags=st.lists(st.sampled_from(TAGS), max_size=3))
    def retag(self, number: int, tags: list[str]) -> None:
        self.files[self._pick(number)][0]["tags"] = f"[{', '.join(tags)}]"
        self._write(self._pick(number))

    @rule(number=some, field=st.sampled_from(sorted(FIELDS)), which=some)
    def set_field(self, number: int, field: str, which: int) -> None:
        self.files[self._pick(number)][0][field] = FIELDS[field][which % len(FIELDS[field])]
        self._write(self._pick(number))

    @rule(number=some, which=some)
    def unset_field(self, number: int, which: int) -> None:
        fields = self.files[self._pick(number)][0]
        extra = sorted(set(fields) - {"title"})
        if extra:
            del fields[extra[which % len(extra)]]
            self._write(self._pick(number))

    @rule(number=some, raw=st.sampled_from(BROKEN))
    def break_it(self, number: int, raw: bytes) -> None:
        self.site.put(self._pick(number), raw)
        self.dirty = True

    @rule(number=some)
    def mend(self, number: int) -> None:
        self._write(self._pick(number))

    @rule(number=some)
    def same_size(self, number: int) -> None:
        self._swap_two_letters(self._pick(number), unseen=False)

    @rule(number=some)
    def same_size_and_time(self, number: int) -> None:
        self._swap_two_letters(self._pick(number), unseen=True)

    def _swap_two_letters(self, path: str, *, unseen: bool) -> None:
        fields, body = self.files[path]
        self.files[path] = (fields, body[::-1])
        put = self.site.edit_unseen if unseen else self.site.put
        put(path, front(*self.files[path]))
        self.dirty = True

    # -- everything else --------------------------------------------------------------------------

    @rule(name=st.sampled_from(PAGES), body=st.sampled_from(BODIES))
    def write_page(self, name: str, body: str) -> None:
        self.files[f"content/pages/{name}"] = ({"title": f"p {name}"}, body)
        self._write(f"content/pages/{name}")

    @rule(
        name=st.sampled_from(
            ("2024/묶음/dot.png", "2023/배/dot.png", "2023/dot.png", "2024/묶음/in/deep.txt")
        ),
        n=st.integers(0, 3),
    )
    def picture(self, name: str, n: int) -> None:
        place = f"content/articles/{name}"
        if n == 0 and (self.site.root / place).exists():
            self.site.delete(place)
        else:
            self.site.put(place, (DOT + b"after", b"dot", DOT, b"dotdot")[n])
        self.dirty = True

    @rule(
        name=st.sampled_from(("tags/바다.md", "tags/c-2.md", "series/항해.md", "boats/ferry.md")),
        body=st.sampled_from(("", *BODIES[:4])),
    )
    def describe(self, name: str, body: str) -> None:
        self._side("content", name, body.encode())

    @rule(name=st.sampled_from(STATIC), n=st.integers(0, 2))
    def static(self, name: str, n: int) -> None:
        self._side("static", name, (b"", b"one", b"two")[n])

    @rule(name=st.sampled_from(sorted(TEMPLATES)), n=st.integers(0, 3))
    def override(self, name: str, n: int) -> None:
        self._side(
            "templates", name, ("", *TEMPLATES[name])[n % (len(TEMPLATES[name]) + 1)].encode()
        )

    @rule(name=st.sampled_from(sorted(TEMPLATES)), n=st.integers(0, 1))
    def theme_template(self, name: str, n: int) -> None:
        self.site.put("themes/mine/theme.toml", b'name = "mine"\nextends = "default"\n')
        self._side("themes/mine/templates", name, ("", TEMPLATES[name][0])[n].encode())

    def _side(self, folder: str, name: str, content: bytes) -> None:
        """Write a file where nothing stands in its way; no content means: delete it."""
        place = self.site.root / folder / name
        if not content:
            if place.is_file():
                self.site.delete(f"{folder}/{name}")
        elif not place.is_dir() and not any(parent.is_file() for parent in place.parents):
            self.site.put(f"{folder}/{name}", content)
        self.dirty = True

    @rule(
        key=st.sampled_from(
            (
                "title",
                "language",
                "base_url",
                "paginate",
                "theme",
                "setting",
                "visibility",
                "gathered",
            )
        ),
        n=st.integers(0, 3),
    )
    def configure(self, key: str, n: int) -> None:
        values = {
            "title": ("작은 보관소", "Archive & more"),
            "language": ("ko", "en"),
            "base_url": (
                "https://me.example/archive/",
                "https://me.example",
                "",
                "https://me.example/a/b/",
            ),
            "paginate": ("1", "2", "3"),
            "theme": ("default", "mine", "missing"),
            "visibility": (
                "",
                'default = "excerpt"',
                'sources = {"The Gull" = "metadata", "gull.example" = "private"}',
            ),
            "gathered": (
                "",
                '[taxonomies.boats]\ntitle = "배"\nfeed = true',
                '[taxonomies.boats]\nkey = "alpha"\n[taxonomies.authors]\npages = false',
                '[feeds]\nformats = ["rss", "json"]\nlimit = 3\n[taxonomies.tags]\nfeed = false',
            ),
            "setting": ("", 'font = "serif"', "home_tags = 1", 'accent = "teal"'),
        }
        self.config[key] = values[key][n % len(values[key])]
        self._configure()

    @rule(flag=st.sampled_from(("drafts", "future")), on=st.booleans())
    def option(self, flag: str, on: bool) -> None:
        self.options[flag] = on
        self.dirty = True

    @rule(day=st.sampled_from(("2024-06-01", "2024-06-03", "2023-01-10")))
    def another_day(self, day: str) -> None:
        self.options["today"] = day
        self.dirty = True

    @rule(on=st.booleans())
    def publish(self, on: bool) -> None:
        """From now on builds keep the ledger, or leave it as it is."""
        self.options["record"] = on
        self.dirty = True

    @rule()
    def lose_everything(self) -> None:
        shutil.rmtree(self.site.out, ignore_errors=True)
        self.foreign.clear()
        self.dirty = True

    @rule(number=some, tamper=st.booleans())
    def lose_one(self, number: int, tamper: bool) -> None:
        files = [self.site.out / path for path in self._tree()]
        if files:
            place = files[number % len(files)]
            place.write_bytes(b"not ours") if tamper else place.unlink()
            self.dirty = True

    @rule(where=st.sampled_from(("", "articles/", "tags/")))
    def put_something_into_the_site(self, where: str) -> None:
        """A file that no build has made, in a folder that is there: it stays for ever."""
        if (self.site.out / where).is_dir():
            self.foreign.add(f"{where}mine.txt")
            (self.site.out / where / "mine.txt").write_bytes(b"mine")

    # -- the promise ------------------------------------------------------------------------------

    @invariant()
    def incremental_equals_clean(self) -> None:
        if not self.dirty:
            return
        self.dirty = False
        before = self._tree()
        clean, said = None, None
        try:
            clean, expected = self.site.clean(
                **{name: given for name, given in self.options.items() if name != "record"}
            )
        except SsgError as error:
            said = error.problems
        try:
            report = self.site.build(**self.options)
        except SsgError as error:
            assert error.problems == said, f"{error.problems} != {said}"
            assert self._tree() == before, "a build that failed touched the site"
            return
        assert clean is not None, f"only the clean build fails: {said}"
        assert report.problems == clean.problems, f"{report.problems} != {clean.problems}"
        ours = self._tree()
        kept = self._kept(report)
        found = difference(ours, expected)
        found = {path: how for path, how in found.items() if (path, how) not in kept}
        assert not found, f"not as a clean build: {found}"
        again = self.site.build(**self.options)
        idle = ((), (), report.problems)
        assert (again.written, again.deleted, again.problems) == idle, "built twice, wrote twice"
        assert self._tree() == ours

    def _tree(self) -> dict[str, bytes]:
        """The files of the site without those that are none of ours, which are all there."""
        found = self.site.tree()
        for path in sorted(self.foreign):
            assert found.pop(path, None) == b"mine", f"{path} was not ours, and is gone"
        return found

    def _kept(self, report: Report) -> set[tuple[str, str]]:
        """Files that stay because what they were made from is broken now; a clean build has none of them."""
        broken = {each.path for each in report.problems if each.level == "error"}
        with Store.open(self.site.root / ".ssg", fingerprint()) as store:
            made = store.get(f"manifest:{self.site.out.absolute()}", dict[str, Made], {})
        looks = any(
            not path.startswith("content/") for path in broken
        )  # a template, a theme's setting
        folders = tuple(p.removesuffix("index.md") for p in broken if p.endswith("/index.md"))
        files: set[str] = set()
        for path, entry in sorted(made.items(), key=lambda item: "redirect" in item[1].key):
            args = entry.key.split("\x1f")[1:]
            led = any("/" + p.removesuffix("index.html") in args for p in files)
            if looks or led or broken & set(args) or (args and args[0].startswith(folders)):
                files.add(path)
        return {(path, "left over") for path in files}
