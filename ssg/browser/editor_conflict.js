/** What two sides changed differently, side by side: each is decided by a person, none by us. */

import { h } from "./editor_dom.js";
import { say } from "./editor_words.js";

/** @typedef {{base: string, mine: string, theirs: string, lines: number[], key: string, proposal: string | null}} Conflict */

/**
 * Ask for a decision on every conflict; resolves with the whole text, with null if it was put off.
 * @param {(string | Conflict)[]} pieces
 * @returns {Promise<string | null>}
 */
export function decided(pieces) {
  return new Promise((done) => {
    /** @type {Map<Conflict, string>} */
    const choices = new Map();
    const conflicts = /** @type {Conflict[]} */ (pieces.filter((piece) => typeof piece !== "string"));
    const apply = h("button", { value: "apply", class: "main" }, say.apply);
    const ready = () => (apply.disabled = choices.size < conflicts.length);
    const dialog = h("dialog", { class: "conflicts", onclose: () => {
      const text = dialog.returnValue === "apply" ? pieces.map((piece) => (typeof piece === "string" ? piece : choices.get(piece))).join("") : null;
      dialog.remove();
      done(text);
    } }, h("form", { method: "dialog" }, h("h2", {}, say.conflict), h("p", {}, say.choose),
      ...conflicts.map((conflict, n) => sides(conflict, n, (text) => {
        choices.set(conflict, text);
        ready();
      })),
      h("p", { class: "buttons" }, h("button", { value: "" }, say.cancel), apply)));
    ready();
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {Conflict} conflict @param {number} n @param {(text: string) => void} choose */
function sides(conflict, n, choose) {
  const offers = /** @type {[string, string][]} */ ([[say.mine, conflict.mine], [say.theirs, conflict.theirs], ...(conflict.proposal === null ? [] : [[say.both, conflict.proposal]])]);
  const chosen = conflict.proposal === null ? -1 : 2;
  if (chosen >= 0) {
    choose(offers[chosen][1]);
  }
  const legend = conflict.key || `${say.line} ${conflict.lines[1] || conflict.lines[2]}`;
  return h("fieldset", {}, h("legend", {}, legend), h("div", { class: "sides" }, ...offers.map(([name, text], at) =>
    h("label", {}, h("span", {}, h("input", { type: "radio", name: `conflict-${n}`, checked: at === chosen, onchange: () => choose(text) }), ` ${name}`), h("pre", {}, text || "∅")))));
}
