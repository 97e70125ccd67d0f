/**
 * The worker of the search page: one message a question, one a reply, told apart by `id`. It is a classic script, for lunr.js is
 * one; that comes with the first question that has operators.
 *
 * @typedef {{index: string, lunr: string, table: string}} Places absolute addresses
 * @typedef {{manifest?: ArrayBuffer, table?: ArrayBuffer}} First what the page has fetched of them; it fetches the lengths, too
 * @typedef {{id: number, places: Places} & ({kind: "open", manifest?: ArrayBuffer, table?: ArrayBuffer} | {kind: "lengths", lengths?: ArrayBuffer} | {kind: "shown", text: string, wanted: string[]}
 *   | {kind: "ask", question: import("./search_engine.js").Question})} Message
 * @typedef {{id: number, answer?: any, early?: import("./search_engine.js").Answer, failed?: string}} Reply `early`: another one follows
 */
import { makeEngine } from "./search_engine.js";
import { indexOf, openIndex, textOf } from "./search_files.js";

const scope = /** @type {any} */ (self);
/** @type {Promise<ReturnType<typeof makeEngine>> | undefined} */
let making;
/** Called with what the page has fetched. @type {(lengths: ArrayBuffer | undefined) => void} */
let arrive = () => undefined;

/** @param {Places} places @param {First | undefined} first */
async function made({ index, lunr, table }, first) {
  /** @type {Promise<ArrayBuffer | undefined> | undefined} */
  const lengths = first && new Promise((resolve) => (arrive = resolve));
  const [corpus, words] = await Promise.all([
    first?.manifest ? indexOf(new Uint8Array(first.manifest)) : openIndex(index),
    first?.table ? new TextDecoder().decode(first.table) : textOf(table),
  ]);
  return makeEngine(corpus, { index, lengths, lunr: () => scope.lunr ?? (scope.importScripts(lunr), scope.lunr) }, JSON.parse(words));
}

/** @param {Message} message @returns {Promise<unknown>} */
async function answered(message) {
  if (message.kind === "lengths") return arrive(message.lengths);
  making ??= made(message.places, message.kind === "open" ? message : undefined).catch((error) => {
    making = undefined; // the next question tries again
    throw error;
  });
  const engine = await making;
  if (message.kind === "ask") return engine.ask(message.question, (early) => scope.postMessage({ id: message.id, early }));
  if (message.kind === "shown") return engine.shown(message.text, message.wanted);
  return undefined;
}

addEventListener("message", async ({ data }) => {
  /** @type {Reply} */
  let reply;
  try {
    reply = { id: data.id, answer: await answered(data) };
  } catch (error) {
    reply = { id: data.id, failed: String(error) };
  }
  scope.postMessage(reply);
});
