"""Front-matter keys → FrontMatter: our own names, and those of Hugo, Jekyll, Pelican, Zola, Obsidian. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

import msgspec

from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.markup.dates import moment
from ssg.markup.yamltext import Plain, core, is_bool, is_null
from ssg.model import Archive, Figure, FrontMatter, Moment, Source, Visibility
from ssg.urls import nfc

ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "deck"),
    "date": ("date", "published", "publishdate", "pubdate"),
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
    "rights": ("rights", "license", "copyright"),
    "weight": ("weight", "order"),
    "archive": ("archive",),
}
"""Field → the keys it is read from, in lower case; the first that is there wins."""
SPECIAL = ("source", "url_original", "original_url", "canonical_url", "link", "created", "aliases", "redirect_from",
           "permalink", "url", "path", "save_as", "draft", "publish", "status", "visibility", "taxonomies", "extra")  # fmt: skip
FOREIGN = frozenset(("layout", "template", "type", "linktitle", "menu", "outputs", "toc", "math", "comments", "cssclass",
                     "cssclasses", "resources", "cascade", "markup", "iscjklanguage", "headless", "sitemap", "embargo"))  # fmt: skip
"""Keys of other programs that mean nothing here; they go to `extra` without a warning."""
KNOWN = frozenset((*SPECIAL, *(key for keys in ACCEPTED.values() for key in keys)))
TEXT_KEYS = KNOWN - {
    "draft",
    "publish",
    "weight",
    "order",
    "taxonomies",
    "extra",
    "archive",
    "figures",
}
"""Keys whose unquoted value is text, whatever it looks like."""
CANONICAL = frozenset(field.name for field in msgspec.structs.fields(FrontMatter))
DATE_HINT = "write 2026-11-23 or 2026-11-23 09:00"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_WIKILINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]")
_BAD_PATH = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.\.(?:/|$)")


class Table(msgspec.Struct):
    """The keys of one front matter while they are read: what is left, and what was found wrong.

    `values` maps keys as written to str, Plain, list or dict; `lines` maps them to (line, column).
    """

    values: dict[str, object]
    lines: dict[str, tuple[int, int]]
    path: str
    zone: str
    problems: list[Problem]
    names: dict[str, str]

    def take(self, *keys: str) -> tuple[str, object]:
        """Remove and return the first of `keys` that has a value, with its name as written; `("", None)` without one."""
        for key in keys:
            name = self.names.get(key, "")
            if name in self.values and not is_null(self.values[name]):
                return name, self.values.pop(name)
        return "", None

    def error(self, key: str, what: str, hint: str = "") -> None:
        """Note an error at a key."""
        line, column = self.lines.get(key, (0, 0))
        self.problems.append(problem(self.path, f"{key}: {what}", hint, line=line, column=column))

    def warn(self, key: str, what: str, hint: str = "") -> None:
        """Note a warning at a key."""
        line, column = self.lines.get(key, (0, 0))
        self.problems.append(Problem(self.path, line, column, f"{key}: {what}", hint, "warning"))


def front_matter(
    values: Mapping[str, object], lines: dict[str, tuple[int, int]], path: str, zone: str
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Return the front matter that a mapping describes (`title` may be empty), and the warnings.

    Raises SsgError with every error found.
    """
    names: dict[str, str] = {}
    for key in values:
        names.setdefault(key.lower(), key)
    table = Table(dict(values), lines, path, zone, [], names)
    fields = _fields(table)
    fields["extra"] = _extra(table)
    errors = [p for p in table.problems if p.level == "error"]
    if errors:
        raise SsgError(*sorted(table.problems, key=lambda p: (p.line, p.column)))
    return FrontMatter(**fields), tuple(table.problems)  # type: ignore[arg-type]


def _fields(table: Table) -> dict[str, object]:
    _zola(table)
    found: dict[str, object] = {"draft": _draft(table), "source": _source(table)}
    _created(table, found)
    for field, keys in ACCEPTED.items():
        name, value = table.take(*keys)
        if name:
            found[field] = READERS[field](table, name, value)
    if isinstance(found.get("image"), dict):
        found |= found.pop("image")  # type: ignore[operator]
    _all_sections(table, found)
    found["aliases"] = _aliases(table)
    found["visibility"] = _visibility(table)
    return {key: value for key, value in found.items() if value is not None}


