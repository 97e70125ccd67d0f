"""Rules for what programs read: the list of articles and its schema."""

from ssg.engine.keys import Ask, rule
from ssg.formats import api
from ssg.site.content import catalogue, config, loaded


@rule(output=True)
def articles(ask: Ask) -> bytes:
    """All articles, without their texts."""
    found = ask.all(loaded, [(card.path,) for card in ask(catalogue)])
    return api.articles([each.card for each in found if each.card], ask(config))


@rule(output=True)
def schema(ask: Ask) -> bytes:
    """The JSON Schema of that list."""
    return api.schema(ask(config))
