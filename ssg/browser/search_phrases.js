/** Words in quotation marks: only what really says them is shown, which the articles' own pages tell. */
import { textsOf } from "./search_result.js";
import { say } from "./search_text.js";

/** @typedef {import("./search_engine.js").Answer} Answer */
/** @typedef {import("./search_engine.js").Result} Result */
/** @typedef {{results: Result[], more: boolean, said: (root: HTMLElement) => string}} Shown */

const AT_ONCE = 5;

/**
 * @param {Answer} answer @param {string} base @param {number} count how many results the page wants
 * @param {() => boolean} late
 * @returns {Promise<Shown | undefined>} of an answer with phrases those that hold them all; undefined if it is too late
 */
export async function withPhrases(answer, base, count, late) {
  const { results, total, partly, complete, phrases } = answer;
  if (!phrases.length) return { results, more: !complete || total > count, said: (root) => say(root, counted(answer), { n: total, m: partly }) };
  /** @type {Result[]} */
  const held = [];
  for (let at = 0; at < results.length; at += AT_ONCE) {
    const some = results.slice(at, at + AT_ONCE);
    const holds = await Promise.all(some.map((each) => says(each, phrases, base)));
    if (late()) return undefined;
    held.push(...some.filter((_, number) => holds[number]));
  }
  const all = complete && results.length >= total;
  const key = all ? (held.length ? "checked" : "none") : "unchecked";
  return { results: held, more: !all || held.length > count, said: (root) => say(root, key, { n: held.length, m: results.length }) };
}

/** @param {Answer} answer @returns {import("./search_text.js").Key} the number that was said before the rest was looked for must be found again in what is said then */
function counted({ total, partly, complete }) {
  if (!complete) return "least";
  if (!total) return "none";
  return partly === total ? "parts" : partly ? "partly" : total === 1 ? "one" : "many";
}

/** @param {Result} found @param {readonly string[]} phrases @param {string} base @returns {Promise<boolean>} */
async function says({ entry }, phrases, base) {
  const holds = (/** @type {string} */ text) => {
    const lower = text.normalize("NFC").toLowerCase().replaceAll("ς", "σ");
    return phrases.every((phrase) => lower.includes(phrase));
  };
  if (holds(`${entry.t}\n${entry.e ?? ""}`)) return true;
  const { whole } = await textsOf(new URL(base.replace(/\/$/, "") + encodeURI(entry.u), location.href).href);
  return holds(whole);
}
