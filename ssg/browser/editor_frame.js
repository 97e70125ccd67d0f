/** The live page beside the source: the real theme in a frame in which nothing runs; clicks lead to the source. */

import { morph } from "./preview_morph.js";
import { h } from "./editor_dom.js";

/** @typedef {{element: Element, line: number, end: number}} Block */

const HERE = "data-ssg-here";
const STYLE = `[${HERE}] { outline: 2px solid color-mix(in srgb, currentColor 35%, transparent); outline-offset: 4px; border-radius: 2px; }`;

/**
 * Return the frame. `onclick` gets the lines of the block that was clicked, its text and where in it.
 * @param {string} address
 * @param {string} title
 * @param {(block: {line: number, end: number, text: string, at: number}) => void} onclick
 */
export function livePage(address, title, onclick) {
  const frame = h("iframe", { sandbox: "allow-same-origin", src: address, title });
  /** @type {Block[]} */
  let blocks = [];
  /** @type {Promise<void>} */
  let last = new Promise((done) => frame.addEventListener("load", () => {
    dressed();
    done();
  }, { once: true }));

  const page = () => /** @type {Document} */ (frame.contentDocument);

  function dressed() {
    const live = frame.contentDocument;
    if (!live) return; // the frame was taken away while it loaded
    const sheet = new /** @type {any} */ (frame.contentWindow).CSSStyleSheet();
    sheet.replaceSync(STYLE);
    live.adoptedStyleSheets = [sheet];
    live.addEventListener("click", (event) => clickedAt(/** @type {MouseEvent} */ (event)), true);
    blocks = marked(live, linesOf(live));
  }

  /** @param {MouseEvent} event */
  function clickedAt(event) {
    event.preventDefault();
    event.stopPropagation();
    const target = /** @type {Node} */ (event.target);
    const inside = blocks.filter((block) => block.element.contains(target));
    const block = inside.at(-1);
    if (block) {
      onclick({ line: block.line, end: block.end, text: block.element.textContent ?? "", at: offset(page(), block.element, event) });
    }
  }

  return {
    element: frame,
    /** Show another state of the page; calls are carried out one after the other. @param {string} html */
    show(html) {
      last = last.then(async () => {
        const live = frame.contentDocument;
        if (!live) return; // the tab is being left
        const next = new DOMParser().parseFromString(html, "text/html");
        const lines = linesOf(next);
        live.querySelectorAll(`[${HERE}]`).forEach((element) => element.removeAttribute(HERE));
        await morph(next, live);
        blocks = marked(live, lines);
      }).catch((error) => console.error(error)); // the next state is shown all the same
      return last;
    },
    /** While a new state is on its way, blocks move with the lines. @param {(line: number) => number} shift */
    shift(shift) {
      blocks = blocks.map((block) => ({ ...block, line: shift(block.line), end: shift(block.end) }));
    },
    /** Show the block that is made of a line. @param {number} line */
    reveal(line) {
      page()?.querySelectorAll(`[${HERE}]`).forEach((element) => element.removeAttribute(HERE));
      const around = blocks.filter((block) => block.line <= line && line <= block.end);
      const block = around.at(-1) ?? blocks.filter((each) => each.line <= line).at(-1);
      if (!block) {
        return;
      }
      block.element.setAttribute(HERE, "");
      const box = block.element.getBoundingClientRect();
      if (box.bottom < 0 || box.top > frame.clientHeight) {
        block.element.scrollIntoView({ block: "center" });
      }
    },
    /** For tests. */
    blocks: () => blocks,
  };
}

/**
 * Take the source lines off a page: in the text of a block they would make all blocks below an inserted line new ones.
 * @param {Document} page
 * @returns {([number, number] | null)[]} of every element in main, in order
 */
function linesOf(page) {
  return Array.from(page.querySelectorAll("main *"), (element) => {
    const line = Number(element.getAttribute("data-line"));
    const end = Number(element.getAttribute("data-end"));
    element.removeAttribute("data-line");
    element.removeAttribute("data-end");
    return line ? [line, Math.max(line, end)] : null;
  });
}

/** @param {Document} live @param {([number, number] | null)[]} lines @returns {Block[]} */
function marked(live, lines) {
  return Array.from(live.querySelectorAll("main *")).flatMap((element, n) => {
    const found = lines[n];
    return found ? [{ element, line: found[0], end: found[1] }] : [];
  });
}

/** Where in the text of a block a click fell. @param {Document} page @param {Element} block @param {MouseEvent} event */
function offset(page, block, event) {
  const caret = page.caretPositionFromPoint?.(event.clientX, event.clientY);
  const old = caret ? null : page.caretRangeFromPoint?.(event.clientX, event.clientY);
  const [node, at] = caret ? [caret.offsetNode, caret.offset] : old ? [old.startContainer, old.startOffset] : [null, 0];
  if (!node || !block.contains(node)) {
    return 0;
  }
  const range = page.createRange();
  range.setStart(block, 0);
  range.setEnd(node, at);
  return range.toString().length;
}
