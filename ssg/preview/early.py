"""The page of a text before the archive is known, or is known again: made of the text and of what its page last asked.

What a page says of others (related articles, the next one) may be behind; the engine's own page follows and corrects it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ssg.engine.codec import decode, digest, encode
from ssg.engine.engine import Engine
from ssg.engine.inputs import Inputs, locate, read_stamped
from ssg.engine.keys import Asked, Input, Rule, Table, file, key_of, listing, option, split, type_of
from ssg.engine.stamps import Stamp, hidden, stamp_of
from ssg.preview.served import Early, Served, badge, scripts
from ssg.site import assets, content, texts
from ssg.site import pages as made
from ssg.site.look import static
from ssg.urls import output_path, slug

TOP = "content/pages/"

Known = Mapping[str, Any]
"""Key → value, of what an article's own rules asked of others."""


class Asking:
    """An `ask` for one article: its own rules run on what the disk holds, others are answered as they were. What is not
    known is asked of an archive that holds this article and the pages at the top, and nothing else."""

    def __init__(self, inputs: Inputs, source: str, known: Known) -> None:
        self._mounts, self._options = inputs.mounts, inputs.options
        self._source, self._known = source, known
        self._made: dict[str, Any] = {}
        self.stamp: Stamp | None = None

    def __call__(self, spec: Asked, *args: str) -> Any:
        key = key_of(spec, args)
        if key in self._known:
            return self._known[key]
        if key not in self._made:
            self._made[key] = self._make(spec, args)
        return self._made[key]

    def all(self, spec: Rule[Any], calls: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the answers for many arguments of one rule."""
        return [self(spec, *args) for args in calls]

    def _make(self, spec: Asked, args: tuple[str, ...]) -> Any:
        if isinstance(spec, Input):
            return self._input(spec, args[0])
        if spec is content.addresses:
            card = self(content.loaded, args[0]).card
            return card.url if card and content.is_out(self, card) else None
        if isinstance(spec, Table):
            parts = self._whole(spec, args[:-1])
            found = parts.get(args[-1])
            return None if found is None else decode(encode(found), type_of(spec))
        value = spec.fn(self, *args)
        return value if spec.output else decode(encode(value), type_of(spec))

    def _whole(self, spec: Table[Any], args: tuple[str, ...]) -> Mapping[str, Any]:
        key = key_of(spec, (*args, ""))
        if key not in self._made:
            self._made[key] = spec.fn(self, *args)
        parts: Mapping[str, Any] = self._made[key]
        return parts

    def _input(self, spec: Input[Any], argument: str) -> Any:
        if spec is file:
            return self._read(argument)
        if spec is listing:
            return tuple(sorted(path for path in self._listed() if path.startswith(argument)))
        return self._options.get(argument, "")

    def _read(self, path: str) -> bytes | None:
        mount = path.partition("/")[0]
        if mount not in self._mounts or not Path(locate(self._mounts, path)).is_file():
            return None
        raw, stamp = read_stamped(locate(self._mounts, path), path)
        if path == self._source:
            self.stamp = stamp
        return raw

    def _listed(self) -> set[str]:
        """The files of this archive of one article."""
        if "" not in self._made:
            others = {name: place for name, place in self._mounts.items() if name != "content"}
            inputs = Inputs(others, {})
            inputs.scan()
            self._made[""] = {*inputs.found, *_top(self._mounts["content"]), self._source}
        found: set[str] = self._made[""]
        return found


def _top(folder: Path) -> Iterator[str]:
    """The pages that lie at the top: menus and footers name them."""
    place = folder / "pages"
    names = sorted(each.name for each in place.iterdir()) if place.is_dir() else []
    return (f"{TOP}{name}" for name in names if name.endswith(".md") and not hidden(name))


def known(engine: Engine, served: Served) -> Known:
    """Return what the page of a text, and the rules of that text alone, have asked of others."""
    found: dict[str, Any] = {}
    waiting = [engine.names[served.key]]
    while waiting:
        row = engine.row(waiting.pop())
        for number in row.asked if row else ():
            spec, args = split(engine.names.text(number))
            own = args[:1] == (served.source,)
            if own and isinstance(spec, Rule) and spec.worker:
                waiting.append(number)
            elif not (own and spec is file):
                found[engine.names.text(number)] = engine.value_of(number)
    return found


def page(inputs: Inputs, path: str, source: str, given: Known) -> Early | None:
    """Return the page at a path as far as it can be told from its text alone; None where that text makes another or none."""
    ask = Asking(inputs, source, given)
    try:
        card = ask(content.loaded, source).card
        if card is None or output_path(card.url) != path or not texts.shows_text(card):
            return None
        rule = made.article if card.kind == "article" else made.plain_page
        body, base = ask(rule, source), ask(content.config).base_path
        found, mark = scripts(ask, base), badge(card, ask(option, "today"))
    except Exception:  # noqa: BLE001  the engine makes it in a moment, or says what is wrong
        return None
    tag = f"{digest(body).hex()}{mark}"
    served = Served(path, key_of(rule, (source,)), tag, body, source=source, badge=mark)
    return Early(served, ask.stamp, found, base) if ask.stamp else None


def asset(inputs: Inputs, path: str) -> Early | None:
    """Return a file of the theme's or of `static/`, None where no such file answers at a path."""
    ask = Asking(inputs, "", {})
    base, name = ask(content.config).base_path, path.removeprefix("assets/")
    source = f"static/{path}"
    if ask(file, source) is None:
        source = ask(static).get(name, "") if name != path else ""
    if not source:
        return None
    if name == "style.css" and not source.startswith("static/"):
        body = ask(assets.stylesheet, source)
        key = key_of(assets.stylesheet, (source,))
        return Early(Served(path, key, digest(body).hex(), body), None, (), base)
    place = locate(inputs.mounts, source)
    tag = repr(stamp_of(os.stat(place)))
    return Early(Served(path, key_of(assets.copy, (source,)), tag, file=place), None, (), base)


def changed(inputs: Inputs, source: str, stamp: Stamp) -> bool:
    """Return whether a file is there and another one than that of a stamp."""
    try:
        return stamp_of(os.stat(locate(inputs.mounts, source))) != stamp
    except OSError:
        return False


def source_of(folder: Path, path: str) -> str | None:
    """Return the text that most likely makes a page, by the names of the files in `content`; None where none is so named."""
    name = path.removesuffix("/index.html")
    if not name.startswith("articles/"):
        names = (f"{name}.md", f"{name}/index.md")
        return next((TOP + each for each in names if (folder / "pages" / each).is_file()), None)
    wanted = name.removeprefix("articles/")
    for place, folders, files in os.walk(folder / "articles"):
        folders[:] = [each for each in folders if not hidden(each)]
        for each in files:
            stem = os.path.basename(place) if each == "index.md" else each.removesuffix(".md")  # noqa: PTH119
            if each.endswith(".md") and wanted in (stem, slug(stem)) and not hidden(each):
                return f"content/articles/{Path(place, each).relative_to(folder / 'articles').as_posix()}"
    return None
