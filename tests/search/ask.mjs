// JSON lines in: first [folder of an index, whole lunr index, lunr file], then questions; JSON lines out: [[number, score], …] each.
//   {find: text, limit}    as a reader types it
//   {hints: text}          notices, near queries, phrases
//   {marked: text, wanted} what is marked, the passage that shows it best
//   {stock: term}          one term, by stock lunr from the whole index
//   {clauses: […]}         [what the partial index answers, what the whole one does], in lunr's own order; for plain words
//                          also what the direct scorer says
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { makeAnalyser, marks } from "../../ssg/browser/analysis_core.js";
import { ask, directly, find, matches, withLunr } from "../../ssg/browser/query_core.js";
import { passage } from "../../ssg/browser/excerpt_core.js";
import { meant } from "../../ssg/browser/near_core.js";
import { notices } from "../../ssg/browser/notices_core.js";
import { phrases } from "../../ssg/browser/plan_core.js";
import { corpusOf, put } from "../../ssg/browser/shards_core.js";

const read = (/** @type {string | URL} */ file) => readFileSync(file, "utf8");
const [[folder, wholeFile, lunrFile], ...questions] = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const box = { exports: {} };
new Function("module", "exports", read(lunrFile))(box, box.exports); // lunr is a classic script, not a module
const lunr = box.exports;
const analyser = makeAnalyser(JSON.parse(read(new URL("../../ssg/search/analysis.json", import.meta.url))));
const unpacked = (name) => gunzipSync(readFileSync(`${folder}/${name}.bin`));
const whole = lunr.Index.load(JSON.parse(read(wholeFile)));
const pairs = (found) => found.map(({ ref, score }) => [Number(ref), score]);

/** A corpus that has read nothing yet, and a step until nothing is missing. */
function settled(step) {
  const index = { lunr, analyser, corpus: corpusOf(new Uint8Array(unpacked("manifest"))) };
  for (;;) {
    index.corpus.missing.clear();
    const answer = step(index);
    if (!index.corpus.missing.size) return answer;
    for (const name of Array.from(index.corpus.missing.keys())) put(index.corpus, name, new Uint8Array(unpacked(name)));
  }
}

function both(clauses) {
  const plain = clauses.every(({ presence, star, edits }) => presence === "optional" && !star && !edits);
  const [scored, directlyScored] = settled((index) => {
    ask(index, clauses);
    const terms = clauses.flatMap((clause) => matches(index, clause));
    const known = Array.from(new Set(terms)).sort();
    if (index.corpus.missing.size) return [];
    return [withLunr(index, clauses, known), plain ? directly(index.corpus, clauses, known).sort((a, b) => b.score - a.score) : undefined];
  });
  const theirs = whole.query((query) => {
    for (const { term, boost, fields, presence, edits } of clauses) {
      const how = lunr.Query.presence[presence.toUpperCase()];
      query.clause({ term, boost, ...(edits ? { editDistance: edits } : {}), fields: fields.length ? fields : whole.fields, usePipeline: false, presence: how });
    }
  });
  const numbers = (found) => found.map(({ number, score }) => [number, score]);
  return [numbers(scored), pairs(theirs), ...(directlyScored ? [numbers(directlyScored)] : [])];
}

const out = questions.map((question) => {
  if (question.clauses) return both(question.clauses);
  if (question.hints !== undefined) return [notices(question.hints), settled(({ corpus }) => meant(question.hints, corpus.lexicon, analyser)), phrases(question.hints)];
  if (question.marked) {
    const found = marks(question.marked, new Set(question.wanted), analyser);
    return [found, passage(question.marked, found)];
  }
  if (question.stock) return pairs(whole.query((q) => q.term(question.stock, { usePipeline: false })));
  const { hits } = settled((index) => find(index, question.find, question.limit));
  return hits.slice(0, question.limit).map(({ number, score }) => [number, score]);
});
process.stdout.write(out.map((line) => JSON.stringify(line)).join("\n") + "\n");
