/**
 * Ask an index: the same documents, order and scores as search/query.py, which explains it.
 * Pure: lunr, the files that are there and the analyser are given. What isn't there is noted in `corpus.missing`.
 *
 * @typedef {import("./analysis_core.js").Analyser} Analyser
 * @typedef {import("./plan_core.js").Clause} Clause
 * @typedef {import("./shards_core.js").Corpus} Corpus
 * @typedef {{number: number, score: number}} Scored
 * @typedef {{hits: Scored[], wanted: Set<string>, complete: boolean, partly: Set<number>}} Answer
 *   documents, best first; the terms to mark; whether there are no more; those that only grams of common words reach
 * @typedef {{corpus: Corpus, analyser: Analyser, lunr: Lunr | undefined}} Loaded lunr is noted as missing where its own engine is needed
 * @typedef {any} Lunr lunr 2.3.9; the published types know neither presences nor token sets of words
 */
import { headlines } from "./headlines_core.js";
import { byCode, plan } from "./plan_core.js";
import { needLengths, scoresOf } from "./shards_core.js";

const STARS = 256;
const REMEMBERED = 8;
const CLOSE = 1e-8; // two scores that differ by less may have the same nine digits
const NONE = new Float64Array();
export const LUNR = "lunr";

/**
 * @param {Loaded} index @param {string} text @param {number} limit
 * @returns {Answer | undefined} undefined while files are missing.
 *   Headlines that have every word come first. Where the quick plan finds fewer than `limit`, those follow that only the
 *   grams of common words reach.
 */
export function find(index, text, limit) {
  const { corpus, analyser } = index;
  const clauses = plan(text, corpus.lexicon, analyser);
  const first = ask(index, clauses, limit);
  if (corpus.missing.size) return undefined;
  const every = plan(text, corpus.lexicon, analyser, true);
  const complete = every.length === clauses.length || first.length < limit;
  const more = complete && every.length > clauses.length ? ask(index, every, limit) : [];
  const asked = (complete ? every : clauses).filter(({ presence }) => presence !== "prohibited");
  const wanted = new Set(asked.flatMap((clause) => [clause.term, ...matches(index, clause)]));
  if (corpus.missing.size) return undefined;
  const seen = new Set(more.length ? first.map(({ number }) => number) : []);
  const lead = raised(first, headlines(text, corpus, analyser));
  const rest = more.filter(({ number }) => !seen.has(number));
  return { hits: rest.length ? lead.concat(rest) : lead, wanted, complete, partly: new Set(rest.map(({ number }) => number)) };
}

/** @param {Scored[]} found by score @param {Map<number, number>} ranks of headlines @returns {Scored[]} these first: each rank adds the greatest score */
function raised(found, ranks) {
  if (!ranks.size) return found;
  const most = found[0]?.score ?? 0;
  const lead = found.filter(({ number }) => ranks.has(number)).map(({ number, score }) => ({ number, score: nine(nine(score) + (ranks.get(number) ?? 0) * most) }));
  return [...lead.sort(best), ...found.filter(({ number }) => !ranks.has(number))];
}

/** @param {number} score @returns {number} nine digits of it: the last ones are noise */
const nine = (score) => Number(score.toPrecision(9));

/** @param {Scored} a @param {Scored} b */
const best = (a, b) => b.score - a.score || b.number - a.number;

/**
 * @param {Loaded} index @param {Clause[]} clauses @param {number} [limit]
 * @returns {Scored[]} by score, then the greatest number first; after the first `limit` in any order. None while files are missing.
 *   The last answers are remembered: a query asks again when its entries have come.
 */
export function ask(index, clauses, limit = Infinity) {
  const { asked, missing } = index.corpus;
  const key = JSON.stringify([clauses, limit]);
  const before = asked.get(key);
  if (before) return before;
  const found = ranked(scored(index, clauses), limit);
  if (missing.size) return [];
  if (asked.size >= REMEMBERED) asked.clear();
  asked.set(key, found);
  return found;
}

/** @param {Scored[]} found @param {number} limit @returns {Scored[]} scores have nine digits; only the best need their order */
function ranked(found, limit) {
  const least = found.length > 4 * limit ? lowest(found, limit) * (1 - CLOSE) : 0;
  const [some, rest] = [/** @type {Scored[]} */ ([]), /** @type {Scored[]} */ ([])];
  for (const each of found) {
    if (each.score >= least) some.push({ number: each.number, score: nine(each.score) });
    else rest.push(each);
  }
  some.sort(best);
  return rest.length ? some.concat(rest) : some;
}

