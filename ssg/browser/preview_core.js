/**
 * What the live preview decides, without the DOM: what a piece of news means for a page, which blocks of two
 * versions of a page are the same, and the words of the problem panel.
 *
 * @typedef {{epoch: string, since: string, problems: boolean, paths: string[] | null}} News
 * @typedef {{path: string, line: number, column: number, what: string, hint: string, level: "error" | "warning", excerpt: [number, string][]}} Problem
 * @typedef {{page: boolean, reload: boolean, css: string[], problems: boolean}} Plan
 */

/**
 * Return the output files that could answer to the path of an address, decoded: `/a/` → `/a/index.html`.
 * @param {string} pathname percent-encoded, as in `location`
 * @returns {string[]}
 */
export function filesOf(pathname) {
  const path = decoded(pathname);
  return path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`];
}

/**
 * Return what a page has to do about news: ask for itself again, swap style sheets, or reload because a script
 * or a picture that it shows is another one now.
 *
 * @param {News} news
 * @param {string} epoch what the page shows now; news that doesn't continue it means that something was missed
 * @param {{pathname: string, status: number, css: string[], used: string[]}} page addresses without host
 * @returns {Plan}
 */
export function plan(news, epoch, page) {
  if (news.paths === null || news.since !== epoch) {
    return { page: true, reload: false, css: page.css, problems: true };
  }
  const changed = new Set(news.paths);
  const own = filesOf(page.pathname);
  return {
    page: own.some((path) => changed.has(path)) || (page.status !== 200 && news.paths.some((path) => path.endsWith("/404.html"))),
    reload: page.used.some((path) => changed.has(decoded(path))),
    css: page.css.filter((path) => changed.has(decoded(path))),
    problems: news.problems,
  };
}

/**
 * Return an identity for each block that both versions have with the same content, null for the others. The nth
 * block of some content in one version is the nth in the other.
 *
 * @param {string[]} before contents, in document order
 * @param {string[]} after
 * @returns {[(string | null)[], (string | null)[]]}
 */
export function matched(before, after) {
  const left = counted(after);
  const right = counted(before);
  return [keys(before, left), keys(after, right)];
}

/** @param {string[]} contents */
function counted(contents) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const content of contents) {
    found.set(content, (found.get(content) ?? 0) + 1);
  }
  return found;
}

/**
 * @param {string[]} contents
 * @param {Map<string, number>} there how often the other version has each content
 */
function keys(contents, there) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return contents.map((content) => {
    const nth = (seen.get(content) ?? 0) + 1;
    seen.set(content, nth);
    return nth <= (there.get(content) ?? 0) ? `${nth} ${content}` : null;
  });
}

/**
 * Return where a problem is, as a compiler says it: `content/a.md:4:1`.
 * @param {Problem} problem
 */
export function place(problem) {
  return [problem.path, problem.line, problem.column].filter(Boolean).join(":");
}

/**
 * Return the panel's words for a language.
 * @param {string} lang
 */
export function words(lang) {
  return lang.toLowerCase().startsWith("ko") ? KOREAN : ENGLISH;
}

const KOREAN = {
  /** @param {number} n */ errors: (n) => `고칠 곳 ${n}개 — 마지막으로 잘 만들어진 화면입니다`,
  /** @param {number} n */ warnings: (n) => `살펴볼 곳 ${n}개`,
  gone: "이 페이지는 지워졌습니다. 마지막 모습을 보고 있습니다.",
  close: "닫기",
  edit: "고치기",
  /** @param {string} why */ badge: (why) => (why === "draft" ? "초안" : "발행 전"),
};
const ENGLISH = {
  /** @param {number} n */ errors: (n) => `${n} ${n === 1 ? "problem" : "problems"} — this is the last good page`,
  /** @param {number} n */ warnings: (n) => `${n} ${n === 1 ? "warning" : "warnings"}`,
  gone: "This page has been deleted. You see it as it was.",
  close: "Close",
  edit: "Edit",
  /** @param {string} why */ badge: (why) => (why === "draft" ? "draft" : "not yet published"),
};

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
