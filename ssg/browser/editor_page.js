/**
 * The editor: the source beside the page that it becomes. Nothing typed is lost: it is kept in this browser until the
 * file holds it, and a file that has changed meanwhile is merged or asked about, never overwritten.
 */

import { ask, base, firstEpoch, nonce, path } from "./editor_ask.js";
import { decided } from "./editor_conflict.js";
import { clicked, packed, unpacked } from "./editor_core.js";
import { h } from "./editor_dom.js";
import { drop, find, keep } from "./editor_drafts.js";
import { deleted, made, pictured, renamed } from "./editor_files.js";
import { frontMatter } from "./editor_form.js";
import { livePage } from "./editor_frame.js";
import { pasteDialog } from "./editor_paste.js";
import { editor } from "./editor_text.js";
import { say } from "./editor_words.js";
import { follow } from "./preview_follow.js";

const RENDER = 60;
const KEEP = 300;
const AGAIN = 2000;

/** @typedef {{tag: string, raw: string}} Saved the file as it was last read or written */
/** @type {Saved} */
let saved = { tag: "", raw: "" };
let unpack = unpacked("");
let epoch = firstEpoch;
let number = Date.now(); // larger than that of the tab before a reload: the newest rendering wins
let saving = false;

const status = h("p", { class: "status", role: "status" });
const notice = h("p", { class: "notice", role: "alert", hidden: true });
const problems = h("ol", { class: "problems", "aria-label": say.problems, hidden: true });
const save = h("button", { type: "button", class: "main", title: "Ctrl-S", onclick: () => write() }, say.save);
const source = h("section", { class: "source-pane", "aria-label": say.text });
const button = (/** @type {string} */ words, /** @type {() => unknown} */ act) => h("button", { type: "button", onclick: act }, words);
const view = h("a", { class: "button", target: "_blank", hidden: true }, say.view);
const head = h("header", {}, h("h1", {}, path.replace(/^content\/(articles|pages)\//, "")), status, save,
  h("nav", {}, view, button(say.new, () => tell(made())), button(say.paste, pasteDialog), button(say.rename, () => cleanly(() => renamed(saved.tag))), button(say.remove, () => cleanly(() => deleted(saved.tag, base, () => drop(path))))));
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
  saved = draft ? { tag: draft.tag, raw: draft.base } : disk;
  unpack = unpacked(saved.raw);
  form = await frontMatter(patch);
  source.before(form.element);
  source.before(problems);
  text = editor(source, draft?.text ?? unpack.text, draft?.state, {
    nonce, label: path, hooks: { onchange: changed, onmove: moved, onsave: () => write(), onfiles: (files) => tell(pictures(files)) },
  });
  if (answer.status === 404) {
    note(say.nothing);
  }
  if (saved.tag !== disk.tag) {
    await look();
  } else if (dirty()) {
    note(say.restored, [say.discard, () => text.amend(true, async () => ({ text: unpack.text }))]);
  }
  mark();
  render();
  follow(() => epoch, (news) => {
    epoch = news.epoch;
    return look();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      text.calmly(() => write());
    }
  }, true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  document.documentElement.dataset.ready = "yes";
}

// -- what is typed ------------------------------------------------------------------------------

/** @type {Record<string, ReturnType<typeof setTimeout>>} */
const timers = {};
/** @param {string} name @param {number} wait @param {() => unknown} act */
function soon(name, wait, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, wait);
}

/** @param {boolean} outside @param {(line: number) => number} shift */
function changed(outside, shift) {
  frame.shift(shift);
  mark();
  soon("render", RENDER, render);
  soon("keep", KEEP, remember);
  void outside;
}

function moved() {
  soon("reveal", 80, () => frame.reveal(text.line()));
}

const dirty = () => text.text() !== unpack.text;

function mark() {
  if (!saving) {
    const now = dirty();
    status.textContent = now ? say.dirty : say.saved;
    status.className = now ? "status dirty" : "status";
    document.title = `${now ? "● " : ""}${path.split("/").at(-1)} — ssg`;
  }
}

