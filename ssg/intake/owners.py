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
_LONGEST = 40  # letters of an owner


def is_owner(draft: Draft, i: int) -> bool:
    """Return whether a line says whose the page is without a year, and is no picture's credit: `© A Courier` below a sentence."""
    line, above = draft.line(i), draft.line(i - 1)
    sole = sum(each.text.startswith(("©", "ⓒ")) for each in draft.page.lines) == 1
    owner = line.text[1:].strip()
    named = (
        sole and line.text[0] in "©ⓒ" and 0 < len(owner) <= _LONGEST and not set(owner) & set("/|")
    )
    return named and not authors.agencies(owner) and (is_stopped(above.text) or line.blank_before)


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
