"""The plan of a build: every file of the site with the key that makes it, in stages of batches."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate
from urllib.parse import quote

import msgspec

from ssg.engine.keys import Ask, file, key_of, rule, shown
from ssg.engine.stages import BATCH, Make
from ssg.errors import Problem, problem
from ssg.site import (
    api,
    assets,
    content,
    feeds,
    images,
    leaks,
    ledger,
    lists,
    overview,
    pages,
    search,
    social,
    texts,
)
from ssg.site.look import static
from ssg.site.periods import years
from ssg.site.search_scripts import LUNR
from ssg.site.taxonomy import kinds, present, shelves, thickness
from ssg.urls import nfc, output_path

LONGEST = 1000  # bytes of a path below the site, LONGEST_NAME of a name in it: what common file systems take
LONGEST_NAME = 255
_UNSEEN = re.compile("[\x00-\x1f\ud800-\udfff]")


Used = tuple[dict[str, Make], dict[str, Make]]


class Plan(msgspec.Struct, frozen=True):
    """Stages of batches of keys; a stage starts when the one before is back. Problems: files that can't be made, and
    published addresses that would die; `vanished` are the sources of those, whose last pages must stay, `silent` these
    addresses; `articles` counts them."""

    stages: tuple[tuple[tuple[Make, ...], ...], ...]
    problems: tuple[Problem, ...]
    vanished: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    articles: int = 0

    def makes(self) -> Iterator[Make]:
        """Every file of the site, in order."""
        return (make for stage in self.stages for batch in stage for make in batch if make.path)


@rule
def plan(ask: Ask) -> Plan:
    """What the site consists of, and what answers at addresses that it once had."""
    found = ask(current)
    owed = ledger.owed(ask, {make.path for make in found.makes()})
    problems = [*found.problems, *owed.problems]
    old = [_made(url, spec, *args) for url, spec, *args in owed.answers]
    if old:
        used: Used = ({}, {})
        owners = _owners(ask)
        for make in found.makes():
            _free(make, used, problems, owners)
        old = [make for make in old if _free(make, used, problems, owners)]
    *stages, last = found.stages
    stages.append((*last, *_batches(old)))
    return Plan(tuple(stages), tuple(problems), owed.vanished, owed.silent, found.articles)


@rule
def current(ask: Ask) -> Plan:
    """What the site consists of today. Two keys for one address are a problem that names both; the first one keeps it (law 7).

    Apart from `plan`: the ledger is another one after each build that published something new, and this is not.
    """
    first = [_made(url, spec, *args) for url, spec, *args in _articles(ask)]
    then = [_made(url, spec, *args) for url, spec, *args in _lists(ask)]
    last = [_made(url, spec, *args) for url, spec, *args in _rest(ask)]
    drawn = [_made(url, spec, *args) for url, spec, *args in _pictures(ask)]
    problems: list[Problem] = []
    used: Used = ({}, {})
    owners = _owners(ask)
    stages = [
        [make for make in stage if _free(make, used, problems, owners)]
        for stage in (first, then, last, drawn)
    ]
    hidden = frozenset(ask(leaks.in_part))
    worded = ask(content.config).search.enabled
    with_words = [_with_words(make, hidden, worded=worded) for make in stages[0]]
    slices, shards = search.prepared(ask) if _searched(ask) else ([], [])
    # Lists stand before articles: they ask for cards alone, and while workers make them, related articles are found here.
    batches = (
        (*_batches(stages[1]), *_batches([make for makes in with_words for make in makes])),
        tuple((make,) for make in slices),
        tuple(_batches(shards, 4)),
        (*_batches(stages[2]), *_batches(stages[3], 16)),
    )
    articles = len(ask(content.catalogue))
    return Plan(tuple(filter(None, batches)), (*problems, *social.notices(ask)), articles=articles)


def _owners(ask: Ask) -> Mapping[str, str]:
    """The file of every article's and page's address."""
    every = (*ask(content.catalogue), *ask(content.page_cards), *ask(content.withdrawn))
    return {card.url: card.path for card in every}


def _searched(ask: Ask) -> bool:
    return ask(content.config).search.enabled and ask(file, LUNR) is not None


def _made(url: object, spec: object, *args: object) -> Make:
    return Make(key_of(spec, [str(arg) for arg in args]), output_path(str(url)))  # type: ignore[arg-type]


def _with_words(make: Make, hidden: Collection[str], *, worded: bool) -> tuple[Make, ...]:
    """An article's words are made in the visit that makes its page: the text is parsed once; and it is looked whether
    more of it gets out than may."""
    name, _, path = make.key.partition("\x1f")
    checked = (Make(key_of(leaks.leaked, (path,))),) if path in hidden else ()
    if name != pages.article.name or not worded:
        return (make, *checked)
    return (make, Make(key_of(texts.words, (path,))), *checked)


def _articles(ask: Ask) -> Iterator[tuple[object, ...]]:
    drawn = bool(ask(social.font))
    for card in ask(content.catalogue):
        yield card.url, pages.article, card.path
        if drawn:
            yield social.address(ask, card.url), social.social_card, card.path
    for card in ask(content.page_cards):
        yield card.url, pages.plain_page, card.path
    for card in ask(content.withdrawn):
        yield card.url, ledger.taken_down, card.path


def _lists(ask: Ask) -> Iterator[tuple[object, ...]]:
    yield from _pages_of(ask, "/", lambda n: (lists.home, n))
    for kind in ask(kinds):
        for shelf in ask(shelves)[kind.name].values() if kind.pages else ():
            term = shelf.term
            yield from _pages_of(
                ask, term.url, lambda n, t=term, x=kind.name: (lists.term, x, t.name, t.url, n)
            )
            for link in feeds.feed_links(ask, term.url) if kind.feed else ():
                yield link.url, feeds.term_feed, link.title, term.name, term.url
    for year in ask(years):
        for period in (year, *year.months):
            yield from _pages_of(
                ask, period.url, lambda n, p=period: (lists.period, p.year, p.month, p.url, n)
            )


def _pages_of(ask: Ask, url: str, spec) -> Iterator[tuple[object, ...]]:  # type: ignore[no-untyped-def] # noqa: ANN001
    for n, address in enumerate(lists.list_urls(url, ask(thickness).get(url, 1)), 1):
        yield address, *spec(n)


def _indexes(ask: Ask) -> Iterator[tuple[object, ...]]:
    for name in ask(present):
        yield f"/{name}/", lists.taxonomy, name
        for group in ask(overview.jumps, name):
            yield group.url, lists.initial, name, group.initial, group.url
    if "tags" not in ask(present):
        yield "/tags/", lists.taxonomy, "tags"


def _rest(ask: Ask) -> Iterator[tuple[object, ...]]:
    yield from _indexes(ask)
    yield "/archive/", lists.archive
    yield "/404.html", pages.not_found
    for link in feeds.feed_links(ask, "/"):
        yield link.url, feeds.site_feed, link.title
    yield "/api/articles.json", api.articles
    yield "/api/articles.schema.json", api.schema
    yield "/sitemap.xml", feeds.sitemap
    yield "/robots.txt", feeds.robots
    yield "/.nojekyll", assets.nothing
    if ask(content.config).deploy.cname:
        yield "/CNAME", assets.cname
    if "style.css" in ask(static):
        yield "/assets/style.css", assets.stylesheet, ask(static)["style.css"]
    for url, path in ask(assets.copies).items():
        if not _is_photo(path):
            yield url, assets.copy, path
    if ask(content.config).search.enabled:
        yield "/search/", pages.search
        if _searched(ask):
            yield from search.published(ask)
    yield from _aliases(ask)


def _aliases(ask: Ask) -> Iterator[tuple[object, ...]]:
    for card in (*ask(content.catalogue), *ask(content.page_cards), *ask(content.withdrawn)):
        for alias in card.aliases:
            address = _alias_url(
                alias
            )  # a key makes one file, so each alias needs a key of its own
            yield address, assets.redirect, card.url, quote(address, errors="replace")


def _is_photo(path: str) -> bool:
    return path.startswith(("content/", "static/")) and path.lower().endswith(images.SHRUNK)


def _pictures(ask: Ask) -> Iterator[tuple[object, ...]]:
    """Pictures without their notes; those among the articles in smaller versions, too."""
    found = [(url, path) for url, path in ask(assets.copies).items() if _is_photo(path)]
    yield from ((url, images.clean, path) for url, path in found)
    found = [(url, path) for url, path in found if path.startswith("content/")]
    sizes = ask.all(images.measured, [(path,) for _, path in found])
    for (url, path), size in zip(found, sizes, strict=True):
        for width in size.widths:
            for kind in ask(images.sizes)[1]:
                yield images.version_url(url, width, kind), images.smaller, path, width, kind


def _alias_url(alias: str) -> str:
    """An alias as an address: below the site's root; a folder unless it names a file."""
    path = "/" + "/".join(part for part in nfc(alias).split("/") if part not in ("", "."))
    return path if path.endswith((".html", ".htm")) or path == "/" else f"{path}/"


