/**
 * The files of an index (docs/search-format.md), decoded as far as they are there. Pure.
 *
 * Whoever asks for what isn't there yet gets a hopeful answer, and the file is noted in `missing`:
 * fetch what is noted, `put` it, ask again, until nothing is missing. So a plan stays one plain program,
 * and fetches no more than it needs. What is unknown is taken for common: then no other spelling is tried.
 *
 * @typedef {{name: string, documents: number, totals: number[], firsts: string, sums: Record<string, string>}} Described
 * @typedef {{version: number, fields: Record<string, number>, entries: number, shards: number, segments: Described[], lengths: string,
 *   pairs: [string, string][]}} Manifest
 * @typedef {{names: string[], of: number[][]}} Facet names, and the numbers of those that each document has
 * @typedef {{p: string, u: string, t: string, e?: string, d?: string, s?: string}} Entry
 *   path, url, title, excerpt, date, source
 * @typedef {import("./packing_core.js").Column} Column
 * @typedef {{terms: string[], columns: (term: string) => Column[], most: (term: string) => number}} Shard each term once; no columns for an
 *   unknown term; `most`: the occurrences in the field that has most of them, known without reading its lists
 * @typedef {{name: string, first: number, told: Described, firsts: string[], lengths: Uint32Array[], files: Map<string, any>}} Part `lengths`: by field; none until they are there
 * @typedef {{documents: Uint32Array, scores: Float64Array}} Scores
 * @typedef {{fields: string[], boosts: number[], documents: number, means: number[], manifest: Manifest, parts: Part[],
 *   missing: Map<string, string>, known: Map<string, Scores[]>, asked: Map<string, import("./query_core.js").Scored[]>, lexicon: import("./plan_core.js").Lexicon}} Corpus
 *   `missing`: name of a file → its checksum; `known`: term → its scores, by field; `asked`: the last questions → what was found
 */
import { byCode } from "./plan_core.js";
import { LEADS, initials } from "./hangul_core.js";
import { columnOf, columnsOf, decoder, frontDecoded, listsOf, sections } from "./packing_core.js";

export const VERSION = 5;
export const LENGTHS = "lengths";
export const FACETS = ["dates", "sources", "authors", "tags"];
const DIGITS = 6;
const K1 = 1.2;
const B = 0.75;
const FIRST = 0xac00;
const OF_A_LEAD = 588;
/** @type {Column} */
const NONE = { documents: new Uint32Array(), counts: new Uint32Array() };

/** @param {Uint8Array} content the manifest, unpacked @returns {Corpus} Throws where it is of another version. */
export function corpusOf(content) {
  /** @type {Manifest} */
  const manifest = JSON.parse(decoder.decode(content));
  if (manifest.version !== VERSION) throw new Error(`an index of version ${manifest.version}`);
  const fields = Object.keys(manifest.fields);
  let documents = 0;
  const parts = manifest.segments.map((told) => {
    const part = { name: told.name, first: documents, told, firsts: told.firsts ? told.firsts.split(" ") : [], lengths: [], files: new Map() };
    documents += told.documents;
    return part;
  });
  const means = fields.map((_, at) => {
    const total = parts.reduce((sum, { told }) => sum + (told.totals[at] ?? 0), 0);
    return documents ? total / documents : 0;
  });
  /** @type {Corpus} */
  const corpus = {
    fields, boosts: Object.values(manifest.fields), documents, means, manifest, parts, missing: new Map(), known: new Map(), asked: new Map(),
    lexicon: { frequency: () => 0, commonest: () => [], between: () => [], withInitials: () => [], containing: () => [], same: () => [], listed: () => [] },
  };
  corpus.lexicon = lexiconOf(corpus);
  return corpus;
}

/** @param {Corpus} corpus @param {string} name as in `missing` @param {Uint8Array} content unpacked */
export function put(corpus, name, content) {
  const columns = name === LENGTHS ? sections(content) : [];
  columns.forEach((each, at) => corpus.parts.slice(at, at + 1).forEach((part) => (part.lengths = columnsOf(each, part.told.documents))));
  const [segment, file = ""] = name.split("/");
  const part = corpus.parts.find((each) => each.name === segment);
  part?.files.set(file, decode(file[0] ?? "", content, corpus.fields.length));
}

/** @param {string} kind @param {Uint8Array} content @param {number} fields @returns {any} */
function decode(kind, content, fields) {
  if (kind === "s") return shardOf(content, fields);
  if (kind === "t") return termsOf(frontDecoded(content));
  return JSON.parse(decoder.decode(content));
}

/** @param {Corpus} corpus that notes the file of lengths as missing if it isn't there: without it there is no score */
export function needLengths({ parts, missing, manifest }) {
  if (parts.some(({ lengths }) => !lengths.length)) missing.set(LENGTHS, manifest.lengths);
}

