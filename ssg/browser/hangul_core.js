/** Hangul as a keyboard makes it: the same program as search/hangul.py. Pure. */

export const LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
/** Two keys, one letter. */
const PAIRS = new Map([
  ["ㄱㅅ", "ㄳ"], ["ㄴㅈ", "ㄵ"], ["ㄴㅎ", "ㄶ"], ["ㄹㄱ", "ㄺ"], ["ㄹㅁ", "ㄻ"], ["ㄹㅂ", "ㄼ"], ["ㄹㅅ", "ㄽ"], ["ㄹㅌ", "ㄾ"],
  ["ㄹㅍ", "ㄿ"], ["ㄹㅎ", "ㅀ"], ["ㅂㅅ", "ㅄ"], ["ㅗㅏ", "ㅘ"], ["ㅗㅐ", "ㅙ"], ["ㅗㅣ", "ㅚ"], ["ㅜㅓ", "ㅝ"], ["ㅜㅔ", "ㅞ"],
  ["ㅜㅣ", "ㅟ"], ["ㅡㅣ", "ㅢ"],
]);
const SPLIT = new Map(Array.from(PAIRS, ([keys, pair]) => [pair, keys]));
const LAYOUT = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";
const KEYS = new Map(Array.from("qwertyuiopasdfghjklzxcvbnmQWERTOP", (key, at) => [key, LAYOUT.charAt(at)]));
const FIRST = 0xac00;

/** @param {number} lead @param {number} vowel @param {number} [final] positions in LEADS, VOWELS, FINALS */
export function syllable(lead, vowel, final = 0) {
  return String.fromCharCode(FIRST + (lead * 21 + vowel) * 28 + final);
}

/** @param {string} char @returns {[number, number, number]} */
export function parts(char) {
  const code = char.charCodeAt(0) - FIRST;
  return [Math.floor(code / 588), Math.floor((code % 588) / 28), code % 28];
}

/** @param {string} word @returns {string} 정상회담 → ㅈㅅㅎㄷ */
export function initials(word) {
  return Array.from(word, (char) => LEADS.charAt(parts(char)[0])).join("");
}

/** @param {string} word @returns {string} without the last consonant of its last syllable: 급욷 → 급우; "" if it has none */
export function opened(word) {
  const [lead, vowel, final] = parts(word.slice(-1));
  return final ? word.slice(0, -1) + syllable(lead, vowel) : "";
}

/** @param {string} run @returns {boolean} whether it is one syllable without a last consonant: a thousand words begin so */
export function isOpen(run) {
  return /^[가-힣]$/.test(run) && !parts(run)[2];
}

/** @param {string} word @returns {string} its letters one by one: 값이 → ㄱㅏㅂㅅㅇㅣ; other characters as they are */
export function spelled(word) {
  return Array.from(word, (char) => {
    if (char < "가" || char > "힣") return char;
    const [lead, vowel, final] = parts(char);
    const last = final ? FINALS.charAt(final) : "";
    return LEADS.charAt(lead) + VOWELS.charAt(vowel) + (SPLIT.get(last) ?? last);
  }).join("");
}

/** @param {string} letters @returns {string} single consonants (ㄳ → ㄱㅅ), or "" if one can't begin a syllable */
export function leads(letters) {
  const single = Array.from(letters, (letter) => SPLIT.get(letter) ?? letter).join("");
  return Array.from(single).every((letter) => LEADS.includes(letter)) ? single : "";
}

/** @param {string} keys @returns {string} the Hangul these keys make on a two-set keyboard, or "" */
export function keyboard(keys) {
  const letters = Array.from(keys, (key) => KEYS.get(key) ?? KEYS.get(key.toLowerCase()) ?? "?").join("");
  let made = "";
  for (let at = 0; at < letters.length; ) {
    const [built, next] = build(letters, at);
    if (!built) return "";
    made += built;
    at = next;
  }
  return made;
}

/** @param {string} letters @param {number} at @returns {[string, number]} the syllable at `at`, where the next begins */
function build(letters, at) {
  const lead = letters.charAt(at);
  let vowel = letters.charAt(at + 1);
  if (!LEADS.includes(lead) || !vowel || !VOWELS.includes(vowel)) return ["", at];
  at += 2;
  const double = PAIRS.get(vowel + letters.charAt(at));
  if (at < letters.length && double) [vowel, at] = [double, at + 1];
  let end = at;
  while (end < letters.length && !VOWELS.includes(letters.charAt(end))) end++;
  // The last consonant before a vowel begins the next syllable.
  const keys = letters.slice(at, end === letters.length ? end : Math.max(at, end - 1));
  const final = PAIRS.get(keys) ?? keys;
  if (final.length > 1 || (final && !FINALS.includes(final))) return ["", at];
  const number = final ? FINALS.indexOf(final) : 0;
  return [syllable(LEADS.indexOf(lead), VOWELS.indexOf(vowel), number), at + keys.length];
}

/**
 * @param {string} run a half-typed Hangul word @param {string} [dangling] a lone consonant after it
 * @returns {[string, string][]} ranges (first, last) of beginnings that it may have
 */
export function completions(run, dangling = "") {
  if (dangling) return LEADS.includes(dangling) ? [from(run, dangling)] : [];
  const head = run.slice(0, -1);
  const [lead, vowel, final] = parts(run.slice(-1));
  if (!final) {
    const last = new Map([[8, 11], [13, 16], [18, 19]]).get(vowel) ?? vowel;
    return [[run, head + syllable(lead, last, 27)]];
  }
  const letter = FINALS.charAt(final);
  /** @type {[string, string][]} */
  const found = [[run, run]];
  for (const [keys, double] of PAIRS) {
    if (keys[0] !== letter) continue;
    const each = head + syllable(lead, vowel, FINALS.indexOf(double));
    found.push([each, each]);
  }
  const keys = SPLIT.get(letter) ?? ` ${letter}`;
  return [...found, from(head + syllable(lead, vowel, FINALS.indexOf(keys.charAt(0))), keys.charAt(1))];
}

/** @param {string} head @param {string} consonant @returns {[string, string]} */
function from(head, consonant) {
  const lead = LEADS.indexOf(consonant);
  return [head + syllable(lead, 0), head + syllable(lead, 20, 27)];
}
