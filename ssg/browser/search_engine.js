/**
 * Questions of the search page, answered from the index. It runs in a worker, so that nothing of it holds up the page.
 *
 * @typedef {import("./excerpt_core.js").Piece} Piece
 * @typedef {import("./facets_core.js").Filters} Filters
 * @typedef {import("./query_core.js").Loaded} Loaded
 * @typedef {import("./shards_core.js").Entry} Entry
 * @typedef {{text: string, count: number, filters: Filters, sort: "score" | "date", counted: boolean}} Question
 *   `count`: how many results; `counted`: with the counts of all filters
 * @typedef {{entry: Entry, title: Piece[], excerpt: Piece[]}} Result
 * @typedef {{total: number, partly: number, complete: boolean, results: Result[], counts: import("./facets_core.js").Counts | undefined,
 *   near: string[], phrases: string[], notices: [import("./notices_core.js").Notice, string][], wanted: string[], edition: number}} Answer
 *   `complete`: there are no more than `total`; `partly`: so many of them have only a part of a word; `phrases`: what a text must contain to be one, yet to be checked; `wanted`: the terms
 *   to mark; `edition`: another number where the index was read anew
 * @typedef {import("./search_files.js").Places} Places
 */
import { makeAnalyser, marks } from "./analysis_core.js";
import { passage, pieces } from "./excerpt_core.js";
import { narrowed, newest } from "./facets_core.js";
import { meant } from "./near_core.js";
import { notices } from "./notices_core.js";
import { phrases } from "./plan_core.js";
import { find } from "./query_core.js";
import { complete } from "./search_files.js";
import { entryOf } from "./shards_core.js";

const FEW = 3;

/** @param {import("./shards_core.js").Corpus} corpus @param {Places} places @param {import("./analysis_core.js").Table} table */
export function makeEngine(corpus, places, table) {
  const analyser = makeAnalyser(table);
  /** @type {Loaded} */
  const index = { lunr: undefined, corpus, analyser };
  let asked = 0;
  let edition = 0;
  /** @type {import("./shards_core.js").Corpus | undefined} the index of that edition */
  let last;

  /** @param {Question} question @param {NonNullable<ReturnType<typeof answered>>} found @returns {Answer} */
  const told = ({ text }, { entries, total, partly, whole, counts, near, wanted }) => {
    const marked = (/** @type {string} */ said) => pieces(said, marks(said, wanted, analyser));
    if (last !== index.corpus) edition++;
    last = index.corpus;
    const results = entries.map((entry) => ({ entry, title: marked(entry.t), excerpt: marked(entry.e ?? "") }));
    const about = { phrases: phrases(text), notices: notices(text), wanted: Array.from(wanted), edition };
    return { total, partly, complete: whole, results, counts, near, ...about };
  };

  /**
   * @param {Question} question @param {(answer: Answer) => void} early is given the best results while others are still on their way
   * @returns {Promise<Answer | undefined>} undefined if another question came meanwhile
   */
  const ask = async (question, early) => {
    const ticket = ++asked;
    const step = () => (ticket === asked ? answered(index, question) : undefined);
    let begun = false;
    const arrived = () => {
      const found = begun ? undefined : step();
      if (!found?.entries.length) return;
      begun = true;
      early(told(question, found));
    };
    const found = await complete(index, places, step, arrived);
    if (ticket !== asked || !found) return undefined;
    return told(question, found);
  };

  /** @param {string} text of an article @param {string[]} wanted as the answer says @returns {Piece[]} the part of it that shows why it was found; none if nothing does */
  const shown = (text, wanted) => {
    const found = marks(text, new Set(wanted), analyser);
    if (!found.length) return [];
    const [start, end] = passage(text, found);
    const made = pieces(text, found, [start, end]);
    return [...(start ? [{ text: "… ", mark: false }] : []), ...made, ...(end < text.length ? [{ text: " …", mark: false }] : [])];
  };
  return { ask, shown };
}

/** @param {Loaded} index @param {Question} question what is missing is noted; entries as far as they are there without a gap */
function answered(index, { text, count, filters, sort, counted }) {
  const { corpus, analyser } = index;
  const narrow = counted || sort === "date" || Object.values(filters).some((values) => values.length);
  const answer = find(index, text, narrow ? Infinity : count);
  if (!answer) return undefined;
  const some = narrow ? narrowed(corpus, answer.hits, filters, counted) : { hits: answer.hits, counts: undefined };
  const hits = some && sort === "date" ? newest(corpus, some.hits) : some?.hits;
  if (!hits) return undefined;
  const known = hits.slice(0, count).map(({ number }) => entryOf(corpus, number));
  const gap = known.indexOf(undefined);
  const entries = known.slice(0, gap < 0 ? count : gap).flatMap((entry) => entry ?? []);
  const near = answer.complete && answer.hits.length < FEW ? meant(text, corpus.lexicon, analyser) : [];
  const partly = answer.partly.size ? hits.filter(({ number }) => answer.partly.has(number)).length : 0;
  return { entries, near, total: hits.length, partly, whole: answer.complete, counts: some?.counts, wanted: answer.wanted };
}
