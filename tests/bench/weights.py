"""What a word in each field should weigh: mean reciprocal ranks of questions for a range of weights.

    python tests/bench/weights.py SHARED [--most 600]

No set of news comes with all fields, so one is made of KorQuAD, in which people who read a paragraph asked questions of it.
Of each paragraph with six questions or more, one question is its title, the next its subtitle, the third a caption; the
answers to two are its tags. Authors and sources are drawn from the answers of all, so they are names that bodies
hold too. Asked are the questions left over, the answers to them, and a rare word of the body beside the author, the source or a tag.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ssg.model import Card, Figure, Source
from ssg.search import analysis, index, shards
from ssg.search.loaded import LoadedIndex, load
from ssg.search.query import search

Asked = tuple[str, str, str]
"""A kind of query, what is asked, and the path of the article that it means."""

TRIED = (0.25, 0.5, 0.75, 1, 1.5, 2, 4)


def paragraphs(shared: Path) -> list[Mapping[str, Any]]:
    """Return the paragraphs that six or more questions were asked of, each text once."""
    told = json.loads((shared / "data/korquad-1.0-dev.json").read_text("utf-8"))["data"]
    every = {p["context"]: p for article in told for p in article["paragraphs"]}
    return [p for p in every.values() if len({q["question"] for q in p["qas"]}) >= 6]


def made(
    found: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, shards.Article], list[Asked]]:
    """Return articles with all fields, and what to ask."""
    draw = random.Random(7)
    answers = [q["answers"][0]["text"] for p in found for q in p["qas"]]
    names = sorted({a for a in answers if 3 <= len(a) <= 4 and a.isalpha()})
    articles, asked = dict[str, shards.Article](), list[Asked]()
    for number, paragraph in enumerate(found):
        path = f"{number}.md"
        questions = paragraph["qas"]
        said = [q["question"].rstrip("? ") for q in questions]
        gave = [q["answers"][0]["text"] for q in questions]
        card = Card(
            title=said[0], path=path, url="/", kind="article", subtitle=(said[1],), tags=tuple(gave[1:3]),
            authors=(draw.choice(names),), source=Source(draw.choice(names[::40])), figures=(Figure(said[2]),),
        )  # fmt: skip
        body = paragraph["context"]
        articles[path] = shards.Article(index.entry(card), index.words(card, body))
        asked += _asked(card, list(zip(said, gave, strict=True))[3:], body, draw)
    return articles, asked


def _asked(
    card: Card, left: Sequence[tuple[str, str]], body: str, draw: random.Random
) -> Iterator[Asked]:
    for question, answer in left:
        yield "question", question, card.path
        yield "answer", answer, card.path
    word = draw.choice([run for run in body.split() if len(run) > 3])
    yield "author and word", f"{card.authors[0]} {word}", card.path
    yield "source and word", f"{card.source.name} {word}", card.path
    yield "tag and word", f"{draw.choice(card.tags)} {word}", card.path
    yield "caption", " ".join(analysis.terms(card.figures[0].caption)[:3]), card.path
    yield "headline", card.title, card.path


def ranks(loaded: LoadedIndex, asked: Sequence[Asked]) -> dict[str, float]:
    """Return the mean reciprocal rank at ten of each kind of query."""
    sums: dict[str, list[float]] = {}
    for kind, text, path in asked:
        hits = [hit.path for hit in search(loaded, text, 10)]
        sums.setdefault(kind, []).append(1 / (hits.index(path) + 1) if path in hits else 0)
    return {kind: sum(each) / len(each) for kind, each in sums.items()}


def weighed(files: Mapping[str, bytes], weights: Mapping[str, float]) -> LoadedIndex:
    """Return the index with other weights: they are applied when it is asked."""
    loaded = load(files.__getitem__)
    loaded.fields = weights
    return loaded


def main() -> None:
    """Print a line for each field and weight, the other fields weighing what they do."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--most", type=int, default=600, help="queries of each kind")
    given = parser.parse_args()
    articles, asked = made(paragraphs(given.shared))
    files = shards.build(articles, list(articles))
    by_kind: dict[str, list[Asked]] = {}
    for each in random.Random(5).sample(asked, len(asked)):
        by_kind.setdefault(each[0], []).append(each)
    some = [each for kind in by_kind.values() for each in kind[: given.most]]
    print(f"{len(articles)} articles, {len(some)} queries")
    now = ranks(weighed(files, index.FIELDS), some)
    print("as it is", {kind: round(value, 3) for kind, value in now.items()})
    for field in index.FIELDS:
        for weight in TRIED:
            found = ranks(weighed(files, {**index.FIELDS, field: weight}), some)
            mean = sum(found.values()) / len(found)
            line = "  ".join(f"{kind} {value:.3f}" for kind, value in found.items())
            print(f"{field:9} {weight:5}  mean {mean:.4f}  {line}", flush=True)


if __name__ == "__main__":
    main()
