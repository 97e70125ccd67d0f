"""Rules for how it looks: the chain of themes, templates and what they include, words, static files, the page itself."""

from collections.abc import Mapping

import msgspec

from ssg import __version__
from ssg.engine.keys import Ask, file, key_of, listing, rule
from ssg.engine.stages import Make, Stage
from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.model import Card
from ssg.site.content import config, page_cards, text_of
from ssg.site.feeds import feed_links
from ssg.site.taxonomy import kinds, present
from ssg.sitetoml import line_of
from ssg.theme import locales, settings, templates
from ssg.theme.context import Here, Link, Site

SHIPPED = "shipped-themes/"
MENU = ("tags", "sources", "series")
TEMPLATES = (
    "index.html",
    "term.html",
    "list.html",
    "article.html",
    "taxonomy.html",
    "archive.html",
    "404.html",
)


@rule
def theme_names(ask: Ask) -> tuple[str, ...]:
    """The names of all themes that can be had: the site's own and the shipped."""
    found = {path.split("/")[1] for folder in ("themes/", SHIPPED) for path in ask(listing, folder)}
    return tuple(sorted(found))


@rule
def chain(ask: Ask) -> tuple[str, ...]:
    """The folders of the site's theme and its parents, nearest first; a site's `themes/<name>/` wins over a shipped one."""
    found: list[str] = []
    name = ask(config).theme.name
    while name:
        folder = next(
            (f for f in (f"themes/{name}/", f"{SHIPPED}{name}/") if ask(file, f"{f}theme.toml")), ""
        )
        if not folder:
            hint = (
                did_you_mean(name, ask(theme_names)) or f"there is: {', '.join(ask(theme_names))}"
            )
            raise SsgError(
                problem("site.toml", f'there is no theme "{name}"', hint, line=_line(ask))
            )
        if folder in found:
            raise SsgError(problem(f"{folder}theme.toml", f'the theme "{name}" extends itself'))
        found.append(folder)
        name = declared(ask, folder).extends
    return tuple(found)


def _line(ask: Ask, key: str = "name") -> int:
    """The line of site.toml that names the theme, as `theme = "…"` or below `[theme]`, or that sets one of its settings."""
    text = text_of(ask(file, "site.toml") or b"", "site.toml")
    return line_of(text, *(("theme", key) if "[theme]" in text else ("theme",)))


def declared(ask: Ask, folder: str) -> settings.ThemeToml:
    """Return what a theme's theme.toml says."""
    path = f"{folder}theme.toml"
    return settings.parse(text_of(ask(file, path) or b"", path), path)


@rule
def theme_settings(ask: Ask) -> dict[str, object]:
    """The theme's settings: the site's where given, else the defaults; a child's declaration wins over its parent's."""
    known: dict[str, settings.Setting] = {}
    for folder in reversed(ask(chain)):
        known.update(declared(ask, folder).settings)
    given = ask(config).theme.settings
    return dict(settings.settings(known, given, line=lambda key: _line(ask, key)))


class Closure(msgspec.Struct, frozen=True):
    """A template and all it refers to: name → source, and name → file."""

    sources: dict[str, str]
    paths: dict[str, str]


@rule
def closure(ask: Ask, name: str) -> Closure:
    """A template with all that it extends and includes. The site's templates/ win over the theme's, a theme's over its parent's.

    `parent:article.html` is the template that the asking file stands in for: so that a site can replace a single block.
    """
    sources: dict[str, str] = {}
    paths: dict[str, str] = {}
    folders = ("templates/", *(f"{folder}templates/" for folder in ask(chain)))
    wanted = [(name, f"templates/{name}")]
    while wanted:
        each, asking = wanted.pop()
        if each in sources:
            continue
        bare, below = templates.place(each, folders)
        for path in (folder + bare for folder in below):
            raw = ask(file, path)
            if raw is not None:
                sources[each], paths[each] = text_of(raw, path), path
                found = templates.references(sources[each], each, path)
                wanted += [(templates.joined(reference, path), path) for reference in found]
                break
        else:
            raise SsgError(_no_template(ask, bare, asking))
    return Closure(dict(sorted(sources.items())), dict(sorted(paths.items())))


