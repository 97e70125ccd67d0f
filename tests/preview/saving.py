"""The archive whose articles are saved through the editor's interface, and a text that is pasted into it."""

from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]
A = "content/articles/a.md"
TEXT = "---\ntitle: 첫 글   # 제목\ntags: [기록]\ndate: 2024-01-02\n---\n\n첫 문단.\n\n둘째 문단.\n"
PASTE = "시청 앞 광장에 나무를 심다\n\n입력 2024.03.04 오전 10:00\n홍길동 기자\n\n시는 광장에 나무 서른 그루를 심었다고 4일 밝혔다. 시민들이 함께 삽을 들었다.\n\n나무는 다섯 해 동안 자라 그늘을 만든다. 담당자는 물을 자주 주겠다고 말했다.\n\n좋아요 3\n"


@pytest.fixture
def preview(lasting: Start) -> Any:
    return lasting({A: TEXT, "content/articles/b.md": TEXT.replace("첫 글", "다음 글")}, "/repo/")
