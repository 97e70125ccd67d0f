/**
 * How the numbers and terms of an index lie in its files (docs/search-format.md): the readers of what search/packing.py writes. Pure.
 *
 * @typedef {{documents: Uint32Array, counts: Uint32Array}} Column documents of a segment, ascending, and how often each has the term
 */
export const decoder = new TextDecoder();

/** @param {Uint8Array} content @returns {Uint8Array[]} */
export function sections(content) {
  const found = [];
  for (let at = 0; at < content.length; ) {
    const end = at + 4 + number(content, at, 4, 1);
    found.push(content.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** @param {Uint8Array} content @param {number} at @param {number} bytes @param {number} apart how far from each other @returns {number} the lowest byte first */
function number(content, at, bytes, apart) {
  let value = content[at] ?? 0;
  for (let byte = 1; byte < bytes; byte++) value += (content[at + byte * apart] ?? 0) * 256 ** byte;
  return value;
}

/** @param {Uint8Array} content @returns {string[]} terms, of which each line says how much of the one before it keeps */
export function frontDecoded(content) {
  let before = "";
  if (!content.length) return [];
  return decoder.decode(content).split("\n").map((line) => (before = before.slice(0, line.charCodeAt(0) - 32) + line.slice(1)));
}

/** @param {Uint8Array} codes @returns {[number, number, number][]} width of each list (0, 1, 2: one, two, four bytes a number), at which number it begins, how many it has */
export function listsOf(codes) {
  const ends = [0, 0, 0];
  /** @type {[number, number, number][]} */
  const found = [];
  let [value, scale] = [0, 1];
  for (const byte of codes) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte > 127) continue;
    const [width, length] = [value & 3, Math.floor(value / 4)];
    const start = ends[width] ?? 0;
    found.push([width, start, length]);
    ends[width] = start + length;
    [value, scale] = [0, 1];
  }
  return found;
}

/** @param {[number, number, number] | undefined} list @param {Uint8Array[]} streams @returns {Column} a gap of 0 is the same document again */
export function columnOf(list, streams) {
  const [width, start, length] = list ?? [0, 0, 0];
  const stream = streams[width] ?? new Uint8Array();
  const rows = stream.length >> width; // all lowest bytes, then the next ones
  const [documents, counts] = [new Uint32Array(length), new Uint32Array(length)];
  let [document, last] = [0, -1];
  for (let at = 0; at < length; at++) {
    const gap = width ? number(stream, start + at, 1 << width, rows) : stream[start + at] ?? 0;
    document += gap;
    if (gap || last < 0) documents[++last] = document;
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return { documents: documents.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

/** @param {Uint8Array} content @param {number} rows @returns {Uint32Array[]} */
export function columnsOf(content, rows) {
  const found = [];
  for (let at = 0; at < content.length; ) {
    const width = content[at] ?? 0;
    const start = at + 1;
    const column = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) column[row] = number(content, start + row, 1 << width, rows);
    found.push(column);
    at = start + rows * (1 << width);
  }
  return found;
}
