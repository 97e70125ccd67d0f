/**
 * Words of the index that look like one that it doesn't have, letter by letter: the same as search/near.py. Pure.
 *
 * @typedef {import("./plan_core.js").Lexicon} Lexicon
 * @typedef {import("./analysis_core.js").Analyser} Analyser
 */
import { runs, script } from "./analysis_core.js";
import { spelled } from "./hangul_core.js";
import { byCode, parts, tidied } from "./plan_core.js";

const SHORT = 6;
const LOOKED_AT = 12;
const OFFERED = 3;

/** @param {string} a @param {string} b @returns {number} letters to add, drop, change or swap with a neighbour */
export function distance(a, b) {
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let at = 1; at <= b.length; at++) {
      const same = a[row - 1] === b[at - 1] ? 0 : 1;
      let least = Math.min((last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + same);
      if (row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1]) least = Math.min(least, (before[at - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return last[b.length] ?? 0;
}

/** @param {string} word @param {Lexicon} lexicon @returns {string[]} at most three terms, the nearest first, of equals the commonest; they begin with the same letter */
export function nearWords(word, lexicon) {
  const kind = script(word);
  if ((kind !== "hangul" && kind !== "latin") || word.length < 2 || /[0-9]/.test(word)) return [];
  const letters = spelled(word);
  const most = letters.length <= SHORT ? 1 : 2;
  /** @type {[number, string][]} */
  const found = [];
  for (const term of lexicon.listed(...beginnings(word))) {
    if (script(term) !== kind || Math.abs(term.length - word.length) > 1) continue;
    const other = spelled(term);
    if (Math.abs(other.length - letters.length) > most) continue;
    const apart = distance(letters, other);
    if (apart && apart <= most) found.push([apart, term]);
  }
  found.sort((a, b) => a[0] - b[0] || byCode(a[1], b[1]));
  const some = found.slice(0, LOOKED_AT).map(([apart, term]) => ({ apart, term, often: lexicon.frequency(term) }));
  some.sort((a, b) => a.apart - b.apart || b.often - a.often || byCode(a.term, b.term));
  return some.slice(0, OFFERED).map(({ term }) => term);
}

/** @param {string} word @returns {[string, string]} the bounds of what begins with the same letter */
function beginnings(word) {
  const first = word.charCodeAt(0);
  if (script(word) !== "hangul") return [word.charAt(0), String.fromCharCode(first + 1)];
  const lead = first - ((first - 0xac00) % 588);
  return [String.fromCharCode(lead), String.fromCharCode(lead + 588)];
}

/**
 * @param {string} text @param {Lexicon} lexicon @param {Analyser} analyser
 * @returns {string[]} what may have been meant: the query with a near word in the place of each that no article has
 */
export function meant(text, lexicon, analyser) {
  text = tidied(text).replace(/^ | $/g, "");
  if (parts(text).some(({ sign, scope, body, edits }) => sign || scope || edits !== undefined || /["*]/.test(body))) return [];
  const unknown = runs(text).filter(({ run }) => {
    const stem = analyser.stem(run);
    return stem !== "" && !lexicon.frequency(stem);
  });
  const near = unknown.map(({ run }) => nearWords(analyser.stem(run), lexicon));
  if (!near.some((words) => words.length)) return [];
  const made = [];
  for (let choice = 0; choice < OFFERED; choice++) {
    let [said, at] = ["", 0];
    unknown.forEach(({ start, end, run }, number) => {
      said += text.slice(at, start) + (near[number]?.[choice] ?? near[number]?.[0] ?? run);
      at = end;
    });
    made.push(said + text.slice(at));
  }
  return Array.from(new Set(made));
}
