"""Rules for what programs read: the list of articles and its schema."""

from ssg.engine.keys import Ask, rule
from ssg.formats import api
from ssg.site.content import catalogue, config


@rule(output=True)
def articles(ask: Ask) -> bytes:
    """All articles, without their texts."""
    return api.articles(ask(catalogue), ask(config))


@rule(output=True)
def schema(ask: Ask) -> bytes:
    """The JSON Schema of that list."""
    return api.schema(ask(config))
