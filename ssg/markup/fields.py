"""Front-matter keys → FrontMatter: our own names, and those of Hugo, Jekyll, Pelican, Zola,
Obsidian. Pure.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import get_args

import msgspec

from ssg.errors import Problem, SsgError, did_you_mean
from ssg.markup.foreign import (
    PUBLISHED,
    aliases,
    created,
    draft,
    further_categories,
    source,
    zola,
)
from ssg.markup.table import Table, date, short, strings, text, texts, unique, unlinked
from ssg.markup.yamltext import core, is_bool, is_null
from ssg.model import Archive, Figure, FrontMatter, Visibility

ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "deck"),
    "date": PUBLISHED,
    "updated": ("updated", "lastmod", "modified", "last_modified_at"),
    "archived": ("archived", "time_added", "savedat"),
    "authors": ("authors", "author", "byline"),
    "tags": ("tags", "keywords"),
    "section": ("section", "categories", "category"),
    "series": ("series",),
    "description": ("description", "summary", "excerpt"),
    "image": ("image", "cover", "thumbnail", "previewimage", "socialimage", "images"),
    "image_alt": ("image_alt",),
    "image_credit": ("image_credit",),
    "figures": ("figures",),
    "lang": ("lang", "language"),
    "slug": ("slug",),
    "expires": ("expires", "expirydate", "unpublishdate"),
    "embargo": ("embargo",),
    "takedown": ("takedown",),
    "rights": ("rights", "license", "copyright"),
    "weight": ("weight", "order"),
    "featured": ("featured",),
    "archive": ("archive",),
}
"""Field → the keys it is read from, in lower case; the first that is there wins."""
SPECIAL = ("source", "url_original", "original_url", "canonical_url", "link", "created", "aliases", "redirect_from",
           "permalink", "url", "path", "save_as", "draft", "publish", "status", "visibility", "taxonomies", "extra")  # fmt: skip
FOREIGN = frozenset(("layout", "template", "type", "linktitle", "menu", "outputs", "toc", "math", "comments", "cssclass",
                     "cssclasses", "resources", "cascade", "markup", "iscjklanguage", "headless", "sitemap"))  # fmt: skip
"""Keys of other programs that mean nothing here; they go to `extra` without a warning."""
KNOWN = frozenset((*SPECIAL, *(key for keys in ACCEPTED.values() for key in keys)))
TEXT_KEYS = KNOWN - {
    "draft",
    "featured",
    "publish",
    "weight",
    "order",
    "taxonomies",
    "extra",
    "archive",
    "figures",
    "takedown",
}
"""Keys whose unquoted value is text, whatever it looks like."""
DATES = frozenset(
    key
    for field in ("date", "updated", "archived", "expires", "embargo")
    for key in ACCEPTED[field]
)
CANONICAL = frozenset(field.name for field in msgspec.structs.fields(FrontMatter))
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def front_matter(
    values: Mapping[str, object],
    lines: dict[str, tuple[int, int]],
    path: str,
    zone: str,
    *,
    own: Collection[str] = (),
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Return the front matter that a mapping describes (`title` may be empty), and the warnings.

    `own` are the keys that the site declares: they go to `extra` without a warning.

    Raises SsgError with every error found.
    """
    names: dict[str, str] = {}
    for key in values:
        names.setdefault(key.lower(), key)
    table = Table(dict(values), lines, path, zone, [], names)
    fields = _fields(table)
    fields["extra"] = _extra(table, own)
    errors = [p for p in table.problems if p.level == "error"]
    if errors:
        raise SsgError(*sorted(table.problems, key=lambda p: (p.line, p.column)))
    return FrontMatter(**{"title": "", **fields}), tuple(table.problems)  # type: ignore[arg-type]


def _fields(table: Table) -> dict[str, object]:
    zola(table)
    found: dict[str, object] = {"draft": draft(table), "source": source(table)}
    created(table, found)
    for field, keys in ACCEPTED.items():
        name, value = table.take(*keys)
        if name:
            found[field] = READERS[field](table, name, value)
    image = found.get("image")
    if isinstance(image, dict):
        found = {**{key: value for key, value in found.items() if key != "image"}, **image}
    further_categories(table, found)
    found["aliases"] = aliases(table)
    found["visibility"] = _visibility(table)
    return {key: value for key, value in found.items() if value is not None}


def _people(table: Table, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):  # Hugo themes: authors: [{name: …}]
        value = [item.get("name", item) if isinstance(item, dict) else item for item in value]
    return unique(unlinked(item) for item in texts(table, key, value))


