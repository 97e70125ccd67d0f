/**
 * Ask a built index: the same documents, order and scores as search/query.py, which explains it.
 * Pure: lunr, the files' contents and the analyser are given.
 *
 * @typedef {import("./analysis_core.js").Analyser} Analyser
 * @typedef {import("./plan_core.js").Clause} Clause
 * @typedef {import("./plan_core.js").Lexicon} Lexicon
 * @typedef {{_index: number} & Record<string, any>} Posting
 * @typedef {{version: string, fields: string[], fieldVectors: [string, number[]][],
 *   invertedIndex: [string, Posting][], pipeline: string[]}} IndexFile
 * @typedef {{p: string, u: string, t: string, e?: string, d?: string, s?: string}} Entry
 *   path, url, title, excerpt, date, source
 * @typedef {{number: number, score: number}} Scored
 * @typedef {{fields: string[], entries: Entry[], analyser: Analyser, postings: Map<string, Posting>,
 *   vectors: Record<string, object>, lexicon: Lexicon, lunr: Lunr}} Loaded
 * @typedef {any} Lunr lunr 2.3.9; the published types know neither presences nor token sets of words
 */
import { byCode, plan } from "./plan_core.js";
import { initials } from "./hangul_core.js";

const STARS = 256;

/** @param {Lunr} lunr @param {IndexFile} file @param {Entry[]} entries @param {Analyser} analyser @returns {Loaded} */
export function load(lunr, file, entries, analyser) {
  /** @type {Record<string, object>} */
  const vectors = Object.create(null);
  for (const [reference, elements] of file.fieldVectors) vectors[reference] = new lunr.Vector(elements);
  const postings = new Map(file.invertedIndex);
  const lexicon = makeLexicon(Array.from(postings.keys()), postings, file.fields);
  return { fields: file.fields, entries, analyser, postings, vectors, lexicon, lunr };
}

/** @param {string[]} terms ascending @param {Map<string, Posting>} postings @param {string[]} fields @returns {Lexicon} */
function makeLexicon(terms, postings, fields) {
  /** @param {string} bound */
  const place = (bound) => {
    let [low, high] = [0, terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {string} */ (terms[middle]) < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  /** @param {string} first @param {string} last */
  const between = (first, last) => terms.slice(place(first), place(last + "\uffff"));
  /** @type {Map<string, string[]> | undefined} made when initials are typed for the first time */
  let byInitials;
  /** @type {Map<string, number>} */
  const frequencies = new Map();
  return {
    between,
    containing: (part) => terms.filter((term) => term.includes(part)),
    frequency: (term) => {
      const posting = postings.get(term);
      if (!posting) return 0;
      let found = frequencies.get(term);
      if (found === undefined) {
        found = Math.max(...fields.map((field) => Object.keys(posting[field]).length));
        frequencies.set(term, found);
      }
      return found;
    },
    withInitials: (letters) => {
      byInitials ??= groupBy(between("가", "힣"), initials);
      return byInitials.get(letters) ?? [];
    },
  };
}

/** @param {string[]} words @param {(word: string) => string} key @returns {Map<string, string[]>} */
function groupBy(words, key) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const word of words) {
    const name = key(word);
    const group = groups.get(name);
    if (group) group.push(word);
    else groups.set(name, [word]);
  }
  return groups;
}

/**
 * @param {Loaded} index @param {string} text
 * @returns {{hits: Scored[], wanted: Set<string>}} all documents, best first; the terms to mark.
 *   After the documents of the quick plan stand those that only the grams of common words reach.
 */
export function find(index, text) {
  const clauses = plan(text, index.lexicon, index.analyser);
  const every = plan(text, index.lexicon, index.analyser, true);
  const first = ask(index, clauses);
  const seen = new Set(first.map(({ number }) => number));
  const more = every.length === clauses.length ? [] : ask(index, every);
  const asked = every.filter(({ presence }) => presence !== "prohibited");
  const wanted = new Set(asked.flatMap((clause) => [clause.term, ...matches(index, clause)]));
  return { hits: [...first, ...more.filter(({ number }) => !seen.has(number))], wanted };
}

/** @param {Loaded} index @param {Clause[]} clauses @returns {Scored[]} by score, then by number */
export function ask(index, clauses) {
  const terms = clauses.map((clause) => matches(index, clause));
  if (!clauses.length || clauses.some(({ presence }, at) => presence === "required" && !terms[at]?.length)) return [];
  const presences = index.lunr.Query.presence;
  const lunrIndex = partial(index, Array.from(new Set(terms.flat())).sort(byCode));
  /** @type {{ref: string, score: number}[]} */
  const found = lunrIndex.query((/** @type {Lunr} */ query) => {
    for (const { term, boost, fields, presence, star } of clauses) {
      query.clause({
        term: star ? `${term}*` : term,
        boost,
        fields: fields.length ? fields : index.fields,
        usePipeline: false,
        presence: presences[/** @type {"OPTIONAL"} */ (presence.toUpperCase())],
      });
    }
  });
  return found
    .map(({ ref, score }) => ({ number: Number(ref), score: Number(score.toPrecision(9)) }))
    .sort((a, b) => b.score - a.score || a.number - b.number);
}

/** @param {Loaded} index @param {Clause} clause @returns {string[]} */
function matches({ lexicon, postings }, { term, star }) {
  if (!star) return postings.has(term) ? [term] : [];
  const found = lexicon.between(term, term);
  return found.sort((a, b) => lexicon.frequency(b) - lexicon.frequency(a) || byCode(a, b)).slice(0, STARS);
}

/** @param {Loaded} index @param {string[]} terms ascending @returns {Lunr} a lunr.Index of these terms alone */
function partial({ lunr, postings, vectors, fields }, terms) {
  /** @type {Record<string, Posting | undefined>} */
  const invertedIndex = Object.create(null);
  for (const term of terms) invertedIndex[term] = postings.get(term);
  const parts = { invertedIndex, fieldVectors: vectors, tokenSet: lunr.TokenSet.fromArray(terms), fields };
  return new lunr.Index({ ...parts, pipeline: new lunr.Pipeline() });
}
