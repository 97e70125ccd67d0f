"""The pictures of an article that are at hand, with their captions: which of the page's they are. Pure."""

from collections.abc import Collection, Mapping, Sequence

from ssg.intake.draft import Draft
from ssg.intake.html.page import Read

_APART = frozenset({"related", "share", "advert", "comment", "author", "letter", "frame"})
_FRAME = frozenset({"nav", "aside", "footer", "form"})
_ABOVE = (
    15  # blocks above the text within which a picture belongs to it, where no headline is found
)


def shown(
    page: Read, draft: Draft, numbers: Sequence[int], files: Collection[str]
) -> dict[int, str]:
    """Return the pictures of the article that are among `files`: their blocks' numbers, each with its caption or "".

    `numbers` are the numbers of the blocks with text, one for each line. A picture that comes twice is shown once.
    """
    kept = draft.find("body", "subhead", "quote", "list", "table")
    if not kept or not files:
        return {}
    first, last = numbers[kept[0]], numbers[kept[-1]]
    top = max(
        (numbers[i] for i in draft.find("headline") if numbers[i] <= first),
        default=max(0, first - _ABOVE),
    )
    found: dict[int, str] = {}
    taken: set[str] = set()
    for n in range(top, min(last + 3, len(page.found.blocks))):
        picture = page.found.blocks[n].picture
        if (
            picture
            and not picture.small
            and picture.src in files
            and picture.src not in taken
            and _belongs(page, n, first, last)
        ):
            taken.add(picture.src)
            found[n] = _caption(page, draft, numbers, n)
    return found


def sources(page: Read, shown_: Mapping[int, str]) -> list[str]:
    """Return the addresses of the pictures that are shown, in order."""
    return [picture.src for n in sorted(shown_) if (picture := page.found.blocks[n].picture)]


def _belongs(page: Read, n: int, first: int, last: int) -> bool:
    place = page.found.places[page.found.blocks[n].place]
    if place.around & _FRAME or (place.near & _APART and not first <= n <= last):
        return False
    return not place.near & {"related", "advert", "comment", "author"}


def _caption(page: Read, draft: Draft, numbers: Sequence[int], n: int) -> str:
    """The caption of a picture: a line marked as one in the same figure, else one that follows at once."""
    figure = page.found.up(page.found.blocks[n].place, "figure")
    for i in draft.find("caption"):
        at = numbers[i]
        same = figure >= 0 and page.found.up(page.found.blocks[at].place, "figure") == figure
        if same or at == n + 1:
            return draft.line(i).text
    return ""
