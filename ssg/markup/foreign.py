"""Keys with a meaning of their own: drafts, sources, old addresses, as Hugo, Jekyll, Pelican, Zola,
Obsidian write them. Pure.
"""

import re

from ssg.markup.table import Table, date, short, strings, text, texts, unique, unlinked
from ssg.markup.yamltext import is_bool, is_null
from ssg.model import Source

PUBLISHED = ("date", "published", "publishdate", "pubdate")
"""The keys that a date of publication is read from; the first wins."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BAD_PATH = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.\.(?:/|$)")


def zola(table: Table) -> None:
    """Zola keeps tags and the like below `[taxonomies]`."""
    name, value = table.take("taxonomies")
    if not name:
        return
    if not isinstance(value, dict):
        table.error(name, "must be a mapping")
        return
    for key, terms in value.items():
        table.names.setdefault(key.lower(), key)
        table.values.setdefault(key, terms)
        table.lines.setdefault(key, table.lines.get(name, (0, 0)))


def draft(table: Table) -> bool:
    """Return whether any of the keys that say so keeps an article back."""
    found = False
    for key, meant in (("draft", True), ("published", False), ("publish", False)):
        name = table.names.get(key, "")
        said = is_bool(table.values.get(name))
        if said is not None:
            found = found or said is meant
            table.values.pop(name)
        elif key != "published" and name in table.values and not is_null(table.values[name]):
            table.error(name, f'must be true or false, not "{short(table.values.pop(name))}"')
    name, value = table.take("status")
    if name and str(value).lower() in ("draft", "hidden", "skip"):
        found = True
    elif name and str(value).lower() not in ("published", "publish"):
        table.warn(
            name, f'"{short(value)}" means nothing here', "draft: true keeps an article back"
        )
    return found


def source(table: Table) -> Source:
    """Return where an article was read first: a mapping, a name or an address alone, or the address
    under other keys.
    """
    name, value = table.take("source")
    known = Source.__struct_fields__
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        word = unlinked(value)
        found = {"url": word} if re.match(r"https?://", word) else {"name": word}
    else:
        found = strings(table, name, value, known) if name else {}
    key, url = table.take("url_original", "original_url", "canonical_url", "link")
    if key and not found.get("url"):
        found["url"] = text(table, key, url)
    name = table.names.get("url", "")
    if not found.get("url") and re.match(r"https?://", str(table.values.get(name, ""))):
        found["url"] = str(table.values.pop(name))
    return Source(**found)


def created(table: Table, found: dict[str, object]) -> None:
    """`created` is the day of archiving where the article has a source's address, else the date."""
    dated = any(table.names.get(key) in table.values for key in PUBLISHED)
    source = found["source"]
    archived = isinstance(source, Source) and bool(source.url)
    name, value = table.take("created")
    if name and (archived or not dated):
        found["archived" if archived else "date"] = date(table, name, value)
    elif name:
        table.values[name] = value


def aliases(table: Table) -> tuple[str, ...]:
    """Return old addresses, each with `/` in front: redirects, and other programs' own addresses of
    the page.
    """
    found: list[str] = []
    for key in ("aliases", "redirect_from", "permalink", "url", "path", "save_as"):
        name, value = table.take(key)
        for item in texts(table, name, value) if name else ():
            if "/" not in item and not item.endswith(".html"):
                table.warn(
                    name,
                    f'"{short(item)}" is no path and was left out',
                    "a redirect is written like /old/address/",
                )
            elif _SCHEME.match(item) or item.startswith("//") or _BAD_PATH.search(item):
                table.warn(
                    name,
                    f'"{short(item)}" is no path of this site and was left out',
                    "write /old/address/",
                )
            else:
                found.append("/" + item.lstrip("/"))
    return unique(found)


def further_categories(table: Table, found: dict[str, object]) -> None:
    """Jekyll and Hugo allow several categories: the first is the section, the others become tags."""
    name, rest = table.take("categories")
    if name and isinstance(rest, list):
        tags = found.get("tags", ())
        if isinstance(tags, tuple):
            found["tags"] = unique((*tags, *rest))