/** @param {Corpus} corpus @param {Part} part @param {string} kind @param {number} number @returns {any} undefined if it isn't there */
function file(corpus, part, kind, number) {
  const name = `${kind}${number}`;
  const found = part.files.get(name);
  if (!found) corpus.missing.set(`${part.name}/${name}`, part.told.sums[kind]?.slice(number * DIGITS, (number + 1) * DIGITS) ?? "");
  return found;
}

/** @param {Uint8Array} content @param {number} fields @returns {Shard} */
function shardOf(content, fields) {
  const [words = content, codes = content, ...streams] = sections(content);
  const keys = frontDecoded(words);
  const lists = listsOf(codes);
  /** @type {Map<string, Column[]>} */
  const known = new Map();
  const columns = (/** @type {string} */ term) => {
    const before = known.get(term);
    if (before) return before;
    /** @type {Column[]} */
    const made = Array.from({ length: fields }, () => NONE);
    let count = 0;
    for (let at = place(keys, term); at < keys.length && termOf(keys[at] ?? "") === term; at++, count++) {
      made[fieldOf(keys[at] ?? "", fields)] = columnOf(lists[at], streams);
    }
    if (!count) return [];
    known.set(term, made);
    return made;
  };
  const most = (/** @type {string} */ term) => {
    let found = 0;
    for (let at = place(keys, term); at < keys.length && termOf(keys[at] ?? "") === term; at++) found = Math.max(found, lists[at]?.[2] ?? 0);
    return found;
  };
  return { terms: termsOf(keys), columns, most };
}

/** @param {string} key @returns {string} without the character that says a field */
function termOf(key) {
  return key.charCodeAt(key.length - 1) < 32 ? key.slice(0, -1) : key;
}

/** @param {string} key @param {number} fields @returns {number} the last one needs no character */
function fieldOf(key, fields) {
  const mark = key.charCodeAt(key.length - 1);
  return mark < 32 ? mark - 1 : fields - 1;
}

/** @param {string[]} keys @returns {string[]} their terms, each once */
function termsOf(keys) {
  const terms = keys.map(termOf);
  return terms.filter((term, at) => term !== terms[at - 1]);
}

