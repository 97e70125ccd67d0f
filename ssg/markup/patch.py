"""Front matter changed without loss: only the bytes of a value change, and the result is read again
to prove it. No I/O.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ssg.errors import SsgError, problem
from ssg.markup import emit
from ssg.markup.edits import apply, mapping_edits, refusal, same
from ssg.markup.fields import TEXT_KEYS
from ssg.markup.frontmatter import Parts, root_node, split
from ssg.markup.tomledit import patch_toml
from ssg.markup.yamltext import Node, Repair, core, pairs, repaired, values
from ssg.model import Moment

_NOTHING: Mapping[str, object] = {}


def patch(
    text: str,
    *,
    set: Mapping[str, object] = _NOTHING,  # noqa: A002
    remove: Iterable[str] = (),
) -> str:
    """Return the text with front-matter keys set or removed; every other byte is as it was.

    Comments, order, quotes, line ends and a byte-order mark stay; a value that is equal already changes
    nothing; new keys go to the end. Values are what JSON can say, or structs of the model. Raises SsgError
    (its path is empty) where the change can't be proven right: an anchor in the value, a key set twice,
    `{…}` at the top, a comment inside a value that would be replaced whole.
    """
    wanted = {key: _simple(value) for key, value in set.items()}
    gone = [key for key in dict.fromkeys(remove) if key not in wanted]
    parts = split(text)
    if parts.kind == "toml":
        head = patch_toml(parts.head, wanted, gone, _newline(text))
        return _proven(parts.opening + head + parts.closing + parts.body, parts, head)
    if not parts.kind:
        return _with_block(text, parts, wanted)
    root, head = root_node(parts, "")
    repairs = repaired(parts.head, TEXT_KEYS)[1] if head != parts.head else ()
    new = _patched(root, head, wanted, gone, _newline(text))
    if new == head:
        return text
    _prove_values(root, new, wanted, gone)
    new = _unrepaired(new, repairs)
    _prove_values(root, new, wanted, gone)
    return _proven(parts.opening + new + parts.closing + parts.body, parts, new)


def _patched(
    root: Node | None, head: str, wanted: Mapping[str, object], gone: Sequence[str], newline: str
) -> str:
    if root is not None:
        return apply(head, mapping_edits(head, root, wanted, gone, newline))
    return head + "".join(emit.entry(k, v, "", newline) for k, v in wanted.items())


def _with_block(text: str, parts: Parts, wanted: Mapping[str, object]) -> str:
    """A text without front matter gets one, before everything but the byte-order mark."""
    if not wanted:
        return text
    if parts.body.startswith(("---", "+++")):
        raise SsgError(refusal(text, 0, "the text begins with a line like a fence"))
    newline = _newline(text)
    head = "".join(emit.entry(key, value, "", newline) for key, value in wanted.items())
    gap = "" if not parts.body or parts.body[0] in "\r\n" else newline
    made = Parts(
        "yaml", head, gap + parts.body, 2, 0, f"{parts.opening}---{newline}", f"---{newline}"
    )
    _prove_values(None, head, wanted, ())
    return _proven(made.opening + head + made.closing + made.body, made, head)


def _prove_values(
    old: Node | None, head: str, wanted: Mapping[str, object], gone: Sequence[str]
) -> None:
    """Read the new head: all other keys in their order with their values, and the wanted ones as
    wanted.
    """
    root, read = root_node(Parts("yaml", head, "", 2, 0), "")
    before = {str(key.value): node for key, node in pairs(old)} if old else {}
    after = {str(key.value): node for key, node in pairs(root)} if root else {}
    names = [key for key in before if key not in gone]
    names += [key for key in wanted if key not in before]
    proven = list(after) == names and (root is None or len(pairs(root)) == len(after))
    for key in names if proven else ():
        if key in wanted:
            proven = proven and same(key, after[key], wanted[key], read)
        else:
            proven = proven and repr(_typed(before[key])) == repr(_typed(after[key]))
    if not proven:
        raise SsgError(refusal(head, 0, "the result would not read as wanted"))


def _typed(node: Node) -> object:
    return core(values(node))


def _proven(done: str, before: Parts, head: str) -> str:
    """The whole text, if it splits where the old one did and everything around the head is the
    same.
    """
    after = split(done)
    if (after.kind, after.opening, after.head, after.closing, after.body) != (
        before.kind, before.opening, head, before.closing, before.body,
    ):  # fmt: skip
        raise SsgError(refusal(head, 0, "the text after the front matter would change"))
    return done


def _unrepaired(head: str, repairs: Sequence[Repair]) -> str:
    """The head with untouched lines as they were written, though they are no strict YAML."""
    for repair in repairs:
        at = f"\n{head}".find(f"\n{repair.quoted}")
        end = at + len(repair.quoted)
        if at >= 0 and head[end : end + 1] in ("", "\r", "\n", " ", "\t"):
            head = head[:at] + repair.written + head[end:]
    return head


def _simple(value: object) -> object:
    """A value as what YAML can say: structs as mappings, tuples as lists; a Moment stays one."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, msgspec.Struct):
        value = emit.simple(value)
    if isinstance(value, Mapping):
        return {str(key): _simple(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_simple(inner) for inner in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise SsgError(problem("", f"a value of type {type(value).__name__} can't be written"))


def _newline(text: str) -> str:
    """The line end of the first line."""
    at = text.find("\n")
    return (
        "\r\n" if at > 0 and text[at - 1] == "\r" else "\n" if at >= 0 or "\r" not in text else "\r"
    )
