/** What the address of the search page says: the words, the filters, the order, how far the list was read. Pure. */
import { FILTERS } from "./facets_names.js";

/**
 * @typedef {import("./facets_core.js").Filters} Filters
 * @typedef {{text: string, filters: Filters, sort: "score" | "date", pages: number}} State
 */

const MOST = 50;

/** @param {string} address @returns {State} */
export function stateOf(address) {
  const said = new URL(address).searchParams;
  /** @type {Filters} */
  const filters = {};
  for (const kind of FILTERS) {
    const values = said.getAll(kind);
    if (values.length) filters[kind] = values;
  }
  const pages = Math.min(Math.max(Math.floor(Number(said.get("page"))) || 1, 1), MOST);
  return { text: said.get("q") ?? "", filters, sort: said.get("sort") === "date" ? "date" : "score", pages };
}

/** @param {string} address of the page @param {State} state @returns {string} the address that says it, all else of it kept */
export function addressOf(address, { text, filters, sort, pages }) {
  const url = new URL(address);
  const said = url.searchParams;
  const set = (/** @type {string} */ name, /** @type {readonly string[]} */ values) => {
    said.delete(name);
    for (const value of values) said.append(name, value);
  };
  set("q", text.trim() ? [text] : []);
  for (const kind of FILTERS) set(kind, text.trim() ? (filters[kind] ?? []) : []);
  set("sort", text.trim() && sort === "date" ? ["date"] : []);
  set("page", text.trim() && pages > 1 ? [String(pages)] : []);
  return url.href;
}
