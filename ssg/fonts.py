"""Where this machine keeps a font that has Hangul: for social cards, which a build draws only if it is told to."""

from pathlib import Path

SYSTEM_FONT = "system-font"
"""The name by which rules ask for it."""

KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf",
    "/usr/share/fonts/nanum/NanumGothicBold.ttf",
    "/System/Library/Fonts/AppleSDGothicNeo.ttc",
    "C:/Windows/Fonts/malgunbd.ttf",
    "C:/Windows/Fonts/malgun.ttf",
)


def korean_font() -> Path | None:
    """Return the file of the first known font that is there; None where there is none."""
    return next((path for path in map(Path, KNOWN) if path.is_file()), None)
