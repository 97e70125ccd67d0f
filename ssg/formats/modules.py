"""Browser modules → one classic script. For modules written as ours are; it reads no JavaScript but what it names.

An import stands at the start of a line, names what it takes, and comes from a file beside it; an export is declared where
it is made. A block comment begins with two stars, and no text runs over several lines.
"""

import re
from collections.abc import Callable, Iterator

IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./([a-z_]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
LINE_COMMENT = re.compile(r"(?:^ *| )// [^\"'`\n]*$", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"/\*\*.*?\*/ ?", re.DOTALL)
INDENT = re.compile(r"\n\s*")


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Return the module `entry` and all that it imports as one script that leaves no name behind; `read` gives a module's text."""
    parts = [_part(name, text) for name, text in _in_order(entry, read, set())]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


def _in_order(entry: str, read: Callable[[str], str], seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield modules, each after those that it imports."""
    seen.add(entry)
    text = read(entry)
    for found in IMPORT.finditer(text):
        if found[2] not in seen:
            yield from _in_order(found[2], read, seen)
    yield entry, text


def _part(name: str, text: str) -> str:
    """Return a module as a constant that holds what it exports."""
    made = ", ".join(found[2] for found in EXPORT.finditer(text))
    text = IMPORT.sub(lambda found: f"const {{ {found[1]} }} = {_name(found[2])};", text)
    text = EXPORT.sub(r"\1", text)
    text = INDENT.sub("\n", LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", text))).strip()
    return f"const {_name(name)} = (() => {{\n{text}\nreturn {{ {made} }};\n}})();"


def _name(module: str) -> str:
    return "$" + module.removesuffix(".js")
