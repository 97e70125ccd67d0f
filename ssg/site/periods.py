"""Rules for years, months and days."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ssg.engine.keys import Ask, rule, table
from ssg.model import Card
from ssg.site.content import catalogue
from ssg.theme.context import Period


def by_period(cards: Sequence[Card]) -> dict[str, tuple[str, ...]]:
    """Return the paths of the articles of each year and month, by the address of its list."""
    made: defaultdict[str, list[str]] = defaultdict(list)
    for card in cards:
        if card.date:
            made[f"/{card.date.year}/"].append(card.path)
            made[f"/{card.date.year}/{card.date.month}/"].append(card.path)
    return {url: tuple(paths) for url, paths in made.items()}


@rule
def years(ask: Ask) -> tuple[Period, ...]:
    """The years that have articles, newest first, each with its months, oldest first, and these with their days."""
    counts = Counter(card.date.day for card in ask(catalogue) if card.date)
    found: defaultdict[str, defaultdict[str, dict[int, int]]]
    found = defaultdict(lambda: defaultdict(dict))
    for day, count in counts.items():
        found[day[:4]][day[5:7]][int(day[8:])] = count
    made = []
    for year in sorted(found, reverse=True):
        inside = tuple(_month(year, month, found[year][month]) for month in sorted(found[year]))
        made.append(Period(year, "", f"/{year}/", sum(month.count for month in inside), inside))
    return tuple(made)


def _month(year: str, month: str, counts: dict[int, int]) -> Period:
    days = range(1, monthrange(int(year), int(month))[1] + 1)
    by_day = tuple(counts.get(day, 0) for day in days)
    return Period(year, month, f"/{year}/{month}/", sum(by_day), (), by_day)


@table
def months(ask: Ask) -> dict[str, tuple[Period, ...]]:
    """Year → its months, oldest first."""
    return {year.year: year.months for year in ask(years)}


def by_year(dates: Iterable[str]) -> tuple[Period, ...]:
    """Return the years of some days with their counts, oldest first."""
    count = Counter(day[:4] for day in dates if day)
    return tuple(Period(year, "", f"/{year}/", count[year]) for year in sorted(count))
