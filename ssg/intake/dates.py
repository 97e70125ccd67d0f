"""Days and times as newspapers print them, found in a line of text. Pure; the zone comes from the caller."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Literal

import msgspec

from ssg.intake import cues

Kind = Literal["published", "updated", ""]
Lead = Literal["day", "month", "year"]

_MONTHS = (
    ("jan", "januar", "january", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro", "januari", "stycznia", "ledna", "января", "jänner", "ocak", "tammikuuta"),
    ("feb", "februar", "february", "février", "fevrier", "févr", "fév", "febrero", "febbraio", "fevereiro", "fev", "februari", "lutego", "února", "февраля", "şubat", "helmikuuta"),
    ("mar", "märz", "maerz", "mär", "mrz", "march", "mars", "marzo", "março", "maart", "mrt", "marca", "března", "марта", "mart", "maaliskuuta"),
    ("apr", "april", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "dubna", "апреля", "nisan", "huhtikuuta"),
    ("may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maj", "maja", "května", "мая", "mayıs", "toukokuuta"),
    ("jun", "june", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "června", "июня", "haziran", "kesäkuuta"),
    ("jul", "july", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "července", "июля", "temmuz", "heinäkuuta"),
    ("aug", "august", "août", "aout", "agosto", "ago", "augusti", "augustus", "sierpnia", "srpna", "августа", "ağustos", "elokuuta"),
    ("sep", "sept", "september", "septembre", "septiembre", "settembre", "set", "setembro", "września", "září", "сентября", "eylül", "syyskuuta"),
    ("oct", "october", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "października", "října", "октября", "ekim", "lokakuuta"),
    ("nov", "november", "novembre", "noviembre", "novembro", "listopada", "listopadu", "ноября", "kasım", "marraskuuta"),
    ("dec", "december", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre", "dezembro", "desember", "des", "grudnia", "prosince", "декабря", "aralık", "joulukuuta"),
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=lambda name: (-len(name), name)))
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAYS = (
    rf"(?<!\d){_YEAR}\s?(?:[.\-/]|년|年)\s?(?P<m>\d{{1,2}})\s?(?:[.\-/]|월|月)\s?(?P<d>\d{{1,2}})(?!\d)\s?(?:일|日|\.)?",
    rf"(?<![\d.])(?P<a>\d{{1,2}})\s?(?P<sep>[./\-])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?{_YEAR}(?=\D|\d{{1,2}}:\d\d|$)",
    rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?[.,]?\s*(?:de |of )?(?P<name>{_NAMES})\b\.?,?\s*(?:de |del )?{_YEAR}",
    rf"(?-i:(?<![^\W\d])|(?<=[a-z])(?=[A-Z]))(?P<name>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[.,]?\s+{_YEAR}",
    r"(?<![\d.])(?P<yy>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<d>\d\d?)(?![\d.])\.?",
)
_DAY = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _DAYS)
_MAYBE = re.compile(r"(?:19|20)\d\d|\d\.\s?\d")  # every day holds one of these
_GAP = r"(?:T|[\s,•|·\-–/]*(?:\((?:\w{1,9}\.?)\)|[월화수목금토일]요일|（.）)?[\s,•|·\-–/]*(?:um |at |à |às |kl\.? ?|a las |as |klo |o |v |[\[(])?)"
_CLOCK = re.compile(
    _GAP + r"(?P<half>오전|오후|午前|午後|am|pm)?\s*"
    r"(?P<h>[01]?\d|2[0-4])\s?(?:[:.hH]|시|時)\s?\s?(?P<min>[0-5]\d|\d(?=[분分]))?(?:분|分)?(?::(?P<s>[0-5]\d)(?:\.\d+)?)?"
    r"\s?(?P<ampm>a\.?m\.?\b|p\.?m\.?\b)?"
    r"\s?(?P<zone>Z\b|(?:GMT|UTC)?[+\-]\d\d:?\d\d\b|[A-Z]{2,4}\b)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[\s,:|]*(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?|\d{1,2}:\d\d))+[\s,]*$"
)
_BEFORE = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)\s?(?:,|\bon\b|\|)?\s*(?:[^\W\d]{2,10}\.?,)?\s*$"
)
_PLAIN = len("2025-05-15")
_ZONES = {"z": 0, "gmt": 0, "utc": 0, "kst": 9, "jst": 9, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "bst": 1, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "ist": 5.5, "aest": 10, "aedt": 11}  # fmt: skip


_NARROW = {0xA0: " "} | {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xFF01, 0xFF5F)}


class Stamp(msgspec.Struct, frozen=True):
    """A day or moment found in a line, where it stands there, and what the words before it call it."""

    iso: str
    start: int
    end: int
    kind: Kind = ""
    clock: bool = False


def stamps(text: str, zone: tzinfo, lead: Lead = "day") -> tuple[Stamp, ...]:
    """Return the stamps of a line from left to right; `lead` says how `1/2/2025` and `25.01.02` begin.

    A moment without an offset of its own is meant in `zone`. Impossible days are no stamps.
    """
    plain = _narrow(text)
    found: list[Stamp] = []
    at, behind = 0, False
    for match in _matches(plain):
        day = _day(match, lead)
        if match.start() < at or not day:
            continue
        iso, end = _with_clock(plain, match.end(), day, zone)
        before = plain[at : match.start()]
        ahead = _BEFORE.search(before[-30:]) if len(iso) == _PLAIN else None
        if ahead:
            clock = datetime(*day, int(ahead["h"]), int(ahead["min"]), tzinfo=zone)
            iso = clock.isoformat()
        if not found:
            behind = not label(before) and bool(_after(plain[end:]))
        kind = _after(plain[end:]) if behind else label(before)
        found.append(Stamp(iso, match.start(), end, kind, len(iso) > _PLAIN))
        at = end
    return tuple(found)


def label(before: str) -> Kind:
    """Return what the words before a stamp make of it: `최종수정 :` an update, `입력` the publication."""
    plain = _BETWEEN.sub("", before.casefold()).strip(" :：|·•-–([（,\u3000\t")
    if plain.endswith(cues.words("updated")):
        return "updated"
    return "published" if plain.endswith(cues.words("published")) else ""


def _after(rest: str) -> Kind:
    """What Korean agencies write behind a stamp: `송고`, `최종수정`."""
    word = re.match(r"\s?([가-힣]{2,4})(?=$|[\s|·)\]])", rest)
    return label(word[1]) if word else ""


def _narrow(text: str) -> str:
    """The text with full-width digits and signs narrowed, letter for letter, so that places stay true."""
    return text if text.isascii() else text.translate(_NARROW)


def _matches(text: str) -> Iterator[re.Match[str]]:
    if not _MAYBE.search(text):
        return iter(())
    found = [match for pattern in _DAY for match in pattern.finditer(text)]
    return iter(sorted(found, key=lambda match: (match.start(), -match.end())))


def _day(match: re.Match[str], lead: Lead) -> tuple[int, int, int] | None:
    part = match.groupdict()
    if part.get("name"):
        year, month, day = int(part["y"]), _MONTH[part["name"].casefold()], int(part["d"])
    elif part.get("a"):
        a, b = int(part["a"]), int(part["b"])
        year = int(part["y"])
        day, month = (
            (b, a) if (lead == "month" and part["sep"] == "/" and a <= 12) or b > 12 else (a, b)
        )
    elif part.get("yy"):
        first, month, third = int(part["yy"]), int(part["m"]), int(part["d"])
        if len(part["yy"] if lead == "year" else part["d"]) == 1:
            return None
        year, day = (2000 + first, third) if lead == "year" else (2000 + third, first)
    else:
        year, month, day = int(part["y"]), int(part["m"]), int(part["d"])
    try:
        datetime(year, month, day)  # noqa: DTZ001 — only asks whether there is such a day
    except ValueError:
        return None
    return year, month, day


def _with_clock(text: str, at: int, day: tuple[int, int, int], zone: tzinfo) -> tuple[str, int]:
    """The stamp as ISO text, and where it ends."""
    plain = f"{day[0]:04}-{day[1]:02}-{day[2]:02}"
    match = _CLOCK.match(text, at)
    hour = _hour(match) if match else None
    if match is None or hour is None:
        return plain, at
    offset = _offset(match["zone"])
    end = match.start("zone") if match["zone"] and offset is None else match.end()
    at_zone = zone if offset is None else offset
    second = int(match["s"] or 0)
    moment = datetime(*day, hour, int(match["min"] or 0), second, tzinfo=at_zone)
    return moment.isoformat(), end


def _hour(match: re.Match[str]) -> int | None:
    """The hour from 0 to 23; noon and midnight as the 12-hour clock means them; None where it is no time."""
    if match["min"] is None and "시" not in match[0] and "時" not in match[0] and not match["ampm"]:
        return None
    hour = int(match["h"])
    half = (match["half"] or match["ampm"] or "").casefold().replace(".", "")
    if half in ("오후", "午後", "pm"):
        hour = hour if hour >= 12 else hour + 12
    elif half in ("오전", "午前", "am"):
        hour = 0 if hour == 12 else hour
    return hour if hour < 24 else None


def _offset(name: str | None) -> timezone | None:
    if not name:
        return None
    if name.casefold() in _ZONES:
        return timezone(timedelta(hours=_ZONES[name.casefold()]))
    signed = re.search(r"([+\-])(\d\d):?(\d\d)$", name)
    if not signed:
        return None
    minutes = int(signed[2]) * 60 + int(signed[3])
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if signed[1] == "-" else minutes))
