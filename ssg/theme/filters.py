"""What templates can call beside Jinja's own filters. All pure; base path and languages come from the page's `site`.

Filters
    url|href                 a site address as a link: base path in front, percent-encoded; web addresses pass unchanged
    url|absolute             the same with scheme and host, where the site has a base URL
    url|web                  an address of the web (http, https) or an empty string: for addresses that came with an article
    url|readable             the same address as people read it: letters instead of their escapes
    src|beside(url)          a picture's address as a link: relative ones are next to the article at `url`
    moment|date(style)       `<time>`: "long", "list", "short", "full" (long with the time, if known), "iso"
    number|number            1248 → 1,248
    text|paragraphs          plain text as `<p>` elements, cut at empty lines
    lang|lang_attrs          ` lang="en"`, and `dir` for scripts from right to left; nothing where it is the site's own language
    lang|text_direction      "ltr" or "rtl"
    pager|page_numbers       the pages to link: ends, current and two to each side; 0 stands for a gap
    periods|chart            a bar chart's geometry: `Chart`
    year|calendar(months)    the twelve months of a year, those without articles too
    months|busiest           how many articles the day has that has most
    month|cells(most)        a month as a small calendar: `Cells`

Functions
    t("key", **words)        the theme's words for `key`; `{count}` is filled in; `key_one` is used where count is 1 and it exists
    month_name("09")         the month in the theme's language
    period_name(y, m)        "2023년 9월", or "2023년" where `m` is empty
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import jinja2
import msgspec
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ssg import urls
from ssg.model import Moment
from ssg.theme import calendar
from ssg.theme.context import Pager, Period, Site

_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


class Bar(msgspec.Struct, frozen=True, array_like=True):
    """One year of a chart: left edge and height in the chart's units, the bar's foot is at 100."""

    x: int
    y: int
    height: int
    period: Period


class Chart(msgspec.Struct, frozen=True, array_like=True):
    """Bars of ten units each, every year from first to last, and the figures its caption says."""

    width: int
    bars: tuple[Bar, ...]
    first: str
    last: str
    best: Period
    total: int


def base(
    strings: Mapping[str, str],
) -> tuple[dict[str, Callable[..., object]], dict[str, Callable[..., object]]]:
    """Return the filters and the functions for templates that speak with these strings."""
    words = Words(strings)
    filters: dict[str, Callable[..., object]] = {
        "href": href,
        "absolute": absolute,
        "web": web,
        "readable": urls.readable,
        "beside": beside,
        "date": words.date,
        "number": words.number,
        "paragraphs": paragraphs,
        "lang_attrs": lang_attrs,
        "text_direction": text_direction,
        "page_numbers": page_numbers,
        "chart": chart,
        "calendar": calendar.calendar,
        "busiest": calendar.busiest,
        "cells": calendar.cells,
    }
    return filters, {
        "t": words.say,
        "month_name": words.month_name,
        "period_name": words.period_name,
    }


@lru_cache(maxsize=4)  # a pure memo: the templates of a site share what they remember
def bound(base_path: str, base_url: str, language: str) -> dict[str, Callable[..., object]]:
    """Return the filters that need to know the site, for pages of one site: they look for none, and remember."""

    def linked(url: str) -> str:
        return _linked(base_path, url)

    def whole(url: str) -> str:
        return _whole(base_path, base_url, url)

    def marked(lang: str) -> Markup:
        return _marked(language, lang)

    return {  # pure memos (typed: Markup is not the same text); called hundreds of times a page
        "href": lru_cache(maxsize=32768, typed=True)(linked),
        "absolute": lru_cache(maxsize=64, typed=True)(whole),
        "lang_attrs": lru_cache(maxsize=256, typed=True)(marked),
    }


class Words:
    """The strings of one language, and what is written with them."""

    def __init__(self, strings: Mapping[str, str]) -> None:
        """Months are one string of twelve words, so that a locale file stays a table of strings."""
        self.strings = strings
        self.months = strings.get("date.months", "").split()
        self.short_months = strings.get("date.months_short", "").split()
        self.date = lru_cache(maxsize=16384)(
            self._date
        )  # a pure memo: an article stands in a dozen lists

    def say(self, key: str, **words: object) -> str:
        """Return the string for `key` with its places filled in; whole numbers get separators.

        Raises a template error that names a key the locale lacks. Markup among the words makes the result Markup.
        """
        if words.get("count") == 1 and f"{key}_one" in self.strings:
            key = f"{key}_one"
        if key not in self.strings:
            raise jinja2.TemplateRuntimeError(f'the theme\'s locale has no string "{key}"')
        if not words:
            return self.strings[key]
        filled = {
            name: self.number(word) if type(word) is int else word for name, word in words.items()
        }
        if any(isinstance(word, Markup) for word in filled.values()):
            return escape(self.strings[key]).format(**filled)
        return self.strings[key].format(**filled)

    def _date(self, moment: Moment | None, style: str = "long") -> Markup:
        """Return a `<time>` element in the UI's language, or nothing for no date; the machine's form keeps time and offset."""
        if moment is None:
            return Markup()
        said = (
            moment.iso
            if style == "iso"
            else self._day(moment, "long" if style == "full" else style)
        )
        time = f" {moment.time}" if style == "full" and moment.time else ""
        parts = escape(moment.iso), escape(said), escape(time)
        # Markup.format would take five times as long
        return Markup('<time datetime="{}">{}{}</time>'.format(*map(str, parts)))  # noqa: S704

    def _day(self, moment: Moment, style: str) -> str:
        month, day = int(moment.month), int(moment.day[8:10])
        name, short = self.months[month - 1], self.short_months[month - 1]
        return self.strings[f"date.{style}"].format(
            year=moment.year, month=month, day=day, name=name, abbr=short
        )

    def number(self, value: object) -> str:
        """Return a whole number with the language's separators from a thousand on (`number.separator`, else commas)."""
        if not isinstance(value, int):
            return str(value)
        return f"{value:,}".replace(",", self.strings.get("number.separator", ","))

    def month_name(self, month: str) -> str:
        """Return the name of a month given as `09`."""
        return self.months[int(month) - 1]

    def period_name(self, year: str, month: str = "") -> str:
        """Return a year or a month of a year as the language says it; months by name where their names are words."""
        if not month:
            return self.strings["date.year"].format(year=year)
        name = self.month_name(month)
        said = int(month) if name[:1].isdigit() else name
        return self.strings["date.month"].format(year=year, month=said)


