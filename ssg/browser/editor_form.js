/** The front matter as a form. Every change goes through the server's lossless patch into the text; the text's own changes come back. */

import { ask } from "./editor_ask.js";
import { h } from "./editor_dom.js";
import { say } from "./editor_words.js";

/** @typedef {{key: string, kind: string, choices: string[]}} Field */
/** @typedef {(set: Record<string, unknown>, remove: string[]) => Promise<import("./editor_ask.js").Problem[]>} Change the problems of a refusal */

const LISTS = { tags: "tags", names: "authors", section: "sections", series: "series" };

/**
 * Return the form. `change` carries a change of fields into the text.
 * @param {Change} change
 */
export async function frontMatter(change) {
  const { said } = await ask("GET", "form");
  /** @type {Field[]} */
  const fields = said.fields ?? [];
  /** @type {Map<string, {show: (value: any) => void, row: HTMLElement}>} */
  const rows = new Map();
  const lists = Object.entries(said.names ?? {}).map(([name, terms]) =>
    h("datalist", { id: `names-${name}` }, ...terms.map((/** @type {[string, number]} */ term) => h("option", { value: term[0] }, `${term[0]} (${term[1]})`))));
  const element = h("details", { class: "form", open: true }, h("summary", {}, say.form), h("div", { class: "fields" }, ...fields.map(row)), h("p", { class: "note" }, say.ownText), ...lists);

  /** @param {Field} field */
  function row(field) {
    const problem = h("small", { class: "problem", role: "alert" });
    /** @param {any} value empty: the field goes */
    const send = async (value) => {
      const empty = value === "" || value === false || value === null || (Array.isArray(value) && !value.length) || (field.key === "weight" && value === 0);
      const found = await change(empty ? {} : { [field.key]: value }, empty ? [field.key] : []);
      problem.textContent = found.map((each) => `${each.line ? `${say.line} ${each.line}: ` : ""}${each.what} — ${each.hint || say.asText}`).join("\n");
    };
    const made = control(field, send);
    const label = say.fields[/** @type {keyof typeof say.fields} */ (field.key)] ?? field.key;
    const whole = h("div", { class: `field ${field.kind}`, "data-key": field.key, role: made.group ? "group" : null, "aria-label": made.group ? label : null },
      made.group ? h("span", { class: "label" }, label) : h("label", { for: `field-${field.key}` }, label), made.element, problem);
    rows.set(field.key, { show: made.show, row: whole });
    return whole;
  }

  return {
    element,
    /** Show what the text says, but not in the field that is being written in. @param {Record<string, any>} values */
    show(values) {
      for (const [key, { show, row: whole }] of rows) {
        if (!whole.contains(document.activeElement) || document.activeElement?.matches("button")) {
          show(values[key]);
        }
      }
    },
  };
}

/**
 * @param {Field} field
 * @param {(value: any) => void} send
 * @returns {{element: HTMLElement, show: (value: any) => void, group?: boolean}}
 */
function control(field, send) {
  const id = `field-${field.key}`;
  switch (field.kind) {
    case "flag": {
      const box = h("input", { id, type: "checkbox", onchange: () => send(box.checked) });
      return { element: box, show: (value) => (box.checked = value === true) };
    }
    case "choice": {
      const names = say.choices;
      const select = h("select", { id, onchange: () => send(select.value) }, ...field.choices.map((each) => h("option", { value: each }, names[/** @type {keyof typeof names} */ (each)] ?? each)));
      return { element: select, show: (value) => (select.value = value ?? field.choices[0]) };
    }
    case "date":
      return moment(id, send);
    case "tags":
    case "names":
      return chips(id, `names-${LISTS[field.kind]}`, send);
    case "source":
      return source(id, send);
    case "long":
    case "lines": {
      const lines = field.kind === "lines";
      const area = h("textarea", { id, rows: 2, onchange: () => send(lines ? area.value.split("\n").map((each) => each.trim()).filter(Boolean) : area.value.trim()) });
      return { element: area, show: (value) => (area.value = lines ? (value ?? []).join("\n") : value ?? "") };
    }
    default: {
      const number = field.kind === "number";
      const list = field.kind === "name" ? `names-${LISTS[/** @type {"section"} */ (field.key)]}` : null;
      const input = h("input", { id, type: number ? "number" : "text", list, autocomplete: "off", onchange: () => send(number ? Number(input.value) : input.value.trim()) });
      return { element: input, show: (value) => (input.value = value ?? "") };
    }
  }
}

/** A day, and its time where the text has one. @param {string} id @param {(value: any) => void} send */
function moment(id, send) {
  let rest = "";
  const day = h("input", { id, type: "date", onchange: tell });
  const time = h("input", { type: "time", "aria-label": say.time, onchange: tell });
  function tell() {
    const zone = rest.slice(5).replace(/^:\d\d/, "");
    send(!day.value ? "" : time.value ? `${day.value}T${time.value}${time.value === rest.slice(0, 5) ? rest.slice(5) : `:00${zone}`}` : day.value);
  }
  return {
    element: h("span", { class: "moment" }, day, time),
    show: (/** @type {string | undefined} */ value) => {
      day.value = (value ?? "").slice(0, 10);
      rest = (value ?? "").slice(11);
      time.value = rest.slice(0, 5);
    },
  };
}

/** Names picked from the archive's or written anew. @param {string} id @param {string} list @param {(value: string[]) => void} send */
function chips(id, list, send) {
  /** @type {string[]} */
  let names = [];
  const holder = h("span", { class: "chosen" });
  const input = h("input", { id, list, autocomplete: "off", placeholder: "+", onkeydown: typed, onchange: () => added(input.value) });
  /** @param {KeyboardEvent} event */
  function typed(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      added(input.value);
    } else if (event.key === "Backspace" && !input.value && names.length) {
      set(names.slice(0, -1));
    }
  }
  /** @param {string} name */
  function added(name) {
    input.value = "";
    const clean = name.trim().replace(/^#/, "");
    if (clean && !names.includes(clean)) {
      set([...names, clean]);
    }
  }
  /** @param {string[]} next */
  function set(next) {
    draw(next);
    send(next);
  }
  /** @param {string[]} next */
  function draw(next) {
    names = next;
    holder.replaceChildren(...names.map((name) => h("button", { type: "button", class: "chip", title: say.take, onclick: () => set(names.filter((each) => each !== name)) }, name, h("span", { "aria-hidden": "true" }, " ×"))));
  }
  return { element: h("span", { class: "chips" }, holder, input), show: (/** @type {string[] | undefined} */ value) => draw(value ?? []) };
}

/** @param {string} id @param {(value: any) => void} send */
function source(id, send) {
  const name = h("input", { id, list: "names-sources", autocomplete: "off", placeholder: say.outlet, onchange: tell });
  const url = h("input", { type: "url", "aria-label": say.address, placeholder: "https://", autocomplete: "off", onchange: tell });
  function tell() {
    const found = { ...(name.value.trim() && { name: name.value.trim() }), ...(url.value.trim() && { url: url.value.trim() }) };
    send(Object.keys(found).length ? found : "");
  }
  return {
    element: h("span", { class: "source" }, name, url),
    show: (/** @type {{name?: string, url?: string} | undefined} */ value) => {
      name.value = value?.name ?? "";
      url.value = value?.url ?? "";
    },
  };
}
