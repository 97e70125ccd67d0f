"""Where the site's links lead: missing pages and anchors, the base path, letter case, requests to others, orphans."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from ssg.check.finding import Finding, finding
from ssg.check.site import Site
from ssg.errors import did_you_mean

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DESTINATION = re.compile(
    r"\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src|srcset|poster)\s*=\s*[\"']?([^\"'\s>]+)|\[\[([^\]|]+)"
    r"|^\s*-?\s*(?:image|src|url)\s*:\s*[\"']?([^\"'\s]+)"
)
NOT_FOUND = "404.html"
NEAR = 2000  # files; to look for what was meant among more takes too long
HEADING = "h-"  # what the renderer puts before a heading's own id


class Target(msgspec.Struct, frozen=True):
    """Where a link leads: `path` is the file that answers, empty for none; `inside` says whether it should be one of ours.

    `wrong` says what is wrong in a sentence; `hint` what to do.
    """

    path: str = ""
    fragment: str = ""
    inside: bool = True
    wrong: str = ""
    hint: str = ""
    rule: str = "link"


class Names:
    """The addresses that a site answers, looked up as GitHub Pages does: to the byte, then as a person may have meant."""

    def __init__(self, site: Site) -> None:
        self.base, self.paths = site.base, site.paths
        parts = urlsplit(site.config.base_url)
        self.origin = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
        self._folded: dict[str, str] = {}
        self._known: dict[str, Target] = {}

    def target(self, page: str, link: str) -> Target:
        """Return where a link on a page (a path below the site) leads."""
        link = link.strip()
        if link.startswith(("/", "#")) and not link.startswith("//"):
            whole = link
        elif self.origin and link.lower().startswith(f"{self.origin}/"):
            whole = link[len(self.origin) :]
        elif link.startswith("//") or _SCHEME.match(link):
            return Target(inside=False)
        else:
            whole = urljoin(f"{self.base}{_address(page)}", link)
        if whole.startswith("#"):
            return Target(page, unquote(whole[1:]))
        path, _, fragment = whole.partition("#")
        path = path.partition("?")[0]
        if path not in self._known:
            self._known[path] = self._found(unquote(path))
        return msgspec.structs.replace(self._known[path], fragment=unquote(fragment))

    def _found(self, path: str) -> Target:
        if not path.startswith(self.base):
            if path == self.base.rstrip("/"):
                return self._found(self.base)
            what = f'leads out of the site, which lies below "{self.base}"'
            return Target(
                wrong=what,
                hint="write it without the leading / or as a link to the file",
                rule="base-path",
            )
        inside = path.removeprefix(self.base)
        for name in _answers(inside):
            if name in self.paths:
                return Target(name)
        return self._missed(inside)

    def _missed(self, inside: str) -> Target:
        """What was meant, where only the case or the form of letters differs."""
        if not self._folded:
            self._folded = {_folded(path): path for path in self.paths}
        for name in _answers(inside):
            meant = self._folded.get(_folded(name), "")
            if not meant:
                continue
            same = unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", meant)
            rule, what = (
                ("unicode", "the form of its letters (NFD)")
                if same
                else ("case", "upper and lower case")
            )
            return Target(
                wrong=f"leads nowhere: it differs from {_shown(meant)} in {what}",
                hint="write it the same",
                rule=rule,
            )
        return Target(
            wrong="leads nowhere", hint=self._near(inside) or "correct the link, or remove it"
        )

    def _near(self, inside: str) -> str:
        """An address whose last name is almost the one of a link."""
        if len(self.paths) > NEAR:
            return ""
        names = {_last(path): path for path in self.paths}
        near = difflib.get_close_matches(_last(inside), sorted(names), 1, 0.75)
        return f'did you mean "{_shown(names[near[0]])}"?' if near else ""


def _last(path: str) -> str:
    """The last name of an address or a file, without its ending."""
    return re.sub(r"\.\w+$", "", _address(path).rstrip("/").rpartition("/")[2]).casefold()


def _address(page: str) -> str:
    return page.removesuffix("index.html") if page.endswith(("/index.html", "index.html")) else page


def _shown(path: str) -> str:
    return f"/{_address(path)}"


def _answers(inside: str) -> tuple[str, ...]:
    """The files that may answer an address, in GitHub's order."""
    if not inside or inside.endswith("/"):
        return (f"{inside}index.html",)
    return (inside, f"{inside}.html", f"{inside}/index.html")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def links(site: Site) -> Iterator[Finding]:
    """Broken links and anchors, links past the base path, by page and link."""
    names = Names(site)
    for path, page in site.pages.items():
        for link in dict.fromkeys((*page.links, *page.fetched)):
            found = names.target(path, link)
            if path == NOT_FOUND and found.inside and not link.startswith(("/", "#", "http")):
                yield _told(
                    site,
                    path,
                    link,
                    "base-path",
                    f'"{link}" is relative, but 404.html answers at any depth',
                    "begin it with the base path",
                )
            elif found.wrong:
                kind = "image" if link in page.images else found.rule
                yield _told(site, path, link, kind, f'"{unquote(link)}" {found.wrong}', found.hint)
            elif found.fragment and (told := _no_anchor(site, found)):
                yield _told(site, path, link, "anchor", told, _near(site, found))
    yield from _refreshes(site, names)