def _tags(table: Table, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        hashed = value.lstrip().startswith("#")
        mark = next((m for m in ",|" if m in value), None)
        value = re.split(rf"[{mark}]" if mark else r"[\s]+" if hashed else r"[ \t]+", value)
    return unique(unlinked(item).lstrip("#") for item in texts(table, key, value))


def _first(table: Table, key: str, value: object) -> str:
    found = texts(table, key, value)
    if key.lower() in ("categories", "series") and len(found) > 1:
        table.values[key] = [str(item) for item in found[1:]]
    return unlinked(found[0]) if found else ""


def _weight(table: Table, key: str, value: object) -> int:
    number = core(value)
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    table.error(key, f'not a whole number: "{short(value)}"', f"write {key}: 10")
    return 0


def _featured(table: Table, key: str, value: object) -> bool:
    found = core(value)
    if isinstance(found, bool):
        return found
    table.error(key, f'must be true or false, not "{short(value)}"', f"write {key}: true")
    return False


def _lang(table: Table, key: str, value: object) -> str:
    found = text(table, key, value).strip().replace("_", "-")
    if found and not _LANG.fullmatch(found):
        table.error(key, f'not a language: "{short(found)}"', "write ko, en or zh-Hant")
    return found


def _image(table: Table, key: str, value: object) -> object:
    """A path, the first of several, or a mapping with path, alt and credit."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return unlinked(text(table, key, value))
    kinds = {
        "image": ("src", "url", "path", "image"),
        "image_alt": ("alt", "caption"),
        "image_credit": ("credit",),
    }
    found = {f: next((v for k in keys if (v := value.get(k))), None) for f, keys in kinds.items()}
    return {field: text(table, key, v) for field, v in found.items() if v is not None}


def _figures(table: Table, key: str, value: object) -> tuple[Figure, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_figure(table, key, item) for item in items)


def _figure(table: Table, key: str, item: object) -> Figure:
    after = None
    if isinstance(item, dict) and item.get("after") is not None:
        after = max(0, _weight(table, key, item["after"]))
        item = {name: value for name, value in item.items() if name != "after"}
    known = tuple(name for name in Figure.__struct_fields__ if name != "after")
    return Figure(**strings(table, key, item, known), after=after)


def _archive(table: Table, key: str, value: object) -> Archive:
    if not isinstance(value, dict):
        table.error(key, "must be a mapping with id, sha256, original, reader")
        return Archive()
    known = Archive.__struct_fields__
    for name in sorted(value.keys() - set(known)):
        table.warn(key, f'unknown key "{name}"', did_you_mean(name, known))
    found = {k: v for k, v in value.items() if k in known and not is_null(v)}
    lists = {
        k: texts(table, f"{key}.{k}", found.pop(k))
        for k in ("auto_tags", "uncertain", "older")
        if k in found
    }
    words = {k: text(table, f"{key}.{k}", v) for k, v in found.items()}
    return msgspec.structs.replace(Archive(), **lists, **words)


def _takedown(table: Table, key: str, value: object) -> str | None:
    """The reason; an empty one for `true`."""
    said = is_bool(value)
    return text(table, key, value) if said is None else "" if said else None


def _plain_text(table: Table, key: str, value: object) -> str:
    return text(table, key, value)


READERS: Mapping[str, Callable[[Table, str, object], object]] = {
    **dict.fromkeys(("title", "description", "image_alt", "image_credit", "slug", "rights"), _plain_text),
    **dict.fromkeys(("date", "updated", "archived", "expires", "embargo"), date),
    **dict.fromkeys(("section", "series"), _first),
    "subtitle": texts, "authors": _people, "tags": _tags, "image": _image, "lang": _lang,
    "weight": _weight, "featured": _featured, "figures": _figures, "archive": _archive, "takedown": _takedown,
}  # fmt: skip


def _visibility(table: Table) -> object:
    name, value = table.take("visibility")
    choices = get_args(Visibility)
    if not name or value in choices:
        return str(value) if name else None
    table.error(
        name,
        f'"{short(value)}" is not one of {", ".join(choices)}',
        did_you_mean(str(value), choices),
    )
    return None


def _extra(table: Table, own: Collection[str]) -> dict[str, object]:
    """What is left: the site's own keys below `extra`, foreign ones, and unknown ones with a
    warning.
    """
    name, value = table.take("extra")
    if name and not isinstance(value, dict):
        table.error(name, "must be a mapping")
    extra = {str(k): core(v) for k, v in value.items()} if isinstance(value, dict) else {}
    for key in table.values:
        if key.lower() in KNOWN and is_null(table.values[key]):
            continue
        if key.lower() not in KNOWN and key.lower() not in FOREIGN and key not in own:
            hint = did_you_mean(key, CANONICAL) or "keys of your own go under extra:"
            line, column = table.lines.get(key, (0, 0))
            table.problems.append(
                Problem(table.path, line, column, f'unknown key "{key}"', hint, "warning")
            )
        extra.setdefault(key, core(table.values[key]))
    return extra
