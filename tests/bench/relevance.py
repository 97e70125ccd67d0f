"""How well the search ranks: the shared query sets, scored by the shared scorer, beside Kiwi with BM25 and MiniSearch.

    python tests/bench/relevance.py SHARED [--sample 150]

SHARED is the folder of the sets' makers (`tools/search`, `data/korquad-1.0-dev.json`); nothing of it is part of this
repository. Making the queries needs kiwipiepy. A figure is the mean reciprocal rank at ten, the recall at ten
and the share of queries without a result.
"""

import argparse
import importlib.util
import json
import math
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from ssg.model import Card
from ssg.search import index, shards
from ssg.search.loaded import LoadedIndex, load
from ssg.search.query import search

Query = Mapping[str, Any]
Scores = Mapping[str, Mapping[str, float]]
K1, B = 1.2, 0.75
NOUNS = {"NNG", "NNP", "NNB", "NR", "SL", "SN", "SH", "XR", "VV", "VA", "MAG"}


def missing(shared: Path) -> str:
    """Return why relevance can't be measured here; empty if it can."""
    wanted = [shared / "tools/search/make_queries.py", shared / "data/korquad-1.0-dev.json"]
    lost = [str(path) for path in wanted if not path.exists()]
    if lost:
        return f"relevance: {', '.join(lost)} isn't here"
    if importlib.util.find_spec("kiwipiepy") is None:
        return "relevance: making the queries needs kiwipiepy (`pip install kiwipiepy`)"
    return ""


def corpus(shared: Path, folder: Path) -> tuple[list[Query], list[Query]]:
    """Return the documents (`id`, `title`, `body`) and queries (`qid`, `set`, `q`, `rel`) of KorQuAD, made in `folder`."""
    made = [folder / f"korquad.{kind}.jsonl" for kind in ("docs", "queries")]
    if not all(path.exists() for path in made):
        command = [sys.executable, str(shared / "tools/search/make_queries.py"), str(folder)]
        korquad = ["--korquad", str(shared / "data/korquad-1.0-dev.json")]
        subprocess.run([*command, *korquad], check=True, capture_output=True)
    documents, queries = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in made
    )
    return documents, queries


def sampled(queries: Sequence[Query], size: int) -> list[Query]:
    """Return at most `size` queries of each set, always the same."""
    by_set: defaultdict[str, list[Query]] = defaultdict(list)
    for query in queries:
        by_set[query["set"]].append(query)
    draw = random.Random(3)
    return [q for each in by_set.values() for q in draw.sample(each, min(size, len(each)))]


def indexed(documents: Sequence[Query]) -> LoadedIndex:
    """Return our index of the documents' bodies: KorQuAD's titles stand for many paragraphs each."""
    made = {}
    for each in documents:
        card = Card(title="", path=each["id"], url="/", kind="article")
        made[each["id"]] = shards.Article(index.entry(card), index.words(card, each["body"]))
    files = shards.build(made, list(made))
    return load(files.__getitem__)


def run_of(
    ask: Callable[[str], Sequence[str]], queries: Sequence[Query]
) -> dict[str, Sequence[str]]:
    """Return query id → ids of the best ten documents."""
    return {query["qid"]: ask(query["q"]) for query in queries}


