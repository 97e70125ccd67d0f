"""Rules for the ledger of addresses: what was published, and what answers today at every address that ever was.

Its text: `ssg/formats/urls_lock.py`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import quote

import msgspec

from ssg.engine.keys import Ask, file, option, rule, table
from ssg.engine.stages import Make
from ssg.errors import Problem, problem
from ssg.formats.urls_lock import FILE, Entry, Ledger, parse
from ssg.formats.xml import text
from ssg.model import Card
from ssg.site import assets, lists, pages
from ssg.site.content import catalogue, config, loaded, page_cards, paths, text_of, withdrawn
from ssg.site.look import chain, page, strings
from ssg.site.taxonomy import kinds
from ssg.theme.context import Here
from ssg.urls import href, output_path

DERIVED = "~"  # begins an id that was made of title and date, for want of one in the front matter
LISTS = (lists.term.name, lists.period.name)
Answer = tuple[object, ...]
"""An address, a rule and its arguments."""


def published(makes: Iterable[Make], cards: Iterable[Card]) -> dict[str, Entry]:
    """Return the addresses that people link to, of all files of the site: articles, pages, their old addresses, and the
    first page of each list; no feeds, no assets."""
    by_path = {card.path: card for card in cards}
    by_url = {card.url: card for card in by_path.values()}
    found: dict[str, Entry] = {}
    for make in makes:
        name, *args = make.key.split("\x1f")
        url = "/" + make.path.removesuffix("index.html")
        if name in (pages.article.name, pages.plain_page.name):
            found[url] = _entry(url, by_path[args[0]])
        elif name == assets.redirect.name:
            target = by_url.get(args[0])
            found[url] = _entry(url, target) if target else Entry(url)
        elif name == lists.taxonomy.name or (name in LISTS and args[-1] == "1"):
            found[url] = Entry(url)
    return found


def _entry(url: str, card: Card) -> Entry:
    return Entry(url, card.path, identity(card))


def identity(card: Card) -> str:
    """Return what a text is recognised by after its file was renamed: the importer's id, else its title and date."""
    own = " ".join(card.archive.id.split())
    if own:
        return own
    said = "\n".join((card.kind, card.title, card.date.iso if card.date else ""))
    return DERIVED + hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=6).hexdigest()


@rule
def ledger(ask: Ask) -> Ledger:
    """The ledger; an empty one where there is no file yet."""
    raw = ask(file, FILE)
    return Ledger() if raw is None else parse(text_of(raw, FILE))


@table
def reasons(ask: Ask) -> dict[str, str]:
    """Address → the reason on its tombstone."""
    return dict(ask(ledger).gone)


class Owed(msgspec.Struct, frozen=True):
    """What old addresses need: redirects and tombstones; problems for the rest, the files whose last page must stay, and
    their addresses, at which redirects must stay, too.

    The page of a text that its owner has taken back does not stay: until he says what shall answer, a tombstone does.
    """

    answers: tuple[Answer, ...] = ()
    problems: tuple[Problem, ...] = ()
    vanished: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def owed(ask: Ask, made: Collection[str]) -> Owed:
    """Return what must be added to a site of the files `made`, so that every address of the ledger answers."""
    found = ask(ledger)
    answers: list[Answer] = [
        (url, tombstone, url) for url in found.gone if output_path(url) not in made
    ]
    silent = [entry for entry in found.entries if output_path(entry.url) not in made]
    if not silent:
        return Owed(tuple(answers), found.problems)
    heirs = _Heirs(ask, found.entries)
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for entry in silent:
        if entry.path and not entry.path.startswith("/"):
            target = heirs.of(entry)
        else:
            target = _renamed(entry, found.entries, made) or _above(ask, entry.url, made)
        if target:
            answers.append((entry.url, assets.redirect, target, quote(entry.url, errors="replace")))
        else:
            lost[entry.path].append(entry.url)
    told = [said for path, urls in sorted(lost.items()) for said in _lost(ask, path, urls)]
    taken_back = {path for path in lost if path not in heirs.by_path and _card(ask, path)}
    answers += [(url, tombstone, url) for path in sorted(taken_back) for url in lost[path]]
    vanished = tuple(sorted(lost.keys() - taken_back))
    stay = tuple(url for path in vanished for url in lost[path])
    return Owed(tuple(answers), (*found.problems, *told), vanished, stay)


def _renamed(entry: Entry, entries: Iterable[Entry], made: Collection[str]) -> str:
    """Where a list went that has another name now, however often it changed; empty where it went nowhere."""
    moved = {each.url: each.path for each in entries if each.path.startswith("/")}
    seen, url = {entry.url}, entry.path
    while url and url not in seen:
        if output_path(url) in made:
            return url
        seen.add(url)
        url = moved.get(url, "")
    return ""


