/** The files of an index, fetched as a query needs them. */
import { decoder } from "./packing_core.js";
import { LENGTHS, corpusOf, put } from "./shards_core.js";

import { LUNR } from "./query_core.js";

/** @typedef {import("./query_core.js").Loaded} Loaded */
/** @typedef {import("./shards_core.js").Corpus} Corpus */

/** A file is not the one that the manifest names: the site was published anew meanwhile. */
class Outdated extends Error {}

/** @param {Uint8Array<ArrayBuffer>} packed @returns {Promise<Uint8Array>} Without a Blob or Response, which take five times as long. */
async function unpacked(packed) {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  for (const said of [writer.write(packed), writer.close()]) said.catch(() => undefined); // whoever reads meets the error
  const reader = readable.getReader();
  const parts = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} packed @returns {string} the end of its content's CRC-32, which gzip files end with */
function checksum(packed) {
  return Array.from(packed.slice(-8, -5)).reverse().map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} address @param {RequestInit} [how] @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function bytes(address, how) {
  const answer = await fetch(address, how);
  if (answer.status === 404) throw new Outdated(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** @param {Uint8Array<ArrayBuffer>} packed the manifest @returns {Promise<Corpus>} with no file but that */
export async function indexOf(packed) {
  return corpusOf(await unpacked(packed));
}

/** @param {string} folder ends with "/" @returns {Promise<Corpus>} of the manifest that is there now */
export async function openIndex(folder) {
  return indexOf(await bytes(`${folder}manifest.bin`, { cache: "no-cache" }));
}

/** @param {string} address @returns {Promise<string>} */
export async function textOf(address) {
  return decoder.decode(await bytes(address));
}

/**
 * @typedef {{index: string, lunr: () => any, lengths?: Promise<ArrayBuffer | undefined>}} Places the folder of the index, ends with "/";
 *   who gives lunr, which only a query with operators needs; the file of lengths, if somebody fetches it already
 */

/** @param {Corpus} corpus @param {Places} places @param {() => void} arrived called where entries of documents have come @returns {Promise<void>} when all that is missing is there */
async function fetchMissing(corpus, { index, lengths }, arrived) {
  await Promise.all(Array.from(corpus.missing, async ([name, sum]) => {
    const coming = name === LENGTHS && (await lengths);
    const early = coming ? new Uint8Array(coming) : undefined;
    const packed = early && checksum(early) === sum ? early : await bytes(`${index}${name}.bin?v=${sum}`);
    if (checksum(packed) !== sum) throw new Outdated(name);
    put(corpus, name, await unpacked(packed));
    if (name.includes("/d")) arrived();
  }));
}

/**
 * @template T
 * @param {Loaded} index its corpus is replaced once if the site was published anew
 * @param {Places} places @param {() => T} step asked again until no file is missing @param {() => void} arrived called when entries of documents have come
 * @returns {Promise<T>}
 */
export async function complete(index, places, step, arrived) {
  for (let renewed = false; ; ) {
    index.corpus.missing.clear();
    const answer = step();
    if (!index.corpus.missing.size) return answer;
    try {
      const coming = index.corpus.missing.delete(LUNR) ? places.lunr() : undefined;
      await fetchMissing(index.corpus, places, () => {
        index.corpus.missing.clear(); // what is on its way is noted anew
        arrived();
      });
      if (coming) index.lunr = coming;
    } catch (error) {
      if (renewed || !(error instanceof Outdated)) throw error;
      renewed = true;
      index.corpus = await openIndex(places.index);
    }
  }
}
