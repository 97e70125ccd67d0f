/**
 * The worker of the search page: one message a question, one a reply, told apart by `id`. It is a classic script, for lunr.js is
 * one; that comes with the first question that has operators.
 *
 * @typedef {{index: string, lunr: string, table: string}} Places absolute addresses
 * @typedef {{id: number, places: Places} & ({kind: "open"} | {kind: "shown", text: string}
 *   | {kind: "ask", question: import("./search_engine.js").Question})} Message
 * @typedef {{id: number, answer?: any, failed?: string}} Reply
 */
import { makeEngine } from "./search_engine.js";
import { openIndex } from "./search_files.js";

const scope = /** @type {any} */ (self);
/** @type {Promise<ReturnType<typeof makeEngine>> | undefined} */
let making;

/** @param {Places} places */
async function made({ index, lunr, table }) {
  const [corpus, answer] = await Promise.all([openIndex(index), fetch(table)]);
  if (!answer.ok) throw new Error(`${table}: ${answer.status}`);
  const words = await answer.json();
  return makeEngine(corpus, { index, lunr: () => scope.lunr ?? (scope.importScripts(lunr), scope.lunr) }, words);
}

/** @param {Message} message @returns {Promise<unknown>} */
async function answered(message) {
  making ??= made(message.places).catch((error) => {
    making = undefined; // the next question tries again
    throw error;
  });
  const engine = await making;
  if (message.kind === "ask") return engine.ask(message.question);
  if (message.kind === "shown") return engine.shown(message.text);
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
