/**
 * What the editor decides, without the DOM: line ends, the smallest changes between two texts, where a clicked word
 * stands in the source.
 *
 * @typedef {{from: number, to: number, insert: string}} Change
 * @typedef {{text: string, ends: string[], mark: string}} Unpacked a text with \n alone, the line ends it had, its byte-order mark
 */

const SPLIT = /\r\n|\n|\r/;

/**
 * Return a file's text as the editor holds it.
 * @param {string} raw
 * @returns {Unpacked}
 */
export function unpacked(raw) {
  const mark = raw.startsWith("\ufeff") ? "\ufeff" : "";
  const body = raw.slice(mark.length);
  return { text: body.split(SPLIT).join("\n"), ends: body.match(new RegExp(SPLIT, "g")) ?? [], mark };
}

/**
 * Return the file's text for what stands in the editor: untouched lines keep their ends, new ones get the commonest.
 * @param {string} text
 * @param {Unpacked} old
 */
export function packed(text, old) {
  const lines = text.split("\n");
  const before = old.text.split("\n");
  const common = commonest(old.ends);
  let head = 0;
  while (head < lines.length && head < before.length && lines[head] === before[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < lines.length - head && tail < before.length - head && lines.at(-1 - tail) === before.at(-1 - tail)) {
    tail += 1;
  }
  const shift = before.length - lines.length;
  const end = (/** @type {number} */ n) => (n < head ? old.ends[n] : n >= lines.length - tail - 1 ? old.ends[n + shift] : common) ?? common;
  return old.mark + lines.map((line, n) => (n < lines.length - 1 ? line + end(n) : line)).join("");
}

/** @param {string[]} ends */
function commonest(ends) {
  const count = (/** @type {string} */ end) => ends.filter((each) => each === end).length;
  return ["\n", "\r\n", "\r"].reduce((best, end) => (count(end) > count(best) ? end : best), "\n");
}

/**
 * Return small changes that make one text of another, in order: lines that both have, and have once, stay untouched.
 * @param {string} old
 * @param {string} next
 * @returns {Change[]}
 */
export function changes(old, next) {
  /** @type {Change[]} */
  const found = [];
  between(old.split(/(?<=\n)/), next.split(/(?<=\n)/), 0, found);
  return found;
}

/**
 * @param {string[]} left
 * @param {string[]} right
 * @param {number} at
 * @param {Change[]} found
 */
function between(left, right, at, found) {
  while (left.length && right.length && left[0] === right[0]) {
    at += left[0].length;
    left = left.slice(1);
    right = right.slice(1);
  }
  let tail = 0;
  while (tail < left.length && tail < right.length && left[left.length - 1 - tail] === right[right.length - 1 - tail]) {
    tail += 1;
  }
  left = left.slice(0, left.length - tail);
  right = right.slice(0, right.length - tail);
  const anchors = left.length && right.length ? ordered(left, right) : [];
  if (!anchors.length) {
    narrowed(left.join(""), right.join(""), at, found);
    return;
  }
  let [i, j] = [0, 0];
  for (const [n, m] of [...anchors, [left.length, right.length]]) {
    const part = left.slice(i, n);
    between(part, right.slice(j, m), at, found);
    at += part.join("").length + (left[n]?.length ?? 0);
    [i, j] = [n + 1, m + 1];
  }
}

/** The lines that both have exactly once, in an order that both have. @param {string[]} left @param {string[]} right */
function ordered(left, right) {
  const place = once(right);
  const pairs = [...once(left)].flatMap(([line, n]) => (place.has(line) ? [[n, /** @type {number} */ (place.get(line))]] : []));
  pairs.sort((a, b) => a[0] - b[0]);
  /** @type {{n: number[], before: any}[]} */
  const piles = [];
  for (const n of pairs) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      piles[middle].n[1] < n[1] ? (low = middle + 1) : (high = middle);
    }
    piles[low] = { n, before: piles[low - 1] };
  }
  /** @type {number[][]} */
  const chain = [];
  for (let pile = piles.at(-1); pile; pile = pile.before) {
    chain.unshift(pile.n);
  }
  return chain;
}

/** @param {string[]} lines */
function once(lines) {
  /** @type {Map<string, number>} */
  const found = new Map();
  const twice = new Set();
  for (const [n, line] of lines.entries()) {
    found.has(line) ? twice.add(line) : found.set(line, n);
  }
  twice.forEach((line) => found.delete(line));
  return found;
}

/** @param {string} old @param {string} next @param {number} at @param {Change[]} found */
function narrowed(old, next, at, found) {
  if (old === next) {
    return;
  }
  let head = 0;
  while (head < old.length && head < next.length && old[head] === next[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < old.length - head && tail < next.length - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) {
    tail += 1;
  }
  found.push({ from: at + head, to: at + old.length - tail, insert: next.slice(head, next.length - tail) });
}

/**
 * Return where a word that was clicked in a block stands in its source: the nth occurrence in the block's text is the
 * nth in the source.
 * @param {string} source the lines of the block
 * @param {string} text the block as it is shown
 * @param {number} at where in `text` was clicked
 * @returns {number} an offset in `source`
 */
export function clicked(source, text, at) {
  const word = /[\p{L}\p{N}]+/gu;
  for (const found of text.matchAll(word)) {
    if (found.index <= at && at <= found.index + found[0].length) {
      const nth = text.slice(0, found.index).split(found[0]).length;
      let place = -1;
      for (let n = 0; n < nth; n += 1) {
        const next = source.indexOf(found[0], place + 1);
        place = next < 0 ? place : next;
      }
      return place < 0 ? 0 : place + Math.min(at - found.index, found[0].length);
    }
  }
  return 0;
}
