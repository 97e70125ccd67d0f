"""What of a query was not understood as it may have been meant; as in `browser/notices_core.js`."""

import re
from typing import Literal

from ssg.search.pieces import parts, tidied

Notice = Literal["quote", "field", "edits", "alone"]
FIELD = re.compile("([A-Za-z_]+):(?!//).")
EDITS = re.compile(".~([3-9]|[0-9]{2,})$")
ALONE = re.compile("[-+*~^:]+")

SAID: dict[Notice, str] = {
    "quote": "the quotation mark is not closed, so these are searched as words: {}",
    "field": 'there is no field "{}:" — there are title: subtitle: tag: author: source: caption: body:',
    "edits": "at most two letters may differ (~1, ~2): {}",
    "alone": "left out, for there is no word with it: {}",
}


def notices(text: str) -> list[tuple[Notice, str]]:
    """Return what each notice is about; none about what is still being typed."""
    text = tidied(text).removeprefix(" ")
    every, found = parts(text), list[tuple[Notice, str]]()
    for at, part in enumerate(every):
        piece = part.whole.strip(" ")
        typing = at == len(every) - 1 and not part.whole.endswith(" ")
        field = FIELD.match(re.sub("^[-+]", "", piece))
        if part.body[0] == '"' and (len(part.body) < 2 or part.body[-1] != '"'):
            found.append(("quote", piece))
        elif not part.scope and field:
            found.append(("field", field[1]))
        elif EDITS.search(piece):
            found.append(("edits", piece))
        elif ALONE.fullmatch(piece) and not typing:
            found.append(("alone", piece))
    return found
