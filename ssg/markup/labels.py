"""The few words that the renderer adds to a text, in the language of the text."""

from collections.abc import Mapping

_LABELS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "note": "참고", "tip": "도움말", "important": "중요", "warning": "주의", "caution": "경고",
        "abstract": "요약", "info": "정보", "todo": "할 일", "success": "완료", "question": "물음", "failure": "실패",
        "danger": "위험", "bug": "버그", "example": "보기", "quote": "인용",
        "code": "코드", "table": "표", "footnotes": "각주", "back": "본문으로", "footnote": "각주",
        "done": "끝남", "open": "아직", "formula": "수식",
    },
    "en": {
        "note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution",
        "abstract": "Abstract", "info": "Info", "todo": "To do", "success": "Success", "question": "Question", "failure": "Failure",
        "danger": "Danger", "bug": "Bug", "example": "Example", "quote": "Quote",
        "code": "Code", "table": "Table", "footnotes": "Footnotes", "back": "Back to the text", "footnote": "Footnote",
        "done": "done", "open": "to do", "formula": "Formula",
    },
}  # fmt: skip


def label(lang: str, name: str) -> str:
    """Return a word in the language of a tag like `ko-KR`; English for languages not known here."""
    return _LABELS.get(lang.partition("-")[0].lower(), _LABELS["en"])[name]
