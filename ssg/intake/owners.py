"""Who owns a page, as its rights lines say. Pure."""

import re

from ssg.intake import authors, outlets
from ssg.intake.draft import Draft, is_stopped

_MARKS = re.compile(r"[©ⓒ]|\(c\)|copyrights?", re.IGNORECASE)
_OWNER = re.compile(
    r"^[\s:©ⓒ@\-]*(?:copyright|copyrights?|\(c\)|[©ⓒ]|by|@?(?:19|20)\d\d(?:\s*[-–~]\s*(?:19|20)\d\d)?|[\s,.:])*\s*(.+?)\s*(?:\(.*?\)|[,.;|<>\]&]|무단|all rights|alle rechte|tous droits|todos los|tutti i|재배포|저작권|(?:inc|corp|co|ltd)\b|$)",
    re.IGNORECASE,
)
_SLOGAN = re.compile(r"^['\"‘“][^'\"’”]{2,40}['\"’”]\s*(?=\S)")
_NOTICE = re.compile(r"무단|재배포|저작권|all rights", re.IGNORECASE)
_SIGNS = ("©", "ⓒ")
_LONGEST = 40  # letters of an owner
_HEAD = 3  # lines among which a page names itself


def is_owner(draft: Draft, i: int) -> bool:
    """Return whether a line says whose the page is without a year, and is no picture's credit: it bears the name at the head
    of the page, or (but for Korean) is the only one with the sign, below a sentence or an empty line."""
    line = draft.line(i)
    owner = line.text[1:].strip()
    if not line.text.startswith(_SIGNS) or not 0 < len(owner) <= _LONGEST:
        return False
    if any(each.text == owner for each in draft.page.lines[:_HEAD]):
        return True
    sole = sum(each.text.startswith(_SIGNS) for each in draft.page.lines) == 1
    parted = line.blank_before or is_stopped(draft.line(i - 1).text)
    named = not set(owner) & set("/|") and not authors.agencies(owner)
    return not draft.korean and sole and parted and named


def outlet(text: str) -> str:
    """Return the owner of the rights, unless it may be a person: a name without a year behind the sign, as photographers sign."""
    owner = _owner(text)
    person = text == f"© {owner}" and bool(authors.names(owner)) and not outlets.is_press(owner)
    return "" if person else owner


def _owner(text: str) -> str:
    """The owner of the rights: `저작권자 © 가나일보 무단전재` → `가나일보`."""
    plain = text.strip("<>[] ")
    sign = _MARKS.search(plain)
    if sign:
        found = _OWNER.match(plain[sign.start() :])
        name = _SLOGAN.sub("", found[1]).strip(" '\"‘’") if found else ""
        if _NOTICE.match(name):
            name = plain[: sign.start()].rpartition("·")[0].strip() or plain[: sign.start()].strip()
        return name if 1 < len(name) <= 40 and not name.isdigit() else ""
    return outlets.named(plain)
