/**
 * Turns the page into its new version and leaves alone what did not change: scroll, focus, selection, typed text,
 * open details, and what scripts have added. Without idiomorph the page is loaded again.
 */

import { Idiomorph } from "./idiomorph.js";
import { matched } from "./preview_core.js";

const BLOCKS = "main p li tr pre figure details blockquote table ul ol dl h1 h2 h3 h4 h5 h6 section form div";
const INSIDE = BLOCKS.split(" ").slice(1).map((name) => `main ${name}`).join(",");
const GAP = "data-ssg-gap";
const MADE = "data-ssg-made";
const SELECTOR = BLOCKS.split(" ").map((name, at) => (at ? `main ${name}:not([id])` : "main:not([id])")).join(",");
const SHEETS = 'link[rel~="stylesheet"][href]';
const PREFIX = "ssg-same-";
const LONGEST = 3000;

const find = (/** @type {Document} */ page, /** @type {string} */ selector) =>
  /** @type {HTMLElement[]} */ (Array.from(Document.prototype.querySelectorAll.call(page, selector)));

/** @type {WeakSet<Node>} Nodes that the site's own scripts have added. */
const made = new WeakSet();
/** @type {WeakMap<Node, Set<string>>} Attributes that they have set. */
const set = new WeakMap();
/** @type {EventTarget | null} The element in which a syllable is being composed. */
let composing = null;

const watch = new MutationObserver((records) => records.forEach(remember));
const WATCHED = { subtree: true, childList: true, attributes: true };

/** Tell what the site's own scripts do to this page, and what is being composed, from what the page says itself. */
export function observe() {
  watch.observe(document.documentElement, WATCHED);
  addEventListener("compositionstart", (event) => (composing = event.target), true);
  addEventListener("compositionend", () => (composing = null), true);
}

/** @param {MutationRecord} record */
function remember(record) {
  if (record.type === "attributes" && record.attributeName) {
    set.set(record.target, (set.get(record.target) ?? new Set()).add(record.attributeName));
  }
  // While the page is still being read, the parser adds nodes too; those are the page's own.
  if (document.readyState !== "loading") {
    record.addedNodes.forEach((node) => made.add(node));
  }
}

/**
 * Make the page, or that of a frame without scripts, look like `next`.
 * @param {Document} next
 * @param {Document} [live]
 */
export async function morph(next, live = document) {
  const own = live === document;
  if (!Idiomorph || (own && newScripts(next))) {
    live.defaultView?.location.reload();
    return;
  }
  const obsolete = await takeSheets(next, live);
  watch.takeRecords().forEach(remember);
  watch.disconnect();
  const marked = mark(next, live);
  const openGaps = closeGaps(next, live);
  try {
    Idiomorph.morph(live.documentElement, next.documentElement, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks });
  } finally {
    for (const element of [...marked, ...find(live, `[id^="${PREFIX}"]`)]) {
      element.removeAttribute("id");
    }
    openGaps();
    find(live, `[${MADE}]`).forEach((node) => node.removeAttribute(MADE));
    obsolete.forEach((link) => link.remove());
    watch.takeRecords();
    if (own) {
      watch.observe(document.documentElement, WATCHED);
    }
  }
}

/**
 * Load changed style sheets beside the old ones and only then remove those, so that no frame is unstyled.
 * @param {string[]} paths addresses without host, percent-encoded
 * @param {string} epoch makes the address new, so that the browser asks for it
 */
export async function swap(paths, epoch) {
  const links = find(document, SHEETS).filter((link) => paths.includes(url(link).pathname));
  await Promise.all(links.map((link) => {
    const fresh = /** @type {HTMLLinkElement} */ (link.cloneNode());
    const address = url(link);
    address.searchParams.set("ssg", epoch);
    fresh.setAttribute("href", address.href);
    return loaded(fresh, link).then(() => link.remove());
  }));
}

const callbacks = {
  /** @param {Element} old @param {Element} next */
  beforeNodeMorphed: (old, next) => !(old === composing || old.isEqualNode(next)),
  /** @param {Node} node */
  beforeNodeRemoved: (node) => !(made.has(node) || mine(node)),
  /** @param {string} name @param {Element} element */
  beforeAttributeUpdated(name, element) {
    if (element === element.ownerDocument.documentElement) {
      return name === "lang" || name === "dir";
    }
    const typed = element.matches("input,textarea,select,option") && ["value", "checked", "selected"].includes(name);
    return !(typed || (name === "open" && element.matches("details")) || set.get(element)?.has(name));
  },
};

/** Our panel; and style sheets, which `takeSheets` sees to.
 * @param {Node} node */
function mine(node) {
  return isElement(node) && (node.hasAttribute("data-ssg") || node.matches(SHEETS));
}

/** Also of a frame, whose classes are others. @param {Node} node @returns {node is Element} */
function isElement(node) {
  return node.nodeType === Node.ELEMENT_NODE;
}