/** @param {Scored[]} found @param {number} limit @returns {number} the score of the last of the best so many; nothing is sorted but these */
function lowest(found, limit) {
  const best = found.slice(0, limit).map(({ score }) => score).sort((a, b) => b - a);
  let last = best.at(-1) ?? 0;
  for (let next = limit; next < found.length; next++) {
    const score = found[next]?.score ?? 0;
    if (score <= last) continue;
    best.pop();
    const at = best.findIndex((each) => each < score);
    best.splice(at < 0 ? best.length : at, 0, score);
    last = best.at(-1) ?? 0;
  }
  return last;
}

/** @param {Loaded} index @param {Clause[]} clauses @returns {Scored[]} in any order; none while files are missing */
function scored(index, clauses) {
  const { corpus } = index;
  const plain = clauses.every(({ presence, star, edits }) => presence === "optional" && !star && !edits);
  if (!plain && !index.lunr) corpus.missing.set(LUNR, "");
  if (clauses.length) needLengths(corpus);
  const terms = clauses.map((clause) => matches(index, clause));
  if (!clauses.length || clauses.some(({ presence }, at) => presence === "required" && !terms[at]?.length)) return [];
  const known = Array.from(new Set(terms.flat())).sort(byCode);
  for (const term of known) corpus.lexicon.frequency(term); // its shard is noted as missing
  if (corpus.missing.size) return [];
  return plain ? directly(corpus, clauses, known) : withLunr(index, clauses, known);
}

/** @param {Loaded} index @param {Clause[]} clauses @param {string[]} known ascending @returns {Scored[]} in lunr's order */
export function withLunr({ lunr, corpus }, clauses, known) {
  const presences = lunr.Query.presence;
  const whole = clauses.every(({ presence }) => presence === "prohibited");
  /** @type {{ref: string, score: number}[]} */
  const found = partial(lunr, corpus, known, whole).query((/** @type {Lunr} */ query) => {
    for (const { term, boost, fields, presence, edits } of clauses) {
      query.clause({
        term,
        boost,
        ...(edits ? { editDistance: edits } : {}),
        fields: fields.length ? fields : corpus.fields,
        usePipeline: false,
        presence: presences[/** @type {"OPTIONAL"} */ (presence.toUpperCase())],
      });
    }
  });
  return found.map(({ ref, score }) => ({ number: Number(ref), score }));
}

/**
 * The scores that lunr gives to a query of optional clauses without a star, to the last bit: the same products, added in
 * the same order. A common word of ten thousand documents takes lunr's own engine twenty times as long.
 *
 * @param {Corpus} corpus @param {Clause[]} clauses @param {string[]} known ascending
 * @returns {Scored[]} in the order in which lunr meets them: sorted by score, in lunr's own
 */
export function directly(corpus, clauses, known) {
  const asked = clauses.flatMap(({ term, boost, fields }) => {
    const rank = known.indexOf(term);
    return rank < 0 ? [] : [{ rank, boost, fields: (fields.length ? fields : corpus.fields).map((field) => corpus.fields.indexOf(field)) }];
  });
  const weights = corpus.fields.map(() => new Float64Array(known.length));
  for (const { rank, boost, fields } of asked) {
    for (const field of fields) /** @type {Float64Array} */ (weights[field])[rank] += boost;
  }
  const scores = known.map((term) => scoresOf(corpus, term));
  const lengths = weights.map((weight) => Math.sqrt(weight.reduce((sum, each) => sum + each * each, 0)));
  const sums = weights.map((weight, field) => products(weight, scores.map((each) => each[field]), corpus.documents));
  const seen = sums.map((sum) => new Uint8Array(sum.length));
  const [totals, begun, order] = [new Float64Array(corpus.documents), new Uint8Array(corpus.documents), new Uint32Array(corpus.documents)];
  let found = 0;
  for (const { rank, fields } of asked) {
    for (const field of fields) {
      const [documents = NONE, sum = NONE, met = NONE] = [scores[rank]?.[field]?.documents, sums[field], seen[field]];
      const length = lengths[field] || 1;
      for (let at = 0; at < documents.length; at++) {
        const document = documents[at] ?? 0;
        if (met[document]) continue;
        met[document] = 1;
        if (!begun[document]) begun[order[found++] = document] = 1;
        totals[document] = (totals[document] ?? 0) + (sum[document] ?? 0) / length;
      }
    }
  }
  /** @type {Scored[]} */
  const made = [];
  for (let at = 0; at < found; at++) {
    const number = order[at] ?? 0;
    made.push({ number, score: totals[number] ?? 0 });
  }
  return made;
}

