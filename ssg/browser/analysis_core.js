/**
 * Text → the words of the search index: the same program as search/analysis.py and search/porter.py.
 * Pure: no DOM, no network. The table (analysis.json) is given.
 *
 * @typedef {{step2: Record<string, string>, step3: Record<string, string>, step4: string[]}} Steps
 * @typedef {"final" | "open" | "open-or-l" | "any"} When
 * @typedef {{least: number, rounds: number, grams: number,
 *   suffixes: {name: string, when: When, list: string[]}[], shorten: Record<string, number>,
 *   stop: Record<string, string[]>, alias: Record<string, string>, porter: Steps}} Table
 * @typedef {{start: number, end: number, run: string}} Run
 * @typedef {{terms: (text: string) => string[], tokens: (run: string) => readonly string[],
 *   stem: (run: string) => string}} Analyser
 */

// Explicit ranges: \w, \d and \p{…} mean something else in every version of Unicode.
const RUN = /[가-힣]+|[0-9a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[ㄱ-ㅣ]+|[\u0370-\u10ff\u1200-\u167f\u1681-\u1dff\u1f00-\u1fff\u2c00-\u2fef]+/g;

/** @param {string} text @returns {string} NFC, lower case; a sigma's lower case depends on what follows, the index must not */
export function normalise(text) {
  return text.normalize("NFC").toLowerCase().replaceAll("ς", "σ");
}

/** @param {string} text NFC @returns {string} lower case with every character in its place */
export function lowered(text) {
  const lower = normalise(text);
  if (lower.length === text.length) return lower;
  return Array.from(text, (char) => {
    const low = normalise(char);
    return low.length === char.length ? low : char;
  }).join("");
}

/** @param {string} text NFC @returns {Run[]} runs in lower case; positions in UTF-16 units */
export function runs(text) {
  return Array.from(lowered(text).matchAll(RUN), (m) => ({ start: m.index, end: m.index + m[0].length, run: m[0] }));
}

/** @param {string} run @returns {"hangul" | "latin" | "han" | "jamo" | "other"} */
export function script(run) {
  const first = run[0] ?? "";
  if (first >= "가" && first <= "힣") return "hangul";
  if (first <= "\u024f" || (first >= "\u1e00" && first <= "\u1eff")) return "latin";
  if (first >= "ㄱ" && first <= "ㅣ") return "jamo";
  return first >= "\u3040" && first <= "\ufaff" ? "han" : "other";
}

/** @param {string} word @returns {string[]} each pair of neighbouring characters */
export function grams(word) {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));
}

/** @param {Table} table @returns {Analyser} it remembers each distinct word, which is all the state it has */
export function makeAnalyser(table) {
  const stop = new Set(Object.values(table.stop).flat());
  const suffixes = suffixMap(table);
  const longest = Math.max(...Array.from(suffixes.keys(), (suffix) => suffix.length));
  const alias = new Map(Object.entries(table.alias));
  const english = makeStemmer(table.porter);
  /** @type {Map<string, readonly string[]>} */
  const memo = new Map();

  /** @param {string} word @returns {number} */
  const cut = (word) => {
    for (let length = Math.min(longest, word.length - 1); length > 0; length--) {
      const found = suffixes.get(word.slice(-length));
      if (!found || word.length - found.cut < table.least) continue;
      if (fits(word.charCodeAt(word.length - length - 1), found.when)) return found.cut;
    }
    return 0;
  };

  /** @param {string} run @returns {string[]} */
  const hangul = (run) => {
    let stem = run;
    for (let round = 0; round < table.rounds; round++) {
      const size = cut(stem);
      if (!size) break;
      stem = stem.slice(0, -size);
    }
    if (stop.has(stem)) return [];
    return stem.length >= table.grams ? [stem, ...grams(stem)] : [stem];
  };

  /** @param {string} run @returns {string[]} */
  const han = (run) => {
    if (run.length > 1) return [...grams(run), ...run];
    const meaning = alias.get(run);
    return meaning ? [run, meaning] : [run];
  };

  /** @param {string} run @returns {string[]} */
  const analyse = (run) => {
    if (stop.has(run)) return [];
    const kind = script(run);
    if (kind === "hangul") return hangul(run);
    if (kind === "latin") return [/[0-9]/.test(run) ? run : english(run)];
    return kind === "han" ? han(run) : [run];
  };

  /** @param {string} run @returns {readonly string[]} */
  const tokens = (run) => {
    let found = memo.get(run);
    if (!found) memo.set(run, (found = analyse(run)));
    return found;
  };

  return {
    tokens,
    stem: (run) => tokens(run)[0] ?? "",
    terms: (text) => (normalise(text).match(RUN) ?? []).flatMap((run) => tokens(run)),
  };
}

