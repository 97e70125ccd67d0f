"""Rules for the pages of the site. Each returns the bytes of one file."""

import msgspec

from ssg.engine.keys import Ask, rule
from ssg.formats.jsonld import news_article
from ssg.model import Card, Picture
from ssg.site.content import (
    address_of,
    chosen_markdown,
    config,
    loaded,
    page_cards,
    picture_of,
    rendered,
)
from ssg.site.look import looks, page, site, strings
from ssg.site.taxonomy import (
    Leaf,
    figures,
    groups,
    leaves,
    months,
    neighbours,
    related,
    related_tags,
    siblings,
    term_years,
    terms_of,
    top_tags,
    years,
)  # fmt: skip
from ssg.theme.context import Article, Here, Link, Pager, Term


def _article_needs(ask: Ask, path: str) -> None:
    looks(ask, "article.html")
    ask(chosen_markdown)
    card = ask(loaded, path).card
    ask(config)
    ask(neighbours, path)
    ask(related, path)
    if card:
        _terms(ask, card)
        _series(ask, card)


@rule(worker=True, output=True, needs=_article_needs)
def article(ask: Ask, path: str) -> bytes:
    """The page of an article."""
    card = _shown(ask, path)
    older, newer = ask(neighbours, path) or (None, None)
    tags, authors, sources, sections = _terms(ask, card)
    series_name, series = _series(ask, card)
    text = ask(rendered, path)
    shown = Article(
        card=card,
        html=text.html,
        headings=text.headings,
        tags=tags,
        authors=authors,
        source=sources[0] if sources else None,
        section=sections[0] if sections else None,
        older=older,
        newer=newer,
        related=ask(related, path) or (),
        series=series,
        series_name=series_name,
        edit_url=_edit_url(ask, path),
        pictures=_pictures(ask, path),
        json_ld=news_article(card, ask(config)),
    )
    return page(ask, _here(card, "article.html"), {"article": shown})


def _here(card: Card, template: str) -> Here:
    described = card.description or " ".join(card.subtitle) or card.excerpt
    partial = card.visibility != "public"
    return Here(
        url=card.url,
        title=card.title,
        template=template,
        description=described,
        lang=card.lang,
        image=card.image,
        canonical=card.source.url if partial else "",
        noindex=partial,
    )


def _shown(ask: Ask, path: str) -> Card:
    """The card with the addresses of its pictures made addresses of the site."""
    card = ask(loaded, path).card
    if card is None:
        raise LookupError(path)  # the plan names no such page
    pictures = tuple(
        msgspec.structs.replace(f, src=_picture(ask, card, f.src)) for f in card.figures
    )
    return msgspec.structs.replace(card, figures=pictures, image=_picture(ask, card, card.image))


def _pictures(ask: Ask, path: str) -> dict[str, Picture]:
    """Address → what is known of it, for the pictures that the front matter names."""
    card = ask(loaded, path).card
    if card is None or not (card.image or card.figures):
        return {}
    named = dict.fromkeys((card.image, *(figure.src for figure in card.figures)))
    known = {_picture(ask, card, src): picture_of(ask, card, src) for src in named if src}
    return {url: found for url, found in known.items() if found}


def _picture(ask: Ask, card: Card, src: str) -> str:
    elsewhere = not src or src.startswith(("http://", "https://", "//"))
    return src if elsewhere else address_of(ask, card.path, card.url, src)


def _terms(ask: Ask, card: Card) -> tuple[tuple[Term, ...], ...]:
    return tuple(terms_of(ask, card, name) for name in ("tags", "authors", "sources", "sections"))


def _series(ask: Ask, card: Card) -> tuple[str, tuple[Link, ...]]:
    found = terms_of(ask, card, "series")
    return (found[0].name, ask(siblings, found[0].url) or ()) if found else ("", ())


def _edit_url(ask: Ask, path: str) -> str:
    repository = ask(config).repository.rstrip("/")
    return f"{repository}/edit/main/{path}" if repository else ""


def _page_needs(ask: Ask, path: str) -> None:
    looks(ask, "page.html")
    ask(chosen_markdown)
    ask(config)
    ask(loaded, path)
    ask(folder, path.rpartition("/")[0])


