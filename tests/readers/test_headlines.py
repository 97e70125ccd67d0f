"""Which of the headlines that a web page names is the one its readers see."""

import json

import pytest

from ssg.intake.html import heads, jsonld, page, said

TOLD = "Weir keeper saves the night train"
SOUGHT = "Harbour rail news: keeper at the weir stops train 12"
KICKED = "Night on the river"


def titled(head: str, body: str, node: dict[str, str] | None = None) -> str:
    """The headline of a page with some head, body and JSON-LD."""
    data = json.dumps({"@type": "NewsArticle", **(node or {})})
    script = f'<script type="application/ld+json">{data}</script>'
    text = (
        f"<html><head>{head}{script}</head><body>{body}<p>The gate stayed open.</p></body></html>"
    )
    read = page.read(text, "page.html", "")
    return said.title(read.root, read.node, read.head, "The Mill")


def og(title: str) -> str:
    """What a page says to networks."""
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("head", "body", "node", "wanted"),
    [
        (og(TOLD), f"<nav><h1>{SOUGHT}</h1></nav><h2>{TOLD}</h2>", {"headline": SOUGHT}, TOLD),
        (
            og(TOLD),
            f'<ol class="breadcrumbs__list"><li><h1>{SOUGHT}</h1></ol><h2><span>{KICKED}</span>{TOLD}</h2>',
            {"headline": SOUGHT},
            TOLD,
        ),
        (
            og(f"{KICKED}: {TOLD}"),
            f"<h2><span>{KICKED}</span><span>{TOLD}</span></h2>",
            {"headline": SOUGHT},
            f"{KICKED}: {TOLD}",
        ),
        (
            og(TOLD),
            "<h2>Other</h2>",
            {"headline": SOUGHT, "alternativeHeadline": TOLD},
            TOLD,
        ),
        (
            og("Trains and rivers: who minds the gates?"),
            f"<h1>{TOLD}</h1>",
            {"headline": SOUGHT},
            TOLD,
        ),
        (og(SOUGHT), f"<h1>{TOLD}</h1>", {"headline": SOUGHT}, SOUGHT),
    ],
    ids=[
        "an h1 of a menu is none",
        "an h1 of a path is none, a kicker is left to the h2",
        "a kicker without a sign gets the colon told",
        "what networks and JSON-LD's other headline agree on",
        "the h1 where all others differ",
        "what two agree on, against the h1",
    ],
)
def test_the_headline_is_the_one_that_readers_see(
    head: str, body: str, node: dict[str, str], wanted: str
) -> None:
    assert titled(head, body, node) == wanted


def test_nested_elements_of_a_heading_are_read_in_order() -> None:
    body = f"<h1><span>{KICKED}<span>:&nbsp;</span></span>{TOLD}<!-- end --> <i>today</i><script>1</script></h1>"
    read = page.read(f"<html><body>{body}</body></html>", "page.html", "")
    assert heads.headings(read.root) == (f"{KICKED}: {TOLD} today",)
    assert jsonld.text(read.node, "headline") == ""
