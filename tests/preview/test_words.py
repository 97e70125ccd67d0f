"""The editor's words: every label, field and choice that it can show has one in each language."""

import re
from pathlib import Path

import ssg
from ssg.intake.spans import FIELDS, Label
from ssg.model import Visibility
from ssg.preview import form

WORDS = Path(ssg.__file__).parent / "browser" / "editor_words.js"


def test_whatever_the_editor_shows_has_a_name_in_each_language() -> None:
    shown = {
        "labels": set(Label.__args__),  # type: ignore[attr-defined]
        "fields": {*form.KINDS, *(name.partition(".")[0] for name in FIELDS.values())},
        "choices": set(Visibility.__args__),  # type: ignore[attr-defined]
    }
    text = WORDS.read_text("utf-8")
    for language in ("KOREAN", "ENGLISH"):
        own = text.partition(f"const {language} = ")[2].partition("\n};")[0]
        for group, names in shown.items():
            found = re.findall(
                r"(\w+): \"[^\"]+\"", own.partition(f"{group}: {{")[2].partition("}")[0]
            )
            assert names <= set(found), (language, group, names - set(found))
