"""The words of a new archive, in Korean and English. `@name@` is filled in by scaffold.py."""

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A title and a Markdown text."""

    title: str
    body: str


ARTICLE = {
    "ko": Text(
        "첫 글",
        """\
**@title@**의 첫 글입니다. 이 파일을 고치거나 지우고 시작하세요.

## 글을 들여오는 방법

읽은 글을 복사해 터미널에 붙여 넣습니다.

```sh
ssg import -
```

글을 파일로 모아 두었다면 `content/inbox` 폴더에 넣고 한꺼번에 들여옵니다.

```sh
ssg import content/inbox
```

제목과 날짜, 글쓴이를 찾아 머리말에 적고 태그를 붙입니다. 붙여 넣은 원문은 따로 보관하므로 잃는 글자가 없습니다.

## 미리 보기

`ssg serve`를 켜 두면 저장할 때마다 브라우저의 화면이 바뀝니다. 새 글을 직접 쓰려면 `ssg new "제목"`이라고 합니다.
""",
    ),
    "en": Text(
        "First article",
        """\
This is the first article of **@title@**. Edit this file, or delete it, and begin.

## Bringing texts in

Copy a text that you have read and paste it into the terminal.

```sh
ssg import -
```

If you keep texts as files, put them into `content/inbox` and take them all at once.

```sh
ssg import content/inbox
```

Headline, date and author are found and noted in the front matter, and tags are proposed. The text as it was pasted is
kept beside the article, so that nothing is lost.

## Seeing it

While `ssg serve` runs, the page in your browser changes whenever you save. `ssg new "Title"` starts an article of your own.
""",
    ),
}

ABOUT = {
    "ko": Text(
        "소개",
        "**@title@**는 읽은 글을 모아 오래 두고 찾아보는 곳입니다. 무엇을 왜 모으는지 여기에 적어 주세요.\n",
    ),
    "en": Text(
        "About",
        "**@title@** keeps texts worth finding again. Say here what it collects, and why.\n",
    ),
}

README = {
    "ko": """\
# @title@

`ssg`로 만드는 글 아카이브입니다.

| 하려는 일 | 명령 |
| --- | --- |
| 글 들여오기 | `ssg import -`, `ssg import content/inbox` |
| 새 글 쓰기 | `ssg new "제목"` |
| 미리 보기 | `ssg serve` |
| 사이트 만들기 | `ssg build` |
| 찾아보기 | `ssg search 낱말` |
| 점검하기 | `ssg check` |
| 무엇이 모자란지 보기 | `ssg doctor` |

GitHub에 올리고 저장소 설정의 Pages에서 Source를 "GitHub Actions"로 고르면, 올릴 때마다 사이트가 새로 배포됩니다. `urls.lock`은 공개한 주소의 목록입니다. 글과 함께 커밋하세요.
""",
    "en": """\
# @title@

An archive of texts, made with `ssg`.

| To … | run |
| --- | --- |
| bring in texts | `ssg import -`, `ssg import content/inbox` |
| write an article | `ssg new "Title"` |
| see it | `ssg serve` |
| build the site | `ssg build` |
| find something | `ssg search WORDS` |
| check it | `ssg check` |
| see what is missing | `ssg doctor` |

Push it to GitHub and choose "GitHub Actions" as the source under Pages in the repository's settings: every push publishes.
The file `urls.lock` lists the addresses that were published: commit it with your articles.
""",
}

GITIGNORE = "_site/\n.ssg/\nexports/\n"

GITATTRIBUTES = """\
# The raw originals are evidence: their bytes (and SHA-256) must not change with line endings.
content/originals/** -text
content/inbox/** -text
"""

EDITORCONFIG = """\
root = true

[*]
charset = utf-8
end_of_line = lf
insert_final_newline = true
indent_style = space
indent_size = 2

[*.md]
trim_trailing_whitespace = false
"""
