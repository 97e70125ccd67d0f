"""Which articles are alike, counted for all of them. What is found is kept in columns. After a change: `kin_again`."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate, chain
from typing import NamedTuple

import msgspec

from ssg.search import alike

MOST = 4  # articles that are named beside one
REACH = 8  # how far to both sides of an article in the list of a common tag others are looked for
BETWEEN = "\x1f"


class Article(NamedTuple):
    """An article: `name` is its moment and path (`name_of`), which sorts; `gist` its words; `marks` its series and its tags (`marks_of`)."""

    name: str
    gist: str
    marks: str


class Kin(msgspec.Struct, frozen=True, array_like=True):
    """What was found. Articles are numbers, the oldest is 0. `words` are all words, sorted, with spaces between; `counts` says
    how many articles have each (uint32), `holders` which (uint32, of words that no more than `alike.RARE` have). `sizes`: how many
    articles are named beside each (uint8), `beside`: which (uint32, the likest first)."""

    names: tuple[str, ...] = ()
    gists: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    words: str = ""
    counts: bytes = b""
    holders: bytes = b""
    sizes: bytes = b""
    beside: bytes = b""

    def named(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the path of each article and the paths of those beside it."""
        paths = [path_of(name) for name in self.names]
        beside, ends = array("I", self.beside), accumulate(self.sizes)
        for path, size, end in zip(paths, self.sizes, ends, strict=True):
            yield path, [paths[number] for number in beside[end - size : end]]


def name_of(moment: str, path: str) -> str:
    """Return what an article is called here."""
    return f"{moment}{BETWEEN}{path}"


def path_of(name: str) -> str:
    """Return the path of an article."""
    return name.partition(BETWEEN)[2]


def marks_of(series: Iterable[str], tags: Iterable[str]) -> str:
    """Return the series, if there is one, and the tags in one text; no name holds a control character."""
    return BETWEEN.join(("".join(series), *sorted(set(tags))))


def counted(articles: Sequence[Article]) -> Kin:
    """Return what is alike in articles, which are sorted."""
    texts = columns(articles)
    postings = alike.postings(texts[1])
    rare = alike.rare(postings, len(articles))
    words, holders = sorted(postings), array("I")
    for word in words:
        if len(postings[word]) <= alike.RARE:
            holders.extend(postings[word])
    counts = array("I", [len(postings[word]) for word in words])
    del postings  # most of it are words that one article has
    return packed(texts, (words, counts, holders), list(likest(texts, rare, range(len(articles)))))


Columns = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Names, gists and marks."""


def columns(articles: Sequence[Article]) -> Columns:
    """Return names, gists and marks of articles."""
    names, gists, marks = zip(*articles, strict=True) if articles else ((), (), ())
    return names, gists, marks


def packed(
    texts: Columns,
    index: "tuple[Sequence[str], array[int], array[int]]",
    beside: Sequence[Sequence[int]],
) -> Kin:
    """Return what was found; `index`: words, counts and holders, `beside` for each article those named beside it."""
    words, counts, holders = index
    sizes, flat = bytes(map(len, beside)), array("I", chain.from_iterable(beside))
    numbers = counts.tobytes(), holders.tobytes(), sizes, flat.tobytes()
    return Kin(*texts, " ".join(words), *numbers)


def likest(
    texts: Columns, rare: Mapping[str, Sequence[int]], numbers: Iterable[int]
) -> Iterator[list[int]]:
    """For each of these articles up to `MOST` with most points; then the nearest day, then path. None of its own series."""
    names, gists, marks = texts
    there = places(marks)

    @cache
    def day(number: int) -> int:
        moment = names[number].partition(BETWEEN)[0]
        return date.fromisoformat(moment[:10]).toordinal() if moment else 0

    for number in numbers:
        series, *tags = marks[number].split(BETWEEN)
        points = alike.points(gists[number], rare, _tagged(number, tags, there))
        del points[number]
        for other in there.get(f"{BETWEEN}{series}", ()) if series else ():
            del points[other]
        ranked = sorted(
            (-many, abs(day(other) - day(number)), path_of(names[other]), other)
            for other, many in alike.best(points, MOST)
        )
        yield [other for *_, other in ranked[:MOST]]


Places = Mapping[str, Sequence[int]]


def places(marks: Sequence[str]) -> Places:
    """Return the articles of each tag, in order, and those of each series, whose name begins with a mark of its own."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(marks):
        series, *tags = text.split(BETWEEN)
        if series:
            found[f"{BETWEEN}{series}"].append(number)
        for tag in tags:
            found[tag].append(number)
    return found


def _tagged(number: int, tags: Iterable[str], places: Places) -> Iterator[Sequence[int]]:
    """The articles with a common tag, twice: all of a rare tag, the nearest of a frequent one."""
    for tag in tags:
        there = places[tag]
        if len(there) > alike.RARE:
            there = _around(there, number)
        yield there
        yield there


def _around(there: Sequence[int], number: int) -> Sequence[int]:
    at = bisect_left(there, number)
    return there[max(0, at - REACH) : at + REACH + 1]
