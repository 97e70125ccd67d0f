// [folder with MiniSearch from npm, documents, queries]: the ids of the best ten documents of each query, words as prefixes too. One JSON line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, documents, queries] = JSON.parse(readFileSync(0, "utf8"));
const MiniSearch = createRequire(`${folder}/`)("minisearch");
const index = new MiniSearch({ fields: ["body"], searchOptions: { prefix: true } });
index.addAll(documents);
const found = queries.map((/** @type {string} */ text) => index.search(text).slice(0, 10).map(({ id }) => id));
process.stdout.write(JSON.stringify(found));
