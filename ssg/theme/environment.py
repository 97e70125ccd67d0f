"""The Jinja environment that pages are made in: strict, escaped, nothing random; and what makes it quick.

What is known before a page is made is worked out when a template is compiled: the theme's words without
places, links to fixed addresses. A template's code is made once for all pages that share it.
"""

from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from ssg.theme import filters, sharing

try:
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # no C extension here
    escaped = escape

Pairs = tuple[tuple[str, str], ...]
Place = tuple[str, str, str]
"""What links and languages depend on: base path, base URL and language of the site."""


class Code(CodeGenerator):
    """Jinja's generator of code, with quicker ways to escape what is put out, to ask for an attribute, and to put in what
    another template makes."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Ask without a call of Python's; what has no such attribute goes the usual way."""
        if node.attr.startswith("__"):
            super().visit_Getattr(node, frame)
            return
        otherwise = f"environment.getattr(owner_, {node.attr!r})"
        self.write(f"({otherwise} if (value_ := getattr(owner_ := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is missing else value_)")

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's
    ) -> None:
        """Call a function of ours as it is: Jinja looks at each call whether the function wants its context."""
        ours = self.environment.direct if isinstance(self.environment, Compiling) else frozenset()
        if not isinstance(node.node, nodes.Name) or node.node.name not in ours:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(*()")  # the signature begins with a comma
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Put in an included template as one text."""
        plain = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        if frame.buffer is not None or node.ignore_missing or not node.with_context or not plain:
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        local = self.dump_local_context(frame)
        self.writeline(
            f"yield from template.root_render_func(template.new_context(context.get_all(), True, {local}))"
        )

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Blocks, parents and includes come as one text: each piece would pass through all templates above it."""
        inner = x.removeprefix("yield from ")
        super().writeline(x if inner == x else f"yield environment.concat({inner})", node, extra)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Put out what stands in a row as one text: each `yield` passes through all parents of a template."""
        if frame.buffer is None and not frame.require_output_check and len(node.nodes) > 1:
            frame = frame.copy()
            frame.buffer = "yield environment.row"
        super().visit_Output(node, frame)


class Environment(jinja2.Environment):
    """An environment for the pages of one site, of templates that are compiled."""

    code_generator_class = Code

    def __init__(
        self, codes: Mapping[str, CodeType], strings: Pairs, paths: Pairs, place: Place | None
    ) -> None:
        """`place` is None where the pages know of no site: then filters look for one in each context."""
        super().__init__(
            loader=Codes(codes, dict(paths)),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        del self.filters["random"], self.globals["lipsum"]  # not pure
        self.words = dict(strings)
        own_filters, own_functions = filters.base(self.words)
        self.filters.update(own_filters)
        self.globals.update(own_functions)
        if place is not None:
            self.filters.update(filters.bound(*place))
        self.row = Row()
        self.globals["once"] = sharing.Once()
        self._loaded: dict[tuple[str | jinja2.Template, str | None], jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> jinja2.Template:
        """Return a template; one that was asked for before at once."""
        found = self._loaded.get((name, parent))
        if found is None:
            found = self._loaded[name, parent] = super().get_template(name, parent, globals)
        return found

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of a template that another one refers to; `parent:…` depends on that one's file."""
        if template.startswith("parent:") and isinstance(self.loader, Codes):
            return f"{template}@{self.loader.files.get(parent, parent)}"
        return template

    @staticmethod
    def shown(value: object) -> str:
        """Return a value as it stands in the page."""
        if type(value) is str:
            return escaped(value)
        if type(value) is Markup:
            return value
        return str(value) if type(value) is int else escape(value)


class Compiling(Environment):
    """An environment that compiles the templates of one closure."""

    def __init__(self, sources: Pairs, strings: Pairs, paths: Pairs, place: Place | None) -> None:
        super().__init__({}, strings, paths, place)
        self.fixed = frozenset(self.globals) | ({"site"} if place else set())
        told = {name: sharing.facts(source, name) for name, source in sources}
        self.named = frozenset().union(*(each.named for each in told.values())) & self.fixed
        self.unchanging = (
            sharing.shared(told, self.fixed) if place and not self.named else frozenset()
        )
        self.direct = frozenset(("t", "month_name", "period_name", "once")) - self.named
        self.kind = (strings, place, self.named, self.unchanging)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's hook
    ) -> str:
        if "t" not in self.named:
            self._say(source)
        if self.fixed >= {"site"} and not self.named:
            sharing.share(source, name or "", self.fixed, self.unchanging)
        return super()._generate(source, name, filename, defer_init)

    def _say(self, node: nodes.Node) -> None:
        """Put the theme's words in the place of `t("key")`; a key that isn't there fails where it is asked for."""
        for field, value in node.iter_fields():
            if isinstance(value, nodes.Node):
                setattr(node, field, self._said(value))
            elif isinstance(value, list):
                value[:] = [self._said(v) if isinstance(v, nodes.Node) else v for v in value]

    def _said(self, node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            key = (
                node.args[0].value
                if len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
                else None
            )
            more = node.kwargs or node.dyn_args or node.dyn_kwargs
            if node.node.name == "t" and key in self.words and not more:
                return nodes.Const(self.words[key], lineno=node.lineno)
        self._say(node)
        return node


class Row:
    """What the generator takes for the list that a row's pieces go to: it makes them one text at once."""

    extend = staticmethod("".join)

    @staticmethod
    def append(piece: str) -> str:
        """Return a piece that stands alone."""
        return piece


class Codes(jinja2.BaseLoader):
    """Templates that are compiled."""

    has_source_access = False

    def __init__(self, codes: Mapping[str, CodeType], files: dict[str, str]) -> None:
        """`files` tells where the templates came from."""
        self.codes, self.files = codes, files

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: object = None,  # noqa: A002, ARG002 - Jinja's name; pages add none
    ) -> jinja2.Template:
        """Return a template. Raises TemplateNotFound."""
        if name not in self.codes:
            raise jinja2.TemplateNotFound(name)
        # a plain dict: Jinja's chain of mappings is walked for every page
        return environment.template_class.from_code(
            environment, self.codes[name], dict(environment.globals)
        )


def compiled(
    sources: Pairs, strings: Pairs, paths: Pairs, place: Place | None
) -> dict[str, CodeType]:
    """Return the code of all templates of a closure. Raises TemplateSyntaxError."""
    kind, files = _Kind(Compiling(sources, strings, paths, place)), dict(paths)
    return {name: _compiled(source, name, files.get(name, name), kind) for name, source in sources}


class _Kind:
    """An environment as a part of a memo's key: equal if templates compile to the same code in both."""

    def __init__(self, environment: Compiling) -> None:
        self.environment = environment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kind) and self.environment.kind == other.environment.kind

    def __hash__(self) -> int:
        return hash(self.environment.kind)


@lru_cache(maxsize=256)  # a pure memo: base.html is part of every closure
def _compiled(source: str, name: str, filename: str, kind: _Kind) -> CodeType:
    return kind.environment.compile(source, name, filename)
