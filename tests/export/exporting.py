"""An archive with all that an export may stumble over: withheld texts, pictures, marks of every kind, names that clash."""

import io
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from ssg.export.chosen import Chosen, Wanted, chosen

TODAY = "2024-06-01"
SECRET = "아무도 읽어서는 안 되는 한 줄"
LONG = "강물이 마을을 지나 바다로 가기까지 " * 18
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>\n'
MARKS = """## 첫 마디

본문에 각주가 있다.[^1] **"굵은 말"**이라 했다. {漢字|한자}를 읽고 [[나루를 떠나며]]와 [[없는 글]]을 적는다.
[다리 글](../2020/bridge.md#첫-삽)로, [비밀](secret.md)로, [누리집](https://example.org/a b?c=1|2)으로, [첫 마디](#첫-마디)로.

| 해 | 높이 |
| --- | ---: |
| 2020 | 3 |

- [ ] 할 일
- [x] 한 일

> [!NOTE]
> 알아 둘 것.

> [!TIP]- 접힌 것
> 속에 든 것.

낱말
: 그 뜻.

```python
print("a < b && c")
```

값은 $x^2 < 3$이다.

<details><summary>더</summary><p>줄임</p></details><script>alert(1)</script><b>굵게

![물결](../../../static/wave.svg) ![없는 그림](none.png) ![먼 그림](https://example.org/p.png)

[^1]: 각주의 글. & < >
"""
FILES = {
    "site.toml": 'title = "강가의 기록"\nauthor = "물가 사람들"\nbase_url = "https://archive.example.org/repo/"\n[markdown]\nmath = true\n',
    "content/pages/about.md": "---\ntitle: 소개\n---\n[첫 글](../articles/2020/bridge.md)을 보세요.\n",
    "content/pages/guide/index.md": "---\ntitle: 길잡이\n---\n길.\n",
    "content/pages/guide/more.md": "---\ntitle: 더\n---\n더.\n",
    "content/articles/2020/bridge.md": (
        '---\ntitle: "다리를: \\"놓다\\""\nsubtitle: [둘째 제목]\ndate: 2020-01-02T09:30:00+09:00\nupdated: 2020-01-03\n'
        "archived: 2024-05-01\nauthors: [김물결, 이나루]\nsource:\n  name: 강변신문\n  url: https://news.example.org/1\n"
        "tags: [다리, 인공 지능, AI]\nsection: 사회\nseries: 강의 한 해\ndescription: 다리 이야기\nlang: ko\n"
        "aliases: [/old/bridge/]\nrights: 강변신문 제공\nweight: 3\nextra:\n  mood: calm\n"
        f"archive:\n  id: a1\n  original: content/originals/{'a' * 64}.txt\n---\n## 첫 삽\n\n다리 공사가 시작되었다.\n"
    ),
    "content/articles/2020/boat/index.md": (
        "---\ntitle: 나루를 떠나며\ndate: 2020-02-03\ntags: [나루, 인공 지능]\nimage: boat.jpg\nimage_alt: 배\nfigures:\n"
        "  - caption: 저녁의 배\n    credit: 이나루\n    src: boat.jpg\n---\n배는 저녁에 떠났다. [다리](../bridge.md)를 지났다.\n\n![나루터의 배](boat.jpg)\n"
    ),
    "content/articles/2021/marks.md": f"---\ntitle: 모든 표시\ndate: 2021-03-04\ntags: [표시]\n---\n{MARKS}",
    "content/articles/2021/long.md": f"---\ntitle: {LONG}\ndate: 2021-05-06\n---\n길다.\n",
    "content/articles/2021/same-a.md": "---\ntitle: 'Same: name?'\ndate: 2021-06-01\n---\n하나.\n",
    "content/articles/2021/same-b.md": "---\ntitle: 'same name'\ndate: 2021-06-02\n---\n둘.\n",
    "content/articles/2021/con.md": "---\ntitle: CON\ndate: 2021-06-03\n---\n장치의 이름.\n",
    "content/articles/2021/" + unicodedata.normalize("NFD", "풀어쓴-이름") + ".md": "---\ntitle: " + unicodedata.normalize("NFD", "풀어쓴 이름") + "\ndate: 2021-07-01\n---\n풀어썼다.\n",
    "content/articles/2021/undated.md": "---\ntitle: 날짜 없는 글\n---\n언제인지 모른다.\n",
    "content/articles/2021/secret.md": f"---\ntitle: 숨긴 글\ndate: 2021-08-01\nvisibility: private\ntags: [다리]\n---\n{SECRET}\n",
    "content/articles/2021/draft.md": f"---\ntitle: 초안\ndate: 2021-08-02\ndraft: true\n---\n{SECRET}\n",
    "content/articles/2030/future.md": f"---\ntitle: 앞날의 글\ndate: 2030-01-01\n---\n{SECRET}\n",
    "content/articles/2021/gone.md": f"---\ntitle: 내린 글\ndate: 2021-08-03\ntakedown: 청에 따라\n---\n{SECRET}\n",
    "content/articles/2021/excerpt.md": (
        f"---\ntitle: 앞만\ndate: 2021-08-04\nvisibility: excerpt\nimage: hidden.jpg\nimage_alt: x\narchive:\n  original: content/originals/{'b' * 64}.txt\n"
        f"---\n첫 문단은 실린다.\n\n{SECRET}\n"
    ),
    "content/articles/2021/metadata.md": f"---\ntitle: 제목만\ndate: 2021-08-05\nvisibility: metadata\ndescription: {SECRET}\n---\n{SECRET}\n",
    "content/articles/2021/hostile.md": "---\ntitle: 나쁜 원문\ndate: 2021-09-01\narchive:\n  original: content/originals/../../site.toml\n---\n![x](../../../site.toml)\n",
    f"content/originals/{'a' * 64}.txt": "다리의 원문\n",
    f"content/originals/{'b' * 64}.txt": f"{SECRET}\n",
    "static/wave.svg": SVG,
}  # fmt: skip


def photo() -> bytes:
    """A picture that says where it was taken."""
    drawn = Image.new("RGB", (8, 6), "white")
    exif = Image.Exif()
    exif[0x010F] = "CanaryCam"
    out = io.BytesIO()
    drawn.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@contextmanager
def pieces(root: Path, **wanted: object) -> Iterator[Chosen]:
    with chosen(root, Wanted(today=TODAY, **wanted), lambda: None) as found:  # type: ignore[arg-type]
        yield found


Exported = Callable[..., Path]


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*")) if file.is_file()
    }  # fmt: skip
