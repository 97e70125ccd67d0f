// JSON lines in: first [index file, documents file, lunr file], then queries; JSON lines out: [[number, score], …] each.
import { readFileSync } from "node:fs";
import { makeAnalyser } from "../../ssg/browser/analysis_core.js";
import { find, load } from "../../ssg/browser/query_core.js";

const read = (/** @type {string | URL} */ file) => readFileSync(file, "utf8");
const [files, ...queries] = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const box = { exports: {} };
new Function("module", "exports", read(files[2]))(box, box.exports); // lunr is a classic script, not a module
const analyser = makeAnalyser(JSON.parse(read(new URL("../../ssg/search/analysis.json", import.meta.url))));
const index = load(box.exports, JSON.parse(read(files[0])), JSON.parse(read(files[1])), analyser);
const stock = box.exports;
const whole = stock.Index.load(JSON.parse(read(files[0])));
const out = queries.map((query) => {
  if (typeof query === "string") return find(index, query).hits.map(({ number, score }) => [number, score]);
  return whole.query((q) => q.term(query.stock, { usePipeline: false })).map(({ ref, score }) => [Number(ref), score]);
});
process.stdout.write(out.map((line) => JSON.stringify(line)).join("\n") + "\n");
