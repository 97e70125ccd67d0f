"""The articles themselves: what leaks, what repeats, which originals are gone, and whose text it is."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ssg.check.crew import spread
from ssg.check.finding import Finding, finding
from ssg.check.site import Site
from ssg.intake import duplicates
from ssg.markup import frontmatter
from ssg.model import Card

_FORBIDS = re.compile(
    r"무단\s*(?:전재|복제|배포|사용)|재배포\s*금지|all rights reserved|unauthori[sz]ed (?:copy|reproduction)|無断(?:転載|複製)|tous droits réservés"
    r"|alle rechte vorbehalten|todos los derechos reservados|未经授权|禁止转载",
    re.IGNORECASE,
)


def leaks(site: Site) -> Iterator[Finding]:
    """Pages of drafts, of private articles and of those whose day has not come or has passed."""
    of = {card.path: card for card in site.published}
    for path, source in site.sources.items():
        if why := _unpublished(of[source], site.today):
            what = f"is {why}, but the site holds /{path.removesuffix('index.html')}"
            yield finding(
                "leak",
                source,
                what,
                "build without -D and -F before publishing",
                line=site.line_with(source, *_KEYS),
            )


_KEYS = ("draft:", "visibility:", "date:", "expires:")


def _unpublished(card: Card, today: str) -> str:
    if card.visibility == "private":
        return "private"
    if card.draft:
        return "a draft"
    if card.date and today and card.date.day > today:
        return f"not to be read before {card.date.day}"
    return (
        f"expired since {card.expires.day}"
        if card.expires and today and card.expires.day < today
        else ""
    )


def ids(site: Site) -> Iterator[Finding]:
    """Anchors that stand twice in a page: a link to them finds only the first."""
    for path, source in site.sources.items():
        for name in site.pages[path].twice if path in site.pages else ():
            yield finding("anchor", source, f'the place "#{name}" stands twice on the page', "give one of them another name",
                          line=site.line_with(source, f'id="{name}"', f"#{name}"), level="warning")  # fmt: skip


def rights(site: Site) -> Iterator[Finding]:
    """Public articles whose own rights line forbids republishing."""
    for card in site.published:
        if card.visibility == "public" and card.kind == "article" and _FORBIDS.search(card.rights):
            what = f'is published whole, but its rights line says "{card.rights[:60]}"'
            hint = "if you may not republish it: visibility: excerpt (or metadata); if you may: say so in `rights`"
            yield finding(
                "rights",
                card.path,
                what,
                hint,
                line=site.line_with(card.path, "rights:"),
                level="warning",
            )


def originals(site: Site) -> Iterator[Finding]:
    """Originals that articles name and that are gone or no longer the same (promise 1)."""
    for card in site.cards:
        archive = card.archive
        if not archive.original:
            continue
        file = site.root / archive.original
        line = site.line_with(card.path, "original:")
        if not file.is_file():
            yield finding(
                "original",
                card.path,
                f"its original {archive.original} is not there",
                "bring it back from a backup or from git",
                line=line,
            )
        elif archive.sha256 and hashlib.sha256(file.read_bytes()).hexdigest() != archive.sha256:
            yield finding(
                "original",
                card.path,
                f"its original {archive.original} is not what was imported",
                "bring it back from a backup or from git",
                line=line,
            )


def same(site: Site) -> Iterator[Finding]:
    """Articles with the same text, the same source address or the same headline on the same day."""
    groups: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in site.published:
        if card.kind == "article":
            if card.source.url:
                groups["source", card.source.url].append(card)
            if card.archive.id:
                groups["text", card.archive.id].append(card)
            if card.date:
                groups["headline", f"{card.title}\0{card.date.day}\0{card.source.name}"].append(
                    card
                )
    told: set[str] = set()
    said = {
        "source": "was read at the same address as",
        "text": "has the same text as",
        "headline": "has headline, day and source of",
    }
    for (kind, value), cards in groups.items():
        for card in cards[1:]:
            if card.path not in told:
                told.add(card.path)
                key = {"source": value, "text": value, "headline": "title:"}[kind]
                yield finding("duplicate", card.path, f"{said[kind]} {cards[0].path}", "remove one of them, or let one be an alias of the other",
                              line=site.line_with(card.path, key, "title:"), level="warning")  # fmt: skip


def near(site: Site) -> Iterator[Finding]:
    """Articles whose texts are nearly the same: copies of one report, a version of another (shares as in `ssg.intake.duplicates`)."""
    of = {card.path: card for card in site.published if card.kind == "article"}
    found = spread(partial(_sketch, site.root), list(of))
    sketches = dict(zip(of, found, strict=True))
    told: set[str] = set()
    for pair in duplicates.pairs(sketches, duplicates.LIKE - _ROUGH):
        one, other = sorted((of[pair.one], of[pair.other]), key=_age)
        if other.path in told or _are_told(one, other):
            continue
        share = duplicates.share(_text(site.root, one.path), _text(site.root, other.path))
        if share >= duplicates.LIKE:
            told.add(other.path)
            yield finding("near-duplicate", other.path, f"is nearly the text of {one.path} ({int(share * 100)} % in common)",
                          "keep both if both are meant; else remove one, or let one be an alias of the other",
                          line=site.line_with(other.path, "title:"), level="warning")  # fmt: skip


_ROUGH = 0.12  # by which a sketch may be wrong: two of its deviations


def _text(root: Path, path: str) -> str:
    """The Markdown of an article."""
    return frontmatter.split((root / path).read_bytes().decode("utf-8", "replace")).body


def _sketch(root: Path, path: str) -> duplicates.Sketch:
    return duplicates.sketch(_text(root, path))


def _age(card: Card) -> tuple[str, str]:
    return card.date.iso if card.date else "", card.path


def _are_told(one: Card, other: Card) -> bool:
    """Whether `same` says already that two articles are one."""
    day = one.date is not None and other.date is not None and one.date.day == other.date.day
    same = one.title == other.title and day and one.source.name == other.source.name
    return (
        same
        or bool(one.source.url and one.source.url == other.source.url)
        or bool(one.archive.id and one.archive.id == other.archive.id)
    )