def _free(
    make: Make,
    used: Used,
    problems: list[Problem],
    owners: Mapping[str, str],
) -> bool:
    """Whether a path is still free; names that a file system could take for one count as one.

    `used` are the paths and the folders of the makes before.
    """
    if wrong := _impossible(make.path):
        problems.append(problem(_origin(make, owners), wrong))
        return False
    taken, folders = used
    name = nfc(make.path).casefold()
    above = list(accumulate(name.split("/")[:-1], "{}/{}".format))
    in_the_way = [taken.get(name), folders.get(name), *map(taken.get, above)]
    other = next(filter(None, in_the_way), None)
    if other is None:
        taken[name] = make
        for folder in above:
            folders.setdefault(folder, make)
        return True
    address = "/" + make.path.removesuffix("index.html")
    same = other is in_the_way[0]
    there = "and so has" if same else "which can't stand beside that of"
    what = f'has the address "{address}", {there} {_origin(other, owners)}'
    hint = "give one of them another `slug` (or rename the file, or remove the alias)"
    problems.append(problem(_origin(make, owners), what, hint))
    return False


def _impossible(path: str) -> str:
    """What forbids a path, as a sentence; empty if nothing does. It must be known before a build is committed."""
    parts = path.split("/")
    if ".." in parts:
        return f'the address "/{path}" leaves the site'
    if _UNSEEN.search(path):
        return f"the address {path!r} holds a control character"
    if len(path) * 4 > LONGEST_NAME and (  # most are short, however they are written
        len(path.encode()) > LONGEST or any(len(part.encode()) > LONGEST_NAME for part in parts)
    ):
        return f'the address "/{path[:40]}…" is too long for a file'
    return ""


def _origin(make: Make, owners: Mapping[str, str]) -> str:
    """What a person can change: the file that a page is made of or that an alias stands in, else the rule's name.

    `owners` is the file of every article's and page's address.
    """
    args = make.key.split("\x1f")[1:]
    args = [owners.get(arg, arg) for arg in args]
    files = [arg for arg in args if "/" in arg and "." in arg and not arg.startswith("/")]
    return files[0] if files else shown(make.key)


def _batches(makes: list[Make], size: int = BATCH) -> Iterable[tuple[Make, ...]]:
    return (tuple(makes[i : i + size]) for i in range(0, len(makes), size))