def _no_template(ask: Ask, name: str, asking: str) -> Problem:
    """What is said of a template that isn't there: on the line of the file that asks for it."""
    text = text_of(ask(file, asking) or b"", asking)
    line = text.count("\n", 0, text.find(name)) + 1 if name in text else 0
    return problem(asking, f'there is no template "{name}"', line=line)


@rule
def strings(ask: Ask) -> dict[str, str]:
    """The theme's words in the site's language; where a locale lacks one, English says it."""
    language = ask(config).language
    base = language.partition("-")[0]
    found: dict[str, str] = {}
    for name in ("en", base, language):
        own: dict[str, str] = {}
        for folder in reversed(ask(chain)):
            path = f"{folder}locales/{name}.toml"
            raw = ask(file, path)
            if raw is not None:
                own.update(locales.strings(text_of(raw, path), path))
        for key in (
            own if name == base != "en" else ()
        ):  # no English for one where one is said as many
            found.pop(f"{key}_one", None)
        found.update(own)
    return dict(sorted(found.items()))


@rule
def static(ask: Ask) -> dict[str, str]:
    """Name below `/assets/` → the file of the theme, or of a parent where the theme has none."""
    found: dict[str, str] = {}
    for folder in reversed(ask(chain)):
        prefix = f"{folder}static/"
        found.update({path.removeprefix(prefix): path for path in ask(listing, prefix)})
    return dict(sorted(found.items()))


@rule
def site(ask: Ask) -> Site:
    """What every page knows of the site."""
    c, words = ask(config), ask(strings)
    menu = tuple(Link(item.url, item.title) for item in c.menu) or _menu(ask, words)
    return Site(
        title=c.title,
        description=c.description,
        language=c.language,
        author=c.author,
        rights=c.rights,
        base_url=c.base_url,
        base_path=c.base_path,
        repository=c.repository,
        search=c.search.enabled,
        menu=menu,
        footer=ask(footer),
        feeds=feed_links(ask, "/"),
        theme=ask(theme_settings),
        assets={name: f"/assets/{name}" for name in ask(static)},
        generator=f"ssg {__version__}",
    )


@rule
def footer(ask: Ask) -> tuple[Link, ...]:
    """The pages at the top of `content/pages/`, by weight: about, the guide."""
    at_top = [card for card in ask(page_cards) if card.url.count("/") == 2 and card.url != "/"]
    return tuple(Link(card.url, card.title) for card in sorted(at_top, key=_weight))


def _weight(card: Card) -> tuple[int, str]:
    return card.weight, card.path


def _menu(ask: Ask, words: Mapping[str, str]) -> tuple[Link, ...]:
    """The archive and the taxonomies that hold something."""
    shown = [k for k in ask(kinds) if k.name in ask(present) and (k.name in MENU or k.key)]
    links = [Link("/archive/", words.get("archive.title", "Archive"))]
    links += [
        Link(f"/{k.name}/", k.title or words.get(f"taxonomy.{k.name}", k.name)) for k in shown
    ]
    return tuple(links)


@rule
def code(ask: Ask, template: str) -> templates.Code:
    """A template and all it refers to, compiled: once, not in every process, and no more until one of them changes."""
    found, c = ask(closure, template), ask(config)
    place = (c.base_path, c.base_url, c.language)
    return templates.compiled(found.sources, ask(strings), found.paths, place)


def compiling() -> Stage:
    """Return what can be made before any text is read: the code of the templates that an archive's pages are made of."""
    return [[Make(key_of(code, (template,))) for template in TEMPLATES]]


def looks(ask: Ask, template: str) -> None:
    """Ask what every page asks: the hint for `needs`."""
    ask(site)
    ask(code, template)
    ask(strings)


def page(ask: Ask, here: Here, context: Mapping[str, object]) -> bytes:
    """Return the bytes of a page: its template with `site`, `here` and its own context."""
    whole = {"site": ask(site), "here": here, **context}
    return templates.render(ask(code, here.template), here.template, whole).encode(
        "utf-8", "replace"
    )