def text(table: Table, key: str, value: object) -> str:
    """Return a value as the text that was written; the first of a list."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return str(value[0])
    table.error(key, "must be text, not " + _named(value), f'write {key}: "…"')
    return ""


def texts(table: Table, key: str, value: object) -> tuple[str, ...]:
    """Return a value as texts: a list, or one text alone."""
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        table.error(key, "must be a list of texts", f"write {key}: [one, two]")
        return ()
    return tuple(str(item) for item in items if not is_null(item))


def _people(table: Table, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):  # Hugo themes: authors: [{name: …}]
        value = [item.get("name", item) if isinstance(item, dict) else item for item in value]
    return _unique(_unlinked(item) for item in texts(table, key, value))


def _tags(table: Table, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        hashed = value.lstrip().startswith("#")
        mark = next((m for m in ",|" if m in value), None)
        value = re.split(rf"[{mark}]" if mark else r"[\s]+" if hashed else r"[ \t]+", value)
    return _unique(_unlinked(item).lstrip("#") for item in texts(table, key, value))


def _first(table: Table, key: str, value: object) -> str:
    found = texts(table, key, value)
    if key.lower() in ("categories", "series") and len(found) > 1:
        table.values[key] = [str(item) for item in found[1:]]
    return _unlinked(found[0]) if found else ""


def _all_sections(table: Table, found: dict[str, object]) -> None:
    """Jekyll and Hugo allow several categories: the first is the section, the others become tags."""
    name, rest = table.take("categories")
    if name and isinstance(rest, list):
        tags = found.get("tags", ())
        if isinstance(tags, tuple):
            found["tags"] = _unique((*tags, *rest))


def _date(table: Table, key: str, value: object) -> Moment | None:
    if isinstance(value, str):
        found = moment(value, table.zone)
        if found is None:
            table.error(key, f'not a date: "{_short(value)}"', DATE_HINT)
        return found
    table.error(key, "not a date: " + _named(value), DATE_HINT)
    return None


def _weight(table: Table, key: str, value: object) -> int:
    number = core(value)
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    table.error(key, f'not a whole number: "{_short(value)}"', f"write {key}: 10")
    return 0


def _lang(table: Table, key: str, value: object) -> str:
    found = text(table, key, value).strip().replace("_", "-")
    if found and not _LANG.fullmatch(found):
        table.error(key, f'not a language: "{_short(found)}"', "write ko, en or zh-Hant")
    return found


def _image(table: Table, key: str, value: object) -> object:
    """A path, the first of several, or a mapping with path, alt and credit."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return _unlinked(text(table, key, value))
    kinds = {
        "image": ("src", "url", "path", "image"),
        "image_alt": ("alt", "caption"),
        "image_credit": ("credit",),
    }
    found = {f: next((v for k in keys if (v := value.get(k))), None) for f, keys in kinds.items()}
    return {field: text(table, key, v) for field, v in found.items() if v is not None}


def _figures(table: Table, key: str, value: object) -> tuple[Figure, ...]:
    items = value if isinstance(value, list) else [value]
    known = [field.name for field in msgspec.structs.fields(Figure)]
    return tuple(Figure(**_strings(table, key, item, known)) for item in items)


def _strings(table: Table, key: str, item: object, known: list[str]) -> dict[str, str]:
    """The texts of a mapping with known keys; a text alone is the first of them."""
    if isinstance(item, str):
        return {known[0]: str(item)}
    if not isinstance(item, dict):
        table.error(key, f"must be a mapping with {', '.join(known)}")
        return {}
    for name in sorted(item.keys() - set(known)):
        table.error(key, f'unknown key "{name}"', did_you_mean(name, known) or ", ".join(known))
    return {
        k: text(table, f"{key}.{k}", v) for k, v in item.items() if k in known and not is_null(v)
    }


def _archive(table: Table, key: str, value: object) -> Archive:
    if not isinstance(value, dict):
        table.error(key, "must be a mapping with id, sha256, original, reader")
        return Archive()
    lists = {"auto_tags", "uncertain"}
    known = [field.name for field in msgspec.structs.fields(Archive)]
    for name in sorted(value.keys() - set(known)):
        table.warn(key, f'unknown key "{name}"', did_you_mean(name, known))
    found = {k: v for k, v in value.items() if k in known and not is_null(v)}
    return Archive(
        **{k: (texts if k in lists else text)(table, f"{key}.{k}", v) for k, v in found.items()}
    )  # type: ignore[arg-type]


def _plain_text(table: Table, key: str, value: object) -> str:
    return text(table, key, value)


