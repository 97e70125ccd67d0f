"""The guide and the README as the tests of this folder read them."""

import re
from pathlib import Path

from ssg.cli import cli

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "content" / "pages" / "guide"
PAGES = {file.name: file.read_text("utf-8") for file in sorted(GUIDE.glob("*.md"))}
WHOLE = "\n".join(PAGES.values())
DOCUMENTS = {**PAGES, "README.md": (ROOT / "README.md").read_text("utf-8")}
VERBS = {name: verb for name, verb in cli.commands.items() if not verb.hidden}


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)
