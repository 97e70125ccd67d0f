"""Dates as people and machines write them → Moment. Pure; the zone's rules come from zoneinfo."""

import datetime
import functools
import re
from zoneinfo import ZoneInfo

from ssg.model import Moment

_DAY = r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})|/(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2}))"
_DOTTED = r"(?P<y>[0-9]{4})\s*\.\s*(?P<m>[0-9]{1,2})\s*\.\s*(?P<d>[0-9]{1,2})\s*\.?"
_KOREAN = r"(?P<y>[0-9]{4})\s*년\s*(?P<m>[0-9]{1,2})\s*월\s*(?P<d>[0-9]{1,2})\s*일"
_BASIC = r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"
_WEEKDAY = r"(?:\s*\(\s*[월화수목금토일](?:요일)?\s*\)|\s*[월화수목금토일]요일)?"
_HALF = r"(?P<half>오전|오후|am|pm)?\s*"
_CLOCK = (
    r"(?P<H>[0-9]{1,2})\s*(?::(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"|시(?:\s*(?P<M2>[0-9]{1,2})\s*분(?:\s*(?P<S2>[0-9]{1,2})\s*초)?)?)\s*(?P<half2>am|pm)?"
)
_BASIC_CLOCK = r"(?P<H>[0-9]{2})(?P<M>[0-9]{2})(?P<S>[0-9]{2})?"
_OFFSET = r"(?:\s*(?P<zone>Z|UTC|GMT|KST|JST|[+-][0-9]{2}(?::?[0-9]{2})?))?"


def _pattern(day: str, between: str, clock: str) -> re.Pattern[str]:
    return re.compile(rf"{day}(?:{between}{clock}{_OFFSET})?", re.IGNORECASE)


_PATTERNS = (
    _pattern(_DAY + _WEEKDAY, r"(?:\s*T\s*|\s+)" + _HALF, _CLOCK),
    _pattern(_DOTTED + _WEEKDAY, r"\s*" + _HALF, _CLOCK),
    _pattern(_KOREAN + _WEEKDAY, r"\s*" + _HALF, _CLOCK),
    _pattern(_BASIC, "T", _BASIC_CLOCK),
)
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "KST": 540, "JST": 540}
_MAX_OFFSET = 14 * 60


@functools.lru_cache(maxsize=16)  # a pure memo
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def moment(value: str, zone: str) -> Moment | None:
    """Return the day or time that a text names, or None if it is no date or an impossible one.

    Read are ISO 8601 (`2026-11-23`, `2026-11-23T09:00:00+09:00`, `20261123T0900Z`), the same with a
    space, `/` and offsets like `+0900`, `+09`, `KST`, `Z`; `2026.11.23.`; `2026년 11월 23일 오후 3시 5분`.
    A time without an offset gets that of `zone` (an IANA name) on that day; a day stays a day;
    parts of a second are dropped.
    """
    text = value.strip()
    if not text or not text[0].isdigit():
        return None
    found = next((m for p in _PATTERNS if (m := p.fullmatch(text))), None)
    if found is None:
        return None
    try:
        return _moment({k: v for k, v in found.groupdict().items() if v}, zone)
    except ValueError:  # the 30th of February, 25 o'clock
        return None


def _moment(part: dict[str, str], zone: str) -> Moment:
    year = int(part["y"])
    day = datetime.date(year, int(part.get("m") or part["m2"]), int(part.get("d") or part["d2"]))
    if "H" not in part:
        return Moment(day.isoformat())
    half = (part.get("half") or part.get("half2") or "").lower()
    minute = int(part.get("M") or part.get("M2") or 0)
    second = int(part.get("S") or part.get("S2") or 0)
    clock = datetime.time(_hour(int(part["H"]), half), minute, second)
    local = datetime.datetime.combine(day, clock)
    offset = _offset(part["zone"].upper()) if "zone" in part else None
    return Moment(local.replace(tzinfo=offset or _local_offset(local, zone)).isoformat())


def _local_offset(local: datetime.datetime, zone: str) -> datetime.timezone:
    """The zone's offset then, in whole minutes: RFC 3339 knows no seconds, which local mean times
    had.
    """
    offset = local.replace(tzinfo=_zone(zone)).utcoffset() or datetime.timedelta()
    return datetime.timezone(datetime.timedelta(minutes=round(offset.total_seconds() / 60)))


def _hour(hour: int, half: str) -> int:
    if not half or hour > 12:  # `오후 15시` is written too, and clear
        return hour
    return hour % 12 + (12 if half in ("오후", "pm") else 0)


def _offset(name: str) -> datetime.timezone:
    minutes = _OFFSETS.get(name)
    if minutes is None:
        size = int(name[1:3]) * 60 + int(name[3:].lstrip(":") or 0)
        if size > _MAX_OFFSET or int(name[3:].lstrip(":") or 0) > 59:
            raise ValueError(name)
        minutes = -size if name[0] == "-" else size
    return datetime.timezone(datetime.timedelta(minutes=minutes))
