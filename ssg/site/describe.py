"""Rules for what a person says of a term: `content/tags/<tag>.md`, and the same for every taxonomy."""

from pathlib import PurePosixPath

from ssg.engine.keys import Ask, file, listing, rule, table
from ssg.site.content import text_of
from ssg.site.taxonomy import kinds, shelves
from ssg.site.texts import address_of, chosen_markdown
from ssg.urls import href, nfc, term_key


@rule
def descriptions(ask: Ask) -> dict[str, str]:
    """Address of a term → the file that describes it: named as the term is, or as its address is."""
    found = {}
    for kind in ask(kinds):
        files = ask(listing, f"content/{kind.name}/") if kind.pages else ()
        named = {term_key(PurePosixPath(nfc(path)).stem): path for path in files if path.endswith(".md")}  # fmt: skip
        for key, shelf in ask(shelves)[kind.name].items() if named else ():
            path = named.get(key) or named.get(term_key(shelf.term.url.split("/")[2]))
            if path:
                found[shelf.term.url] = path
    return found


@table
def described(ask: Ask) -> dict[str, str]:
    """Address of a term → its description as safe HTML."""
    return {url: _html(ask, path, url) for url, path in ask(descriptions).items()}


def _html(ask: Ask, path: str, url: str) -> str:
    from ssg.markup import frontmatter  # noqa: PLC0415 - few archives describe a term
    from ssg.markup import markdown as renderer

    chosen = ask(chosen_markdown)
    return renderer.render(
        frontmatter.split(text_of(ask(file, path) or b"", path)).body,
        raw_html=chosen.raw_html,
        lang=chosen.language,
        resolve=lambda target: href(chosen.base_path, address_of(ask, path, url, target)),
    ).html
