"""Rules and their keys: what can be asked for, and the name it is remembered by.

Rule     a pure function of `ask` and strings; its value has one digest
Table    a rule that returns {part: value}; each part has a digest of its own, asking for one is one edge
Input    what the outside world says: a file, a listing, an option
"""

import importlib
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Protocol, TypeVar, overload

from ssg.engine.stamps import BETWEEN
from ssg.errors import SsgError, problem

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

ARGUMENT = "\x1f"  # separates rule and arguments in a key
PART = "\x1e"  # separates a table's key and a part


@dataclass(frozen=True, eq=False, slots=True)
class Rule(Generic[T_co]):
    """A rule. `worker`: may run in a worker process. `keep`: its value is costly and stored.

    `output`: its value is the bytes of a file of the site. `needs(ask, *args)` asks beforehand what the
    rule will ask: a hint that saves a worker a second try, never more (law 11). `uses`: worker rules that it asks with its
    own arguments; where they were made in an earlier stage, a worker is told where their values lie. `again`: a function
    that is also given, as `before`, the value that it had last, or None (as always in a worker): to be quicker, never to
    say anything else.
    """

    name: str
    fn: Callable[..., T_co]
    worker: bool = False
    keep: bool = True
    output: bool = False
    needs: "Callable[..., object] | None" = None
    uses: "tuple[Rule[Any], ...]" = ()
    again: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Table(Generic[T_co]):
    """A rule that returns a mapping; asked for with its arguments and, last, the part."""

    name: str
    fn: Callable[..., Mapping[str, T_co]]
    worker: bool = False
    keep: bool = True
    output: bool = False
    needs: "Callable[..., object] | None" = None
    uses: "tuple[Rule[Any], ...]" = ()
    again: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Input(Generic[T_co]):
    """A question to the outside world, answered by `Inputs`."""

    name: str
    type: type


Asked = Rule[Any] | Table[Any] | Input[Any]

file: Input[bytes | None] = Input("file", bytes)
"""The bytes of a file of the source tree, or None where there is none."""

listing: Input[tuple[str, ...]] = Input("listing", tuple)
"""The paths of all files below a folder, sorted."""

option: Input[str] = Input("option", str)
"""What the caller of the build said: today's date, the base URL, drafts; an empty string where nothing."""

INPUTS: Mapping[str, Input[Any]] = {spec.name: spec for spec in (file, listing, option)}


class Ask(Protocol):
    """How a rule learns anything: each answer is remembered as part of its trace."""

    @overload
    def __call__(self, spec: Table[T], *args: str) -> T | None: ...
    @overload
    def __call__(self, spec: Rule[T], *args: str) -> T: ...
    @overload
    def __call__(self, spec: Input[T], *args: str) -> T: ...
    def __call__(self, spec: Any, *args: str) -> Any:
        """Return the value; of a table the part named last, or None if it has no such part."""
        ...

    def all(self, spec: Rule[T], calls: Sequence[tuple[str, ...]]) -> list[T]:
        """Return the values of one rule for many arguments, in order, made in batches where they must be made."""
        ...


class Hint(Ask, Protocol):
    """The `ask` that a rule's `needs` are given."""

    def note(self, spec: Asked, *args: str) -> None:
        """Say that the rule will ask this: where the answer decides nothing, it need not be read here."""
        ...

    def known(self, spec: Asked, *args: str) -> None:
        """As `note`, of what a worker can make as well: said only where it is made already."""
        ...


@overload
def rule(fn: Callable[..., T]) -> Rule[T]: ...
@overload
def rule(
    *,
    worker: bool = False,
    keep: bool = True,
    output: bool = False,
    needs: Callable[..., object] | None = None,
    uses: "tuple[Rule[Any], ...]" = (),
    again: bool = False,
) -> Callable[[Callable[..., T]], Rule[T]]: ...
def rule(fn: Any = None, **flags: Any) -> Any:
    """Make a function a rule, named after its module and itself. A rule with `output` returns bytes and isn't kept."""
    if fn is None:
        return lambda fn: rule_named(Rule, fn, flags)
    return rule_named(Rule, fn, flags)


@overload
def table(fn: Callable[..., Mapping[str, T]]) -> Table[T]: ...
@overload
def table(
    *,
    worker: bool = False,
    keep: bool = True,
    needs: Callable[..., object] | None = None,
    again: bool = False,
) -> Callable[[Callable[..., Mapping[str, T]]], Table[T]]: ...
def table(fn: Any = None, **flags: Any) -> Any:
    """Make a function that returns a mapping a table rule."""
    if fn is None:
        return lambda fn: rule_named(Table, fn, flags)
    return rule_named(Table, fn, flags)


def rule_named(made: Any, fn: Callable[..., Any], flags: Mapping[str, Any]) -> Any:
    """Return the rule or table for a function, under the name that `resolve` finds again."""
    if flags.get("output"):
        flags = {**flags, "keep": False}
    return made(name=f"{fn.__module__}:{fn.__qualname__}", fn=fn, **flags)


def key_of(spec: Asked, args: Sequence[str]) -> str:
    """Return the key of a question: the rule's name and its arguments; the last one of a table is the part."""
    joined = "".join(args)
    if ARGUMENT in joined or PART in joined or BETWEEN in joined:
        wrong = next(arg for arg in args if not {ARGUMENT, PART, BETWEEN}.isdisjoint(arg))
        raise SsgError(problem(wrong, "a name holds a control character", "rename the file"))
    if isinstance(spec, Table):
        return ARGUMENT.join((spec.name, *args[:-1])) + PART + args[-1]
    return ARGUMENT.join((spec.name, *args))


def split(key: str) -> tuple[Asked, tuple[str, ...]]:
    """Return the rule and the arguments of a key (a part's key gives its table's)."""
    name, *args = key.partition(PART)[0].split(ARGUMENT)
    return resolve(name), tuple(args)


def shown(key: str) -> str:
    """Return a key as a person reads it: `pages.article(content/a.md)`."""
    whole, mark, part = key.partition(PART)
    name, *args = whole.split(ARGUMENT)
    short = name.rpartition(".")[2].replace(":", ".")
    said = f"{short}({', '.join(args)})" if args else short
    return f"{said}[{part}]" if mark else said


@cache
def resolve(name: str) -> Asked:
    """Return the rule of that name, importing its module."""
    if name in INPUTS:
        return INPUTS[name]
    module, _, attribute = name.partition(":")
    found: Asked = getattr(importlib.import_module(module), attribute)
    return found


@cache
def makes_file(name: str) -> bool:
    """Return whether the rule of that name makes files of the site."""
    spec = resolve(name)
    return not isinstance(spec, Input) and spec.output


@cache
def type_of(spec: Asked) -> Any:
    """Return the type of a rule's value; of a table that of its parts."""
    if isinstance(spec, Input):
        return spec.type
    hint = typing.get_type_hints(spec.fn)["return"]
    return typing.get_args(hint)[1] if isinstance(spec, Table) else hint