def _above(ask: Ask, url: str, made: Collection[str]) -> str:
    """Where the address of a list that is empty now leads: to the index of its kind."""
    kind = url.split("/")[1]
    index = f"/{kind}/" if kind in {k.name for k in ask(kinds)} else "/archive/"
    return index if index != url and output_path(index) in made else "/"


class _Heirs:
    """Finds the article or page that is the text an address once led to."""

    def __init__(self, ask: Ask, entries: Iterable[Entry]) -> None:
        every = (*ask(catalogue), *ask(page_cards), *ask(withdrawn))
        self.by_path = {card.path: card for card in every}
        self.known = {entry.path for entry in entries}
        self.by_id: defaultdict[str, list[Card]] = defaultdict(list)
        for path in sorted(self.by_path):
            self.by_id[identity(self.by_path[path])].append(self.by_path[path])

    def of(self, entry: Entry) -> str:
        """The address of the text now: the same file, unless two ids say that it holds another text; else the same id,
        for a derived one only of a file that is new and the only one. Empty if there is none."""
        here = self.by_path.get(entry.path)
        if here and (identity(here) == entry.id or _derived(entry.id) or _derived(identity(here))):
            return here.url
        same = self.by_id.get(entry.id, [])
        if _derived(entry.id):
            same = [card for card in same if card.path not in self.known]
            return same[0].url if len(same) == 1 else ""
        return same[0].url if same else ""


def _derived(name: str) -> bool:
    return not name or name.startswith(DERIVED)


def _lost(ask: Ask, path: str, urls: list[str]) -> Iterator[Problem]:
    """What is said of addresses that nothing answers at; nothing where the file's own problem says it already."""
    card, there = _card(ask, path), path in ask(paths)
    if there and card is None:
        return
    why = _unpublished(ask, card) if card else "is gone"
    listed, one = " ".join(urls), len(urls) == 1
    what = f"{why}, but {'its address' if one else 'its addresses'} {listed} {'was' if one else 'were'} published"
    hint = (
        f"add `aliases: [{', '.join(urls)}]` to the article that takes its place, or run "
        f"`ssg tombstone {listed} --reason …`"
    )
    yield problem(path, what, hint)


def _card(ask: Ask, path: str) -> Card | None:
    """The card of a file of the archive, published or not."""
    return ask(loaded, path).card if path in ask(paths) else None


def _unpublished(ask: Ask, card: Card) -> str:
    if card.visibility == "private":
        return "is private now"
    if card.draft:
        return "is a draft now"
    today = ask(option, "today")
    if card.expires and card.expires.day < today:
        return f"has expired on {card.expires.day}"
    if card.embargo and card.embargo.day > today:
        return f"is under embargo until {card.embargo.day} now"
    if card.date and card.date.day > today:
        return "is dated in the future now"
    return "holds another text now"


@rule(output=True)
def tombstone(ask: Ask, url: str) -> bytes:
    """The page at an address whose article is gone for good: the theme's tombstone.html, or a plain page."""
    return _gone(ask, url, ask(reasons, url) or "", None)


@rule(output=True)
def taken_down(ask: Ask, path: str) -> bytes:
    """The page at the address of an article that was taken down: why, and what it was, without a word of its text."""
    card = ask(loaded, path).card
    if card is None:
        raise LookupError(path)  # the plan names no such page
    return _gone(ask, card.url, card.takedown or "", card)


def _gone(ask: Ask, url: str, reason: str, card: Card | None) -> bytes:
    words = ask(strings)
    title = words.get("tombstone.title", "This page was removed")
    if _has_template(ask, "tombstone.html"):
        here = Here(url=url, title=title, template="tombstone.html", noindex=True)
        return page(ask, here, {"reason": reason, "card": card})
    c = ask(config)
    return (
        f'<!doctype html>\n<html lang="{text(c.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
        f"<title>{text(title)} — {text(c.title)}</title>\n</head>\n<body>\n<h1>{text(title)}</h1>\n"
        f'<p>{text(reason)}</p>\n<p><a href="{href(c.base_path, "/")}">{text(c.title)}</a></p>\n</body>\n</html>\n'
    ).encode("utf-8", "replace")


def _has_template(ask: Ask, name: str) -> bool:
    folders = ("templates/", *(f"{folder}templates/" for folder in ask(chain)))
    return any(ask(file, folder + name) is not None for folder in folders)
