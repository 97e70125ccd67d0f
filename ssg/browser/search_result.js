/** One result of the search page: its nodes, with the words of the query marked. Text becomes text nodes only. */
import { marks } from "./analysis_core.js";
import { passage, pieces } from "./excerpt_core.js";

/** @typedef {import("./shards_core.js").Entry} Entry */
/** @typedef {import("./query_core.js").Loaded} Loaded */

/** @param {string} tag @param {string} [text] @returns {HTMLElement} */
export function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** @param {Element} into @param {{text: string, mark: boolean}[]} parts @param {string} [before] @param {string} [after] */
function fill(into, parts, before = "", after = "") {
  into.replaceChildren(before, ...parts.map(({ text, mark }) => (mark ? element("mark", text) : text)), after);
}

/** @param {Entry} entry @param {string} base @returns {string} */
function addressOf(entry, base) {
  return base.replace(/\/$/, "") + encodeURI(entry.u);
}

/** @param {Loaded} index @param {Entry} entry @param {Set<string>} wanted @param {string} base @returns {HTMLElement} */
export function result(index, entry, wanted, base) {
  const item = element("li");
  const link = document.createElement("a");
  link.href = addressOf(entry, base);
  fill(link, pieces(entry.t, marks(entry.t, wanted, index.analyser)));
  const heading = element("h2");
  heading.append(link);
  const excerpt = element("p");
  excerpt.className = "excerpt";
  const said = entry.e ?? "";
  fill(excerpt, pieces(said, marks(said, wanted, index.analyser)));
  const meta = element("p");
  meta.className = "meta";
  if (entry.d) {
    const time = document.createElement("time");
    time.dateTime = time.textContent = entry.d;
    meta.append(time);
  }
  if (entry.d && entry.s) meta.append(" ");
  if (entry.s) meta.append(element("span", entry.s));
  item.append(heading, ...(said ? [excerpt] : []), ...(meta.hasChildNodes() ? [meta] : []));
  return item;
}

/** @param {string} address @returns {Promise<string>} the text of an article's page, with single spaces; "" if it can't be read */
async function textOf(address) {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const mark of page.querySelectorAll(".footnote-ref")) mark.remove(); // "않았다.1" is nobody's sentence
  const text = (page.querySelector(".body") ?? page.querySelector("main"))?.textContent ?? "";
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/**
 * Show, in results whose excerpt holds no word of the query, the passage of the article that does.
 *
 * @param {HTMLElement[]} items @param {Loaded} index @param {Set<string>} wanted @param {() => boolean} late
 */
export async function addPassages(items, index, wanted, late) {
  for (const item of items) {
    const excerpt = item.querySelector(".excerpt");
    const link = item.querySelector("a");
    if (!link || excerpt?.querySelector("mark")) continue;
    const text = await textOf(link.href);
    if (late()) return;
    const found = marks(text, wanted, index.analyser);
    if (!found.length) continue;
    const [start, end] = passage(text, found);
    const into = excerpt ?? element("p");
    into.className = "excerpt";
    fill(into, pieces(text, found, [start, end]), start ? "… " : "", end < text.length ? " …" : "");
    if (!excerpt) item.querySelector("h2")?.after(into);
  }
}
