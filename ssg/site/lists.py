"""Rules for the pages that list articles or terms: home, terms, indexes of terms, years and months, the archive."""

from functools import lru_cache

from ssg.engine.keys import Ask, Hint, rule
from ssg.model import Card
from ssg.site.content import loaded
from ssg.site.describe import described
from ssg.site.feeds import feed_links
from ssg.site.look import looks, page, strings
from ssg.site.overview import (
    featured,
    figures,
    groups,
    initials,
    jumps,
    most_used,
    newest_series,
)
from ssg.site.periods import months, years
from ssg.site.related import related_tags, term_sources, term_years
from ssg.site.taxonomy import Kind, Leaf, kinds, leaves
from ssg.theme.context import Figures, Group, Here, Link, Pager, Term

MOST_FEATURED = 3
MOST_SERIES = 6
FIRST = "1"  # the page of a list that new articles change
ABOUT = (
    related_tags,
    term_sources,
    term_years,
    described,
)  # what the first page of a tag says; other terms have no related ones
NO_FIGURES = Figures(0, 0, 0, "")


@lru_cache(maxsize=16)  # a pure memo: every page of a list asks
def list_urls(url: str, pages: int) -> tuple[str, ...]:
    """Return the addresses of a list's pages: `/tags/x/`, `/tags/x/page/2/` …"""
    return (url, *(f"{url}page/{n}/" for n in range(2, pages + 1)))


def _leaf(ask: Ask, url: str, number: str) -> tuple[Leaf, Pager, tuple[Card, ...]]:
    leaf = ask(leaves, f"{url}#{number}") or Leaf((), 0, 1)
    pager = Pager(int(number), list_urls(url, leaf.pages), leaf.count)
    cards = (ask(loaded, path).card for path in leaf.paths)
    return leaf, pager, tuple(card for card in cards if card)


def _leaf_needs(ask: Hint, url: str, number: str) -> None:
    leaf = ask(leaves, f"{url}#{number}")
    for path in leaf.paths if leaf else ():
        ask.note(loaded, path)


def _home_needs(ask: Hint, number: str) -> None:
    looks(ask, "index.html")
    if number == FIRST:
        ask(figures)
        ask(most_used, "tags")
        ask(newest_series)
    _featured(ask, number)
    _leaf_needs(ask, "/", number)


@rule(worker=True, output=True, needs=_home_needs)
def home(ask: Ask, number: str) -> bytes:
    """A page of the home list; the first one is the site's front, and alone says what depends on the whole archive."""
    _, pager, entries = _leaf(ask, "/", number)
    first = number == FIRST
    here = Here(url=pager.urls[pager.number - 1], title="", template="index.html")
    context = {
        "entries": entries,
        "pager": pager,
        "figures": ask(figures) if first else NO_FIGURES,
        "featured": _featured(ask, number),
        "series": ask(newest_series)[:MOST_SERIES] if first else (),
        "tags": ask(most_used, "tags") if first else (),
    }
    return page(ask, here, context)


def _featured(ask: Ask, number: str) -> tuple[Card, ...]:
    """What the first page shows above its list."""
    paths = ask(featured)[:MOST_FEATURED] if number == FIRST else ()
    cards = (ask(loaded, path).card for path in paths)
    return tuple(card for card in cards if card)


def _term_needs(ask: Hint, taxonomy: str, _name: str, url: str, number: str) -> None:
    looks(ask, "term.html")
    ask(kinds)
    if number == FIRST:
        for spec in ABOUT if taxonomy == "tags" else ABOUT[1:]:
            ask.note(spec, url)
    _leaf_needs(ask, url, number)


def _about(ask: Ask, taxonomy: str, url: str, number: str) -> dict[str, object]:
    """What the first page of a term says of it; the others are a list and no more."""
    if number != FIRST:
        return {"related": (), "sources": (), "years": (), "description": ""}
    return {
        "related": (ask(related_tags, url) or ()) if taxonomy == "tags" else (),
        "sources": ask(term_sources, url) or (),
        "years": ask(term_years, url) or (),
        "description": ask(described, url) or "",
    }


