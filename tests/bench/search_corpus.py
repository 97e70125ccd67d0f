"""The articles of the search benchmark, and the two indexes of them."""

import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ssg.formats import modules
from ssg.model import Card, Source
from ssg.search import analysis, index, shards
from ssg.site.search_scripts import SCRIPTS

BROWSER = Path(__file__).resolve().parents[2] / "ssg" / "browser"
PAGEFIND = "pagefind@1.4.0"
Document = Mapping[str, Any]


def corpus(shared: Path, folder: Path, count: int) -> list[Document]:
    """Return `count` articles of 1,500 characters; a smaller corpus begins a greater one."""
    told = json.loads((shared / "data/korquad-1.0-dev.json").read_text("utf-8"))["data"]
    texts = {p["context"].replace("\n", " "): a["title"] for a in told for p in a["paragraphs"]}
    lines = (json.dumps({"title": title, "body": body}) for body, title in texts.items())
    (folder / "news.docs.jsonl").write_text("\n".join(lines), "utf-8")
    made = folder / f"corpus-{count}.jsonl"
    if made.exists():
        return [json.loads(line) for line in made.read_text("utf-8").splitlines()]
    script = shared / "tools/search/make_corpus.py"
    command = [sys.executable, str(script), str(made), str(count), str(folder / "news.docs.jsonl")]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line) for line in made.read_text("utf-8").splitlines()]


def articles(documents: Sequence[Document]) -> dict[str, shards.Article]:
    """Return the articles of an index."""
    found = {}
    for each in documents:
        path = f"content/articles/{each['id']}.md"
        card = Card(
            title=each["title"], path=path, url=f"/articles/{each['id']}/", kind="article",
            tags=tuple(each["tags"]), source=Source("기록신문"), excerpt=each["body"][:200],
        )  # fmt: skip
        facets: list[list[str]] = [["기록신문"], [], each["tags"]]
        found[path] = shards.Article(index.entry(card), index.words(card, each["body"]), facets)
    return found


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def ours(folder: Path, documents: Sequence[Document]) -> float:
    """Write our index and scripts; return the processor seconds of the index, in one process."""
    gc.disable()  # as ssg's processes do
    begun = time.process_time()
    made = articles(documents)
    files = shards.build(made, list(made))
    spent = time.process_time() - begun
    gc.enable()
    written(folder / "search", files)
    read: Callable[[str], str] = lambda name: (BROWSER / name).read_text("utf-8")  # noqa: E731
    scripts = {name: modules.bundle(entry, read).encode() for name, entry in SCRIPTS.items()}
    client = modules.BLOCK_COMMENT.sub("", read("search_client.js"))  # as in the site's search.js
    scripts["search_client.js"] = client.encode()
    scripts["analysis.json"] = analysis.table_bytes()
    scripts["lunr.min.js"] = (BROWSER / "vendor" / "lunr.min.js").read_bytes()
    written(folder / "assets", scripts)
    return spent


def pagefind(folder: Path, documents: Sequence[Document], program: Path) -> float:
    """Write Pagefind's index of the same texts; return its processor seconds."""
    for each in documents:
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in each["body"].split("\n\n"))
        said = f'<!doctype html><html lang="ko"><title>{escape(each["title"])}</title><body data-pagefind-body><h1>{escape(each["title"])}</h1>{paragraphs}'
        written(folder / "articles", {f"{each['id']}/index.html": said.encode()})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(program), "--site", str(folder), "--output-path", str(folder / "pagefind")]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def installed(folder: Path) -> Path:
    """Return Pagefind's own program, fetched from npm."""
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*command, PAGEFIND], check=True)
    return next((folder / "node_modules" / "@pagefind").glob("*/bin/pagefind_extended"))


def queries(documents: Sequence[Document], count: int) -> list[str]:
    """Return two words each of one article, as they are without particles."""
    draw = random.Random(9)
    found = list[str]()
    while len(found) < count:
        words = draw.choice(documents)["body"].split()
        stems = [s for w in draw.sample(words, 8) if len(s := analysis.stem(w)) > 1 and s > "가"]
        if len(stems) > 1:
            found.append(" ".join(stems[:2]))
    return found


def commonest(documents: Sequence[Document]) -> str:
    """Return the three words that stand in most articles."""
    found = Counter[str]()
    for each in documents[:500]:
        found.update(
            {stem for word in each["body"].split() if len(stem := analysis.stem(word)) > 1}
        )
    return " ".join(word for word, _ in found.most_common(3))


def size(folder: Path) -> tuple[float, int]:
    """Return MB and number of the files in a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6, len(files)
