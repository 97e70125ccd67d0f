"""Where this machine keeps a font that has Hangul: for social cards, which a build draws only if it is told to."""

import os

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


def korean_font() -> str:
    """Return the file of the first known font that is there; an empty string where there is none."""
    return next(filter(os.path.isfile, KNOWN), "")
