"""The default theme's own files: both languages alike, settings explained, a light style sheet with enough contrast."""

import re
from pathlib import Path

import pytest

from ssg.theme import locales, settings

THEME = Path(__file__).parents[2] / "themes" / "default"
LANGUAGES = ("ko", "en")


def test_both_languages_have_the_same_strings_with_the_same_places() -> None:
    korean, english = (
        locales.strings((THEME / "locales" / f"{language}.toml").read_text("utf-8"), language)
        for language in LANGUAGES
    )
    places = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in korean.items()}
    plain = {key: text for key, text in english.items() if not key.endswith("_one")}
    assert plain.keys() == korean.keys()
    assert {
        key
        for key, text in plain.items()
        if not key.startswith("date.") and set(re.findall(r"\{(\w+)\}", text)) != places[key]
    } == set()
    assert [len(text["date.months"].split()) for text in (korean, english)] == [12, 12]


def test_every_string_is_used_and_every_used_string_exists() -> None:
    templates = "".join(
        path.read_text("utf-8") for path in sorted((THEME / "templates").glob("*.html"))
    )
    known = locales.strings((THEME / "locales" / "ko.toml").read_text("utf-8"), "ko")
    used = set(re.findall(r"""["']([a-z_]+\.[a-z_0-9]+)["']""", templates)) - {
        path.name for path in THEME.glob("static/*")
    }
    built = {
        key
        for key in known
        if re.match(
            r"(view|taxonomy|date|feed|cite)\.|search\.missing|article\.(published|updated|archived)",
            key,
        )
    }
    assert {
        key for key in used if key.split(".")[1] not in ("html", "xml", "json")
    } - known.keys() == set()
    assert known.keys() - used - built == set()


def test_the_style_sheet_is_light_and_layered() -> None:
    css = (THEME / "static" / "style.css").read_text("utf-8")
    assert len(css.encode()) <= 22 * 1024
    assert css.count("{") == css.count("}")
    assert re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).strip().startswith("@layer theme {")
    assert "http" not in css
    assert "url(" not in css


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("text", "least"),
    [("ink", 7), ("muted", 7), ("link", 7), ("visited", 7), ("seal", 7), ("edge", 3)],
)
def test_text_stands_out_from_paper_and_boxes(text: str, least: float, scheme: int) -> None:
    css = (THEME / "static" / "style.css").read_text("utf-8")
    tokens = {
        name: pair
        for name, *pair in re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)", css)
    }
    grounds = ("paper",) if text == "edge" else ("paper", "raised")
    assert [
        ground
        for ground in grounds
        if _contrast(tokens[text][scheme], tokens[ground][scheme]) < least
    ] == []


def test_every_setting_is_explained_and_has_a_default_that_fits() -> None:
    theme = settings.parse((THEME / "theme.toml").read_text("utf-8"), "themes/default/theme.toml")
    assert theme.name == "default"
    assert [key for key, setting in theme.settings.items() if not setting.help.endswith(".")] == []
    assert settings.settings(theme.settings, {}) == {
        "color_scheme": "device",
        "font": "sans",
        "home_tags": 24,
        "show_provenance": True,
        "stylesheet": "",
    }
