/**
 * The page's side of the worker: a question, and a promise of its answer. What the worker reads first is fetched here, for the
 * browser can begin with that before a worker runs, or even before this script does (`<link rel="preload">`). The lengths of
 * documents are not needed before the first shards are there: they come while the worker begins, when the line has nothing else to do.
 */

/** @typedef {import("./search_engine.js").Question} Question */
/** @typedef {import("./search_engine.js").Answer} Answer */
/** @typedef {{ask: (question: Question, early: (answer: Answer) => void) => Promise<Answer | undefined>, shown: (text: string, wanted: string[]) => Promise<import("./excerpt_core.js").Piece[]>,
 *   open: () => Promise<void>}} Client */

const REMEMBERED = 32;

/** @param {string} script @param {{index: string, lunr: string, table: string}} places addresses, all of them absolute @returns {Client} */
export function makeClient(script, places) {
  /** @type {Worker | undefined} */
  let worker;
  let last = 0;
  let edition = 0;
  /** @type {Map<string, Answer>} the last questions with their answers, all of one state of the index */
  const known = new Map();
  /** @type {Promise<unknown>} */
  let opened = Promise.resolve();
  /** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void, early: ((answer: Answer) => void) | undefined}>} */
  const waiting = new Map();

  /** @param {string} why */
  const broken = (why) => {
    worker?.terminate();
    worker = undefined; // the next question starts another
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };

  /** @returns {Worker} */
  const running = () => {
    if (worker) return worker;
    worker = new Worker(script);
    worker.addEventListener("message", ({ data }) => {
      const { resolve, reject, early } = waiting.get(data.id) ?? {};
      if (data.early) return early?.(data.early);
      waiting.delete(data.id);
      if (data.failed) reject?.(new Error(data.failed));
      else resolve?.(data.answer);
    });
    worker.addEventListener("error", (event) => broken(event.message || script));
    return worker;
  };

  /** @param {Record<string, unknown>} message @param {(answer: Answer) => void} [early] @returns {Promise<any>} */
  const send = (message, early) => new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject, early });
    running().postMessage({ id, places, ...message });
  });

  /** The manifest and the analyser's table; none where one of them fails: the worker asks again, and says why. */
  const first = () => Promise.all([`${places.index}manifest.bin`, places.table].map((each) => bytes(each))).catch(() => []);

  return {
    ask: async (question, early) => {
      const key = JSON.stringify(question);
      const before = known.get(key);
      if (before) return before;
      await opened;
      /** @type {Answer | undefined} */
      const answer = await send({ kind: "ask", question }, early);
      if (!answer) return undefined; // another question came meanwhile
      if (known.size >= REMEMBERED || answer.edition !== edition) known.clear();
      ({ edition } = answer);
      known.set(key, answer);
      return answer;
    },
    shown: (text, wanted) => send({ kind: "shown", text, wanted }),
    open: () => {
      running();
      const counting = bytes(`${places.index}lengths.bin`, { priority: "low" }).catch(() => undefined);
      opened = first().then(([manifest, table]) => send({ kind: "open", manifest, table })).catch(() => undefined);
      opened.then(async () => send({ kind: "lengths", lengths: await counting })).catch(() => undefined);
      return opened.then(() => undefined);
    },
  };
}

/** @param {string} address @param {RequestInit} [how] @returns {Promise<ArrayBuffer>} */
async function bytes(address, how) {
  const answer = await fetch(address, how);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}
