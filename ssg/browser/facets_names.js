/** @type {readonly import("./facets_core.js").Kind[]} the kinds of filters, as the address of the search page names them */
export const FILTERS = ["year", "tag", "source", "author"];
