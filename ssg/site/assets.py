"""Rules for files that are published as they are, and for the few that are made from others."""

from ssg.engine.keys import Ask, file, listing, rule
from ssg.errors import SsgError, problem
from ssg.formats.xml import text
from ssg.model import Card
from ssg.site.cards import ROOTS
from ssg.site.content import catalogue, config, page_cards, paths
from ssg.site.look import static
from ssg.site.search_scripts import LUNR, files
from ssg.site.texts import file_address
from ssg.urls import Url, absolute, href


@rule(worker=True, output=True)
def copy(ask: Ask, path: str) -> bytes:
    """A file of the source tree, byte for byte."""
    raw = ask(file, path)
    if raw is None:
        raise SsgError(problem(path, "is gone", "build again"))
    return raw


@rule(output=True)
def stylesheet(ask: Ask, path: str) -> bytes:
    """The theme's style sheet with the colours of highlighted code after it."""
    from ssg.markup import highlight  # noqa: PLC0415 - no Pygments where nothing is made

    return (ask(file, path) or b"") + b"\n" + highlight.stylesheet().encode()


@rule(output=True)
def redirect(ask: Ask, url: str, alias: str) -> bytes:  # noqa: ARG001 - the alias tells redirects to one page apart
    """A page at an old address that leads to the new one, without a script."""
    c = ask(config)
    link, whole = href(c.base_path, url), absolute(c.base_url, Url(url))
    return (
        f'<!doctype html>\n<html lang="{text(c.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={text(link)}">\n'
        f'<link rel="canonical" href="{text(whole)}">\n<meta name="robots" content="noindex">\n'
        '<link rel="icon" href="data:,">\n'  # else browsers ask the host for a favicon.ico
        f'<title>{text(c.title)}</title>\n</head>\n<body>\n<p><a href="{text(link)}">{text(url)}</a></p>\n'
        "</body>\n</html>\n"
    ).encode()


@rule(output=True)
def nothing(ask: Ask) -> bytes:  # noqa: ARG001 - every rule takes `ask`
    """An empty file: `.nojekyll` tells GitHub Pages to publish the folder as it is."""
    return b""


@rule(output=True)
def cname(ask: Ask) -> bytes:
    """The custom domain, for branch publishing."""
    return f"{ask(config).deploy.cname}\n".encode()


@rule
def copies(ask: Ask) -> dict[str, str]:
    """Address → source file of everything that is published as it is."""
    found = {f"/assets/{name}": path for name, path in ask(static).items() if name != "style.css"}
    found.update({f"/{p.removeprefix('static/')}": p for p in ask(listing, "static/")})
    found.update(_beside_articles(ask))
    if ask(config).search.enabled and ask(file, LUNR) is not None:
        found.update(files())
    return dict(sorted(found.items()))


def _beside_articles(ask: Ask) -> dict[str, str]:
    """Pictures and other files that lie among the articles."""
    bundles = _bundles(ask)
    out = {card.path: card for card in (*ask(catalogue), *ask(page_cards))}
    found = {}
    for path in (path for root in ROOTS for path in ask(listing, root)):
        if path.endswith((".md", ".markdown")):
            continue
        above = _owner(path, bundles)
        card = out.get(above)
        if not above or (card and _is_open(card)):  # a bundle is as public as its text
            found[file_address(path, above, card.url if card else "")] = path
    return found


def _bundles(ask: Ask) -> dict[str, str]:
    """Folder → the article whose bundle it is."""
    indexes = (path for path in ask(paths) if path.rpartition("/")[2].startswith("index."))
    return {path.rpartition("/")[0]: path for path in indexes}


@rule
def owner(ask: Ask, path: str) -> str:
    """The article whose bundle a file lies in; empty if in none."""
    return _owner(path, _bundles(ask))


def _is_open(card: Card) -> bool:
    return card.visibility == "public"


def _owner(path: str, bundles: dict[str, str]) -> str:
    """The article whose bundle folder a file lies in, the innermost one; empty if in none."""
    folder = path.rpartition("/")[0]
    while folder:
        if folder in bundles:
            return bundles[folder]
        folder = folder.rpartition("/")[0]
    return ""
