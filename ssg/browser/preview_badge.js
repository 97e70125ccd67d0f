/** Marks what is not published yet: the page itself, and the links that lead to such a page. */

import { words } from "./preview_core.js";

const MARK = "data-ssg-badge";
const SHEET = "/_ssg/preview_badge.css";

/** @type {Record<string, string>} Address → why it isn't published: `draft` or `future`. */
let unpublished = {};

/**
 * Mark links by what the server says of their addresses; call it again after each change of the page.
 * @param {Record<string, string>} [found]
 */
export function badges(found) {
  unpublished = found ?? unpublished;
  const say = words(document.documentElement.lang);
  for (const link of Array.from(Document.prototype.querySelectorAll.call(document, "a[href]"))) {
    const address = new URL(link.getAttribute("href") ?? "", document.baseURI);
    const why = address.origin === location.origin ? unpublished[decoded(address.pathname)] : undefined;
    if (why && !address.hash) {
      link.setAttribute(MARK, say.badge(why));
    } else if (link.hasAttribute(MARK)) {
      link.removeAttribute(MARK);
    }
  }
  if (Object.keys(unpublished).length) {
    dress();
  }
}

/**
 * What stands in the corner of an article's page: why it isn't published yet, and the way into the editor.
 * @param {string} why `draft`, `future` or empty
 * @param {string} source the file below the archive, empty for a page that is made of no file
 */
export function corner(why, source) {
  Document.prototype.querySelector.call(document, "[data-ssg=corner]")?.remove();
  if (!why && !source) {
    return;
  }
  dress();
  const say = words(document.documentElement.lang);
  const box = document.createElement("aside");
  box.dataset.ssg = "corner";
  if (why) {
    const note = document.createElement("span");
    note.textContent = say.badge(why);
    box.append(note);
  }
  if (source) {
    const link = document.createElement("a");
    link.href = `/_ssg/edit/${source.split("/").map(encodeURIComponent).join("/")}`;
    link.textContent = say.edit;
    box.append(link);
  }
  document.body.append(box);
}

function dress() {
  if (!Document.prototype.querySelector.call(document, `link[href="${SHEET}"]`)) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = SHEET;
    sheet.dataset.ssg = "badges";
    document.head.append(sheet);
  }
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
