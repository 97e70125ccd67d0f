"""What is the same on every page of a site is made once: runs of a template that read nothing but `site`.

A run becomes `{% call once(…, site) %}…{% endcall %}`, which remembers its text. Pure: the text depends on the
templates, the words and the site alone, and `once` forgets it when it is given another site.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import jinja2
import msgspec
from jinja2 import nodes
from markupsafe import Markup

from ssg.theme.context import Site

ENOUGH = 6
"""A run must ask at least so many questions: fewer cost less than to remember them."""
_BARRIERS = (
    nodes.Assign, nodes.AssignBlock, nodes.Block, nodes.Break, nodes.CallBlock, nodes.Continue, nodes.Extends,
    nodes.FromImport, nodes.Import, nodes.ExtensionAttribute, nodes.With, nodes.ScopedEvalContextModifier,
)  # fmt: skip
_ASKING = (nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Call, nodes.Include)


class Facts(msgspec.Struct, frozen=True):
    """What a template says of names: those it reads from outside, those it gives a meaning; and what it includes.

    `whole` is False for a template that has blocks, a parent or imports: only a plain one can be a part of a run.
    """

    read: frozenset[str]
    named: frozenset[str]
    includes: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=256)  # a pure memo: base.html is part of every closure; nobody changes the tree
def parsed(source: str, name: str) -> nodes.Template:
    """Return the tree of a template. Raises TemplateSyntaxError."""
    return jinja2.Environment(autoescape=True).parse(source, name)


@lru_cache(maxsize=256)  # a pure memo, like the last one
def facts(source: str, name: str) -> Facts:
    """Return the facts of a template. One that can't be read has none: rendering says so."""
    try:
        tree = parsed(source, name)
    except jinja2.TemplateSyntaxError:
        return Facts(frozenset(), frozenset(), (), whole=False)
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    named = macros | {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    named |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        named |= {each if isinstance(each, str) else each[1] for each in node.names}
    includes = [node.template for node in tree.find_all(nodes.Include)]
    names = tuple(str(each.value) for each in includes if isinstance(each, nodes.Const))
    whole = len(names) == len(includes) and next(tree.find_all(_BARRIERS), None) is None
    return Facts(frozenset(_free(tree) - macros), frozenset(named), names, whole)


def shared(told: Mapping[str, Facts], fixed: frozenset[str]) -> frozenset[str]:
    """Return the names of the templates that read nothing but what is the same on every page, nor include one that does."""
    found = {name for name, each in told.items() if each.whole and each.read <= fixed}
    while lost := {name for name in found if not found.issuperset(told[name].includes)}:
        found -= lost
    return frozenset(found)


class Once:
    """The memory of one environment's shared runs."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Site, Markup]] = {}

    def __call__(self, run: str, site: Site, caller: Callable[[], Markup]) -> Markup:
        """Return the text of a run."""
        known = self._made.get(run)
        if known is None or known[0] is not site:
            known = self._made[run] = (site, caller())
        return known[1]


def share(tree: nodes.Template, name: str, fixed: frozenset[str], included: frozenset[str]) -> None:
    """Put calls of `once` in the place of a template's runs.

    `fixed` are the names that mean the same on every page, `included` the templates that read nothing else.
    """
    number = 0

    def gather(body: list[nodes.Node]) -> list[nodes.Node]:
        nonlocal number
        made: list[nodes.Node] = []
        run: list[nodes.Node] = []
        for node in (*_pieces(body), None):
            if node is not None and _is_shared(node, fixed, included):
                run.append(node)
                continue
            if sum(_asks(each) for each in run) >= ENOUGH:
                number += 1
                made.append(_once(f"{name}:{number}", run))
            else:
                made += run
            run = []
            if node is not None:
                _inside(node, gather)
                made.append(node)
        return made

    if next(tree.find_all(nodes.Extends), None) is None:
        tree.body = gather(tree.body)
        return
    for node in tree.body:  # what a child says outside of its blocks is not put out
        if isinstance(node, nodes.Block):
            _inside(node, gather)


def _pieces(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Statements; what is put out each on its own."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from (nodes.Output([each], lineno=each.lineno) for each in node.nodes)
        else:
            yield node


def _inside(node: nodes.Node, gather: Callable[[list[nodes.Node]], list[nodes.Node]]) -> None:
    """Blocks and branches of what isn't shared as a whole. Loops stay: a run in one would be asked for again and again."""
    if isinstance(node, nodes.Block):
        node.body = gather(node.body)
    elif isinstance(node, nodes.If):
        node.body, node.else_ = gather(node.body), gather(node.else_)
        for branch in node.elif_:
            _inside(branch, gather)


def _once(run: str, body: list[nodes.Node]) -> nodes.CallBlock:
    line = body[0].lineno
    arguments: list[nodes.Expr] = [
        nodes.Const(run, lineno=line),
        nodes.Name("site", "load", lineno=line),
    ]
    call = nodes.Call(
        nodes.Name("once", "load", lineno=line), arguments, [], None, None, lineno=line
    )
    return nodes.CallBlock(call, [], [], body, lineno=line)


def _is_shared(node: nodes.Node, fixed: frozenset[str], included: frozenset[str]) -> bool:
    unfit = (*_BARRIERS, nodes.Macro)
    if isinstance(node, unfit) or next(node.find_all(unfit), None) is not None:
        return False
    each = [node] if isinstance(node, nodes.Include) else list(node.find_all(nodes.Include))
    names = [part.template.value for part in each if isinstance(part.template, nodes.Const)]
    if len(names) != len(each) or not included.issuperset(names):
        return False
    return _free(node) <= fixed


def _free(node: nodes.Node) -> set[str]:
    """The names that a piece reads and doesn't set itself."""
    if isinstance(node, nodes.Name):
        return {node.name} if node.ctx == "load" else set()
    if isinstance(node, nodes.For):
        own = {
            name.name
            for name in (node.target, *node.target.find_all(nodes.Name))
            if isinstance(name, nodes.Name)
        }
        inner = [*node.body, *([node.test] if node.test else [])]
        bound = set().union(*map(_free, inner)) - own - {"loop"}
        return _free(node.iter).union(bound, *map(_free, node.else_))
    if isinstance(node, nodes.Macro):
        own = {name.name for name in node.args}
        return set().union(*map(_free, node.body)) - own | set().union(*map(_free, node.defaults))
    return set().union(*map(_free, node.iter_child_nodes()))


def _asks(node: nodes.Node) -> int:
    weight = 2 * ENOUGH if isinstance(node, nodes.Include) else 0
    return weight + sum(1 for _ in node.find_all(_ASKING))
