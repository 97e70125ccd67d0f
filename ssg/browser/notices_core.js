/**
 * What of a query was not understood as it may have been meant, for a kind word to the reader: the same as search/notices.py. Pure.
 *
 * @typedef {"quote" | "field" | "edits" | "alone"} Notice an unclosed quotation mark; an unknown field; more than two
 *   letters to differ; an operator without a word
 */
import { parts, tidied } from "./plan_core.js";

const FIELD = /^([A-Za-z_]+):(?!\/\/)./;
const EDITS = /.~([3-9]|[0-9]{2,})$/;
const ALONE = /^[-+*~^:]+$/;

/** @param {string} text @returns {[Notice, string][]} with the piece that each is about; none about what is still being typed */
export function notices(text) {
  /** @type {[Notice, string][]} */
  const found = [];
  const all = parts(tidied(text).replace(/^ /, ""));
  all.forEach(({ whole, scope, body }, at) => {
    const piece = whole.replace(/^ +| +$/g, "");
    const typing = at === all.length - 1 && !whole.endsWith(" ");
    const field = FIELD.exec(piece.replace(/^[-+]/, ""));
    if (body[0] === '"' && (body.length < 2 || !body.endsWith('"'))) found.push(["quote", piece]);
    else if (!scope && field) found.push(["field", field[1] ?? ""]);
    else if (EDITS.test(piece)) found.push(["edits", piece]);
    else if (ALONE.test(piece) && !typing) found.push(["alone", piece]);
  });
  return found;
}
