"""Rules for what programs read: the list of articles and its schema."""

from ssg.engine.keys import Ask, Hint, rule
from ssg.formats import api
from ssg.site.cards import ARTICLES
from ssg.site.content import catalogue, config, every, in_drawer, read


def _needs(ask: Hint, first: str) -> None:
    ask(config)
    in_drawer(ask, first)


@rule(worker=True, needs=_needs)
def told(ask: Ask, first: str) -> tuple[bytes, ...]:
    """What the list says of each article of a drawer; nothing of one that can't be read."""
    c = ask(config)
    return tuple(api.line(each.card, c) if each.card else b"" for each in read(ask, first))


@rule(output=True)
def articles(ask: Ask) -> bytes:
    """All articles, without their texts."""
    found = dict(every(ask, told, ARTICLES))
    return api.articles([found[card.path] for card in ask(catalogue)], ask(config))


@rule(output=True)
def schema(ask: Ask) -> bytes:
    """The JSON Schema of that list."""
    return api.schema(ask(config))
