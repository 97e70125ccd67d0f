"""`ssg theme test`: the bundled themes pass an unkind archive, and a theme's faults are found where they are."""

import os
from pathlib import Path

import pytest

from ssg.errors import SsgError
from ssg.formats.sound import faults
from ssg.trial import trial

TAGS = 3000 if os.environ.get("SSG_LONG") else 12
BASE = '{% extends "parent:base.html" %}'
FAULTS = {
    "article.html": '{% extends "base.html" %}\n{% block main %}\n<h1>{{ article.card.title|safe }}</h1>\n{{ article.html|safe }}{% endblock %}',
    "term.html": '{% extends "base.html" %}\n{% block main %}\n<h1 style="color:red">x</h1>\n<a href="/tags/">x</a>\n<a href="{{ "/nowhere/"|href }}">y</a>\n{% endblock %}',
    "list.html": '{% extends "base.html" %}\n{% block main %}\n<h1>{{ headign }}</h1>{% endblock %}',
    "index.html": '{% extends "base.html" %}\n{% block main %}<div>\n{% for e in entries %}{{ e.date.year }}{% endfor %}{% endblock %}',
    "taxonomy.html": '{% extends "base.html" %}\n{% block main %}<h1>{{ here.titel }}</h1>{% endblock %}',
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["default", "plain"])
def test_the_bundled_themes_pass(theme: str, tmp_path: Path) -> None:
    found = trial(tmp_path, theme, tags=TAGS)
    assert found.problems == ()
    assert found.pages > 150


@pytest.mark.slow
def test_every_fault_of_a_theme_is_found_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "faulty"
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.toml").write_text('name = "faulty"\nextends = "plain"\n')
    for name, text in FAULTS.items():
        (folder / "templates" / name).write_text(text)
    told = [str(each) for each in trial(tmp_path, "faulty", tags=3).problems]
    for part in (
        "themes/faulty/templates/list.html:3: template: 'headign' is undefined — did you mean \"heading\"?",
        'themes/faulty/templates/taxonomy.html:2: template: Here has no "titel" — did you mean "title"?',
        "themes/faulty/templates/index.html:3: template: 'None' has no attribute 'year'",
        "articles/hostile/index.html: a script stands in the page itself",
        "articles/hostile/index.html: <img onerror=…> runs a script",
        "<h1 style=…>: the page's policy forbids it",
        '"/tags/" lacks the base path',
        '"/a/b/nowhere/" leads to no file of the site',
    ):
        assert any(part in each for each in told), (part, told)


def test_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SsgError, match=r'there is no theme "plian" — did you mean "plain"\?'):
        trial(tmp_path, "plian")


WHOLE = "<!doctype html><html lang=ko><head><title>x</title></head><body><main><h1>x</h1>{}</main></body></html>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<p>a<p>b<ul><li>c</ul>", []),
        ('<a href="/a/b/x/">x</a><a href="#m">m</a><i id=m></i><img src="/a/b/p.png" alt="">', []),
        ("<div>", ["<div> is not closed before </main>"]),
        ("<h3>y</h3>", ["a level of headings is left out"]),
        ("<h1>y</h1>", ["has 2 h1, not one"]),
        ("<i id=a></i><i id=a></i>", ['the id "a" is used twice']),
        ('<a href="#gone">x</a>', ['"#gone" leads to nothing on the page']),
        ('<a href="/x/">x</a>', ['"/x/" lacks the base path: write {{ url|href }}']),
        ('<a href="/a/b/y/">x</a>', ['"/a/b/y/" leads to no file of the site']),
        ('<a href="javascript:x">x</a>', ['"javascript:x" is a link that runs']),
        ("<img src=/a/b/p.png>", ["a picture has no alt"]),
    ],
)
def test_what_is_unsound_in_a_page(inside: str, said: list[str]) -> None:
    found = list(faults(WHOLE.format(inside), "x/index.html", "/a/b/", {"x/index.html", "p.png"}))
    assert found == said


def test_a_page_must_say_what_it_is() -> None:
    assert list(faults("<p>x</p>", "index.html", "/", set())) == [
        "does not begin with <!doctype html>", "<html> has no lang", "has no title", "has 0 h1, not one",
        "has no <main>, or several",
    ]  # fmt: skip
