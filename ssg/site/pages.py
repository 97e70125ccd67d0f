"""Rules for the pages of the site. Each returns the bytes of one file."""

import msgspec

from ssg.engine.keys import Ask, Hint, rule
from ssg.formats.citations import citations, cited
from ssg.formats.jsonld import news_article
from ssg.model import Card, Picture
from ssg.site import social
from ssg.site.content import config, loaded, page_cards
from ssg.site.links import backlinks
from ssg.site.look import looks, page, site, strings
from ssg.site.related import related
from ssg.site.taxonomy import keys_of, kinds, neighbours, siblings, terms, terms_of
from ssg.site.texts import address_of, chosen_markdown, picture_of, rendered
from ssg.theme.context import Article, Here, Link, Term, Terms
from ssg.theme.parts import parts

TERMS = ("tags", "authors", "sources", "sections")


def _article_needs(ask: Hint, path: str) -> None:
    looks(ask, "article.html")
    ask(chosen_markdown)
    card = ask(loaded, path).card
    ask(config)
    for spec in (neighbours, related, backlinks):
        ask.note(spec, path)
    ask(kinds)
    ask(social.font)
    if card:
        for name in TERMS:
            for key in keys_of(card, name):
                ask.note(terms, key)
        _others(ask, card)
        _series(ask, card)


@rule(worker=True, output=True, needs=_article_needs, uses=(rendered,))
def article(ask: Ask, path: str) -> bytes:
    """The page of an article."""
    card = _shown(ask, path)
    older, newer = ask(neighbours, path) or (None, None)
    tags, authors, sources, sections = _terms(ask, card)
    series_name, series = _series(ask, card)
    text = ask(rendered, path)
    whole = card.visibility == "public"
    pieces, loose = parts(text.html, card.figures) if whole else ((), ())
    c = ask(config)
    shown = Article(
        card=card,
        html=text.html,
        parts=pieces,
        figures=loose,
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
        others=_others(ask, card),
        edit_url=_edit_url(ask, path),
        pictures=_pictures(ask, path),
        backlinks=ask(backlinks, path) or (),
        json_ld=news_article(card, c),
        digest=text.digest,
        citations=citations(cited(card, c), c.language),
    )
    here = msgspec.structs.replace(_here(card, "article.html"), card=social.address(ask, card.url))
    return page(ask, here, {"article": shown})


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
    if not card.figures and not card.image:
        return card
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
    return tuple(terms_of(ask, card, name) for name in TERMS)


def _others(ask: Ask, card: Card) -> tuple[Terms, ...]:
    """The terms of the taxonomies that the site declares."""
    own = [kind for kind in ask(kinds) if kind.key]
    found = [Terms(kind.title, terms_of(ask, card, kind.name, kind.key)) for kind in own]
    return tuple(each for each in found if each.terms)


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


@rule(worker=True, output=True, needs=_page_needs, uses=(rendered,))
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


@rule(output=True)
def not_found(ask: Ask) -> bytes:
    """The page that answers to an address that isn't there, at any depth."""
    return page(ask, Here(url="/404.html", title="", template="404.html"), {})


@rule(output=True)
def search(ask: Ask) -> bytes:
    """The search page; where the browser files are missing it says what to do."""
    from ssg.site.search_scripts import missing, scripts  # noqa: PLC0415 - only the search page asks

    ask(site)
    here = Here(
        url="/search/", title=ask(strings).get("search.title", "Search"), template="search.html"
    )
    return page(ask, here, {"scripts": scripts(ask), "missing": missing(ask)})
