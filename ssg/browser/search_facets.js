/** The filters of the search page: years as a bar chart, tags, sources and authors with counts, the order of results. */
import { button, element } from "./search_result.js";
import { say } from "./search_text.js";

/** @typedef {import("./facets_core.js").Kind} Kind */
/** @typedef {import("./facets_core.js").Filters} Filters */
/** @typedef {import("./facets_core.js").Counts} Counts */
/** @typedef {{filters: Filters, sort: "score" | "date"}} Choice */

const FIRST = 8;
const MOST = 200;
/** @type {readonly Exclude<Kind, "year">[]} */
const LISTS = ["tag", "source", "author"];

/**
 * @param {HTMLElement} root @param {(choice: Partial<Choice>) => void} chosen told what changed
 * @returns {{box: HTMLDetailsElement, show: (counts: Counts | undefined, choice: Choice) => void}} `box` is empty until `show`
 */
export function makeFacets(root, chosen) {
  const box = document.createElement("details");
  box.className = "facets";
  const summary = element("summary", say(root, "narrow"));
  const inside = element("div");
  box.append(summary, inside);
  /** @type {Set<Kind>} kinds of which all values are shown */
  const whole = new Set();

  /** @param {Counts | undefined} counts @param {Choice} choice */
  const show = (counts, choice) => {
    const number = Object.values(choice.filters).flat().length;
    summary.textContent = say(root, "narrow") + (number ? ` (${number})` : "");
    if (!counts) return;
    const focused = document.activeElement instanceof HTMLInputElement && inside.contains(document.activeElement) ? document.activeElement : undefined;
    const parts = [order(root, choice, chosen)];
    if (counts.year.length > 1 || choice.filters.year?.length) parts.push(years(root, counts.year, choice, chosen));
    for (const kind of LISTS) {
      if (counts[kind].length) parts.push(list(root, kind, counts[kind], choice, chosen, whole));
    }
    if (number) {
      const clear = button(say(root, "clear"), "clear");
      clear.addEventListener("click", () => chosen({ filters: {} }));
      parts.push(clear);
    }
    inside.replaceChildren(...parts);
    if (!focused) return;
    for (const input of inside.querySelectorAll("input")) if (input.name === focused.name && input.value === focused.value) input.focus();
  };
  return { box, show };
}

/** @param {string} legend @param {string} name @returns {HTMLElement} */
function group(legend, name) {
  const made = element("fieldset", "", name);
  made.append(element("legend", legend));
  return made;
}

/** @param {string} type @param {string} name @param {string} value @param {boolean} checked @returns {HTMLInputElement} */
function box(type, name, value, checked) {
  const input = document.createElement("input");
  Object.assign(input, { type, name, value, checked });
  return input;
}

/** @param {Filters} filters @param {Kind} kind @param {string} value @param {boolean} on @returns {Filters} */
function changed(filters, kind, value, on) {
  const others = (filters[kind] ?? []).filter((each) => each !== value);
  return { ...filters, [kind]: on ? [...others, value] : others };
}

/** @param {HTMLElement} root @param {Choice} choice @param {(choice: Partial<Choice>) => void} chosen */
function order(root, { sort }, chosen) {
  const made = group(say(root, "sort"), "order");
  for (const each of /** @type {const} */ (["score", "date"])) {
    const input = box("radio", "sort", each, sort === each);
    input.addEventListener("change", () => chosen({ sort: each }));
    const label = element("label");
    label.append(input, ` ${say(root, each)}`);
    made.append(label);
  }
  return made;
}

/** @param {HTMLElement} root @param {[string, number][]} counts ascending @param {Choice} choice @param {(choice: Partial<Choice>) => void} chosen */
function years(root, counts, { filters }, chosen) {
  const made = group(say(root, "year"), "years");
  const bars = element("div", "", "bars");
  const most = Math.max(...counts.map(([, n]) => n), 1);
  for (const [year, n] of everyYear(counts)) {
    const input = box("checkbox", "year", year, filters.year?.includes(year) ?? false);
    input.setAttribute("aria-label", say(root, "of", { name: year, n }));
    input.disabled = !n && !input.checked;
    input.addEventListener("change", () => chosen({ filters: changed(filters, "year", year, input.checked) }));
    const label = element("label");
    label.title = say(root, "of", { name: year, n });
    const bar = element("i");
    bar.style.setProperty("--share", String(n / most));
    label.append(input, bar, element("small", year.length === 4 ? `’${year.slice(2)}` : year));
    bars.append(label);
  }
  made.append(bars);
  // More years than fit: the newest are seen first.
  requestAnimationFrame(() => {
    if (!bars.contains(document.activeElement)) bars.scrollLeft = bars.scrollWidth;
  });
  return made;
}

/** @param {[string, number][]} counts ascending @returns {[string, number][]} with the years between that have none, unless these are many */
function everyYear(counts) {
  const known = new Map(counts);
  const [first, last] = [Number(counts[0]?.[0]), Number(counts.at(-1)?.[0])];
  if (!(last - first < 60)) return counts;
  return Array.from({ length: last - first + 1 }, (_, at) => [String(first + at), known.get(String(first + at)) ?? 0]);
}

/**
 * @param {HTMLElement} root @param {Exclude<Kind, "year">} kind @param {[string, number][]} counts @param {Choice} choice
 * @param {(choice: Partial<Choice>) => void} chosen @param {Set<Kind>} whole
 */
function list(root, kind, counts, { filters }, chosen, whole) {
  const made = group(say(root, kind), "values");
  const picked = new Set(filters[kind]);
  const some = counts.filter(([name], at) => picked.has(name) || at < (whole.has(kind) ? MOST : FIRST));
  const label = (/** @type {[string, number]} */ [name, n]) => {
    const input = box("checkbox", kind, name, picked.has(name));
    input.addEventListener("change", () => chosen({ filters: changed(filters, kind, name, input.checked) }));
    const line = element("label");
    line.append(input, " ", element("span", name), " ", element("small", String(n)));
    return line;
  };
  made.append(...some.map(label));
  if (some.length < Math.min(counts.length, MOST)) {
    const all = button(`${say(root, "all")} (${counts.length})`, "all");
    all.addEventListener("click", () => {
      whole.add(kind);
      made.replaceWith(list(root, kind, counts, { filters, sort: "score" }, chosen, whole));
    });
    made.append(all);
  }
  return made;
}
