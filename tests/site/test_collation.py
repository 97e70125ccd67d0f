"""What a site says in its language: the order of terms, numbers, one of something."""

import re

import pytest
from small_site import MakeSite

from ssg.theme.filters import base


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (
            "ko",
            ["가람", "깃", "나루", "eau", "Eclair", "éclair au lait", "Egg", "zoo", "書", "3월"],
        ),
        (
            "en",
            ["eau", "Eclair", "éclair au lait", "Egg", "zoo", "가람", "깃", "나루", "書", "3월"],
        ),
    ],
)
def test_terms_stand_in_the_order_of_the_language(
    site: MakeSite, language: str, order: list[str]
) -> None:
    tags = ", ".join(f"'{tag}'" for tag in sorted(order))
    made = site(f"-- site.toml --\nlanguage = '{language}'\ntheme = 'plain'\n-- content/articles/a.md --\n---\ntitle: a\ntags: [{tags}]\n---\na\n")  # fmt: skip
    made.build()
    page = made.page("tags/index.html").partition("<main")[2]
    assert re.findall(r'<li><a href="[^"]*">([^<]*)</a> <small>', page) == order
    letters = re.findall(r'<h2 id="[^"]*">(.)', page)
    assert letters[0] == ("ㄱ" if language == "ko" else "E")


def test_a_locale_says_how_thousands_are_parted() -> None:
    strings = {"number.separator": "\u202f", "n": "{count} mots"}
    own, functions = base(strings)
    assert own["number"](1234567) == "1\u202f234\u202f567"
    assert functions["t"]("n", count=1200) == "1\u202f200 mots"
    assert base({})[0]["number"](1234) == "1,234"


@pytest.mark.parametrize(("language", "said"), [("ko", "기사 1건"), ("en", "1 article"), ("de", "1 article"), ("en-GB", "1 article")])  # fmt: skip
def test_one_article_is_counted_in_the_language_of_the_site(
    site: MakeSite, language: str, said: str
) -> None:
    made = site(f"-- site.toml --\nlanguage = '{language}'\n-- content/articles/a.md --\n---\ntitle: a\ndate: 2023-04-05\ntags: [b]\n---\na\n")  # fmt: skip
    made.build()
    for page in ("2023/index.html", "tags/b/index.html"):
        assert said in made.page(page)
    assert ("article<" in made.page("2023/index.html")) == (language != "ko")
