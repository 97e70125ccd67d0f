/** The editor's words, in the language of the page. */

const KOREAN = {
  save: "저장", saved: "저장됨", saving: "저장하는 중…", dirty: "고침 — 아직 저장하지 않음", offline: "미리 보기가 꺼졌습니다. 글은 이 브라우저에 있습니다.",
  conflict: "디스크의 파일도 바뀌었습니다", merged: "디스크에서 바뀐 것을 합쳤습니다", taken: "디스크에서 바뀐 것을 받았습니다", restored: "저장하지 않은 글을 되살렸습니다", discard: "버리고 파일대로",
  refused: "저장하지 못했습니다", nothing: "파일이 없습니다", new: "새 글", paste: "기사 붙여넣기", rename: "이름 바꾸기", remove: "지우기", view: "쪽 보기", form: "머리말", text: "글",
  cancel: "그만두기", send: "확인", title: "제목", name: "파일 이름", oldAddress: "옛 주소는 새 주소로 이어집니다.",
  reason: "까닭 (읽는 이에게 보입니다)", tombstone: "이 주소에 글이 내려갔다고 남깁니다", deleted: "파일은 .ssg/deleted/ 에 남습니다.", removeAsk: "이 글을 지울까요?",
  image: "그림 넣기", alt: "그림을 보지 못하는 이에게 무엇이 보이는지", mine: "내 글", theirs: "디스크의 글", both: "둘 다 (낱말로 합침)", choose: "하나씩 고르면 합칩니다", apply: "합치기",
  pasteHere: "여기에 기사 글을 붙여넣으세요", make: "글로 만들기", keep: "살림", drop: "버림", pasteHelp: "줄을 누르면 살리거나 버립니다.", line: "줄", frame: "살아 있는 쪽", add: "더하기", take: "빼기",
  gone: "파일이 지워졌습니다. 저장하면 다시 생깁니다.", renamedTo: "옮겼습니다", problems: "고칠 곳", asText: "글에서 고치세요", ownText: "그림·보관 기록 같은 나머지는 글에서 고칩니다.",
  fields: { title: "제목", subtitle: "부제", date: "날짜", updated: "고친 날", authors: "글쓴이", source: "출처", tags: "태그", section: "분류", series: "연재", description: "설명",
    image: "대표 그림", image_alt: "그림 설명", image_credit: "그림 출처", lang: "언어", slug: "주소 이름", aliases: "옛 주소", draft: "초안", expires: "내리는 날", visibility: "공개", rights: "권리", weight: "순서", figures: "그림", extra: "그 밖" },
  choices: { public: "전체 공개", excerpt: "앞부분만", metadata: "서지만", private: "비공개" }, time: "시각", address: "주소", outlet: "○○일보",
  labels: { headline: "제목", deck: "부제", kicker: "꼭지", byline: "기자", dateline: "발신지", date: "날짜", caption: "그림 설명", credit: "그림 출처", body: "본문", subhead: "중간 제목",
    quote: "인용", list: "목록", table: "표", correction: "바로잡음", source: "출처", rights: "저작권", share: "공유 단추", related: "관련 기사", comments: "댓글", menu: "메뉴", ad: "광고", subscribe: "구독",
    duplicate: "되풀이", other: "나머지", topics: "주제어", summary: "요약", aside: "곁글" },
};
/** @type {typeof KOREAN} */
const ENGLISH = {
  save: "Save", saved: "Saved", saving: "Saving…", dirty: "Changed — not saved yet", offline: "The preview has ended. Your text is in this browser.",
  conflict: "The file on disk has changed too", merged: "Merged with what changed on disk", taken: "Took over what changed on disk", restored: "Unsaved text is back", discard: "Discard it",
  refused: "Could not be saved", nothing: "There is no such file", new: "New", paste: "Paste an article", rename: "Rename", remove: "Delete", view: "View page", form: "Front matter", text: "Text",
  cancel: "Cancel", send: "OK", title: "Title", name: "File name", oldAddress: "The old address will lead to the new one.",
  reason: "Reason (readers see it)", tombstone: "Say at its address that it is gone", deleted: "The file is kept in .ssg/deleted/.", removeAsk: "Delete this article?",
  image: "Add a picture", alt: "What it shows, for those who can't see it", mine: "Mine", theirs: "On disk", both: "Both (merged by word)", choose: "Choose for each, then merge", apply: "Merge",
  pasteHere: "Paste the text of an article here", make: "Make an article", keep: "kept", drop: "dropped", pasteHelp: "Click a line to keep or drop it.", line: "line", frame: "Live page", add: "Add", take: "Remove",
  gone: "The file was deleted. Saving makes it again.", renamedTo: "Moved", problems: "To mend", asText: "change it in the text", ownText: "Pictures, archive records and the rest are edited in the text.",
  fields: { title: "Title", subtitle: "Subtitle", date: "Date", updated: "Updated", authors: "Authors", source: "Source", tags: "Tags", section: "Section", series: "Series", description: "Description",
    image: "Image", image_alt: "Image text", image_credit: "Image credit", lang: "Language", slug: "Slug", aliases: "Old addresses", draft: "Draft", expires: "Expires", visibility: "Visibility", rights: "Rights", weight: "Weight", figures: "Pictures", extra: "Other" },
  choices: { public: "public", excerpt: "excerpt", metadata: "metadata", private: "private" }, time: "time", address: "address", outlet: "The Paper",
  labels: { headline: "headline", deck: "deck", kicker: "kicker", byline: "byline", dateline: "dateline", date: "date", caption: "caption", credit: "credit", body: "body", subhead: "subhead",
    quote: "quote", list: "list", table: "table", correction: "correction", source: "source", rights: "rights", share: "share buttons", related: "related", comments: "comments", menu: "menu", ad: "ad", subscribe: "subscription",
    duplicate: "repeated", other: "other", topics: "topics", summary: "summary", aside: "aside" },
};

export const say = document.documentElement.lang.startsWith("ko") ? KOREAN : ENGLISH;