def _no_anchor(site: Site, found: Target) -> str:
    """What is wrong with a link's fragment, in a sentence; empty if nothing is. Text fragments are the browser's."""
    name = found.fragment.partition(":~:")[0]
    there = site.pages.get(found.path)
    if not name or name.lower() == "top" or there is None or name in there.ids:
        return ""
    return f'there is no place "#{name.removeprefix(HEADING)}" on {_shown(found.path)}'


def _near(site: Site, found: Target) -> str:
    places = [name.removeprefix(HEADING) for name in site.pages[found.path].ids]
    near = did_you_mean(found.fragment.removeprefix(HEADING), places)
    return near or "a heading's place is its words with hyphens; correct the link or the heading"


def _refreshes(site: Site, names: Names) -> Iterator[Finding]:
    """Redirects that lead nowhere, in a circle or on to another redirect."""
    leads: dict[str, str] = {}
    for path, page in site.pages.items():
        if page.refresh:
            found = names.target(path, page.refresh)
            if found.wrong:
                yield _told(
                    site,
                    path,
                    page.refresh,
                    "alias",
                    f'redirects to "{page.refresh}", which {found.wrong}',
                    found.hint,
                )
            elif found.inside:
                leads[path] = found.path
    for path in leads:
        way = _way(leads, path)
        if way[-1] in way[:-1]:
            shown = " → ".join(map(_shown, way))
            what = f"redirects in a circle: {shown}"
            yield _told(site, path, "", "alias-loop", what, "let one of them lead to a page")


def _way(leads: Mapping[str, str], start: str) -> list[str]:
    """Where a redirect leads, step by step, up to a page or to a step that was there before."""
    way = [start]
    while way[-1] in leads:
        way.append(leads[way[-1]])
        if way[-1] in way[:-1]:
            break
    return way


def foreign(site: Site) -> Iterator[Finding]:
    """What a reader's browser would load from somebody else (promise 8), by page."""
    names = Names(site)
    for path, page in site.pages.items():
        for link in page.fetched:
            if not link.startswith("data:") and not names.target(path, link).inside:
                what = f'readers\' browsers would ask another host: "{link}"'
                yield _told(
                    site,
                    path,
                    link,
                    "foreign",
                    what,
                    "keep a copy beside the article, or link to it",
                )


def orphans(site: Site) -> Iterator[Finding]:
    """Pages that no way leads to from the home page."""
    names = Names(site)
    reached, ahead = {"index.html", NOT_FOUND}, ["index.html"]
    while ahead:
        page = site.pages.get(ahead.pop())
        for link in (*page.links, page.refresh) if page else ():
            found = names.target("", link) if link.startswith("/") else Target()
            if found.path and found.path not in reached:
                reached.add(found.path)
                ahead.append(found.path)
    for path, page in site.pages.items():
        if path not in reached and not page.refresh and page.indexed and path in site.sources:
            yield finding(
                "orphan",
                site.sources[path],
                f"no page leads to {_shown(path)}",
                "link to it, or put it into the menu",
                line=1,
                level="warning",
            )


def _told(site: Site, path: str, link: str, rule: str, what: str, hint: str) -> Finding:
    """A finding at the line of the source that holds the link; at the page of the site where no single file made it."""
    origin = site.origins.get(path)
    if origin is None:
        return finding(rule, f"{site.out.name}/{path}", what, hint)
    return finding(rule, origin, what, hint, line=_line(site, origin, link))


def _line(site: Site, origin: str, link: str) -> int:
    """The line of the first destination in a source that ends as the link does; what else holds its last part; 1."""
    wanted = _key(link)
    for number, text in enumerate(site.lines(origin), 1):
        for found in _DESTINATION.finditer(text):
            if _key(next(filter(None, found.groups()), "")) == wanted:
                return number
    return site.line_with(origin, unquote(link), wanted[0], wanted[1])


def _key(link: str) -> tuple[str, str]:
    """What a link and its destination in the source have in common: last name without ending, fragment."""
    path, _, fragment = unquote(link).partition("#")
    name = path.rstrip("/").rpartition("/")[2]
    name = re.sub(r"(?:/index)?\.(?:md|markdown|html?)$", "", name)
    return _folded(name), _folded(fragment.removeprefix(HEADING))


def external(site: Site) -> Mapping[str, tuple[str, int]]:
    """Every web address that the articles and pages link to → the source and line of the first link to it."""
    names = Names(site)
    found: dict[str, tuple[str, int]] = {}
    for path in sorted(site.sources):
        for link in site.pages[path].links if path in site.pages else ():
            if link.startswith(("http://", "https://")) and not names.target(path, link).inside:
                origin = site.sources[path]
                found.setdefault(link.partition("#")[0], (origin, _line(site, origin, link)))
    return found
