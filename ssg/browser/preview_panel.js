/** The panel on top of the page: problems of the last build, and that the page has been deleted. Text only, never markup. */

import { place, words } from "./preview_core.js";

/** @typedef {import("./preview_core.js").Problem} Problem */

/** @type {HTMLElement | null} */
let host = null;
/** @type {Problem[]} */
let problems = [];
let deleted = false;

export const panel = {
  /**
   * Show these problems; none: nothing is shown.
   * @param {Problem[]} found
   */
  show(found) {
    if (JSON.stringify(found) !== JSON.stringify(problems)) {
      problems = found;
      draw();
    }
  },
  /**
   * Say that the page is gone, or no longer say it.
   * @param {boolean} yes
   */
  gone(yes) {
    if (yes !== deleted) {
      deleted = yes;
      draw();
    }
  },
};

function draw() {
  host?.remove();
  host = null;
  if (!problems.length && !deleted) {
    return;
  }
  const say = words(document.documentElement.lang);
  const errors = problems.filter((problem) => problem.level === "error");
  host = element("div");
  host.dataset.ssg = "problems";
  const shadow = host.attachShadow({ mode: "open" });
  const style = /** @type {HTMLLinkElement} */ (element("link"));
  style.rel = "stylesheet";
  style.href = "/_ssg/preview.css";
  const box = element("section");
  box.setAttribute("role", errors.length || deleted ? "alert" : "status");
  box.className = errors.length || deleted ? "error" : "warning";
  if (deleted) {
    box.append(element("p", say.gone));
  }
  if (problems.length) {
    const details = /** @type {HTMLDetailsElement} */ (element("details"));
    details.open = errors.length > 0;
    const list = element("ol");
    list.append(...problems.map(item));
    details.append(element("summary", errors.length ? say.errors(problems.length) : say.warnings(problems.length)), list);
    box.append(details);
  }
  const close = element("button", "×");
  close.setAttribute("aria-label", say.close);
  close.addEventListener("click", () => host?.remove());
  box.append(close);
  shadow.append(style, box);
  document.documentElement.append(host);
}

/** @param {Problem} problem */
function item(problem) {
  const entry = element("li");
  entry.className = problem.level;
  if (problem.path) {
    entry.append(element("code", place(problem)));
  }
  entry.append(element("strong", problem.what));
  if (problem.excerpt.length) {
    const lines = element("pre");
    lines.append(...problem.excerpt.map(([number, text]) => {
      const line = element(number === problem.line ? "mark" : "span", text || " ");
      line.dataset.line = String(number);
      return line;
    }));
    entry.append(lines);
  }
  if (problem.hint) {
    entry.append(element("em", problem.hint));
  }
  return entry;
}

/**
 * @param {string} name
 * @param {string} [text]
 * @returns {HTMLElement}
 */
function element(name, text) {
  const made = Document.prototype.createElement.call(document, name);
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}