/**
 * Give the blocks that both versions have the same id in both, so that none is taken for its neighbour.
 * @param {Document} next
 * @param {Document} live
 */
function mark(next, live) {
  const before = find(live, SELECTOR).filter((block) => !made.has(block));
  const after = find(next, SELECTOR);
  const touched = changedByScripts(live);
  const [left, right] = matched(before.map((block) => (touched.has(block) ? original(block) : content(block))), after.map(content));
  /** @type {Map<string, string>} */
  const ids = new Map();
  const marked = [];
  for (const [blocks, keys] of /** @type {[HTMLElement[], (string | null)[]][]} */ ([[before, left], [after, right]])) {
    for (const [at, key] of keys.entries()) {
      if (key !== null) {
        const id = ids.get(key) ?? `${PREFIX}${ids.size}`;
        ids.set(key, id);
        blocks[at].setAttribute("id", id);
        marked.push(blocks[at]);
      }
    }
  }
  return marked;
}

/**
 * Take away the white space behind blocks, in both versions; return what puts back that of the page. idiomorph pairs text
 * nodes by their place: the space behind a new paragraph would be taken for the one behind the next old paragraph, which
 * would then be moved out of the way and back, and with it all that follow; that loses the selection and the scroll
 * position. And for each of them it looks at all the others.
 * @param {Document} next
 * @param {Document} live
 */
function closeGaps(next, live) {
  const ids = new Set(find(live, "[id]").map((element) => element.id));
  for (const block of find(next, INSIDE)) {
    if (closed(block) && !ids.has(block.id)) {
      block.setAttribute(GAP, "");
    }
  }
  const spaces = find(live, INSIDE).map((block) => /** @type {const} */ ([block, closed(block)]));
  return () => {
    for (const block of find(live, `[${GAP}]`)) {
      block.removeAttribute(GAP);
      block.after("\n");
    }
    for (const [block, space] of spaces) {
      if (space && block.isConnected) {
        block.after(space);
      }
    }
  };
}

/** Take away the white space behind a block, and return it. @param {HTMLElement} block */
function closed(block) {
  const space = block.nextSibling;
  if (space?.nodeType !== Node.TEXT_NODE || /** @type {Text} */ (space).data.trim()) {
    return null;
  }
  space.remove();
  return space;
}

/** The elements in which the site's scripts have put something, with all around them. @param {Document} live */
function changedByScripts(live) {
  const touched = new Set();
  for (const node of find(live, "main *")) {
    if (made.has(node)) {
      node.setAttribute(MADE, "");
      for (let around = node.parentElement; around && !touched.has(around); around = around.parentElement) {
        touched.add(around);
      }
    }
  }
  return touched;
}

/** The content of a block without what scripts have added, which the new version can't have. @param {HTMLElement} block */
function original(block) {
  const copy = /** @type {HTMLElement} */ (block.cloneNode(true));
  copy.querySelectorAll(`[${MADE}]`).forEach((node) => node.remove());
  return content(copy);
}

/** @param {HTMLElement} block */
function content(block) {
  return block.outerHTML.replaceAll(' open=""', "");
}

/**
 * Load the style sheets that only `next` has, behind the page's own; return those that only the page has.
 * @param {Document} next
 * @param {Document} page
 */
async function takeSheets(next, page) {
  const live = find(page, SHEETS).filter((link) => !link.hasAttribute("data-ssg"));
  const kept = new Set();
  const wanted = find(next, SHEETS).map((link) => {
    const same = live.find((old) => bare(old) === bare(link));
    if (same) {
      kept.add(same);
      link.replaceWith(next.importNode(same, true));
      return null;
    }
    const fresh = /** @type {HTMLLinkElement} */ (page.importNode(link, true));
    return loaded(fresh, live.at(-1) ?? null, page);
  });
  await Promise.all(wanted);
  return live.filter((link) => !kept.has(link));
}

/**
 * Add a style sheet after `place`, or to the head; resolves when it is loaded, or can't be, or takes too long.
 * @param {HTMLLinkElement} link
 * @param {Element | null} place
 * @param {Document} [page]
 * @returns {Promise<void>}
 */
function loaded(link, place, page = document) {
  return new Promise((done) => {
    link.addEventListener("load", () => done(), { once: true });
    link.addEventListener("error", () => done(), { once: true });
    setTimeout(done, LONGEST);
    place ? place.after(link) : page.head.append(link);
  });
}

/** @param {Element} link */
function url(link) {
  return new URL(link.getAttribute("href") ?? "", document.baseURI);
}

/** @param {Element} link */
function bare(link) {
  const address = url(link);
  address.searchParams.delete("ssg");
  return `${address.href} ${link.getAttribute("media") ?? ""}`;
}

/** @param {Document} next */
function newScripts(next) {
  const live = new Set(find(document, "script[src]").map((script) => script.getAttribute("src")));
  return find(next, "script[src]").some((script) => !live.has(script.getAttribute("src")));
}
