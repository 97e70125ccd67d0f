/** What the search page says, in Korean and English. */

/**
 * @typedef {"loading" | "failed" | "retry" | "none" | "one" | "many" | "least" | "partly" | "parts" | "checked" | "unchecked" | "more" | "near" | "tags"
 *   | "archive" | "narrow" | "year" | "tag" | "source" | "author" | "sort" | "score" | "date" | "clear" | "all" | "of" | "file"
 *   | "quote" | "field" | "edits" | "alone"} Key
 */

/** @type {Record<"ko" | "en", Record<Key, string>>} */
const TEXTS = {
  ko: {
    loading: "찾아보기를 읽는 중…",
    failed: "찾아보기의 일부를 읽지 못했습니다. 연결을 확인해 주세요. 계속되면 태그 목록과 아카이브에서 찾을 수 있습니다.",
    retry: "다시 읽기",
    none: "찾은 글이 없습니다. 낱말을 줄이거나 다르게 써 보세요.",
    one: "1건",
    many: "{n}건",
    least: "{n}건 이상",
    partly: "{n}건, 그중 {m}건은 낱말의 일부만 같음",
    parts: "{n}건, 모두 낱말의 일부만 같음",
    checked: "따옴표 안의 말이 그대로 있는 글 {n}건",
    unchecked: "따옴표 안의 말이 그대로 있는 글 {n}건 (앞의 {m}건만 확인함)",
    more: "더 보기",
    near: "혹시 이 말을 찾으셨나요?",
    tags: "태그 목록",
    archive: "아카이브",
    narrow: "좁혀 보기",
    year: "연도",
    tag: "태그",
    source: "출처",
    author: "글쓴이",
    sort: "차례",
    score: "관련도순",
    date: "최신순",
    clear: "조건 지우기",
    all: "모두 보기",
    of: "{name}, {n}건",
    file: "파일로 연 사이트에서는 찾기가 되지 않습니다. 브라우저가 파일 사이의 읽기를 막기 때문입니다. `ssg serve`로 열거나 웹에 올려서 보세요.",
    quote: "닫는 따옴표가 없어 낱말로 찾았습니다: {name}",
    field: "‘{name}:’이라는 항목은 없습니다. 제목: 부제: 태그: 기자: 출처: 사진: 본문: 을 쓸 수 있습니다.",
    edits: "다른 글자는 둘까지만 허용됩니다(~1, ~2): {name}",
    alone: "기호만 있어 뺐습니다: {name}",
  },
  en: {
    loading: "Reading the index…",
    failed: "A part of the index could not be read. Check the connection. If it stays so, look through the tags and the archive.",
    retry: "Try again",
    none: "Nothing found. Try fewer or other words.",
    one: "1 result",
    many: "{n} results",
    least: "{n} results or more",
    partly: "{n} results, {m} of them with only a part of a word",
    parts: "{n} with only a part of a word",
    checked: "{n} with exactly the words in quotation marks",
    unchecked: "{n} with exactly the words in quotation marks (only the first {m} were looked at)",
    more: "Show more",
    near: "Did you mean",
    tags: "All tags",
    archive: "Archive",
    narrow: "Narrow down",
    year: "Year",
    tag: "Tag",
    source: "Source",
    author: "Author",
    sort: "Order",
    score: "Best match",
    date: "Newest first",
    clear: "Clear filters",
    all: "Show all",
    of: "{name}, {n} results",
    file: "Search does not work in a site opened as files, for browsers keep files from reading each other. Open it with `ssg serve`, or from the web.",
    quote: "The quotation mark is not closed, so these are searched as words: {name}",
    field: "There is no field “{name}:”. There are title: subtitle: tag: author: source: caption: body:",
    edits: "At most two letters may differ (~1, ~2): {name}",
    alone: "Left out, for there is no word with it: {name}",
  },
};

/**
 * @param {HTMLElement} root @param {Key} key @param {{n?: number, m?: number, name?: string}} [filled]
 * @returns {string} the theme's own words if it gives any (`data-text-<key>`)
 */
export function say(root, key, { n = 0, m = 0, name = "" } = {}) {
  const lang = root.closest("[lang]")?.getAttribute("lang") ?? "";
  const own = root.getAttribute(`data-text-${key}`);
  const number = new Intl.NumberFormat(lang || undefined);
  const text = own ?? TEXTS[lang.startsWith("ko") ? "ko" : "en"][key];
  return text.replace("{n}", number.format(n)).replace("{m}", number.format(m)).replace("{name}", () => name);
}
