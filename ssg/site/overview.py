"""Rules for what looks over the whole archive: figures, indexes of terms, what the home page shows beside its list."""

import re
import unicodedata
from collections import defaultdict

from ssg.engine.keys import Ask, rule, table
from ssg.site.content import catalogue, config
from ssg.site.periods import years
from ssg.site.taxonomy import shelves
from ssg.theme.context import Figures, Group, Period, Term
from ssg.urls import term_key

LEADS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
LARGEST = 1000
"""An index of more terms has a page for each initial: 3,568 on one page cost a phone 0.7 s of work."""

MOST_USED = 100
NUMBER, LONGEST = re.compile(r"[0-9]+"), 12
"""Numbers in names of terms are put in order as numbers of so many digits: `9호` before `10호`."""


@rule
def groups(ask: Ask, taxonomy: str) -> tuple[Group, ...]:
    """The terms of a taxonomy under their initials, in the order of the site's language; with addresses where each has a page."""
    many, language = len(ask(shelves)[taxonomy]) > LARGEST, ask(config).language
    grouped: defaultdict[tuple[int, str], list[Term]] = defaultdict(list)
    for shelf in ask(shelves)[taxonomy].values():
        grouped[initial(shelf.term.name, language)].append(shelf.term)
    made = []
    for order, letter in sorted(grouped):
        found = sorted(grouped[order, letter], key=_collated)
        number = "digits" if letter == "#" else "others" if letter == "…" else letter
        url = f"/{taxonomy}/initial/{number.lower()}/" if many else ""
        made.append(Group(letter, f"initial-{number}", tuple(found), len(found), url))
    return tuple(made)


@table
def initials(ask: Ask, taxonomy: str) -> dict[str, tuple[Term, ...]]:
    """Initial → its terms, of a taxonomy that is too large for one page."""
    return {group.initial: group.terms for group in ask(groups, taxonomy) if group.url}


@rule
def jumps(ask: Ask, taxonomy: str) -> tuple[Group, ...]:
    """The initials of a large taxonomy without their terms; nothing of a small one."""
    return tuple(
        Group(group.initial, group.id, (), group.count, group.url)
        for group in ask(groups, taxonomy)
        if group.url
    )


@rule
def most_used(ask: Ask, taxonomy: str) -> tuple[Term, ...]:
    """The terms of a taxonomy by number of articles, most first, at most a hundred."""
    found = [shelf.term for shelf in ask(shelves)[taxonomy].values()]
    return tuple(sorted(found, key=lambda t: (-t.count, term_key(t.name), t.url))[:MOST_USED])


def initial(name: str, language: str = "ko") -> tuple[int, str]:
    """Return the group a term belongs to and the group's rank: the letters of the site's language first, Korean consonants
    or Latin letters (accents don't count), then the others, then all other letters, then digits."""
    key = term_key(name)
    first = unicodedata.normalize("NFD", key[0])[0] if not "가" <= key[0] <= "힣" else key[0]
    korean = language.partition("-")[0] == "ko"
    if "가" <= first <= "힣":
        return 0 if korean else 1, LEADS[(ord(first) - 0xAC00) // 588]
    if "a" <= first <= "z":
        return 1 if korean else 0, first.upper()
    return (3, "#") if first.isdigit() else (2, "…")


def _collated(term: Term) -> tuple[str, str, str]:
    """How terms are put in order: accents count only where nothing else differs, numbers by what they count; Hangul's own
    order is its alphabet's."""
    key = term_key(term.name)
    bare = "".join(c for c in unicodedata.normalize("NFD", key) if unicodedata.category(c) != "Mn")
    counted = NUMBER.sub(lambda number: number[0].zfill(LONGEST), bare)
    return unicodedata.normalize("NFC", counted), key, term.url


@rule
def figures(ask: Ask) -> Figures:
    """The archive in figures."""
    found = ask(shelves)
    periods = ask(years)
    oldest = periods[-1].year if periods else ""
    by_year = tuple(Period(p.year, "", p.url, p.count) for p in reversed(periods))
    counts = (len(ask(catalogue)), len(found["tags"]), len(found["sources"]))
    return Figures(*counts, oldest, by_year)


@rule
def featured(ask: Ask) -> tuple[str, ...]:
    """The paths of the articles that the front matter calls `featured`, newest first."""
    return tuple(card.path for card in ask(catalogue) if card.featured)


@rule
def newest_series(ask: Ask) -> tuple[Term, ...]:
    """The series by their newest article, newest first."""
    place = {card.path: number for number, card in enumerate(ask(catalogue))}
    found = [(place[shelf.paths[0]], shelf.term) for shelf in ask(shelves)["series"].values()]
    return tuple(term for _, term in sorted(found, key=lambda each: each[0]))
