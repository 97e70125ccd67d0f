"""Points in time as exports write them → Moment. Pure; the zone comes from the caller."""

import email.utils
import re
from datetime import UTC, datetime, timedelta, tzinfo

from ssg.intake import dates
from ssg.model import Moment

_EPOCH = re.compile(r"-?\d{9,11}(?:\.\d+)?|\d{13}|\d{16}")
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_FRACTION = re.compile(r"[.,]\d+")
_DAY = len("2026-11-23")
_FIRST, _LAST = 1000, 9998


def moment(value: object, zone: tzinfo) -> Moment | None:
    """Return the day or time that a value names: seconds since 1970, ISO 8601, RFC 5322, or as newspapers write it.

    A time in UTC is told in `zone`, for exports store UTC and readers live in the archive's zone; another offset is
    kept as it was said; a time without one is meant in `zone`. A day stays a day. None for what is no time, and for
    the zeros that databases write where nothing is known.
    """
    text = str(value).strip() if isinstance(value, (str, int, float)) and value is not True else ""
    if not text or len(text) > 80 or text.startswith("0000-00-00"):
        return None
    try:
        return _moment(text, zone)
    except (ValueError, OverflowError, OSError):  # the 30th of February, the year 90000
        return None


def _moment(text: str, zone: tzinfo) -> Moment | None:
    if _EPOCH.fullmatch(text):
        digits = len(text.partition(".")[0].lstrip("-"))
        seconds = float(text) / (1 if digits <= 11 else 1000 if digits == 13 else 1_000_000)
        return (
            _told(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds)), zone)
            if seconds
            else None
        )
    basic = _BASIC.fullmatch(text)
    if basic:
        return _told(datetime(*(int(part) for part in basic.groups()), tzinfo=UTC), zone)  # type: ignore[misc, arg-type]
    if _ISO.fullmatch(text):
        return _told(
            datetime.fromisoformat(_FRACTION.sub("", text).upper()), zone, day=len(text) == _DAY
        )
    try:
        return _told(email.utils.parsedate_to_datetime(text), zone, utc="-0000" in text)
    except ValueError:
        found = dates.stamps(text, zone)
        return Moment(found[0].iso) if found else None


def _told(found: datetime, zone: tzinfo, *, day: bool = False, utc: bool = False) -> Moment | None:
    """The moment in the archive's terms; None for years that no export means (1 is .NET's "never")."""
    if not _FIRST <= found.year <= _LAST:
        return None
    if day:
        return Moment(found.date().isoformat())
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC if utc else zone)
    if found.tzinfo is not zone and not found.utcoffset():
        found = found.astimezone(zone)
    offset = found.utcoffset() or timedelta()
    whole = timedelta(minutes=round(offset.total_seconds() / 60))
    return Moment((found.replace(tzinfo=None, microsecond=0)).isoformat() + _offset(whole))


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
