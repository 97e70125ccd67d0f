"""What is worked out once for many pages says the same as if each page did it."""

import msgspec
import pytest

from ssg.errors import SsgError, problem
from ssg.theme import sharing, templates
from ssg.theme.context import Link, Site

SITE = Site("제목", "설명", "ko", "", "CC", "https://a.kr/r/", "/r/", "", search=True, menu=(Link("/a/", "가"),),
            footer=(Link("/b/", "나"), Link("/c/", "<다>")), theme={}, assets={}, generator="ssg")  # fmt: skip
WORDS = {"hello": "안녕 & 반가워", "count": "{count}건"}
MANY = "{{ site.title }} {{ site.rights }} {{ site.author }} {{ site.language }} {{ '/한/'|href }} {{ t('hello') }} {{ site.title|upper }}"
LOOP = "{% for item in site.footer %}{{ item.url|href }} {{ item.title }} {{ loop.index }} {{ site.title }};{% endfor %}"


def page(sources: dict[str, str], site: Site = SITE, **context: object) -> str:
    whole = {"site": site, **context}
    place = (site.base_path, site.base_url, site.language)
    code = templates.compiled(sources, WORDS, {n: f"t/{n}" for n in sources}, place)
    return templates.render(code, "a.html", whole)


def test_a_shared_run_says_what_it_would_say_alone() -> None:
    once = "제목 CC  ko /r/%ED%95%9C/ 안녕 &amp; 반가워 제목"
    assert page({"a.html": f"{MANY}|{{{{ word }}}}"}, word="<1>") == f"{once}|&lt;1&gt;"
    assert page({"a.html": f"{MANY}|{{{{ word }}}}"}, word="<2>") == f"{once}|&lt;2&gt;"
    assert page({"a.html": LOOP}) == "/r/b/ 나 1 제목;/r/c/ &lt;다&gt; 2 제목;"


def test_a_run_is_made_anew_for_another_site() -> None:
    other = msgspec.structs.replace(SITE, title="다른", base_path="/x/", language="en")
    sources = {"a.html": '{% include "f.html" %}{{ word }}', "f.html": f"<p>{MANY}</p>"}
    found = [page(sources, site, word="1") for site in (SITE, other, SITE)]
    assert [html.split()[0] for html in found] == ["<p>제목", "<p>다른", "<p>제목"]
    assert ["/x/" in html for html in found] == [False, True, False]


def test_what_depends_on_the_page_is_never_shared() -> None:
    sources = {
        "a.html": f"{{% for item in items %}}{{% include 'f.html' %}}{{% endfor %}}{MANY}",
        "f.html": f"{{{{ item }}}}{MANY}",
    }
    found = page(sources, items=(1, 2))
    assert (found[:3], found.count("제목 CC"), page(sources, items=(7,))[:1]) == ("1제목", 3, "7")


def test_a_name_that_a_template_sets_is_not_the_shared_one() -> None:
    sources = {"a.html": "{% set t = word %}{{ t }} {% set site = word %}{{ site }}" + MANY[:0]}
    assert [page(sources, word=word) for word in ("a", "b")] == ["a a", "b b"]
    mine = {"a.html": "{% macro t(key) %}<{{ key }}>{% endmacro %}{{ t('hello') }}"}
    assert page(mine) == "<hello>"


def test_what_a_child_says_outside_of_its_blocks_is_not_put_out() -> None:
    child = f'{{% extends "b.html" %}}{MANY}{{% block x %}}{MANY}{{% endblock %}}'
    sources = {"a.html": child, "b.html": "<p>{% block x %}{% endblock %}</p>"}
    assert page(sources) == "<p>제목 CC  ko /r/%ED%95%9C/ 안녕 &amp; 반가워 제목</p>"


def test_an_error_in_a_shared_run_names_file_and_line() -> None:
    sources = {"a.html": '\n{% include "f.html" %}', "f.html": f"{MANY}\n\n{{{{ site.titel }}}}"}
    with pytest.raises(SsgError) as caught:
        page(sources)
    said = problem("t/f.html", 'template: Site has no "titel"', 'did you mean "title"?', line=3)
    assert caught.value.problems == (said,)


def test_a_memo_does_not_take_text_for_markup() -> None:
    odd = 'https://a.kr/"><b>'
    source = "{{ (odd|safe)|href }} {{ odd|href }}"
    assert page({"a.html": source}, odd=odd) == f"{odd} https://a.kr/&#34;&gt;&lt;b&gt;"


def test_facts_of_a_template() -> None:
    source = '{% macro m(a) %}{{ a }}{{ b }}{% endmacro %}{% include "x.html" %}{% for c in d %}{{ c }}{% endfor %}'
    read, named = frozenset(("b", "d")), frozenset(("m", "a", "c"))
    assert sharing.facts(source, "s.html") == sharing.Facts(read, named, ("x.html",), whole=True)
    told = {"s.html": sharing.facts(source, "s.html"), "x.html": sharing.facts("{{ e }}", "x.html")}
    assert sharing.shared(told, frozenset("bd")) == frozenset()
    assert sharing.shared(told, frozenset("bde")) == {"s.html", "x.html"}