def _site(context: Context) -> Site:
    site: Site = context["site"]
    return site


@jinja2.pass_context
def href(context: Context, url: str) -> str:
    """Return a link for a site address; web addresses and fragments pass unchanged, anything else is below the base path."""
    return _linked(_site(context).base_path, url)


def _linked(base_path: str, url: str) -> str:
    if url.startswith("#") or web(url):
        return url
    return _link(base_path, "/" + url.lstrip("/"))  # "//host/" would leave the site


@lru_cache(maxsize=4096)  # a pure memo: menu, footer and assets are the same on every page
def _link(base: str, url: str) -> str:
    return urls.href(base, url)


@jinja2.pass_context
def absolute(context: Context, url: str) -> str:
    """Return a site address with scheme and host; only the link where the site has no base URL."""
    site = _site(context)
    return _whole(site.base_path, site.base_url, url)


def _whole(base_path: str, base_url: str, url: str) -> str:
    if web(url):
        return url
    return urls.absolute(base_url, url) if base_url else urls.href(base_path, url)


def web(url: str) -> str:
    """Return the address if it is one of the web, else an empty string: no `javascript:` ever becomes a link."""
    return url if _WEB.match(url) else ""


@jinja2.pass_context
def beside(context: Context, src: str, url: str) -> str:
    """Return a picture's link: as it is on the web, below the base path for `/…`, else next to the article at `url`."""
    if src.startswith("//"):
        return f"https:{src}"
    if web(src) or not src:
        return src
    if urlsplit(src).scheme:
        return ""
    return _link(
        _site(context).base_path, src if src.startswith("/") else url + src.removeprefix("./")
    )


def paragraphs(text: str) -> Markup:
    """Return plain text as paragraphs, cut at empty lines; single line ends are kept as spaces."""
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts if part)


@jinja2.pass_context
def lang_attrs(context: Context, lang: str) -> Markup:
    """Return the attributes that a text in another language needs, with a leading space."""
    return _marked(_site(context).language, lang)


def _marked(own: str, lang: str) -> Markup:
    if not lang or lang == own:
        return Markup()
    direction, usual = text_direction(lang), text_direction(own)
    turned = Markup(' dir="{}"').format(direction) if direction != usual else Markup()
    return Markup(' lang="{}"').format(lang) + turned


def text_direction(lang: str) -> str:
    """Return `rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if re.split(r"[-_]", lang)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def page_numbers(pager: Pager) -> tuple[int, ...]:
    """Return the numbers of the pages to link, in order; a 0 stands for the pages left out."""
    near = range(pager.number - 2, pager.number + 3)
    wanted = [n for n in range(1, pager.total + 1) if n in (1, pager.total) or n in near]
    found: list[int] = []
    for n in wanted:
        if found and n == found[-1] + 2:
            found.append(n - 1)
        elif found and n > found[-1] + 2:
            found.append(0)
        found.append(n)
    return tuple(found)


def chart(periods: Sequence[Period]) -> Chart | None:
    """Return a chart of the years, oldest first, with gaps filled; `None` where there is nothing to compare: fewer than two years, or one article each."""
    known = {int(period.year): period for period in periods if period.year.isdigit()}
    if len(known) < 2:
        return None
    first, last = min(known), max(known)
    every = [known.get(year, Period(f"{year:04}", "", "", 0)) for year in range(first, last + 1)]
    best = max(every, key=lambda period: (period.count, period.year))
    top = best.count
    if top < 2:
        return None
    bars = tuple(_bar(at, period, top) for at, period in enumerate(every))
    return Chart(
        len(every) * 10, bars, every[0].year, every[-1].year, best, sum(p.count for p in every)
    )


def _bar(at: int, period: Period, top: int) -> Bar:
    height = max(2, period.count * 100 // top) if period.count else 0
    return Bar(at * 10, 100 - height, height, period)
