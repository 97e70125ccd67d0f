"""Template closures, rendering, and errors that name the template's file and line."""

import os
import subprocess
import sys

import pytest

from ssg.errors import Problem, SsgError, problem
from ssg.theme import templates


def fault(sources: dict[str, str], **context: object) -> tuple[Problem, ...]:
    paths = {name: f"templates/{name}" for name in sources}
    with pytest.raises(SsgError) as caught:
        templates.render(templates.compiled(sources, {"hello": "안녕"}, paths), "a.html", context)
    return caught.value.problems


def test_references_are_what_a_template_extends_includes_and_imports() -> None:
    source = '{% extends "base.html" %}{% block x %}{% include ["b.html", "a.html"] ignore missing %}{% import "m.html" as m %}{% endblock %}{% from "n.html" import y %}'
    assert templates.references(source, "x.html") == (
        "a.html",
        "b.html",
        "base.html",
        "m.html",
        "n.html",
    )


def test_a_template_that_refers_to_none_has_no_references() -> None:
    assert templates.references("<p>{{ site.title }}</p>", "x.html") == ()


def test_a_reference_known_only_while_rendering_is_an_error_with_its_line() -> None:
    with pytest.raises(SsgError) as caught:
        templates.references("\n\n{% include kind ~ '.html' %}", "x.html", "themes/t/x.html")
    hint = 'write it as text: {% include "_list.html" %}'
    assert caught.value.problems == (
        problem("themes/t/x.html", "a template must be named outright", hint, line=3),
    )


def test_a_syntax_error_names_path_and_line() -> None:
    with pytest.raises(SsgError, match=r"^x\.html:2: template: .*endfor"):
        templates.references("<p>\n{% endfor %}", "x.html")


def test_render_fills_a_closure() -> None:
    sources = {
        "a.html": '{% extends "b.html" %}{% block x %}{{ word }}{% endblock %}',
        "b.html": "<p>{% block x %}{% endblock %}</p>",
    }
    code = templates.compiled(sources, {}, {})
    assert templates.render(code, "a.html", {"word": "<b>"}) == "<p>&lt;b&gt;</p>"


def test_a_changed_source_is_rendered_anew() -> None:
    assert [
        templates.render(templates.compiled({"a.html": text}, {}, {}), "a.html", {})
        for text in ("one", "two", "one")
    ] == ["one", "two", "one"]


def test_the_code_of_a_closure_is_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, msgspec; from ssg.theme import templates\n"
        "text = '{% macro m(a, b=1) %}{% for x in a if x %}{{ x.y|upper }}{{ t(\"k\") }}{% endfor %}{% endmacro %}'\n"
        "code = templates.compiled({'a': text, 'b': '{% import \"a\" as a %}{{ a.m([site]) }}'}, {'k': '말'}, {}, ('/', '', 'ko'))\n"
        "print(hashlib.sha256(msgspec.msgpack.encode(code)).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(made) == 1


def test_an_undefined_name_is_an_error_in_the_template_that_uses_it() -> None:
    found = fault({"a.html": '<p>\n{% include "b.html" %}', "b.html": "\n\n{{ titel }}"}, title="")
    hint = 'did you mean "title"?'
    assert found == (problem("templates/b.html", "template: 'titel' is undefined", hint, line=3),)


def test_a_template_that_includes_itself_is_an_error() -> None:
    found = fault({"a.html": '\n{% include "a.html" %}'})
    assert (found[0].path, found[0].line) == ("templates/a.html", 2)
    assert found[0].what.startswith("template: RecursionError: ")


def test_a_missing_string_is_an_error_with_its_key() -> None:
    found = fault({"a.html": "{{ t('hello') }}\n{{ t('helo') }}"})
    assert found == (
        problem("templates/a.html", 'template: the theme\'s locale has no string "helo"', line=2),
    )


def test_a_wrong_type_in_a_template_is_an_error_with_its_line() -> None:
    found = fault({"a.html": "\n{{ number + 'x' }}"}, number=1)
    assert (found[0].path, found[0].line, found[0].what[:20]) == (
        "templates/a.html",
        2,
        "template: TypeError:",
    )


def test_a_missing_template_is_an_error_where_it_is_asked_for() -> None:
    assert fault({"a.html": '\n{% include "gone.html" %}'}) == (
        problem("templates/a.html", 'there is no template "gone.html"', line=2),
    )


def test_an_unknown_filter_is_an_error_with_path_and_line() -> None:
    found = fault({"a.html": '{% include "b.html" %}', "b.html": "\n{{ 'x'|shout }}"})
    assert found == (problem("templates/b.html", "template: No filter named 'shout'.", line=2),)


@pytest.mark.parametrize("name", ["[1, 2]|random", "lipsum()"])
def test_nothing_random_can_be_called(name: str) -> None:
    assert "template: " in fault({"a.html": f"{{{{ {name} }}}}"})[0].what
