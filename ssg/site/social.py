"""Rules for social cards: whether they can be drawn, and each article's."""

from ssg.engine.keys import Ask, file, rule
from ssg.errors import Problem
from ssg.fonts import SYSTEM_FONT
from ssg.images import card as drawing
from ssg.images.encode import available
from ssg.site.content import config, loaded
from ssg.site.look import strings

NAME = "social-card.png"


@rule
def font(ask: Ask) -> str:
    """The file of the font that cards are set in; empty where none are drawn."""
    how = ask(config).cards
    path = how.font or SYSTEM_FONT
    return path if how.enabled and available() and ask(file, path) is not None else ""


def notices(ask: Ask) -> tuple[Problem, ...]:
    """Return what is missing where cards are wanted and none can be drawn."""
    how = ask(config).cards
    if not how.enabled or ask(font):
        return ()
    if not available():
        what, hint = "no social cards: Pillow is missing", "pip install 'ssg-archive[images]'"
    elif how.font:
        what, hint = f'no social cards: there is no font "{how.font}"', "a path below the archive's folder"  # fmt: skip
    else:
        what = "no social cards: no Korean font was found on this machine"
        hint = 'install Noto Sans CJK, or name a file: [cards] font = "static/font.otf"'
    return (Problem("site.toml", 1, 0, what, hint, "warning"),)


def address(ask: Ask, url: str) -> str:
    """Return the address of an article's card; empty where there is none."""
    return f"{url}{NAME}" if ask(font) else ""


@rule(worker=True, output=True, needs=lambda ask, path: (ask(font), ask(config), ask(strings), ask(loaded, path)))  # fmt: skip
def social_card(ask: Ask, path: str) -> bytes:
    """The card of an article."""
    found = ask(loaded, path).card
    raw = ask(file, ask(font))
    if found is None or raw is None:
        raise LookupError(path)  # the plan names no such card
    pattern = ask(strings).get("date.list", "{year}-{month}-{day}")
    names = ask(strings).get("date.months_short", "").split()
    day = ""
    if found.date:
        month = int(found.date.month)
        abbr = names[month - 1] if len(names) == 12 else str(month)  # noqa: PLR2004
        day = pattern.format(
            year=found.date.year, month=month, day=int(found.date.day[8:]), name=abbr, abbr=abbr
        )
    note = "  ·  ".join(part for part in (found.source.name, day) if part)
    return drawing.card(raw, drawing.Words(found.title, note, ask(config).title))
