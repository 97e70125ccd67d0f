"""Rules that only the preview asks: what answers at an address, what is wrong, what is not published yet."""

from ssg.engine.keys import Ask, option, rule, table
from ssg.errors import Problem
from ssg.site.content import catalogue, loaded_problems, page_cards
from ssg.site.links import strangers
from ssg.site.plan import plan


@table
def places(ask: Ask) -> dict[str, str]:
    """Path below the site → the key that makes the file there."""
    return {make.path: make.key for make in ask(plan).makes()}


@rule
def told(ask: Ask) -> tuple[Problem, ...]:
    """What is wrong with the archive as far as it is known without making its pages, sorted."""
    found = {each for problems in ask(loaded_problems).values() for each in problems}
    return tuple(sorted(found.union(ask(plan).problems, ask(strangers))))


@rule
def unpublished(ask: Ask) -> dict[str, str]:
    """Address → `draft` or `future`, of what a build would leave out today."""
    cards = (*ask(catalogue), *ask(page_cards))
    today = ask(option, "today")
    found = {c.url: "future" for c in cards if c.date and c.date.day > today}
    return {**found, **{c.url: "draft" for c in cards if c.draft}}