/** @param {Table} table @returns {Map<string, {cut: number, when: Set<When>}>} */
function suffixMap(table) {
  /** @type {Map<string, {cut: number, when: Set<When>}>} */
  const found = new Map();
  for (const { when, list } of table.suffixes) {
    for (const suffix of list) {
      const entry = found.get(suffix);
      if (entry) entry.when.add(when);
      else found.set(suffix, { cut: suffix.length, when: new Set([when]) });
    }
  }
  for (const [form, cut] of Object.entries(table.shorten)) found.set(form, { cut, when: new Set(["any"]) });
  return found;
}

/** @param {number} syllable @param {Set<When>} when @returns {boolean} */
function fits(syllable, when) {
  const final = (syllable - 0xac00) % 28;
  if (when.has("any") || when.has(final ? "final" : "open")) return true;
  return when.has("open-or-l") && (final === 0 || final === 8);
}

/**
 * @param {Steps} steps
 * @returns {(word: string) => string} Porter's stemmer; see search/porter.py for its source
 */
export function makeStemmer(steps) {
  const step2 = new Map(Object.entries(steps.step2));
  const step3 = new Map(Object.entries(steps.step3));
  const step4 = new Set(steps.step4);

  /** @param {string} word @param {{has: (ending: string) => boolean}} endings */
  const longest = (word, endings) => {
    for (let n = Math.min(7, word.length - 1); n > 1; n--) if (endings.has(word.slice(-n))) return word.slice(-n);
    return "";
  };
  /** @param {string} word @param {Map<string, string>} endings */
  const replace = (word, endings) => {
    const ending = longest(word, endings);
    const rest = word.slice(0, word.length - ending.length);
    return ending && measure(rest) > 0 ? rest + endings.get(ending) : word;
  };
  /** @param {string} word */
  const remove = (word) => {
    const ending = longest(word, step4);
    const rest = word.slice(0, word.length - ending.length);
    return ending && measure(rest) > 1 && (ending !== "ion" || /[st]$/.test(rest)) ? rest : word;
  };

  return (word) => {
    if (word.length < 3) return word;
    word = past(plural(word));
    if (word.length > 2 && /[^aeiou]y$/.test(word)) word = word.slice(0, -1) + "i";
    return tidy(remove(replace(replace(word, step2), step3)));
  };
}

/** @param {string} word @returns {string} c or v for each letter; y is a vowel after a consonant */
function shape(word) {
  let before = "v";
  return Array.from(word, (letter) => (before = "aeiou".includes(letter) || (letter === "y" && before === "c") ? "v" : "c")).join("");
}

/** @param {string} word @returns {number} Porter's m */
function measure(word) {
  return shape(word).split("vc").length - 1;
}

/** @param {string} word @returns {boolean} consonants, one vowel, one consonant other than w, x, y */
function short(word) {
  return /^c+vc$/.test(shape(word)) && !/[wxy]$/.test(word);
}

/** @param {string} word */
function plural(word) {
  if (word.endsWith("sses") || (word.endsWith("ies") && word.length > 3)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** @param {string} word */
function past(word) {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const cut = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
  const rest = word.slice(0, word.length - cut);
  if (!cut || !shape(rest).includes("v")) return word;
  if (/(at|bl|iz)$/.test(rest)) return rest + "e";
  if (/([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1);
  return short(rest) ? rest + "e" : rest;
}

/** @param {string} word */
function tidy(word) {
  const rest = word.slice(0, -1);
  const m = word.endsWith("e") ? measure(rest) : 0;
  if (m > 1 || (m === 1 && !short(rest))) word = rest;
  return word.endsWith("ll") && measure(word) > 1 ? word.slice(0, -1) : word;
}

/**
 * Where to mark `text`: the stem of a word, not its particle; of a longer word only the gram that was asked for.
 *
 * @param {string} text NFC @param {ReadonlySet<string>} wanted terms @param {Analyser} analyser
 * @returns {[number, number][]} start and end in UTF-16 units, ascending, not overlapping
 */
export function marks(text, wanted, analyser) {
  /** @type {[number, number][]} */
  const found = [];
  for (const { start, end, run } of runs(text)) {
    const [stem = "", ...rest] = analyser.tokens(run);
    const kind = script(run);
    if (kind !== "hangul" && kind !== "han") {
      if (wanted.has(stem)) found.push([start, end]);
    } else if (kind === "hangul" && wanted.has(stem)) {
      found.push([start, start + stem.length]);
    } else if (run.length === 1) {
      if (wanted.has(stem) || rest.some((term) => wanted.has(term))) found.push([start, end]);
    } else {
      markGrams(kind === "hangul" ? stem : run, start, wanted, found);
    }
  }
  return found;
}

/** @param {string} word @param {number} start @param {ReadonlySet<string>} wanted @param {[number, number][]} found */
function markGrams(word, start, wanted, found) {
  let end = -1;
  grams(word).forEach((gram, at) => {
    if (!wanted.has(gram)) return;
    const last = found.at(-1);
    if (last && at <= end) last[1] = start + at + 2;
    else found.push([start + at, start + at + 2]);
    end = at + 2;
  });
}
