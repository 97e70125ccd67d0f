"""Random edits of a small archive: after each of them an incremental build must equal a clean one."""

from __future__ import annotations

import shutil

from choices import (
    BODIES,
    BROKEN,
    DATES,
    DOT,
    FIELDS,
    NAMES,
    PAGES,
    STATIC,
    TAGS,
    TEMPLATES,
    TITLES,
    front,
    quoted,
)
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from promise import Promise


class Edits(Promise):
    """An archive that is edited at random and built after each edit."""

    articles = st.sampled_from(NAMES)
    some = st.integers(0, 10**6)

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