/** @param {string[]} terms ascending @param {string} bound @returns {number} of the first that is not below it */
function place(terms, bound) {
  let [low, high] = [0, terms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {string} */ (terms[middle]) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Part} part @param {string} term @returns {number} the range that it belongs to */
function rangeOf({ firsts }, term) {
  const at = place(firsts, term);
  return firsts[at] === term ? at + 1 : at;
}

/** @param {Corpus} corpus @returns {import("./plan_core.js").Lexicon} */
function lexiconOf(corpus) {
  const { parts } = corpus;
  /** @param {Iterable<string>} terms */
  const inOrder = (terms) => Array.from(new Set(terms)).sort(byCode);
  /** @param {Part} part @param {string} first @param {string} end @returns {string[]} from the lists of terms */
  const listed = (part, first, end) => {
    const size = corpus.manifest.shards;
    const found = [];
    for (let at = Math.floor(rangeOf(part, first) / size); at <= Math.floor(rangeOf(part, end) / size); at++) {
      /** @type {string[]} */
      const terms = file(corpus, part, "t", at) ?? [];
      found.push(...terms.filter((term) => first <= term && term < end));
    }
    return found;
  };
  /** @type {string[]} */
  let every = [];
  /** @returns {string[]} all terms, remembered when they are complete */
  const all = () => {
    if (every.length) return every;
    const found = inOrder(parts.flatMap((part) => listed(part, "", "\uffff")));
    if (!corpus.missing.size) every = found;
    return found;
  };
  /** @param {string} term @param {(shard: Shard) => number} count @returns {number} the sum over all segments */
  const counted = (term, count) => {
    const shards = parts.map((part) => /** @type {Shard | undefined} */ (file(corpus, part, "s", rangeOf(part, term))));
    return shards.reduce((sum, shard) => sum + (shard ? count(shard) : Infinity), 0);
  };
  const frequency = (/** @type {string} */ term) =>
    counted(term, (shard) => Math.max(0, ...shard.columns(term).map(({ documents }) => documents.length)));
  return {
    frequency,
    commonest: (terms, count) => {
      const most = terms.map((term) => /** @type {[string, number]} */ ([term, counted(term, (shard) => shard.most(term))]));
      most.sort((a, b) => b[1] - a[1]);
      /** @type {[string, number][]} */
      let best = [];
      for (const [term, atMost] of most) {
        if (atMost < (best[count - 1]?.[1] ?? 0)) break; // no list that is shorter needs to be read
        best.push([term, frequency(term)]);
        best = best.sort((a, b) => b[1] - a[1] || byCode(a[0], b[0])).slice(0, count);
      }
      return best.map(([term]) => term);
    },
    between: (first, last) => inOrder(parts.flatMap((part) => {
      const found = [];
      for (let at = rangeOf(part, first); at <= rangeOf(part, last + "\uffff"); at++) {
        /** @type {Shard | undefined} */
        const shard = file(corpus, part, "s", at);
        if (shard) found.push(...shard.terms.slice(place(shard.terms, first), place(shard.terms, last + "\uffff")));
      }
      return found;
    })),
    withInitials: (letters) => {
      const first = FIRST + LEADS.indexOf(letters.charAt(0)) * OF_A_LEAD;
      const bounds = /** @type {const} */ ([String.fromCharCode(first), String.fromCharCode(first + OF_A_LEAD)]);
      const found = inOrder(parts.flatMap((part) => listed(part, ...bounds)));
      const begun = found.filter((term) => term.length > 1 && letters.startsWith(initials(term)));
      const most = Math.max(0, ...begun.map((term) => term.length));
      const longest = begun.filter((term) => term.length === most);
      // The index has words without what a particle might be: 어린이 is 어린 there.
      const fuller = most < letters.length - 1 ? found.filter((term) => initials(term).startsWith(letters)) : [];
      return fuller.length ? fuller : longest;
    },
    containing: (some) => all().filter((term) => term.includes(some)),
    same: (word) => corpus.manifest.pairs.flatMap(([han, hangul]) => (han === word ? [hangul] : hangul === word ? [han] : [])),
    listed: (first, end) => inOrder(parts.flatMap((part) => listed(part, first, end))),
  };
}

/**
 * @param {Corpus} corpus that holds what concerns the term @param {string} term
 * @returns {Scores[]} by field, its documents and lunr's own scores of it, three decimals; none if it is unknown
 */
export function scoresOf(corpus, term) {
  const before = corpus.known.get(term);
  if (before) return before;
  const found = corpus.parts.flatMap((part) => {
    /** @type {Shard | undefined} */
    const shard = file(corpus, part, "s", rangeOf(part, term));
    const columns = shard?.columns(term) ?? [];
    return columns.length ? [{ part, columns }] : [];
  });
  if (!found.length) return [];
  const having = found.reduce((sum, { columns }) => sum + columns.reduce((n, { documents }) => n + documents.length, 0), 0);
  const rarity = Math.log(1 + Math.abs((corpus.documents - having + 0.5) / (having + 0.5)));
  const scores = corpus.fields.map((_, field) => {
    const size = found.reduce((sum, { columns }) => sum + (columns[field]?.documents.length ?? 0), 0);
    /** @type {Scores} */
    const made = { documents: new Uint32Array(size), scores: new Float64Array(size) };
    const [mean, boost] = [corpus.means[field] ?? 0, corpus.boosts[field] ?? 1];
    let next = 0;
    for (const { part, columns } of found) {
      const lengths = part.lengths[field] ?? NONE.counts;
      const { documents, counts } = columns[field] ?? NONE;
      for (let at = 0; at < documents.length; at++) {
        const [document, count] = [documents[at] ?? 0, counts[at] ?? 0];
        const less = K1 * (1 - B + B * (mean ? (lengths[document] ?? 0) / mean : 0));
        const exact = rarity * ((K1 + 1) * count) / (less + count) * boost;
        made.documents[next] = part.first + document;
        made.scores[next++] = Math.round(exact * 1000) / 1000;
      }
    }
    return made;
  });
  corpus.known.set(term, scores);
  return scores;
}

/** @param {Corpus} corpus @param {number} document @returns {number} how many terms its headline has */
export function titleLength(corpus, document) {
  const part = corpus.parts.findLast(({ first }) => first <= document);
  return part?.lengths[corpus.fields.indexOf("title")]?.[document - part.first] ?? 0;
}

/** @param {Corpus} corpus @param {number} document @returns {Entry | undefined} what a result shows of it */
export function entryOf(corpus, document) {
  const part = corpus.parts.findLast(({ first }) => first <= document);
  const at = document - (part?.first ?? 0);
  const { entries } = corpus.manifest;
  return part && file(corpus, part, "d", Math.floor(at / entries))?.[at % entries];
}

/** @param {Corpus} corpus @returns {number[] | undefined} the day of each document as a number, 1 being 0001-01-01, 0 for none */
export function daysOf(corpus) {
  const found = corpus.parts.map((part) => file(corpus, part, "f", 0));
  return found.includes(undefined) ? undefined : found.flat();
}

/** @param {Corpus} corpus @param {string} kind `sources`, `authors` or `tags` @returns {Facet | undefined} of all documents */
export function facetOf(corpus, kind) {
  /** @type {(Facet | undefined)[]} */
  const found = corpus.parts.map((part) => file(corpus, part, "f", FACETS.indexOf(kind)));
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const of = [];
  for (const part of found) {
    if (!part) return undefined;
    const own = part.names.map((name) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1));
    for (const each of part.of) of.push(each.map((number) => own[number] ?? 0));
  }
  return { names: Array.from(numbers.keys()), of };
}
