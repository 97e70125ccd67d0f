// JSON lines in: first [stock index, lunr file], then queries; JSON lines out: [[ref, score], …] each, by lunr.js's own parser.
import { readFileSync } from "node:fs";
import { register } from "../../ssg/browser/lunr_ssg.js";

const read = (/** @type {string | URL} */ file) => readFileSync(file, "utf8");
const [[indexFile, lunrFile], ...queries] = read(0).split("\n").filter(Boolean).map((line) => JSON.parse(line));
const box = { exports: {} };
new Function("module", "exports", read(lunrFile))(box, box.exports); // lunr is a classic script, not a module
register(box.exports, JSON.parse(read(new URL("../../ssg/search/analysis.json", import.meta.url))));
const index = box.exports.Index.load(JSON.parse(read(indexFile)));
for (const query of queries) console.log(JSON.stringify(index.search(query).map(({ ref, score }) => [ref, score])));