READERS: Mapping[str, Callable[[Table, str, object], object]] = {
    **dict.fromkeys(("title", "description", "image_alt", "image_credit", "slug", "rights"), _plain_text),
    **dict.fromkeys(("date", "updated", "archived", "expires"), _date),
    **dict.fromkeys(("section", "series"), _first),
    "subtitle": texts, "authors": _people, "tags": _tags, "image": _image, "lang": _lang,
    "weight": _weight, "figures": _figures, "archive": _archive,
}  # fmt: skip


def _zola(table: Table) -> None:
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


def _draft(table: Table) -> bool:
    draft = False
    for key, meant in (("draft", True), ("published", False), ("publish", False)):
        name = table.names.get(key, "")
        said = is_bool(table.values.get(name))
        if said is not None:
            draft = draft or said is meant
            table.values.pop(name)
        elif key != "published" and name in table.values and not is_null(table.values[name]):
            table.error(name, f'must be true or false, not "{_short(table.values.pop(name))}"')
    name, value = table.take("status")
    if name and str(value).lower() in ("draft", "hidden", "skip"):
        draft = True
    elif name and str(value).lower() not in ("published", "publish"):
        table.warn(
            name, f'"{_short(value)}" means nothing here', "draft: true keeps an article back"
        )
    return draft


def _source(table: Table) -> Source:
    name, value = table.take("source")
    known = [field.name for field in msgspec.structs.fields(Source)]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        word = _unlinked(value)
        found = {"url": word} if re.match(r"https?://", word) else {"name": word}
    else:
        found = _strings(table, name, value, known) if name else {}
    key, url = table.take("url_original", "original_url", "canonical_url", "link")
    if key and not found.get("url"):
        found["url"] = text(table, key, url)
    name = table.names.get("url", "")
    if not found.get("url") and re.match(r"https?://", str(table.values.get(name, ""))):
        found["url"] = str(table.values.pop(name))
    return Source(**found)


def _created(table: Table, found: dict[str, object]) -> None:
    """`created` is the day of archiving where the article has a source's address, else the date."""
    dated = any(table.names.get(key) in table.values for key in ACCEPTED["date"])
    source = found["source"]
    archived = isinstance(source, Source) and bool(source.url)
    name, value = table.take("created")
    if name and (archived or not dated):
        found["archived" if archived else "date"] = _date(table, name, value)
    elif name:
        table.values[name] = value


def _aliases(table: Table) -> tuple[str, ...]:
    found: list[str] = []
    for key in ("aliases", "redirect_from", "permalink", "url", "path", "save_as"):
        name, value = table.take(key)
        for item in texts(table, name, value) if name else ():
            if "/" not in item and not item.endswith(".html"):
                table.warn(
                    name,
                    f'"{_short(item)}" is no path and was left out',
                    "a redirect is written like /old/address/",
                )
            elif _SCHEME.match(item) or item.startswith("//") or _BAD_PATH.search(item):
                table.warn(
                    name,
                    f'"{_short(item)}" is no path of this site and was left out',
                    "write /old/address/",
                )
            else:
                found.append("/" + item.lstrip("/"))
    return _unique(found)


def _visibility(table: Table) -> object:
    name, value = table.take("visibility")
    choices = get_args(Visibility)
    if not name or value in choices:
        return str(value) if name else None
    table.error(
        name,
        f'"{_short(value)}" is not one of {", ".join(choices)}',
        did_you_mean(str(value), choices),
    )
    return None


def _extra(table: Table) -> dict[str, object]:
    """What is left: the site's own keys below `extra`, foreign ones, and unknown ones with a warning."""
    name, value = table.take("extra")
    if name and not isinstance(value, dict):
        table.error(name, "must be a mapping")
    extra = {str(k): core(v) for k, v in value.items()} if isinstance(value, dict) else {}
    for key in table.values:
        if key.lower() in KNOWN and is_null(table.values[key]):
            continue
        if key.lower() not in KNOWN and key.lower() not in FOREIGN:
            hint = did_you_mean(key, CANONICAL) or "keys of your own go under extra:"
            line, column = table.lines.get(key, (0, 0))
            table.problems.append(
                Problem(table.path, line, column, f'unknown key "{key}"', hint, "warning")
            )
        extra.setdefault(key, core(table.values[key]))
    return extra


def _unlinked(word: str) -> str:
    return _WIKILINK.sub(r"\1", word).strip()


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for item in items if (word := nfc(item.strip()))))


def _short(value: object) -> str:
    said = str(value)
    return said if len(said) <= 60 else said[:59] + "…"


def _named(value: object) -> str:
    return (
        "a list"
        if isinstance(value, list)
        else "a mapping"
        if isinstance(value, dict)
        else f'"{value}"'
    )