/** Keep what is typed, and its undo steps, in this browser. */
function remember() {
  return keep(path, { tag: saved.tag, base: saved.raw, text: text.text(), state: text.remember(), time: Date.now() });
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
  return inTurn(async () => {
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

// -- saving ---------------------------------------------------------------------------------------

/** @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * What asks the server about the text is done one after the other: each begins with what the one before has left.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
function inTurn(act) {
  const next = turn.then(act, act);
  turn = next;
  return next;
}

const write = () => inTurn(put);
const look = () => inTurn(compare);

async function put() {
  if (!dirty() && saved.tag) {
    return;
  }
  saving = true;
  status.textContent = say.saving;
  const raw = packed(text.text(), unpack);
  await remember();
  const answer = await ask("PUT", `source/${path}`, saved.tag ? { body: raw, match: saved.tag } : { body: raw, fresh: true });
  saving = false;
  if (answer.ok) {
    settled({ tag: answer.said.tag, raw });
    note("");
  } else if (answer.status === 412) {
    await stale(answer.said);
  } else if (answer.status === 0) {
    note(say.offline);
    soon("again", AGAIN, write);
  } else {
    note(`${say.refused}: ${words(answer.said)}`);
  }
  mark();
}

/** The file is this now. @param {Saved} now */
function settled(now) {
  saved = now;
  unpack = unpacked(now.raw);
  void remember();
}

/** The file isn't what was read. @param {{text: string | null}} there */
async function stale(there) {
  if (there.text === null) {
    settled({ tag: "", raw: "" });
    note(say.gone);
  } else if (await merge()) {
    await put();
  }
}

/**
 * Bring the text together with what the file holds now; it then stands in the editor, on the new base.
 * @returns {Promise<boolean>} whether it is merged; false: it was put off
 */
async function merge() {
  const merged = await text.amend(false, async (before) => {
    const answer = await ask("POST", `merge/${path}`, { json: { base: saved.raw, mine: packed(before, unpack) } });
    if (!answer.ok) {
      note(words(answer.said) || say.offline);
      return null;
    }
    const whole = answer.said.text ?? (await decided(answer.said.pieces));
    if (whole === null) {
      note(say.conflict, [say.choose, () => inTurn(async () => ((await merge()) ? put() : undefined))]);
      return null;
    }
    return { text: unpacked(whole).text, taken: () => settled({ tag: answer.said.tag, raw: answer.said.disk }) };
  });
  if (merged) {
    note(say.merged);
    mark();
  }
  return merged;
}

/** Something has changed: perhaps this file, on disk. */
async function compare() {
  const answer = await ask("GET", `source/${path}`);
  if (!answer.ok || answer.said.tag === saved.tag) {
    if (answer.ok && !dirty()) {
      soon("render", RENDER, render);
    }
    return;
  }
  if (dirty()) {
    await merge();
    return;
  }
  const now = { tag: answer.said.tag, raw: answer.said.text };
  await text.amend(false, async () => ({ text: unpacked(now.raw).text, taken: () => settled(now) }));
  note(say.taken);
  mark();
}

// -- the rest -------------------------------------------------------------------------------------

/** @param {File[]} files */
async function pictures(files) {
  const found = [];
  for (const file of files) {
    found.push(await pictured(file, (markdown) => text.insert(markdown)));
  }
  return found.filter(Boolean).join("\n");
}

/** Names and deletions are of the saved file. @param {() => Promise<string>} act */
async function cleanly(act) {
  if (dirty()) {
    await write();
  }
  if (!dirty()) {
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

/** @param {string} what @param {[string, () => unknown]} [offer] */
function note(what, offer) {
  notice.hidden = !what;
  notice.replaceChildren(what, ...(offer ? [" ", h("button", { type: "button", onclick: () => {
    note("");
    offer[1]();
  } }, offer[0])] : []));
}

/** @param {any} said */
function words(said) {
  return (said.problems ?? []).map((/** @type {any} */ each) => [each.what, each.hint].filter(Boolean).join(" — ")).join("\n");
}

start();
