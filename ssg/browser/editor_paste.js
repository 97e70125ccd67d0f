/** Raw text pasted in: what the importer makes of each line, kept or dropped by a click, then an article. */

import { ask, editorOf } from "./editor_ask.js";
import { h } from "./editor_dom.js";
import { say } from "./editor_words.js";

/** @typedef {{start: number, end: number, label: string, field: string, why: string, kept: boolean}} Span */

/** What an object says, without its signs: `신문 · https://…`. @param {unknown} value @returns {string} */
const named = (value) => (Array.isArray(value) ? value.map(named).join("\n") : value && typeof value === "object" ? Object.values(value).map(named).filter(Boolean).join(" · ") : String(value ?? ""));

export function pasteDialog() {
  /** @type {Record<string, boolean>} */
  let decided = {};
  let number = 0;
  const area = h("textarea", { rows: 6, placeholder: say.pasteHere, "aria-label": say.pasteHere, oninput: () => {
    decided = {};
    read();
  } });
  const lines = h("ol", { class: "lines", "aria-label": say.pasteHelp });
  const facts = h("dl", { class: "facts" });
  const problem = h("p", { class: "problem", role: "alert" });
  const make = h("button", { class: "main", type: "button", disabled: true, onclick: shelve }, say.make);
  const dialog = h("dialog", { class: "paste", onclose: () => dialog.remove() }, h("h2", {}, say.paste), area, h("p", { class: "note" }, say.pasteHelp), h("div", { class: "read" }, lines, facts), problem,
    h("p", { class: "buttons" }, h("button", { type: "button", onclick: () => dialog.close() }, say.cancel), make));

  async function read() {
    const mine = (number += 1);
    const answer = await ask("POST", "read", { json: { text: area.value, decided } });
    if (mine !== number) {
      return;
    }
    make.disabled = !answer.ok;
    problem.textContent = area.value.trim() ? (answer.said.problems ?? []).map((/** @type {any} */ each) => each.what).join("\n") : "";
    lines.replaceChildren(...(answer.ok ? drawn(Array.from(answer.said.text), answer.said.spans) : []));
    facts.replaceChildren(...Object.entries(answer.said.values ?? {}).flatMap(([key, value]) => (key === "archive" ? [] : [
      h("dt", {}, say.fields[/** @type {keyof typeof say.fields} */ (key)] ?? key), h("dd", {}, Array.isArray(value) && value.every((each) => typeof each === "string") ? value.join(" · ") : named(value)),
    ])));
  }

  /** @param {string[]} points the text in code points, in which spans count @param {Span[]} spans */
  function drawn(points, spans) {
    let line = 0;
    let at = 0;
    return points.join("").split("\n").flatMap((text) => {
      const here = line;
      const start = at;
      line += 1;
      at += Array.from(text).length + 1;
      if (!text.trim()) {
        return [];
      }
      const middle = start + Math.max(0, Array.from(text.trimEnd()).length - 1);
      const span = spans.find((each) => each.start <= middle && middle < each.end) ?? spans.find((each) => each.end > start);
      const kept = decided[here] ?? span?.kept ?? false;
      const used = !kept && !(here in decided) && span?.field;
      const label = say.labels[/** @type {keyof typeof say.labels} */ (span?.label)] ?? span?.label ?? "";
      const field = say.fields[/** @type {keyof typeof say.fields} */ (span?.field)] ?? span?.field.replace("extra.", "") ?? "";
      return [h("li", {}, h("button", { type: "button", class: kept ? "kept" : used ? "used" : "dropped", "aria-pressed": String(kept), title: span?.why ?? "", "data-line": here, onclick: () => {
        decided = { ...decided, [here]: !kept };
        read();
      } }, h("span", { class: "label" }, !kept && used ? `${label} → ${field}` : `${label} · ${kept ? say.keep : say.drop}`), text))];
    });
  }

  async function shelve() {
    make.disabled = true;
    const answer = await ask("POST", "import", { json: { text: area.value, decided } });
    if (answer.ok) {
      location.href = editorOf(answer.said.path);
      return;
    }
    problem.textContent = (answer.said.problems ?? []).map((/** @type {any} */ each) => `${each.path} ${each.what}`).join("\n");
    make.disabled = false;
  }

  document.body.append(dialog);
  dialog.showModal();
  area.focus();
}