def scorer(shared: Path) -> ModuleType:
    """Return the shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("evaluate", shared / "tools/search/evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class KiwiBm25:
    """The anchor: a morphological analyser's content words, ranked by BM25. It needs 105 MB of model."""

    def __init__(self, documents: Sequence[Query]) -> None:
        from kiwipiepy import Kiwi

        self._kiwi = Kiwi(num_workers=1)
        self._ids = [each["id"] for each in documents]
        counts = [Counter(self._terms(each["body"])) for each in documents]
        self._lengths = [sum(each.values()) for each in counts]
        self._mean = sum(self._lengths) / len(counts)
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, each in enumerate(counts):
            for term, count in each.items():
                self._postings[term].append((number, count))

    def _terms(self, text: str) -> list[str]:
        tokens = self._kiwi.tokenize(text)
        return [token.form.lower() for token in tokens if token.tag.split("-")[0] in NOUNS]

    def ask(self, text: str) -> list[str]:
        """Return the ids of the best ten documents."""
        scores: defaultdict[int, float] = defaultdict(float)
        for term in self._terms(text):
            found = self._postings.get(term, ())
            rare = math.log(1 + (len(self._ids) - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                less = K1 * (1 - B + B * self._lengths[number] / self._mean)
                scores[number] += rare * count * (K1 + 1) / (count + less)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:10]
        return [self._ids[number] for number in best]


def reached(
    documents: Sequence[Query], queries: Sequence[Query], loaded: LoadedIndex
) -> tuple[float, float]:
    """Return which share of the documents that contain a noun (`kw1`, `compF`, `compL`, `pfxA`'s whole) its whole list holds: of each mean, of all."""
    got = whole = 0
    shares = []
    for query in (q for q in queries if q["set"] in {"kw1", "compF", "compL"}):
        having = {each["id"] for each in documents if query["q"] in each["body"]}
        found = {hit.path for hit in search(loaded, query["q"], len(documents))}
        got += len(having & found)
        whole += len(having)
        shares.append(len(having & found) / len(having))
    return sum(shares) / len(shares), got / whole


def minisearch(
    documents: Sequence[Query], queries: Sequence[Query], folder: Path
) -> dict[str, list[str]]:
    """Return the best ten of MiniSearch, which npm fetches into `folder`: the best of the searches for browsers."""
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*install, "minisearch@7.2.0"], check=True)
    told = json.dumps([str(folder), documents, [query["q"] for query in queries]])
    command = ["node", str(Path(__file__).with_name("minisearch.mjs"))]
    done = subprocess.run(command, input=told, capture_output=True, encoding="utf-8", check=True)
    return dict(zip([query["qid"] for query in queries], json.loads(done.stdout), strict=True))


def rows(
    ours: Scores, kiwi: Scores, mini: Scores, initials: float, reach: tuple[float, float]
) -> Iterator[tuple[str, float, float, bool]]:
    """Yield what was measured, our figure, the goal, and whether the figure must be below it."""
    yield "natural questions, MRR ÷ Kiwi", ours["nq"]["mrr"] / kiwi["nq"]["mrr"], 1, False
    both = ours["kw2j"]["mrr"] / mini["kw2j"]["mrr"]
    yield "two nouns with particles, MRR ÷ MiniSearch (the goal is one of news)", both, 1.4, False
    yield "compound typed with a space, MRR", ours["split"]["mrr"], 0.87, False
    for kind in ("pfxA", "pfxB", "pfxC", "pfxD", "eng"):
        yield f"{kind}, in the first ten", ours[kind]["recall"], 0.94, False
    yield "initials of four syllables and more, in the first ten", initials, 0.90, False
    for kind, each in ours.items():
        yield f"{kind}, without any result", each["zero"], 0.03 if kind == "pfxD" else 0, True
    yield "documents with the noun, reached in the end: mean", reach[0], 0.99, False
    yield "documents with the noun, reached in the end: all", reach[1], 0.99, False


def long_initials(run: Mapping[str, Sequence[str]], queries: Sequence[Query]) -> float:
    """Return of initials of four syllables and more the share with one of their documents in the first ten."""
    some = [query for query in queries if query["set"] == "cho" and len(query["q"]) > 3]
    return sum(bool(set(run[query["qid"]]) & set(query["rel"])) for query in some) / len(some)


def main() -> None:
    """Print the scores, and what of the goals is reached."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sample", type=int, default=150)
    given = parser.parse_args()
    if why := missing(given.shared):
        sys.exit(why)
    score = scorer(given.shared).score
    with tempfile.TemporaryDirectory() as folder:
        documents, every = corpus(given.shared, Path(folder))
        queries, loaded = sampled(every, given.sample), indexed(documents)
        run = run_of(lambda text: [hit.path for hit in search(loaded, text, 10)], queries)
        mini = score(queries, minisearch(documents, queries, Path(folder)))
    ours, kiwi = score(queries, run), score(queries, run_of(KiwiBm25(documents).ask, queries))
    print("| set | queries | ours: MRR / recall / none | Kiwi, BM25 | MiniSearch |\n| --- | --: | --- | --- | --- |")  # fmt: skip
    for name, each in ours.items():
        told = (f"{s['mrr']:.3f} / {s['recall']:.3f} / {s['zero']:.1%}" for s in (each, kiwi[name], mini[name]))  # fmt: skip
        print(f"| {name} | {each['n']} | {' | '.join(told)} |")
    print("\n| what | ours | goal |\n| --- | --: | --: |")
    reach = reached(documents, queries, loaded)
    for what, mine, goal, below in rows(ours, kiwi, mini, long_initials(run, queries), reach):
        missed = mine > goal if below else mine < goal
        print(f"| {what} | {mine:.4f} | {goal}{': missed' if missed else ''} |")


if __name__ == "__main__":
    main()
