"""What is changed between two builds. Each edit makes its change and returns the function that takes it back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Undo = Callable[[], None]
Corpus = Mapping[str, Any]


def paragraph(site: Path, _corpus: Corpus, number: int) -> Undo:
    """One paragraph of an article in the middle of time gets a word more."""
    files = sorted((site / "content").rglob("*.md"))
    path = files[len(files) // 2 + number]
    return _write(path, lambda text: text.rstrip() + " 고친말을 더한다.\n")


def new_article(site: Path, _corpus: Corpus, number: int) -> Undo:
    """An article newer than all others, with the text and tags of one that is there."""
    newest = max((site / "content").rglob("*.md"))
    added = newest.with_name(f"2023-12-29-new-{number}.md")
    text = newest.read_text("utf-8").replace(f"date: {newest.name[:10]}", "date: 2023-12-29")
    added.write_text(text.replace("title: ", f"title: 새 글 {number} ", 1), "utf-8")
    return added.unlink


def tag(site: Path, corpus: Corpus, _number: int) -> Undo:
    """A tag that about one article in seventy has gets another name."""
    counts = {
        name.removeprefix("tags/"): count
        for name, count in corpus["lists"].items()
        if name.startswith("tags/")
    }
    wanted = corpus["articles"] / 70
    name = min(counts, key=lambda each: (abs(counts[each] - wanted), each))
    having = [
        path for path in (site / "content").rglob("*.md") if name in _tags(path.read_text("utf-8"))
    ]
    each_undo = [_write(path, lambda text: _renamed(text, name)) for path in having]

    def undo() -> None:
        for each in each_undo:
            each()

    return undo


def _tags(text: str) -> list[str]:
    return _line(text).removeprefix("tags: [").removesuffix("]").split(", ")


def _line(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("tags: "))


def _renamed(text: str, name: str) -> str:
    others = [f"새{name}" if each == name else each for each in _tags(text)]
    return text.replace(_line(text), f"tags: [{', '.join(others)}]", 1)


def template(site: Path, _corpus: Corpus, number: int) -> Undo:
    """The template of articles gets a line more."""
    path = site / "templates" / "article.html"
    return _write(path, lambda text: text.replace("<article", f"<!-- {number} -->\n<article", 1))


def _write(path: Path, change: Callable[[str], str]) -> Undo:
    before = path.read_text("utf-8")
    path.write_text(change(before), "utf-8")

    def undo() -> None:
        path.write_text(before, "utf-8")

    return undo


EDITS: Mapping[str, Callable[[Path, Corpus, int], Undo]] = {
    "one paragraph changed": paragraph,
    "one new article": new_article,
    "one tag renamed": tag,
    "article template edited": template,
}
