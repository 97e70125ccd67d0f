/** One result of the search page: its nodes, with the words of the query marked. Text becomes text nodes only. */

/** @typedef {import("./search_engine.js").Result} Result */
/** @typedef {import("./excerpt_core.js").Piece} Piece */

/** @param {string} tag @param {string} [text] @param {string} [name] its class @returns {HTMLElement} */
export function element(tag, text = "", name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

/** @param {string} text @param {string} [name] @returns {HTMLButtonElement} that sends no form */
export function button(text, name = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

/** @param {Element} into @param {readonly Piece[]} parts */
function fill(into, parts) {
  into.replaceChildren(...parts.map(({ text, mark }) => (mark ? element("mark", text) : text)));
}

/** @param {string} lang @param {string} day `2023-09-14` @returns {string} as the lists of the theme write it: `2023. 9. 14.`, `14 Sep 2023` */
function dayIn(lang, day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.valueOf())) return day;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang || undefined, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

/** @param {Result} found @param {string} base @param {string} [lang] that dates are written in @returns {HTMLElement} */
export function result({ entry, title, excerpt }, base, lang = "") {
  const item = element("li");
  const link = document.createElement("a");
  link.href = base.replace(/\/$/, "") + encodeURI(entry.u);
  fill(link, title);
  const heading = element("h2");
  heading.append(link);
  const said = element("p", "", "excerpt");
  fill(said, excerpt);
  const meta = element("p", "", "meta");
  if (entry.d) {
    const time = document.createElement("time");
    time.dateTime = entry.d;
    time.textContent = dayIn(lang, entry.d);
    meta.append(time);
  }
  if (entry.d && entry.s) meta.append(" ");
  if (entry.s) meta.append(element("span", entry.s));
  item.append(heading, ...(excerpt.length ? [said] : []), ...(meta.hasChildNodes() ? [meta] : []));
  return item;
}

/** @type {Map<string, Promise<{body: string, whole: string}>>} */
const read = new Map();

/**
 * @param {string} address of an article's page
 * @returns {Promise<{body: string, whole: string}>} its text and all that its page says of it, with single spaces; empty if it can't be read
 */
export function textsOf(address) {
  const known = read.get(address);
  if (known) return known;
  if (read.size > 200) read.clear();
  const reading = textsFrom(address).catch(() => {
    read.delete(address);
    return { body: "", whole: "" };
  });
  read.set(address, reading);
  return reading;
}

/** @param {string} address */
async function textsFrom(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // "않았다.1" is nobody's sentence, and the word before a caption nobody's either
  for (const mark of page.querySelectorAll(".footnote-ref, figcaption b")) mark.remove();
  const main = page.querySelector("main");
  const said = (/** @type {Element | null | undefined} */ node) => (node?.textContent ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
  return { body: said(page.querySelector(".body") ?? main), whole: said(main) };
}

/**
 * Show, in results whose excerpt holds no word of the query, the passage of the article that does.
 *
 * @param {readonly HTMLElement[]} items @param {(text: string) => Promise<Piece[]>} shown @param {() => boolean} late
 */
export async function addPassages(items, shown, late) {
  for (const item of items) {
    const excerpt = item.querySelector(".excerpt");
    const link = item.querySelector("a");
    if (!link || excerpt?.querySelector("mark")) continue;
    const { body } = await textsOf(link.href);
    if (late()) return;
    const found = await shown(body);
    if (late()) return;
    if (!found.length) continue;
    const into = excerpt ?? element("p", "", "excerpt");
    fill(into, found);
    if (!excerpt) item.querySelector("h2")?.after(into);
  }
}
