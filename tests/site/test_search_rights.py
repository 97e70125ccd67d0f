"""What isn't public is not in the search: neither its words nor an excerpt."""

import gzip

import pytest
from small_site import MakeSite, Site

TEXT = "앞머리는 공개한다.\n\n카나리아가 노래한다.\n"


def article(visibility: str) -> str:
    return f"---\ntitle: 어떤 글\nvisibility: {visibility}\n---\n{TEXT}"


def index_text(site: Site) -> str:
    """Return all that the index says, as text."""
    files = (raw for name, raw in sorted(site.tree().items()) if name.startswith("search/") and name.endswith(".bin"))  # fmt: skip
    return "\n".join(gzip.decompress(raw).decode("utf-8", "replace") for raw in files)


@pytest.mark.parametrize(
    ("visibility", "option", "canary", "opening"),
    [
        ("public", "", True, True),
        ("excerpt", "", False, True),
        ("excerpt", "[search]\nexcerpt_words = true\n", True, True),
        ("metadata", "", False, False),
        ("metadata", "[search]\nexcerpt_words = true\n", False, False),
        ("private", "[search]\nexcerpt_words = true\n", False, False),
    ],
)
def test_words_and_excerpts_of_a_text_are_found_as_far_as_it_is_published(
    site: MakeSite, visibility: str, option: str, *, canary: bool, opening: bool
) -> None:
    made = site(
        f"-- site.toml --\ntitle = '기록'\n{option}-- content/articles/a.md --\n{article(visibility)}"
    )
    made.build()
    said = index_text(made)
    assert ("노래" in said) is canary
    assert ("머리" in said) is opening
    assert "노래한다" not in said
    assert ("앞머리는 공개한다" in said) is opening
