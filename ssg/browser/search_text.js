/** What the search page says, in Korean and English. */

/** @typedef {"loading" | "failed" | "none" | "one" | "many" | "more"} Key */

/** @type {Record<"ko" | "en", Record<Key, string>>} */
const TEXTS = {
  ko: {
    loading: "찾아보기를 읽는 중…",
    failed: "찾아보기를 읽지 못했습니다. 연결을 확인하고 다시 찾아 주세요. 계속되면 기록 보관소와 태그 목록에서 찾을 수 있습니다.",
    none: "찾은 글이 없습니다. 낱말을 줄이거나 다르게 써 보세요.",
    one: "1건",
    many: "{n}건",
    more: "더 보기",
  },
  en: {
    loading: "Reading the index…",
    failed: "The index could not be read. Check the connection and search again, or look through the archive and the tags.",
    none: "Nothing found. Try fewer or other words.",
    one: "1 result",
    many: "{n} results",
    more: "Show more",
  },
};

/** @param {HTMLElement} root @param {Key} key @param {number} [n] @returns {string} the theme's own words if it gives any (`data-text-<key>`) */
export function say(root, key, n = 0) {
  const lang = root.closest("[lang]")?.getAttribute("lang") ?? "";
  const own = root.getAttribute(`data-text-${key}`);
  return (own ?? TEXTS[lang.startsWith("ko") ? "ko" : "en"][key]).replace("{n}", String(n));
}
