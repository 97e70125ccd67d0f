"""site.toml of a new archive, in Korean and English: every key with what it does. `@name@` is filled in by scaffold.py."""

SITE = {
    "ko": """\
# 아카이브의 설정입니다. '#'으로 시작하는 줄은 설명이거나, 지금 쓰이는 기본값입니다.

title = @title@
# description = "무엇을 모은 아카이브인지 한 문장으로"
# 공개 주소. GitHub Actions로 배포하면 워크플로가 알아서 넣습니다: "https://이름.github.io/저장소/"
base_url = @base_url@
language = @language@
# 시간대가 적히지 않은 날짜는 이 시간대의 날짜로 봅니다
timezone = @timezone@
# author = "엮은이"
# rights = "CC BY 4.0"
# 소스 저장소 주소. 적으면 글마다 '고치기' 링크가 생깁니다
# repository = "https://github.com/이름/저장소"
# 만들어진 사이트가 놓이는 폴더
# output = "_site"
# 목록 한 쪽에 보이는 글의 수
# paginate = 20

# [theme]
# name = "default"

# [markdown]
# 본문 속 HTML: "sanitize" 걸러서 보여 줌, "allow" 그대로 믿음, "escape" 글자로 보여 줌
# raw_html = "sanitize"
# $…$를 수식으로 읽을지, 본문에서 테마의 짧은 명령을 부를 수 있는지(모든 글을 믿을 수 있을 때만)
# math = false
# shortcodes = false

# [visibility]
# 글에 적혀 있지 않을 때의 공개 범위: "public", "excerpt"(첫 문단과 원문 링크), "metadata", "private". 출처마다 다르게도 적습니다
# default = "public"
# sources = {}

# [images]
# 글 옆의 그림을 더 작게도 만드는 너비(화소)와 형식. Pillow가 있어야 합니다: pip install "ssg-archive[images]"
# widths = [480, 800, 1216]
# formats = ["avif", "webp"]

# [cards]
# 글마다 소셜 서비스에 보일 그림을 그릴지. Pillow와 한글 글꼴이 있어야 합니다
# enabled = false
# 글꼴 파일(아카이브 폴더에서 본 경로). 비우면 컴퓨터에 있는 것
# font = ""

# [feeds]
# limit = 20
# formats = ["atom", "json"]

# [search]
# enabled = true
# 본문 일부만 공개하는 글(visibility: excerpt)을 글 전체의 낱말로 찾을지
# excerpt_words = false
# 뜻이 같은 한자말과 한글말. 예: pairs = { "北核" = "북핵" }
# pairs = {}

# [deploy]
# 브랜치로 배포할 때의 브랜치와 원격 저장소, 그리고 내 도메인
# branch = "gh-pages"
# remote = "origin"
# cname = ""
# 배포할 때 브랜치에 그대로 두는 파일, 그리고 앞선 커밋을 남길지
# keep = ["CNAME"]
# history = false

# [check]
# `ssg check`가 말하지 않을 규칙, 그리고 한 쪽(kB)과 찾기 색인(MB)이 넘으면 알리는 무게
# ignore = []
# page_kb = 500
# index_mb = 100

# [import]
# 비슷한 글이 있을 때: "skip"(지나치기), "update"(있는 글 고치기), "keep"(따로 들이기)
# duplicates = "skip"
# 저절로 붙이는 태그의 수. 0이면 붙이지 않습니다
# auto_tags = 5
# 바꾸어 적을 태그와 쓰지 않을 태그. 예: tags = { "코로나" = "코로나19", "속보" = "" }
# tags = {}

# [build]
# 일꾼 프로세스의 수. 0은 코어 수만큼
# jobs = 0
# executor = ""

# 메뉴. 항목마다 한 번씩 적습니다
# [[menu]]
# title = "소개"
# url = "/about/"

# 태그, 글쓴이, 출처, 갈래, 연재 말고도 글을 모을 갈래. 예: places = { title = "곳" } 이면 머리말의 places로 모읍니다
# [taxonomies]

# 테마와 템플릿에서 쓸 나만의 값
# [extra]
""",
    "en": """\
# The archive's settings. Lines with a '#' explain, or show the default that is used now.

title = @title@
# description = "What this archive collects, in one sentence"
# The public address. The GitHub Actions workflow fills it in by itself: "https://name.github.io/repository/"
base_url = @base_url@
language = @language@
# Dates without a time zone are meant in this one
timezone = @timezone@
# author = "Editor"
# rights = "CC BY 4.0"
# The address of the source repository; gives every article an edit link
# repository = "https://github.com/name/repository"
# The folder of the finished site
# output = "_site"
# Articles on one page of a list
# paginate = 20

# [theme]
# name = "default"

# [markdown]
# HTML in a text: "sanitize" cleans it, "allow" trusts it, "escape" shows it as text
# raw_html = "sanitize"
# Whether $…$ is a formula; whether texts may call the theme's macros (only where all texts are trusted)
# math = false
# shortcodes = false

# [visibility]
# How much is published of an article that doesn't say so: "public", "excerpt" (first paragraph and a link), "metadata",
# "private"; by source, too: sources = { "example.com" = "excerpt" }
# default = "public"
# sources = {}

# [images]
# Widths (pixels) and formats in which pictures are offered, too; needs Pillow: pip install "ssg-archive[images]"
# widths = [480, 800, 1216]
# formats = ["avif", "webp"]

# [cards]
# Whether each article gets a picture for social services; needs Pillow and a font with its letters
# enabled = false
# The font's file, below this folder; empty: one that the machine has
# font = ""

# [feeds]
# limit = 20
# formats = ["atom", "json"]

# [search]
# enabled = true
# Whether articles of which only the beginning is public are found by all of their words
# excerpt_words = false
# Words in Han characters and the Hangul that means the same: pairs = { "北核" = "북핵" }
# pairs = {}

# [deploy]
# Branch and remote for publishing to a branch, and a domain of your own
# branch = "gh-pages"
# remote = "origin"
# cname = ""
# Files of the branch that a deployment leaves as they are; whether the branch keeps its earlier commits
# keep = ["CNAME"]
# history = false

# [check]
# Rules that `ssg check` leaves out, and the weights above which it warns: a page (kB), the search index (MB)
# ignore = []
# page_kb = 500
# index_mb = 100

# [import]
# Near copies and other versions of an article: "skip" them, "update" the article, or "keep" both
# duplicates = "skip"
# How many tags are added by themselves; 0 for none
# auto_tags = 5
# Tags to be written otherwise, and with "" never: tags = { "Covid" = "Covid-19", "Breaking" = "" }
# tags = {}

# [build]
# Worker processes; 0 means as many as there are cores
# jobs = 0
# executor = ""

# The menu: one such table for each entry
# [[menu]]
# title = "About"
# url = "/about/"

# What else articles are gathered by. places = { title = "Places" }, say, gathers them by `places` in the front matter
# [taxonomies]

# Values of your own, for themes and templates
# [extra]
""",
}
