/**
 * For plain lunr.js: our analyser as a function of its pipeline, so that it can load what `ssg export --lunr` writes.
 *
 *     import { register } from "./lunr_ssg.js";
 *     register(lunr, await (await fetch("analysis.json")).json());
 *     const index = lunr.Index.load(await (await fetch("lunr.json")).json());
 *     index.search("정상회담을");   // ref: the article's address without base path
 *
 * The same as search/stock.py. Beside it stand analysis_core.js and analysis.json.
 */
import { makeAnalyser } from "./analysis_core.js";

export const LABEL = "ssg-analysis";

/** @param {any} lunr lunr.js 2.3 @param {import("./analysis_core.js").Table} table the content of analysis.json */
export function register(lunr, table) {
  const { terms } = makeAnalyser(table);
  const analysed = (/** @type {any} */ token) => terms(token.toString()).map((term) => token.clone(() => term));
  lunr.Pipeline.registerFunction(analysed, LABEL);
}
