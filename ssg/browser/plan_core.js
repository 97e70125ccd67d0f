/**
 * What is typed → weighted exact terms of the index: the same program as search/plan.py, which explains it. Pure.
 *
 * @typedef {import("./analysis_core.js").Analyser} Analyser
 * @typedef {"optional" | "required" | "prohibited"} Presence
 * @typedef {{term: string, boost: number, fields: string[], presence: Presence, star: boolean, edits: number}} Clause
 * @typedef {{frequency: (term: string) => number, commonest: (terms: string[], count: number) => string[], between: (first: string, last: string) => string[],
 *   withInitials: (letters: string) => string[], containing: (part: string) => string[], same: (word: string) => string[],
 *   listed: (first: string, end: string) => string[]}} Lexicon
 * @typedef {{whole: string, sign: string, scope: string, body: string, edits: string | undefined, boost: string | undefined}} Part
 * @typedef {{run: string, typed: string, follows: boolean}} Word
 * @typedef {{lexicon: Lexicon, analyser: Analyser, every: boolean}} Query
 */
import { grams, lowered, runs, script } from "./analysis_core.js";
import { LEADS, completions, isOpen, keyboard, leads, opened } from "./hangul_core.js";

const SPACE = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
const SCOPES = new Map([
  ["title", "title"], ["제목", "title"], ["subtitle", "subtitle"], ["부제", "subtitle"], ["tags", "tags"], ["tag", "tags"], ["태그", "tags"],
  ["authors", "authors"], ["author", "authors"], ["글쓴이", "authors"], ["기자", "authors"], ["source", "source"], ["출처", "source"],
  ["captions", "captions"], ["caption", "captions"], ["사진", "captions"], ["body", "body"], ["본문", "body"],
]);
const PART = new RegExp(`([+-]?)(?:(${Array.from(SCOPES.keys()).join("|")}):)?("[^"]*"|[^ ]+) *`, "g");
const AFTER = /^(.+?)(?:~([0-2]?))?(?:\^([0-9]{1,2}))?$/;
const DAY = /^([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?[.]?$/;
const SAID_DAY = /([0-9]{4})년 ?([0-9]{1,2})월(?: ?([0-9]{1,2})일)?/g;
const GRAM = 0.2;
const HEAD = 0.3;
const RARE = 6;
const COMPLETIONS = 16;
const SAME_INITIALS = 64;
const JOINED = 4;
const OUTGROWN = 5;
const SHORTEST = 3;

/** @param {string} a @param {string} b @returns {number} order of UTF-16 units */
export const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @param {string} term @param {number} [boost] @param {string[]} [fields] @param {Presence} [presence] @returns {Clause} */
function clause(term, boost = 1, fields = [], presence = "optional") {
  return { term, boost, fields, presence, star: false, edits: 0 };
}

/** @param {string} text @returns {string} NFC with single spaces */
export function tidied(text) {
  return text.normalize("NFC").replace(SPACE, " ");
}

/** @param {string} text tidied @returns {Part[]} pieces of a query, in order */
export function parts(text) {
  return Array.from(text.matchAll(PART), ([whole, sign = "", scope = "", all = ""]) => {
    const [, body = all, edits, boost] = AFTER.exec(all) ?? [];
    return { whole, sign, scope, body, edits, boost };
  });
}

/** @param {string} text @returns {string[]} what a text must contain word for word, single spaces within, in lower case */
export function phrases(text) {
  const said = parts(tidied(text)).filter(({ body, sign }) => /^".*"$/.test(body) && sign !== "-"); // one that isn't closed is no quotation
  return said.map(({ body }) => lowered(body.replace(/^[" ]+|[" ]+$/g, ""))).filter((each) => runs(each).length);
}

/**
 * @param {string} text @param {Lexicon} lexicon @param {Analyser} analyser
 * @param {boolean} [every] ask for the grams of common words too
 * @returns {Clause[]} none if there is no word
 */
export function plan(text, lexicon, analyser, every = false) {
  const query = { lexicon, analyser, every };
  text = tidied(text).replace(/^ /, "");
  const plain = [];
  const clauses = [];
  for (const part of parts(text)) {
    const found = operator(query, part);
    if (found) clauses.push(...found);
    else plain.push(part.whole);
  }
  const typing = plain.length > 0 && !(plain.at(-1) ?? "").endsWith(" ");
  const days = Array.from(text.matchAll(SAID_DAY), ([, year = "", month = "", day]) => clause(dayWord(year, month, day)));
  return [...ordinary(query, words(plain.join("")), typing), ...clauses, ...days];
}

/** @param {Query} query @param {Part} part @returns {Clause[] | undefined} undefined where it has no operator: then it is plain text */
function operator(query, { sign, scope, body, edits, boost }) {
  const fields = scope ? [SCOPES.get(scope) ?? scope] : [];
  const times = Number(boost || 1);
  const day = DAY.exec(body);
  if (day) return [clause(dayWord(day[1] ?? "", day[2] ?? "", day[3]), times, fields, presence(sign))];
  if (starred(body)) return [{ ...clause(lowered(body), times, fields, presence(sign)), star: true }];
  const any = sign || scope || body[0] === '"' || edits !== undefined || boost;
  if (!any || runs(body.replace(/^"+|"+$/g, ""))[0]?.start !== 0) return undefined;
  if (edits !== undefined && isRun(body)) return [{ ...clause(lowered(body), times, fields, presence(sign)), edits: Number(edits || 1) }];
  return explicit(query, sign, fields, body).map((each) => ({ ...each, boost: each.boost * times }));
}

/** @param {string} year @param {string} month @param {string | undefined} day @returns {string} 2023-09 */
function dayWord(year, month, day) {
  return `${year}-${month.padStart(2, "0")}${day ? `-${day.padStart(2, "0")}` : ""}`;
}

/** @param {string} text @returns {boolean} whether it is one run of letters of one script */
function isRun(text) {
  const [first] = runs(text);
  return first !== undefined && first.start === 0 && first.end === text.length;
}

/** @param {string} text NFC @returns {Word[]} */
function words(text) {
  let ends = -1;
  return runs(text).map(({ start, end, run }) => {
    const follows = start === ends;
    ends = end;
    return { run, typed: text.slice(start, end), follows };
  });
}

/** @param {string} body @returns {boolean} */
function starred(body) {
  return body.includes("*") && isRun(body.replaceAll("*", ""));
}

/** @param {string} sign @returns {Presence} */
function presence(sign) {
  return sign === "+" ? "required" : sign === "-" ? "prohibited" : "optional";
}

/** @param {Query} query @param {string} sign @param {string[]} fields @param {string} body @returns {Clause[]} */
function explicit(query, sign, fields, body) {
  const how = presence(body[0] === '"' && !sign ? "+" : sign);
  return words(body).flatMap(({ run }) => {
    const tokens = query.analyser.tokens(run);
    const [stem] = tokens;
    if (stem === undefined) return [];
    if (how === "optional") return stems(query, tokens, fields);
    if (how === "required") return required(run, tokens, fields);
    const kind = script(run);
    const word = unit(run, tokens);
    const whole = word.length === 2 || kind === "latin" || kind === "other";
    const terms = whole ? [word] : query.lexicon.containing(word);
    return (terms.length ? terms : [stem]).map((term) => clause(term, 1, fields, how));
  });
}

/** @param {string} run @param {readonly string[]} tokens @returns {string} */
function unit(run, tokens) {
  return script(run) === "han" ? run : tokens[0] ?? "";
}

/** @param {string} run @param {readonly string[]} tokens @param {string[]} fields @returns {Clause[]} */
function required(run, tokens, fields) {
  const stem = unit(run, tokens);
  const pairs = tokens.length > 1 && stem.length > 1 ? grams(stem) : [];
  if (!pairs.length) return [clause(tokens[0] ?? "", 1, fields, "required")];
  return [clause(stem, 1, fields), ...pairs.map((gram) => clause(gram, GRAM, fields, "required"))];
}

/** @param {Query} query @param {readonly string[]} tokens @param {string[]} [fields] @returns {Clause[]} */
function stems(query, tokens, fields = []) {
  const [stem = "", ...rest] = tokens;
  const wide = query.every || query.lexicon.frequency(stem) < RARE;
  return [clause(stem, 1, fields), ...(wide ? rest.map((gram) => clause(gram, GRAM, fields)) : [])];
}

/** @param {Query} query @param {Word[]} all @param {boolean} typing @returns {Clause[]} */
function ordinary(query, all, typing) {
  const consonant = typing ? consonantOf(all) : "";
  const list = consonant ? all.slice(0, -1) : all;
  const said = list.some(({ run }) => query.analyser.tokens(run).length > 0);
  const vague = !consonant && list.length > 1 && isOpen(list.at(-1)?.run ?? "");
  const clauses = list.flatMap((word, at) => {
    const last = typing && at === list.length - 1 && !vague;
    return last && consonant ? dangling(query, word.run, consonant) : ofWord(query, word, said, last);
  });
  return list.length <= JOINED ? [...clauses, ...joined(query, list)] : clauses;
}

/** @param {Word[]} list @returns {string} the lone consonant that is being typed onto the word before it */
function consonantOf(list) {
  const [before, last] = list.slice(-2);
  if (!before || !last || script(before.run) !== "hangul") return "";
  return last.follows && LEADS.includes(last.run) ? last.run : "";
}

/** @param {Query} query @param {string} head @param {string} consonant @returns {Clause[]} */
function dangling(query, head, consonant) {
  const terms = common(query, head, completions(head, consonant));
  return [clause(query.analyser.stem(head) || head, HEAD), ...terms.map((term) => clause(term))];
}

/** @param {Query} query @param {Word} word @param {boolean} said @param {boolean} last @returns {Clause[]} */
function ofWord(query, word, said, last) {
  const tokens = query.analyser.tokens(word.run);
  const clauses = [...exact(query, word, tokens, said, last), ...same(query, word.run, tokens)];
  if (!last || (said && !tokens.length)) return clauses;
  const known = tokens[0] !== undefined && query.lexicon.frequency(tokens[0]) > 0;
  return [...clauses, ...halfTyped(query, word.run, known ? GRAM : 1)];
}

/** @param {Query} query @param {Word} word @param {readonly string[]} tokens @param {boolean} said @param {boolean} last @returns {Clause[]} */
function exact(query, word, tokens, said, last) {
  const kind = script(word.run);
  const letters = kind === "jamo" ? leads(word.run) : "";
  if (letters.length > 2) return sameInitials(query, word.run, letters);
  const made = kind === "latin" ? mistyped(query, word, last) : "";
  if (made) return ofWord(query, { run: made, typed: made, follows: false }, true, last);
  if (kind === "han") return han(word.run, tokens);
  if (tokens.length) return stems(query, tokens);
  return said ? [] : [clause(word.run)];
}

/** @param {string} run @param {readonly string[]} tokens @returns {Clause[]} */
function han(run, tokens) {
  return tokens.map((term) => clause(term, run.length === 1 || term.length > 1 ? 1 : GRAM));
}

/** @param {Query} query @param {string} run @param {readonly string[]} tokens @returns {Clause[]} of words that the site says mean the same */
function same(query, run, tokens) {
  return query.lexicon.same(script(run) === "han" ? run : tokens[0] ?? run).flatMap((other) => {
    const found = query.analyser.tokens(other);
    return script(other) === "han" ? han(other, found) : stems(query, found);
  });
}

/** @param {Query} query @param {string} run @param {number} boost @returns {Clause[]} */
function halfTyped(query, run, boost) {
  const kind = script(run);
  /** @type {[string, string][]} */
  const ranges = kind === "hangul" ? completions(run) : [[run, run]];
  let found = kind === "han" || kind === "jamo" ? [] : common(query, run, ranges);
  if (kind === "latin" && !found.length) found = shorter(query, run);
  else if (kind === "hangul" && !found.length && boost === 1) found = begun(query, run);
  return found.map((term) => clause(term, boost));
}

/** @param {Query} query @param {string} run @param {[string, string][]} ranges @returns {string[]} */
function common(query, run, ranges) {
  const found = new Set(ranges.flatMap(([first, last]) => query.lexicon.between(first, last)));
  found.delete(run);
  found.delete(query.analyser.stem(run));
  return query.lexicon.commonest(Array.from(found), COMPLETIONS);
}

/** @param {Query} query @param {string} run @returns {string[]} the stem that a Latin word has outgrown: communi(ty) → commun */
function shorter(query, run) {
  for (let cut = 1; cut < OUTGROWN && run.length - cut >= SHORTEST; cut++) {
    const head = run.slice(0, -cut);
    if (query.lexicon.frequency(head)) return [head];
  }
  return [];
}

/** @param {Query} query @param {string} run without a known gram @returns {string[]} what it may have been before its last letter or syllable: 급욷 → 급우, 법들 → 법… */
function begun(query, run) {
  if (query.analyser.tokens(run).some((term) => query.lexicon.frequency(term) > 0)) return [];
  for (const head of [opened(run), run.slice(0, -1)]) {
    const stem = head ? query.analyser.stem(head) : "";
    if (stem && query.lexicon.frequency(stem)) return [stem];
  }
  return run.length > 1 ? common(query, run.slice(0, -1), [[run.slice(0, -1), run.slice(0, -1)]]) : [];
}

/** @param {Query} query @param {Word} word @param {boolean} last @returns {string} Hangul that was typed in the Latin layout */
function mistyped(query, word, last) {
  const { lexicon, analyser } = query;
  if (lexicon.frequency(analyser.stem(word.run) || word.run) > 0) return "";
  if (last && lexicon.between(word.run, word.run).length) return "";
  return keyboard(word.typed) || keyboard(word.run);
}

/** @param {Query} query @param {string} run @param {string} letters @returns {Clause[]} */
function sameInitials(query, run, letters) {
  const { frequency } = query.lexicon;
  const rarest = query.lexicon.withInitials(letters).slice();
  rarest.sort((a, b) => frequency(a) - frequency(b) || byCode(a, b));
  return [clause(run), ...rarest.slice(0, SAME_INITIALS).map((term) => clause(term))];
}

/** @param {Query} query @param {Word[]} list @returns {Clause[]} 정상 회담 → 정상회담, 상회 */
function joined(query, list) {
  return list.slice(1).flatMap((right, at) => {
    const left = list[at];
    if (!left || script(left.run) !== "hangul" || script(right.run) !== "hangul") return [];
    const [first, second] = [query.analyser.stem(left.run), query.analyser.stem(right.run)];
    if (!first || !second) return [];
    return [clause(first + second), clause(first.slice(-1) + second.slice(0, 1), GRAM)];
  });
}
