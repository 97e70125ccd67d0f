/**
 * Which headlines have every word of a query: the same program as search/headlines.py, which explains it. Pure.
 */
import { lowered, runs, script } from "./analysis_core.js";
import { parts, tidied } from "./plan_core.js";
import { scoresOf, titleLength } from "./shards_core.js";

const WHOLE = 2;
const SOME = 1;

/**
 * @param {string} text @param {import("./shards_core.js").Corpus} corpus that holds what concerns its words
 * @param {import("./analysis_core.js").Analyser} analyser
 * @returns {Map<number, number>} document → 2 where its headline has these words alone, 1 where it has others too
 */
export function headlines(text, corpus, analyser) {
  const said = lowered(tidied(text));
  if (parts(said).some(({ sign, scope, edits, boost, body }) => sign || scope || edits !== undefined || boost || /["*]/.test(body))) return new Map();
  const wanted = new Set(runs(said).flatMap(({ run }) => (script(run) === "han" ? analyser.tokens(run) : analyser.tokens(run).slice(0, 1))));
  const title = corpus.fields.indexOf("title");
  /** @type {Set<number> | undefined} */
  let having;
  for (const term of wanted) {
    const before = having;
    const documents = Array.from(scoresOf(corpus, term)[title]?.documents ?? []);
    having = new Set(before ? documents.filter((document) => before.has(document)) : documents);
    if (!having.size) return new Map();
  }
  const size = analyser.terms(said).length;
  const ranked = Array.from(having ?? [], (document) => /** @type {[number, number]} */ ([document, titleLength(corpus, document) === size ? WHOLE : SOME]));
  return new Map(wanted.size > 1 ? ranked : ranked.filter(([, rank]) => rank === WHOLE));
}