/**
 * @param {Float64Array} weight of each term @param {(import("./shards_core.js").Scores | undefined)[]} scores of each term in one field
 * @param {number} documents @returns {Float64Array} of each document; of none where the field has none of the terms
 */
function products(weight, scores, documents) {
  const some = scores.some((each) => each?.documents.length);
  const sums = new Float64Array(some ? documents : 0);
  scores.forEach((column, rank) => {
    const factor = weight[rank] ?? 0;
    const { documents: having, scores: values } = column ?? { documents: NONE, scores: NONE };
    for (let at = 0; factor && at < having.length; at++) {
      const document = having[at] ?? 0;
      sums[document] = (sums[document] ?? 0) + factor * (values[at] ?? 0);
    }
  });
  return sums;
}

/** @param {Loaded} index @param {Clause} clause @returns {string[]} the terms that it stands for */
export function matches({ corpus: { lexicon }, lunr }, { term, star, edits }) {
  if (edits) return lunr ? near(lunr, lexicon, term, edits) : [];
  if (!star) return lexicon.frequency(term) ? [term] : [];
  const pieces = term.split("*");
  const head = pieces[0] ?? "";
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
  const pattern = new RegExp(`^${pieces.join(".*")}$`); // a piece has letters and digits only
  const found = (head ? lexicon.between(head, head) : lexicon.containing(longest)).filter((each) => pattern.test(each));
  if (head) return lexicon.commonest(found, STARS);
  return found.sort((a, b) => a.length - b.length || byCode(a, b)).slice(0, STARS);
}

/** @param {Lunr} lunr @param {import("./plan_core.js").Lexicon} lexicon @param {string} term @param {number} edits @returns {string[]} the terms that so many edits make of it */
function near(lunr, lexicon, term, edits) {
  const letters = Array.from(new Set(term));
  const some = lexicon.containing("").filter((each) =>
    Math.abs(each.length - term.length) <= edits && letters.filter((letter) => !each.includes(letter)).length <= edits);
  if (!some.length) return [];
  /** @type {string[]} */
  const found = lunr.TokenSet.fromArray(some).intersect(lunr.TokenSet.fromFuzzyString(term, edits)).toArray();
  const apart = (/** @type {string} */ each) => Math.abs(each.length - term.length);
  return found.sort((a, b) => apart(a) - apart(b) || byCode(a, b)).slice(0, STARS);
}

/**
 * @param {Lunr} lunr @param {Corpus} corpus @param {string[]} terms ascending
 * @param {boolean} whole with a vector for every document, which a query of nothing but `-word` asks for
 * @returns {Lunr} a lunr.Index of these terms alone, numbered in their order: what it answers to them is what the whole index would
 */
export function partial(lunr, corpus, terms, whole) {
  const { fields } = corpus;
  const invertedIndex = Object.create(null);
  /** @type {Record<string, {elements: number[]}>} */
  const fieldVectors = Object.create(null);
  for (let number = 0; whole && number < corpus.documents; number++) {
    for (const field of fields) fieldVectors[`${field}/${number}`] = new lunr.Vector();
  }
  terms.forEach((term, rank) => {
    const scores = scoresOf(corpus, term);
    invertedIndex[term] = { _index: rank };
    fields.forEach((field, at) => {
      const posting = (invertedIndex[term][field] = Object.create(null));
      scores[at]?.documents.forEach((document, n) => {
        posting[document] = Object.create(null);
        (fieldVectors[`${field}/${document}`] ??= new lunr.Vector()).elements.push(rank, scores[at]?.scores[n] ?? 0);
      });
    });
  });
  const parts = { invertedIndex, fieldVectors, tokenSet: lunr.TokenSet.fromArray(terms), fields };
  return new lunr.Index({ ...parts, pipeline: new lunr.Pipeline() });
}
