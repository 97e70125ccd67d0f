// [folder of an index, queries]: milliseconds from unpacked files to the ten best of each query. One JSON line.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { makeAnalyser } from "../../ssg/browser/analysis_core.js";
import { plan } from "../../ssg/browser/plan_core.js";
import { ask } from "../../ssg/browser/query_core.js";
import { corpusOf, put } from "../../ssg/browser/shards_core.js";

const [folder, queries] = JSON.parse(readFileSync(0, "utf8"));
const unpacked = (/** @type {string} */ name) => new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}.bin`)));
const table = JSON.parse(readFileSync(new URL("../../ssg/search/analysis.json", import.meta.url), "utf8"));
const manifest = unpacked("manifest");

/** @param {Iterable<string>} names @returns an index that has read these files and nothing else */
function having(names) {
  const index = { lunr: undefined, analyser: makeAnalyser(table), corpus: corpusOf(manifest) };
  for (const name of names) put(index.corpus, name, unpacked(name));
  return index;
}

/** @param {ReturnType<typeof having>} index @param {string} text */
const answer = (index, text) => ask(index, plan(text, index.corpus.lexicon, index.analyser), 10);

/** @param {string} text @returns {string[]} the files that it needs */
function needed(text) {
  const index = having([]);
  const names = [];
  for (answer(index, text); index.corpus.missing.size; answer(index, text)) {
    const coming = Array.from(index.corpus.missing.keys());
    for (const name of coming) put(index.corpus, name, unpacked(name));
    names.push(...coming);
    index.corpus.missing.clear();
  }
  return names;
}

/** @param {string} text */
function milliseconds(text) {
  const index = having(needed(text));
  const begun = performance.now();
  answer(index, text);
  return performance.now() - begun;
}

queries.forEach(milliseconds); // warms the compiler
process.stdout.write(JSON.stringify(queries.map(milliseconds)));
