"""A text that isn't saved yet, as the page that it will be. Nothing of it is remembered."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ssg.engine.keys import Asked, Rule, file
from ssg.errors import Problem, SsgError
from ssg.preview.shown import Shown, bug
from ssg.site import content, pages, taxonomy, texts
from ssg.theme.context import Term
from ssg.urls import slug

OWN = (content.loaded, texts.rendered)


class Draft(msgspec.Struct, frozen=True):
    """The page of a text, with the source lines of its blocks; None where it can't be made, and why not."""

    html: bytes | None
    problems: tuple[Problem, ...] = ()
    url: str = ""


class Ask:
    """An `ask` in which one file holds another text: what is made of that file alone is made of it, everything else is as
    it is. So an unsaved title is on its own page, and not yet in the lists."""

    def __init__(self, shown: Shown, path: str, raw: bytes) -> None:
        self._shown, self._path, self._raw = shown, path, raw
        self._made: dict[Asked, Any] = {}

    def __call__(self, spec: Asked, *args: str) -> Any:
        if args == (self._path,):
            if spec is file:
                return self._raw
            if spec in OWN:
                if spec not in self._made:
                    self._made[spec] = spec.fn(self, *args)
                return self._made[spec]
        found = self._shown.value(spec, *args)
        if spec is texts.chosen_markdown:
            return msgspec.structs.replace(found, source_lines=True)
        if spec is taxonomy.terms and found is None:  # a term that only this text has
            kind, _, name = args[0].partition("/")
            paged = [each.name for each in self._shown.value(taxonomy.kinds) if each.pages]
            return Term(name, f"/{kind}/{slug(name) or name}/") if kind in paged else None
        return found

    def all(self, spec: Rule[Any], calls: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the answers for many arguments of one rule."""
        return [self(spec, *args) for args in calls]


def draft(shown: Shown, path: str, raw: bytes) -> Draft:
    """Return the page that the bytes would be if they were saved at a path of the archive."""
    ask = Ask(shown, path, raw)
    try:
        loaded: content.Loaded = ask(content.loaded, path)
        if loaded.card is None:
            return Draft(None, loaded.problems)
        rule = pages.article if loaded.card.kind == "article" else pages.plain_page
        return Draft(rule.fn(ask, path), loaded.problems, loaded.card.url)
    except SsgError as error:
        return Draft(None, error.problems)
    except Exception as error:  # noqa: BLE001  as for any page: the editor must not lose a text to a bug of ours
        return Draft(None, (bug(error),))
