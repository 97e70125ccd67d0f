"""theme.toml and a site's settings: defaults, types, near misses; and locale files."""

import pytest

from ssg.errors import SsgError, problem
from ssg.theme import locales, settings
from ssg.theme.settings import Setting, ThemeToml

TEXT = """name = "river"
extends = "default"

[settings.font]
type = "string"
default = "sans"
choices = ["sans", "serif"]
help = "The typeface."

[settings.home_tags]
type = "integer"
default = 24
help = "How many tags."
"""
DECLARED = {
    "font": Setting("string", "sans", "The typeface.", ("sans", "serif")),
    "home_tags": Setting("integer", 24, "How many tags."),
}


def problems(text: str) -> list[str]:
    with pytest.raises(SsgError) as caught:
        settings.parse(text, "themes/river/theme.toml")
    return [str(found) for found in caught.value.problems]


def test_a_theme_declares_its_name_parent_and_settings() -> None:
    assert settings.parse(TEXT, "theme.toml") == ThemeToml("river", "default", settings=DECLARED)


def test_broken_toml_names_its_line() -> None:
    assert problems('name = "x"\nextends = default\n')[0].startswith(
        "themes/river/theme.toml:2:11: not valid TOML: "
    )


def test_an_unknown_key_names_its_line_and_a_near_one() -> None:
    assert problems('name = "x"\nextend = "default"\n') == [
        'themes/river/theme.toml:2: object contains unknown field `extend` — did you mean "extends"?'
    ]


def test_a_setting_without_a_type_is_an_error() -> None:
    assert problems('name = "x"\n[settings.a]\ndefault = 1\nhelp = "h"\n') == [
        "themes/river/theme.toml:2: object missing required field `type`"
    ]


def test_a_default_must_fit_its_own_type_and_choices() -> None:
    wrong = TEXT.replace('"sans"\nchoices', '"comic"\nchoices').replace("24", '"many"')
    assert problems(wrong) == [
        'themes/river/theme.toml:6: the default of "font" can\'t be "comic": choose one of "sans", "serif"',
        'themes/river/theme.toml:12: the default of "home_tags" must be a whole number',
    ]


def test_defaults_are_filled_in() -> None:
    assert settings.settings(DECLARED, {"font": "serif"}) == {"font": "serif", "home_tags": 24}


def test_every_wrong_setting_is_reported_with_a_hint() -> None:
    with pytest.raises(SsgError) as caught:
        settings.settings(DECLARED, {"fnt": "sans", "font": "serf", "home_tags": True, "zzz": 1})
    assert caught.value.problems == (
        problem("site.toml", 'unknown theme setting "fnt"', 'did you mean "font"?'),
        problem(
            "site.toml",
            'theme setting "font" can\'t be "serf": choose one of "sans", "serif" (did you mean "serif"?)',
            "The typeface.",
        ),
        problem("site.toml", 'theme setting "home_tags" must be a whole number', "How many tags."),
        problem("site.toml", 'unknown theme setting "zzz"', "this theme knows font, home_tags"),
    )


def test_a_locale_is_a_flat_table_of_strings() -> None:
    assert locales.strings('b = "2"\n[a]\nx = "1"\n', "ko.toml") == {"a.x": "1", "b": "2"}


def test_a_locale_value_that_is_no_text_is_an_error_with_its_line() -> None:
    with pytest.raises(SsgError) as caught:
        locales.strings('[a]\nx = "1"\ny = 2\n', "ko.toml")
    assert caught.value.problems == (problem("ko.toml", '"a.y" must be text in quotes', line=3),)


def test_a_broken_locale_names_its_line() -> None:
    with pytest.raises(SsgError, match=r"^ko\.toml:2"):
        locales.strings('a = "1"\nb = \n', "ko.toml")
