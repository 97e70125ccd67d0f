/**
 * The live preview in the page: hears of builds, morphs the page or swaps style sheets in place, shows problems.
 * Only `ssg serve` adds this script; no published page has it.
 */

import { plan } from "./preview_core.js";
import { follow } from "./preview_follow.js";
import { morph, observe, swap } from "./preview_morph.js";
import { panel } from "./preview_panel.js";
import { badges, corner } from "./preview_badge.js";

/** @typedef {import("./preview_core.js").News} News */

observe();

// Elements with `name="querySelector"` shadow the document's own methods: all calls go through the prototype.
const all = Document.prototype.querySelectorAll;
const mark = /** @type {HTMLMetaElement} */ (all.call(document, 'meta[name="ssg-epoch"]')[0]);
let epoch = mark.content;
let status = Number(mark.dataset.status);
let tag = "";
let busy = false;
let again = false;

/** Ask for this page once more and show it; requests made meanwhile become one. */
async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      await renew();
    } while (again);
  } catch {
    location.reload(); // what can't be morphed is loaded
  } finally {
    busy = false;
  }
}

async function renew() {
  let answer, html;
  try {
    answer = await fetch(location.href, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
    html = await answer.text();
  } catch {
    return; // no server: the stream finds it again, and with it a new epoch
  }
  if (answer.status === 304) {
    panel.gone(false);
    return;
  }
  const deleted = status === 200 && answer.status === 404;
  panel.gone(deleted);
  if (deleted) {
    tag = "";
    return;
  }
  tag = answer.headers.get("ETag") ?? "";
  status = answer.status;
  const next = new DOMParser().parseFromString(html, "text/html");
  await morph(next);
  told(next);
}

/** Show what the server says of a page in its mark. @param {Document} page */
function told(page) {
  const mark = /** @type {HTMLMetaElement | undefined} */ (all.call(page, 'meta[name="ssg-epoch"]')[0]);
  corner(mark?.dataset.badge ?? "", mark?.dataset.source ?? "");
  badges();
}

async function askForProblems() {
  try {
    const answer = await fetch("/_ssg/state", { cache: "no-store" });
    const state = await answer.json();
    panel.show(state.problems);
    badges(state.unpublished);
    return state.epoch;
  } catch {
    return epoch;
  }
}

/** @param {News} news */
async function hear(news) {
  if (news.epoch === epoch) {
    return;
  }
  const todo = plan(news, epoch, { pathname: location.pathname, status, css: sheets(), used: used() });
  epoch = news.epoch;
  if (todo.reload) {
    location.reload();
    return;
  }
  const work = [todo.css.length ? swap(todo.css, epoch) : null, todo.page ? refresh() : null];
  await Promise.all([...work, todo.problems ? askForProblems() : null]);
}

/** Whatever the stream said while this tab was asleep: if the newest epoch is another one, everything is asked for. */
async function catchUp() {
  const newest = await askForProblems();
  if (newest !== epoch) {
    await hear({ epoch: newest, since: "", problems: false, paths: null });
  }
}

function sheets() {
  return paths('link[rel~="stylesheet"][href]', "href").filter((path) => !path.startsWith("/_ssg/"));
}

function used() {
  return [...paths("script[src]", "src"), ...paths("img[src]", "src")].filter((path) => !path.startsWith("/_ssg/"));
}

/**
 * @param {string} selector
 * @param {"href" | "src"} attribute
 */
function paths(selector, attribute) {
  return Array.from(all.call(document, selector), (element) => new URL(element.getAttribute(attribute) ?? "", document.baseURI))
    .filter((url) => url.origin === location.origin)
    .map((url) => url.pathname);
}

follow(() => epoch, hear);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && catchUp());
addEventListener("pageshow", (event) => event.persisted && catchUp());
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => told(document));
} else {
  told(document);
}
askForProblems();