@rule(worker=True, output=True, needs=_term_needs)
def term(ask: Ask, taxonomy: str, name: str, url: str, number: str) -> bytes:
    """A page of the articles of one term; what depends on all of them stands on the first."""
    _, pager, entries = _leaf(ask, url, number)
    kind = next(kind for kind in ask(kinds) if kind.name == taxonomy)
    here = Here(
        url=pager.urls[pager.number - 1],
        title=name,
        template="term.html",
        feeds=feed_links(ask, url) if kind.feed else (),
        menu=f"/{taxonomy}/",
    )
    context = {
        "taxonomy": taxonomy,
        "parent": Link(f"/{taxonomy}/", _title(ask, kind)),
        "term": Term(name, url, pager.count),
        "entries": entries,
        "pager": pager,
        **_about(ask, taxonomy, url, number),
    }
    return page(ask, here, context)


def _title(ask: Ask, kind: Kind) -> str:
    return kind.title or ask(strings).get(f"taxonomy.{kind.name}", kind.name)


@rule(worker=True, output=True)
def taxonomy(ask: Ask, name: str) -> bytes:
    """The index of a taxonomy; of a large one the initials and the most used terms."""
    jump = ask(jumps, name)
    found = jump or ask(groups, name)
    title = _title(ask, next(kind for kind in ask(kinds) if kind.name == name))
    here = Here(url=f"/{name}/", title=title, template="taxonomy.html", menu=f"/{name}/")
    context = {
        "taxonomy": name,
        "groups": found,
        "count": sum(group.count for group in found),
        "most": ask(most_used, name) if jump else (),
        "parent": None,
        "initial": "",
    }
    return page(ask, here, context)


def _initial_needs(ask: Ask, name: str, initial: str, _: str) -> None:
    looks(ask, "taxonomy.html")
    ask(kinds)
    ask(jumps, name)
    ask(initials, name, initial)


@rule(worker=True, output=True, needs=_initial_needs)
def initial(ask: Ask, name: str, initial: str, url: str) -> bytes:
    """The terms under one initial of a large taxonomy."""
    above = _title(ask, next(kind for kind in ask(kinds) if kind.name == name))
    found = ask(initials, name, initial) or ()
    words = ask(strings)
    shown = {"#": words.get("taxonomy.digits", "#"), "…": words.get("taxonomy.others", "…")}
    letter = shown.get(initial, initial)
    here = Here(url=url, title=f"{above}: {letter}", template="taxonomy.html", menu=f"/{name}/")
    jump = tuple(
        Group(g.initial, g.id, found, g.count, g.url) if g.initial == initial else g
        for g in ask(jumps, name)
    )
    context = {
        "taxonomy": name,
        "groups": jump,
        "count": len(found),
        "most": (),
        "parent": Link(f"/{name}/", above),
        "initial": initial,
    }
    return page(ask, here, context)


def _period_needs(ask: Hint, year: str, _month: str, url: str, number: str) -> None:
    looks(ask, "list.html")
    if number == FIRST:
        ask(months, year)
    _leaf_needs(ask, url, number)


@rule(worker=True, output=True, needs=_period_needs)
def period(ask: Ask, year: str, month: str, url: str, number: str) -> bytes:
    """A page of the articles of one year or month."""
    _, pager, entries = _leaf(ask, url, number)
    words = ask(strings)
    key, parent = ("date.month", f"/{year}/") if month else ("date.year", "/archive/")
    heading = words.get(key, "{year}").format(year=year, month=_month(words, month))
    above = (
        words.get("date.year", "{year}").format(year=year)
        if month
        else words.get("archive.title", "")
    )
    here = Here(
        url=pager.urls[pager.number - 1], title=heading, template="list.html", menu="/archive/"
    )
    context = {
        "heading": heading,
        "parent": Link(parent, above),
        "entries": entries,
        "pager": pager,
        "months": () if month or number != FIRST else ask(months, year) or (),
    }
    return page(ask, here, context)


def _month(words: dict[str, str], month: str) -> str:
    """The month as the language writes it inside a date."""
    names = words.get("date.months", "").split()
    name = names[int(month) - 1] if month and len(names) == 12 else month.lstrip("0")  # noqa: PLR2004
    return name if not name[:1].isdigit() else month.lstrip("0")


@rule(output=True)
def archive(ask: Ask) -> bytes:
    """All years and months with their counts."""
    title = ask(strings).get("archive.title", "Archive")
    here = Here(url="/archive/", title=title, template="archive.html", menu="/archive/")
    return page(ask, here, {"years": ask(years)})
