// The live preview's decisions, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { filesOf, matched, place, plan, words } from "../../ssg/browser/preview_core.js";

const page = { pathname: "/repo/a/", status: 200, css: ["/repo/main.css"], used: ["/repo/x.js", "/repo/%EA%B8%80.png"] };
const news = (paths, more = {}) => ({ epoch: "r-2", since: "r-1", problems: false, paths, ...more });

test("an address names the files that can answer", () => {
  assert.deepEqual(filesOf("/a/"), ["/a/index.html"]);
  assert.deepEqual(filesOf("/%EA%B8%80"), ["/글", "/글.html", "/글/index.html"]);
  assert.deepEqual(filesOf("/%E"), ["/%E", "/%E.html", "/%E/index.html"]);
});

test("only what concerns the page makes it ask again", () => {
  const nothing = { page: false, reload: false, css: [], problems: false };
  assert.deepEqual(plan(news(["/repo/b/index.html"]), "r-1", page), nothing);
  assert.deepEqual(plan(news(["/repo/a/index.html"]), "r-1", page), { ...nothing, page: true });
  assert.deepEqual(plan(news(["/repo/main.css", "/repo/other.css"]), "r-1", page), { ...nothing, css: ["/repo/main.css"] });
  assert.deepEqual(plan(news(["/repo/x.js"]), "r-1", page), { ...nothing, reload: true });
  assert.deepEqual(plan(news(["/repo/글.png"]), "r-1", page), { ...nothing, reload: true });
  assert.deepEqual(plan(news([], { problems: true }), "r-1", page), { ...nothing, problems: true });
});

test("news that don't continue what the page shows mean everything", () => {
  const everything = { page: true, reload: false, css: ["/repo/main.css"], problems: true };
  assert.deepEqual(plan(news(null), "r-1", page), everything);
  assert.deepEqual(plan(news(["/repo/b/index.html"]), "r-0", page), everything);
});

test("a missing page asks again when its 404 page changes or it comes to be", () => {
  const missing = { ...page, status: 404 };
  assert.equal(plan(news(["/repo/404.html"]), "r-1", missing).page, true);
  assert.equal(plan(news(["/repo/404.html"]), "r-1", page).page, false);
  assert.equal(plan(news(["/repo/a/index.html"]), "r-1", missing).page, true);
});

test("equal blocks are matched in order, the rest is not", () => {
  assert.deepEqual(matched(["a", "b", "a"], ["new", "a", "a", "a"]), [["1 a", null, "2 a"], [null, "1 a", "2 a", null]]);
});

test("a problem's place is written as compilers do", () => {
  const at = (line, column, path = "a.md") => place({ path, line, column, what: "", hint: "", level: "error" });
  assert.deepEqual([at(4, 1), at(4, 0), at(0, 0), at(0, 0, "")], ["a.md:4:1", "a.md:4", "a.md", ""]);
});

test("the panel speaks the page's language", () => {
  assert.equal(words("ko-KR").close, "닫기");
  assert.equal(words("en").errors(1), "1 problem — this is the last good page");
  assert.equal(words("").errors(2), "2 problems — this is the last good page");
});
