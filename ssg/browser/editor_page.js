/**
 * The editor: the source beside the page that it becomes. Nothing typed is lost: it is kept in this browser until the
 * file holds it, and a file that has changed meanwhile is merged or asked about, never overwritten.
 */

import { ask, base, firstEpoch, nonce, path } from "./editor_ask.js";
import { clicked, unpacked } from "./editor_core.js";
import { h } from "./editor_dom.js";
import { drop, find } from "./editor_drafts.js";
import { deleted, made, pictured, renamed } from "./editor_files.js";
import { frontMatter } from "./editor_form.js";
import { livePage } from "./editor_frame.js";
import { note, notice, soon, status, words } from "./editor_notice.js";
import { pasteDialog } from "./editor_paste.js";
import { fileOf } from "./editor_saving.js";
import { editor } from "./editor_text.js";
import { say } from "./editor_words.js";
import { follow } from "./preview_follow.js";

const RENDER = 60;
const KEEP = 300;

let epoch = firstEpoch;
let number = Date.now(); // larger than that of the tab before a reload: the newest rendering wins

const problems = h("ol", { class: "problems", "aria-label": say.problems, hidden: true });
const save = h("button", { type: "button", class: "main", title: "Ctrl-S", onclick: () => file.write() }, say.save);
const source = h("section", { class: "source-pane", "aria-label": say.text });
const button = (/** @type {string} */ words, /** @type {() => unknown} */ act) => h("button", { type: "button", onclick: act }, words);
const view = h("a", { class: "button", target: "_blank", hidden: true }, say.view);
const head = h("header", {}, h("h1", {}, path.replace(/^content\/(articles|pages)\//, "")), status, save,
  h("nav", {}, view, button(say.new, () => tell(made())), button(say.paste, pasteDialog), button(say.rename, () => cleanly(() => renamed(file.saved().tag))), button(say.remove, () => cleanly(() => deleted(file.saved().tag, base, () => drop(path))))));
const frame = livePage(`/_ssg/frame/${path.split("/").map(encodeURIComponent).join("/")}`, say.frame, (block) => {
  const first = text.at(block.line);
  const lines = [];
  for (let line = block.line; line <= block.end; line += 1) {
    lines.push(text.at(line).text);
  }
  text.go(first.from + clicked(lines.join("\n"), block.text, block.at));
});

/** @type {ReturnType<typeof editor>} */
let text;
/** @type {ReturnType<typeof fileOf>} */
let file;
/** @type {Awaited<ReturnType<typeof frontMatter>>} */
let form;

async function start() {
  document.body.append(head, h("main", {}, h("div", { class: "left" }, notice, source), frame.element));
  const answer = await ask("GET", `source/${path}`);
  if (answer.status !== 200 && answer.status !== 404) {
    note(words(answer.said) || say.offline);
    return;
  }
  const disk = { tag: answer.said.tag ?? "", raw: answer.said.text ?? "" };
  const draft = await find(path);
  // A draft goes on from where it was left; that the file is another one by now is then an outside change like any.
  const first = draft ? { tag: draft.tag, raw: draft.base } : disk;
  form = await frontMatter(patch);
  source.before(form.element);
  source.before(problems);
  text = editor(source, draft?.text ?? unpacked(first.raw).text, draft?.state, {
    nonce, label: path, hooks: { onchange: changed, onmove: moved, onsave: () => file.write(), onfiles: (files) => tell(pictures(files)) },
  });
  file = fileOf(first, text, () => soon("render", RENDER, render));
  if (answer.status === 404) {
    note(say.nothing);
  }
  if (first.tag !== disk.tag) {
    await file.look();
  } else if (file.dirty()) {
    note(say.restored, [say.discard, () => text.amend(true, async () => ({ text: unpacked(file.saved().raw).text }))]);
  }
  file.mark();
  render();
  follow(() => epoch, (news) => {
    epoch = news.epoch;
    return file.look();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      text.calmly(() => file.write());
    }
  }, true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && file.look());
  document.documentElement.dataset.ready = "yes";
}

// -- what is typed ------------------------------------------------------------------------------

/** @param {boolean} outside @param {(line: number) => number} shift */
function changed(outside, shift) {
  frame.shift(shift);
  file.mark();
  soon("render", RENDER, render);
  soon("keep", KEEP, file.remember);
  void outside;
}

function moved() {
  soon("reveal", 80, () => frame.reveal(text.line()));
}

async function render() {
  const mine = (number += 1);
  const answer = await ask("POST", `render/${path}`, { json: { text: text.text(), number: mine } });
  if (!answer.ok || answer.said.late || mine !== number) {
    return;
  }
  showProblems(answer.said.problems ?? []);
  form.show(answer.said.values ?? {});
  if (answer.said.html) {
    await frame.show(answer.said.html);
    view.hidden = !answer.said.url;
    view.href = encodeURI(answer.said.url);
    if (document.activeElement && source.contains(document.activeElement)) {
      frame.reveal(text.line());
    }
  }
}

/** @param {import("./editor_ask.js").Problem[]} found */
function showProblems(found) {
  problems.hidden = !found.length;
  problems.replaceChildren(...found.map((each) => h("li", { class: each.level }, h("button", { type: "button", onclick: () => text.go(text.at(each.line || 1).from) },
    each.line ? `${say.line} ${each.line}: ` : "", each.what, each.hint ? ` — ${each.hint}` : ""))));
}

// -- the form -----------------------------------------------------------------------------------

/** Changes of fields. @type {import("./editor_form.js").Change} */
function patch(set, remove) {
  return file.inTurn(async () => {
    /** @type {import("./editor_ask.js").Problem[]} */
    let found = [];
    await text.amend(true, async (before) => {
      const answer = await ask("POST", `patch/${path}`, { json: { text: before, set, remove } });
      found = answer.ok ? [] : (answer.said.problems ?? [{ what: say.offline, hint: "", line: 0 }]);
      return answer.ok ? { text: answer.said.text } : null;
    });
    return found;
  });
}

// -- the rest -------------------------------------------------------------------------------------

/** @param {File[]} files */
async function pictures(files) {
  const found = [];
  for (const picture of files) {
    found.push(await pictured(picture, (markdown) => text.insert(markdown)));
  }
  return found.filter(Boolean).join("\n");
}

/** Names and deletions are of the saved file. @param {() => Promise<string>} act */
async function cleanly(act) {
  if (file.dirty()) {
    await file.write();
  }
  if (!file.dirty()) {
    await tell(act());
  }
}

/** @param {Promise<string>} work */
async function tell(work) {
  const wrong = await work;
  if (wrong) {
    note(wrong);
  }
}

start();
