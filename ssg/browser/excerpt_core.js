/**
 * The part of a text that shows why it was found. Pure; positions are UTF-16 units.
 *
 * @typedef {{text: string, mark: boolean}} Piece
 */

const SIZE = 150;
const BEFORE = 40;

/**
 * @param {string} text with single spaces @param {readonly [number, number][]} found what to show, ascending
 * @returns {[number, number]} start and end of about 150 characters that hold most of it; from the text's start if nothing was found
 */
export function passage(text, found) {
  const at = densest(found);
  const first = found[at];
  if (!first) return [0, wordEnd(text, SIZE)];
  const start = sentenceStart(text, first[0]);
  return [start, wordEnd(text, Math.max(start + SIZE, first[1]))];
}

/** @param {readonly [number, number][]} found @returns {number} where the window with most of them begins; the first of equals */
function densest(found) {
  let [best, most, last] = [0, 0, 0];
  found.forEach(([start], at) => {
    while (last < found.length && (found[last]?.[1] ?? 0) <= start + SIZE - BEFORE) last++;
    if (last - at > most) [best, most] = [at, last - at];
  });
  return best;
}

/** @param {string} text @param {number} at @returns {number} the sentence's or a word's beginning, at most 40 characters before */
function sentenceStart(text, at) {
  if (at <= BEFORE) return 0;
  const before = text.slice(at - BEFORE, at);
  const sentence = Math.max(...[". ", "? ", "! ", "。", "다 "].map((end) => endOf(before, end)));
  if (sentence > 0) return at - BEFORE + sentence;
  const space = before.indexOf(" ");
  return space < 0 ? at : at - BEFORE + space + 1;
}

/** @param {string} text @param {string} part @returns {number} */
function endOf(text, part) {
  const at = text.lastIndexOf(part);
  return at < 0 ? 0 : at + part.length;
}

/** @param {string} text @param {number} end @returns {number} the end of the last whole word */
function wordEnd(text, end) {
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(" ", end);
  const cut = space > end - BEFORE ? space : end;
  return isLow(text.charCodeAt(cut)) ? cut + 1 : cut;
}

/** @param {number} unit @returns {boolean} whether a cut before it would halve a character */
function isLow(unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * @param {string} text @param {readonly [number, number][]} found @param {[number, number]} [part] all of it if left out
 * @returns {Piece[]} the part in pieces, in order
 */
export function pieces(text, found, [start, end] = [0, text.length]) {
  const out = [];
  let at = start;
  for (const [from, to] of found) {
    if (from < start || to > end) continue;
    if (from > at) out.push({ text: text.slice(at, from), mark: false });
    out.push({ text: text.slice(from, to), mark: true });
    at = to;
  }
  if (at < end) out.push({ text: text.slice(at, end), mark: false });
  return out;
}
