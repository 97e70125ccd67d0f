/** New articles, other names, deletions, pictures. */

import { ask, editorOf, path } from "./editor_ask.js";
import { ask as dialog, h } from "./editor_dom.js";
import { say } from "./editor_words.js";

const WORDS = { send: say.send, cancel: say.cancel };
const problemsOf = (/** @type {any} */ said) => (said.problems ?? []).map((/** @type {any} */ each) => [each.path, each.what, each.hint].filter(Boolean).join(" — ")).join("\n");

/** @returns {Promise<string>} what went wrong, empty if nothing did */
export async function made() {
  const title = h("input", { required: true, autocomplete: "off" });
  const said = await dialog(say.new, [h("label", {}, say.title, title)], WORDS, () => title.value.trim());
  if (!said) {
    return "";
  }
  const answer = await ask("POST", "new", { json: { title: said } });
  if (answer.ok) {
    location.href = editorOf(answer.said.path);
  }
  return answer.ok ? "" : problemsOf(answer.said) || say.offline;
}

/** @param {string} tag of the saved file @returns {Promise<string>} */
export async function renamed(tag) {
  const parts = path.split("/");
  const own = parts.at(-1) === "index.md" ? parts.at(-2) : parts.at(-1)?.replace(/\.md$/, "");
  const name = h("input", { required: true, value: own, autocomplete: "off" });
  const said = await dialog(say.rename, [h("label", {}, say.name, name), h("p", { class: "note" }, say.oldAddress)], WORDS, () => name.value.trim());
  if (!said || said === own) {
    return "";
  }
  const answer = await ask("POST", `rename/${path}`, { json: { name: said }, match: tag });
  if (answer.ok) {
    location.href = editorOf(answer.said.path);
  }
  return answer.ok ? "" : problemsOf(answer.said) || say.offline;
}

/** @param {string} tag @param {string} home where to go afterwards @param {() => Promise<unknown>} forget @returns {Promise<string>} */
export async function deleted(tag, home, forget) {
  const grave = h("input", { type: "checkbox", checked: true });
  const reason = h("input", { autocomplete: "off" });
  const said = await dialog(say.removeAsk, [h("p", { class: "path" }, path), h("label", { class: "box" }, grave, say.tombstone), h("label", {}, say.reason, reason), h("p", { class: "note" }, say.deleted)],
    { send: say.remove, cancel: say.cancel }, () => ({ reason: grave.checked ? reason.value.trim() : null }));
  if (!said) {
    return "";
  }
  const answer = await ask("POST", `delete/${path}`, { json: said, match: tag });
  if (answer.ok) {
    await forget();
    location.href = home;
  }
  return answer.ok ? "" : problemsOf(answer.said) || say.offline;
}

/**
 * Ask what a picture shows, and put it into the article's folder.
 * @param {File} file
 * @param {(markdown: string) => void} insert
 * @returns {Promise<string>} what went wrong, empty if nothing did
 */
export async function pictured(file, insert) {
  const alt = h("input", { autocomplete: "off" });
  const shown = URL.createObjectURL(file);
  const said = await dialog(say.image, [h("img", { src: shown, alt: "" }), h("label", {}, say.alt, alt)], WORDS, () => alt.value.trim());
  URL.revokeObjectURL(shown);
  if (said === null) {
    return "";
  }
  const name = /\.\w+$/.test(file.name) ? file.name : `picture.${file.type.split("/")[1]}`;
  const answer = await ask("POST", `image/${path}`, { body: file, query: `?name=${encodeURIComponent(name)}` });
  if (answer.ok) {
    insert(`![${said.replace(/[[\]\\]/g, "\\$&")}](${answer.said.src.replace(/[() ]/g, encodeURIComponent)})`);
  }
  return answer.ok ? "" : problemsOf(answer.said) || say.offline;
}
