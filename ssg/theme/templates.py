"""Templates: what one refers to, and a page rendered from a closure of sources. Text in, text out; Jinja lives here.

The environment is strict: an undefined name is an error, everything is escaped, nothing in it is random.
"""

import marshal
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import jinja2
import msgspec
from jinja2 import nodes

from ssg.errors import Problem, SsgError, did_you_mean, problem
from ssg.theme import context as contexts
from ssg.theme import environment
from ssg.theme.environment import Environment, Pairs, Place
from ssg.theme.sharing import parsed

Referring = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport

# What a template can cause beside Jinja's own errors: a wrong type, a missing key, a division by zero, itself.
FAULTS = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)


@lru_cache(maxsize=256)  # a pure memo: base.html is part of every closure
def references(source: str, name: str, path: str = "") -> tuple[str, ...]:
    """Return the names of the templates that a template extends, includes or imports, sorted.

    Raises SsgError with the line for syntax errors, and for a name that is only known while rendering:
    a page's traces must know which files it is made of.
    """
    try:
        tree = parsed(source, name)
    except jinja2.TemplateSyntaxError as error:
        raise SsgError(_syntax(error, path or name)) from error
    found: set[str] = set()
    for node in _referring(tree):
        named = _named(node.template)
        if not named:
            hint = 'write it as text: {% include "_list.html" %}'
            raise SsgError(
                problem(path or name, "a template must be named outright", hint, line=node.lineno)
            )
        found.update(named)
    return tuple(sorted(found))


class Macros(msgspec.Struct, frozen=True):
    """Templates that hold macros for texts: name → source, and name → file."""

    sources: dict[str, str]
    paths: dict[str, str]


def call(macros: Macros, name: str, macro: str, given: tuple[object, ...], named: Mapping[str, object]) -> str:  # fmt: skip
    """Return what a macro of the template `name` makes of plain values. Raises SsgError with the template's line."""
    try:
        found = getattr(
            _macros(_pairs(macros.sources), _pairs(macros.paths)).get_template(name).module,
            macro,
            None,
        )
        if found is None or macro.startswith("_"):
            raise SsgError(problem(macros.paths[name], f'has no macro "{macro}"'))
        return str(found(*given, **named))
    except jinja2.TemplateSyntaxError as error:
        raise SsgError(_syntax(error, error.filename or macros.paths[name])) from error
    except FAULTS as error:
        raise SsgError(_fault(error, macros.paths, name, {})) from error


@lru_cache(maxsize=4)  # a pure memo: a site has one file of macros
def _macros(sources: Pairs, paths: Pairs) -> Environment:
    return Environment(environment.compiled(sources, (), paths, None), (), paths, None)


PARENT = "parent:"


def joined(reference: str, path: str) -> str:
    """Return the name by which a template knows one that it refers to: `parent:x.html` is another for each file that says it."""
    return f"{reference}@{path}" if reference.startswith(PARENT) else reference


def place(name: str, folders: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the file name of a template and the folders it may lie in, the first wins: for a parent those below the asking file's."""
    if not name.startswith(PARENT):
        return name, folders
    bare, _, asking = name.removeprefix(PARENT).partition("@")
    here = next((n for n, folder in enumerate(folders) if asking.startswith(folder)), -1)
    return bare, folders[here + 1 :]


def _referring(tree: nodes.Template) -> Iterator[Referring]:
    return tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))


def _named(node: nodes.Expr) -> tuple[str, ...]:
    """The names an include can mean: one, or a list of choices; empty if they can't be read off."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, nodes.List | nodes.Tuple):
        each = [_named(item) for item in node.items]
        return tuple(name for names in each for name in names) if all(each) else ()
    return ()


class Code(msgspec.Struct, frozen=True):
    """A template and all it refers to, compiled: name → code, name → file; the theme's words, and what links depend on."""

    codes: dict[str, bytes]
    paths: dict[str, str]
    strings: dict[str, str]
    place: Place | None = None


MARSHAL = 2  # later versions of the format write how often an object is referred to: not the same bytes every time


def compiled(
    sources: Mapping[str, str],
    strings: Mapping[str, str],
    paths: Mapping[str, str],
    place: Place | None = None,
) -> Code:
    """Return the code of a closure: `sources` holds a template and all it refers to, `strings` the theme's words, `paths` the
    files that the sources came from. Without a `place` the pages know of no site.

    It holds for one version of Python. Raises SsgError with the template's `path:line`.
    """
    try:
        codes = environment.compiled(_pairs(sources), _pairs(strings), _pairs(paths), place)
    except jinja2.TemplateSyntaxError as error:
        raise SsgError(_syntax(error, error.filename or error.name or "")) from error
    raw = {name: marshal.dumps(code, MARSHAL) for name, code in codes.items()}
    return Code(raw, dict(paths), dict(strings), place)


def render(code: Code, name: str, context: Mapping[str, object]) -> str:
    """Return the page that template `name` makes of `context`. Raises SsgError with the template's `path:line`."""
    try:
        return _RECENT.environment(code).get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise SsgError(_syntax(error, error.filename or code.paths.get(name, name))) from error
    except FAULTS as error:
        raise SsgError(_fault(error, code.paths, name, context)) from error


class _Recent:
    """The environment that was last asked for: page after page gives the very same code, and to compare that byte by byte
    takes as long as a small page."""

    def __init__(self) -> None:
        self._code: Code | None = None
        self._environment: Environment | None = None

    def environment(self, code: Code) -> Environment:
        """Return the environment of a code; a pure memo."""
        if self._code is not code or self._environment is None:
            self._environment = _environment(
                tuple(code.codes.items()), _pairs(code.strings), _pairs(code.paths), code.place
            )
            self._code = code
        return self._environment


_RECENT = _Recent()


def _pairs(mapping: Mapping[str, str]) -> Pairs:
    return tuple(mapping.items())


@lru_cache(maxsize=32)  # a pure memo: an environment remembers what stands on every page
def _environment(
    codes: tuple[tuple[str, bytes], ...], strings: Pairs, paths: Pairs, place: Place | None
) -> Environment:
    # ours: a store whose bytes are not those of their digest is emptied, never read
    loaded = {name: marshal.loads(raw) for name, raw in codes}  # noqa: S302
    return Environment(loaded, strings, paths, place)


def _syntax(error: jinja2.TemplateSyntaxError, path: str) -> Problem:
    return problem(path, f"template: {error.message}", line=error.lineno)


def _fault(
    error: Exception, paths: Mapping[str, str], name: str, context: Mapping[str, object]
) -> Problem:
    """The innermost line of a template on the way to the error; the page's own template where there is none."""
    known = set(paths.values()) | set(paths)
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename in known]
    path, line = (
        (inside[-1].filename, inside[-1].lineno or 0) if inside else (paths.get(name, name), 0)
    )
    if isinstance(error, jinja2.TemplateNotFound):
        return problem(path, f'there is no template "{error.name}"', line=line)
    missing = re.match(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'", str(error))
    if missing and isinstance(error, jinja2.UndefinedError):
        fields = getattr(getattr(contexts, missing[1], None), "__struct_fields__", ())
        what = f'template: {missing[1]} has no "{missing[2]}"'
        return problem(path, what, did_you_mean(missing[2], fields), line=line)
    kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
    undefined = re.match(r"'(\w+)' is undefined", str(error))
    hint = did_you_mean(undefined[1], context) if undefined else ""
    return problem(path, f"template: {kind}{error}", hint, line=line)
