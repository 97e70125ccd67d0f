// JSON lines in, each a text; JSON lines out: its terms, its runs, and the stem of the whole text as one run.
import { readFileSync } from "node:fs";
import { makeAnalyser, runs } from "../../ssg/browser/analysis_core.js";

const table = JSON.parse(readFileSync(new URL("../../ssg/search/analysis.json", import.meta.url), "utf8"));
const analyser = makeAnalyser(table);
const out = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const text = JSON.parse(line);
  return JSON.stringify([analyser.terms(text), runs(text.normalize("NFC")).map(({ run }) => run)]);
});
process.stdout.write(out.join("\n") + "\n");
