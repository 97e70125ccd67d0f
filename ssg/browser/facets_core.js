/**
 * Narrowing what was found, by year, tag, source and author, with counts; and its order by date. Pure.
 *
 * @typedef {import("./shards_core.js").Corpus} Corpus
 * @typedef {import("./query_core.js").Scored} Scored
 * @typedef {"year" | "tag" | "source" | "author"} Kind
 * @typedef {Partial<Record<Kind, string[]>>} Filters of one kind any will do; of several kinds, all must
 * @typedef {Record<Kind, [string, number][]>} Counts years ascending, all else by count
 */
import { FILTERS } from "./facets_names.js";
import { byCode } from "./plan_core.js";
import { daysOf, facetOf } from "./shards_core.js";

const FILES = { tag: "tags", source: "sources", author: "authors" };
const DAY_OF_1970 = 719_163;
const DAY = 86_400_000;

/** @param {number} day 1 being 0001-01-01 @returns {string} its year */
export function yearOf(day) {
  return new Date((day - DAY_OF_1970) * DAY).toISOString().slice(0, -20);
}

/** @param {Corpus} corpus @param {Kind} kind @returns {((document: number) => string[]) | undefined} undefined while files are missing */
function valuesOf(corpus, kind) {
  if (kind === "year") {
    const days = daysOf(corpus);
    return days && ((document) => (days[document] ? [yearOf(days[document])] : []));
  }
  const facet = facetOf(corpus, FILES[kind]);
  return facet && ((document) => (facet.of[document] ?? []).map((at) => facet.names[at] ?? ""));
}

/**
 * @param {Corpus} corpus @param {Scored[]} hits @param {Filters} filters @param {boolean} counted
 * @returns {{hits: Scored[], counts: Counts | undefined} | undefined} those that pass. Of each kind the counts are those of what
 *   the filters of the other kinds let through: what a choice would give. Undefined while files are missing.
 */
export function narrowed(corpus, hits, filters, counted) {
  const kinds = FILTERS.filter((kind) => counted || filters[kind]?.length);
  const columns = kinds.map((kind) => valuesOf(corpus, kind));
  if (columns.includes(undefined)) return undefined;
  const wanted = kinds.map((kind) => new Set(filters[kind]));
  const tallies = kinds.map(() => /** @type {Map<string, number>} */ (new Map()));
  const passed = hits.filter(({ number }) => {
    const values = columns.map((column) => column?.(number) ?? []);
    const fails = wanted.map((set, at) => set.size > 0 && !values[at]?.some((value) => set.has(value)));
    const failed = fails.filter(Boolean).length;
    tallies.forEach((tally, at) => {
      if (failed > (fails[at] ? 1 : 0)) return;
      for (const value of values[at] ?? []) tally.set(value, (tally.get(value) ?? 0) + 1);
    });
    return !failed;
  });
  if (!counted) return { hits: passed, counts: undefined };
  /** @type {Counts} */
  const counts = { year: [], tag: [], source: [], author: [] };
  kinds.forEach((kind, at) => {
    for (const value of wanted[at] ?? []) if (!tallies[at]?.has(value)) tallies[at]?.set(value, 0);
    const order = kind === "year" ? byName : byCount;
    counts[kind] = Array.from(tallies[at] ?? []).sort(order);
  });
  return { hits: passed, counts };
}

/** @param {[string, number]} a @param {[string, number]} b */
const byName = (a, b) => Number(a[0]) - Number(b[0]);
/** @param {[string, number]} a @param {[string, number]} b */
const byCount = (a, b) => b[1] - a[1] || byCode(a[0], b[0]);

/** @param {Corpus} corpus @param {Scored[]} hits @returns {Scored[] | undefined} newest first, those without a day last; undefined while files are missing */
export function newest(corpus, hits) {
  const days = daysOf(corpus);
  return days && hits.slice().sort((a, b) => (days[b.number] ?? 0) - (days[a.number] ?? 0));
}