@rule(worker=True, output=True, needs=_page_needs)
def plain_page(ask: Ask, path: str) -> bytes:
    """A page that is no article: about, the guide."""
    card, text = _shown(ask, path), ask(rendered, path)
    shown = Article(
        card=card,
        html=text.html,
        headings=text.headings,
        edit_url=_edit_url(ask, path),
        pictures=_pictures(ask, path),
    )
    around = ask(folder, path.rpartition("/")[0])
    here = _here(card, "page.html")
    return page(ask, here, {"article": shown, "siblings": around if len(around) > 1 else ()})


@rule
def folder(ask: Ask, name: str) -> tuple[Link, ...]:
    """The pages of one folder, by weight; none for the pages that lie at the top."""
    if name == "content/pages":
        return ()
    inside = [card for card in ask(page_cards) if card.path.rpartition("/")[0] == name]
    return tuple(
        Link(card.url, card.title) for card in sorted(inside, key=lambda c: (c.weight, c.path))
    )


def list_urls(url: str, pages: int) -> tuple[str, ...]:
    """Return the addresses of a list's pages: `/tags/x/`, `/tags/x/page/2/` …"""
    return (url, *(f"{url}page/{n}/" for n in range(2, pages + 1)))


def _leaf(ask: Ask, url: str, number: str) -> tuple[Leaf, Pager, tuple[Card, ...]]:
    leaf = ask(leaves, f"{url}#{number}") or Leaf((), 0, 1)
    pager = Pager(int(number), list_urls(url, leaf.pages), leaf.count)
    cards = (ask(loaded, path).card for path in leaf.paths)
    return leaf, pager, tuple(card for card in cards if card)


def _home_needs(ask: Ask, number: str) -> None:
    looks(ask, "index.html")
    ask(figures)
    ask(top_tags)
    _leaf(ask, "/", number)


@rule(worker=True, output=True, needs=_home_needs)
def home(ask: Ask, number: str) -> bytes:
    """A page of the home list; the first one is the site's front."""
    _, pager, entries = _leaf(ask, "/", number)
    here = Here(url=pager.urls[pager.number - 1], title="", template="index.html", feed="/feed.xml")
    context = {"entries": entries, "pager": pager, "figures": ask(figures), "tags": ask(top_tags)}
    return page(ask, here, context)


def _term_needs(ask: Ask, taxonomy: str, _name: str, url: str, number: str) -> None:
    looks(ask, "term.html")
    ask(term_years, url)
    if taxonomy == "tags":
        ask(related_tags, url)
    _leaf(ask, url, number)


@rule(worker=True, output=True, needs=_term_needs)
def term(ask: Ask, taxonomy: str, name: str, url: str, number: str) -> bytes:
    """A page of the articles of one term."""
    _, pager, entries = _leaf(ask, url, number)
    here = Here(
        url=pager.urls[pager.number - 1],
        title=name,
        template="term.html",
        feed=f"{url}feed.xml" if taxonomy == "tags" else "",
        menu=f"/{taxonomy}/",
    )
    context = {
        "taxonomy": taxonomy,
        "term": Term(name, url, pager.count),
        "entries": entries,
        "pager": pager,
        "related": (ask(related_tags, url) or ()) if taxonomy == "tags" else (),
        "years": ask(term_years, url) or (),
        "description": "",
    }
    return page(ask, here, context)


@rule(worker=True, output=True)
def taxonomy(ask: Ask, name: str) -> bytes:
    """The index of a taxonomy."""
    found = ask(groups, name)
    title = ask(strings).get(f"taxonomy.{name}", name)
    here = Here(url=f"/{name}/", title=title, template="taxonomy.html", menu=f"/{name}/")
    count = sum(len(group.terms) for group in found)
    return page(ask, here, {"taxonomy": name, "groups": found, "count": count})


def _period_needs(ask: Ask, year: str, _month: str, url: str, number: str) -> None:
    looks(ask, "list.html")
    ask(months, year)
    _leaf(ask, url, number)


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
        "months": () if month else ask(months, year) or (),
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


@rule(output=True)
def not_found(ask: Ask) -> bytes:
    """The page that answers to an address that isn't there, at any depth."""
    return page(ask, Here(url="/404.html", title="", template="404.html"), {})


@rule(output=True)
def search(ask: Ask) -> bytes:
    """The search page; where the browser files are missing it says what to do."""
    from ssg.site.search import missing, scripts  # noqa: PLC0415 - the index is made of pages' words

    ask(site)
    here = Here(
        url="/search/", title=ask(strings).get("search.title", "Search"), template="search.html"
    )
    return page(ask, here, {"scripts": scripts(ask), "missing": missing(ask)})
