// The pure cores by example. What they share with Python is compared word by word in tests/search.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lowered, makeAnalyser, marks, runs } from "../../ssg/browser/analysis_core.js";
import { passage, pieces } from "../../ssg/browser/excerpt_core.js";
import { completions, initials, keyboard } from "../../ssg/browser/hangul_core.js";
import { plan } from "../../ssg/browser/plan_core.js";

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
const analyser = makeAnalyser(JSON.parse(read("../../ssg/search/analysis.json")));

/** @param {string} text @param {string[]} wanted */
const marked = (text, wanted) => marks(text, new Set(wanted), analyser).map(([start, end]) => text.slice(start, end));

test("a particle is not marked, nor the rest of a longer word", () => {
  assert.deepEqual(marked("정상회담을 열고 회담은 끝났다", ["정상회담", "회담"]), ["정상회담", "회담"]);
  assert.deepEqual(marked("정상회담을", ["회담"]), ["회담"]);
  assert.deepEqual(marked("정상회담을", ["정상", "회담"]), ["정상회담"]);
  assert.deepEqual(marked("남북정상회담을", ["남북", "회담"]), ["남북", "회담"]);
});

test("Latin words are marked whole, a single Han character by its meaning, characters beyond the BMP shift nothing", () => {
  assert.deepEqual(marked("😀 The Universities of 美", ["univers", "미국"]), ["Universities", "美"]);
  assert.deepEqual(marked("國會議員", ["國會"]), ["國會"]);
  assert.deepEqual(marked("그리고", ["그리고"]), []);
});

test("lower case keeps every character in its place", () => {
  assert.equal(lowered("İAΣ"), "İaσ");
  assert.deepEqual(runs("İ 가A").map(({ start, end }) => [start, end]), [[0, 1], [2, 3], [3, 4]]);
});

test("names of object properties are ordinary words", () => {
  assert.deepEqual(analyser.terms("constructor __proto__ toString"), ["constructor", "proto", "tostr"]);
});

test("a passage begins with the sentence and ends with a word", () => {
  const text = `${"앞선 이야기가 길게 이어졌다. ".repeat(10)}두 나라는 정상회담을 열었다. ${"뒤의 이야기가 이어졌다. ".repeat(20)}`.trim();
  const found = marks(text, new Set(["회담"]), analyser);
  const [start, end] = passage(text, found);
  assert.ok(text.slice(start, end).startsWith("두 나라는 정상회담을 열었다."));
  assert.ok(end - start <= 150 && text[end] === " ");
});

test("a passage is where most of the words stand together", () => {
  const text = `회담 ${"글 ".repeat(200)}정상 회담 의제 ${"글 ".repeat(200)}`;
  const found = marks(text, new Set(["회담", "정상", "의제"]), analyser);
  const [start, end] = passage(text, found);
  assert.ok(text.slice(start, end).includes("정상 회담 의제"));
});

test("a passage of nothing is nothing, of a text without spaces a cut that halves no character", () => {
  assert.deepEqual(passage("", []), [0, 0]);
  const [, end] = passage("a" + "😀".repeat(200), []);
  assert.equal(end % 2, 1);
});

test("pieces join to the text", () => {
  const cut = pieces("가나다라마", [[1, 2], [3, 4]]);
  assert.deepEqual(cut.map(({ text, mark }) => (mark ? `[${text}]` : text)), ["가", "[나]", "다", "[라]", "마"]);
  assert.deepEqual(pieces("가나다라마", [[1, 2], [3, 4]], [2, 5]).map(({ text }) => text), ["다", "라", "마"]);
});

test("hangul", () => {
  assert.equal(keyboard("wjdtkdghleka"), "정상회담");
  assert.equal(keyboard("hello"), "");
  assert.equal(initials("정상회담"), "ㅈㅅㅎㄷ");
  assert.deepEqual(completions("갑"), [["갑", "갑"], ["값", "값"], ["가바", "가빟"]]);
});

test("a plan asks for grams of rare words only, unless for everything", () => {
  const lexicon = {
    frequency: (term) => (term === "고등학교" ? 100 : 0),
    between: () => [],
    withInitials: () => [],
    containing: () => [],
    commonest: (terms, count) => terms.slice(0, count),
    same: () => [],
    listed: () => [],
  };
  const terms = (text, every) => plan(text, lexicon, analyser, every).map(({ term }) => term);
  assert.deepEqual(terms("고등학교 "), ["고등학교"]);
  assert.deepEqual(terms("고등학교 ", true), ["고등학교", "고등", "등학", "학교"]);
  assert.deepEqual(terms("중학교 "), ["중학교", "중학", "학교"]);
  assert.deepEqual(terms("+ - : ^ ~ *"), []);
});

test("our stemmer is lunr's", { skip: lunr() ? false : "lunr was not fetched" }, () => {
  const words = read("../../LICENSE").toLowerCase().match(/[a-z]{3,}/g).concat(
    "say play enjoy dry sky flies dying agreed relational conditional rationalize hopping falling controlling yes syzygy".split(" "),
    "vietnamization predication operator feudalism decisiveness hopefulness callousness sensibility triplicate electrical".split(" "),
    "revival allowance inference airliner adjustable defensible irritant replacement adjustment dependent adoption effective".split(" "),
  );
  const { stemmer, Token } = lunr();
  for (const word of words) {
    const [ours = word] = analyser.terms(word);
    assert.equal(ours, analyser.terms(word).length ? stemmer(new Token(word, {})).toString() : word);
  }
});

/** @returns {any} lunr, or undefined where it was not fetched; a classic script, not a module */
function lunr() {
  try {
    const box = { exports: {} };
    new Function("module", "exports", read("../../ssg/browser/vendor/lunr.min.js"))(box, box.exports);
    return box.exports;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
