/**
 * The search page: DOM glue. What is found is found in a worker (search_worker.js), so typing is never held up.
 *
 * Published as two classic scripts, each in one file: `search.js` and `search_worker.js` beside it. Loaded on the search page only:
 *     <script defer src="…/search.js"></script>
 *
 * Contract with templates/search.html (everything in [brackets] may be left out):
 *
 *   <section id="search"
 *            data-index="/repo/search/"                    folder of the index: manifest.bin and what it names
 *            data-table="/repo/assets/ssg/analysis.json"   the analyser's table; the worker lies beside it
 *            data-lunr="/repo/assets/ssg/lunr.min.js"      read for the first query with operators
 *            data-base="/repo/"                            base path, ends with "/"; "/" for a site at the root
 *            lang="ko">                                    [language of our texts, default: the page's]
 *     <form action="/repo/search/" role="search">
 *       <label for="q">찾는 말</label>
 *       <input type="search" id="q" name="q" autocomplete="off" spellcheck="false">
 *       <button>찾기</button>
 *     </form>
 *     <p role="status"></p>                                12건, "nothing found", "can't load …": text only
 *     <ol id="results"></ol>                               filled and emptied by the script
 *   </section>
 *
 * The script adds, around the list: `details.facets` (filters and order), `p.hints` (near words, what was not understood, retry)
 * and `p.further` with the button for more. A result is made so (classes are the theme's to style; nothing else is added):
 *   <li><h2><a href="/repo/articles/x/">제목의 <mark>회담</mark></a></h2>
 *       <p class="excerpt">… <mark>정상회담</mark>을 …</p>
 *       <p class="meta"><time datetime="2023-09-13">2023-09-13</time> <span>한국신문</span></p></li>
 * Where the excerpt holds no word of the query, the article's own page is read and the passage cut from its `.body` (or `main`).
 *
 * Texts: Korean and English are built in, chosen by the closest `lang` ("ko…" → Korean, else English).
 * A theme may replace any of them by `data-text-<key>` on the section (search_text.js).
 *
 * The address holds the query, filters, order and length of the list (search_state.js); typing replaces it, but a query that was
 * finished with Enter keeps its own entry in the history. Never writes into the input except from the address.
 */
import { makeClient } from "./search_client.js";
import { makeFacets } from "./search_facets.js";
import { showHints } from "./search_hints.js";
import { withPhrases } from "./search_phrases.js";
import { addPassages, button, element, result } from "./search_result.js";
import { addressOf, stateOf } from "./search_state.js";
import { say } from "./search_text.js";

/** @typedef {import("./search_engine.js").Answer} Answer */
/** @typedef {import("./search_state.js").State} State */

const PAGE = 10;
const PAUSE = 80;
const REST = 300;

/**
 * @template {Element} T
 * @param {ParentNode} within @param {string} selector @param {new () => T} type
 * @returns {T}
 */
function part(within, selector, type) {
  const found = within.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The search page has no ${selector}: see search_page.js.`);
}

/** @param {HTMLElement} root */
function start(root) {
  const form = part(root, "form", HTMLFormElement);
  const input = part(form, "input[name=q]", HTMLInputElement);
  const status = part(root, "[role=status]", HTMLElement);
  const list = part(root, "#results", HTMLOListElement);
  const hints = element("div", "", "hints");
  const more = button(say(root, "more"));
  const further = element("p", "", "further");
  further.append(more);
  further.hidden = true;
  const facets = makeFacets(root, (choice) => change({ ...choice, pages: 1 }, "pushState"));
  facets.box.hidden = true;
  status.after(facets.box, hints);
  list.after(further);

  const at = (/** @type {string} */ name) => new URL(root.dataset[name] ?? "", location.href).href;
  const client = makeClient(new URL("search_worker.js", at("table")).href, { index: at("index"), lunr: at("lunr"), table: at("table") });
  const base = root.dataset["base"] || "/";
  const lang = root.closest("[lang]")?.getAttribute("lang") ?? "";
  let state = stateOf(location.href);
  let asked = 0;
  let typing = 0;
  let resting = 0;
  let counted = false;
  /** Whether the address is a query that Enter finished: typing then begins a new entry, so "back" leads to it. */
  let finished = state.text !== "";

  /** Which question's best results are shown before the others have come. */
  let begun = 0;

  /** @param {Answer} answer the best results of it @param {number} ticket */
  const showFirst = ({ results, phrases }, ticket) => {
    if (ticket !== asked || phrases.length) return;
    begun = ticket;
    list.replaceChildren(...results.map((each) => result(each, base, lang)));
    further.hidden = true;
    hints.replaceChildren();
    status.textContent = "";
  };

  /** @param {Answer} answer @param {number} ticket @param {boolean} added whether results were added to a list that stays */
  const show = async (answer, ticket, added) => {
    const found = await withPhrases(answer, base, state.pages * PAGE, () => ticket !== asked);
    if (!found) return;
    const stay = added || begun === ticket;
    const before = stay ? list.children.length : 0;
    const items = found.results.slice(before, state.pages * PAGE).map((each) => result(each, base, lang));
    if (stay) list.append(...items);
    else list.replaceChildren(...items);
    const fresh = added ? items : /** @type {HTMLElement[]} */ (Array.from(list.children));
    further.hidden = !found.more;
    facets.box.hidden = !state.text.trim() || (!answer.total && !Object.values(state.filters).flat().length);
    facets.show(answer.counts, state);
    showHints(root, hints, answer, { base, retry: undefined, take: (text) => { input.value = text; change({ text, pages: 1, filters: {} }, "pushState"); } });
    if (added) items[0]?.querySelector("a")?.focus();
    clearTimeout(resting);
    resting = setTimeout(() => {
      status.textContent = found.said(root);
      addPassages(fresh, (text) => client.shown(text, answer.wanted), () => ticket !== asked);
    }, REST);
  };

  const clear = () => {
    asked++;
    clearTimeout(resting);
    list.replaceChildren();
    hints.replaceChildren();
    further.hidden = facets.box.hidden = true;
    status.textContent = "";
    root.removeAttribute("aria-busy");
  };

  /** @param {{added?: boolean}} [how] */
  const run = async ({ added = false } = {}) => {
    if (!state.text.trim()) return clear();
    const ticket = ++asked;
    clearTimeout(resting);
    root.setAttribute("aria-busy", "true");
    if (!list.children.length) status.textContent = say(root, "loading");
    try {
      const { text, filters, sort, pages } = state;
      const looked = text.includes('"') ? 3 : 1; // of those that hold all words some hold the phrase
      const first = (/** @type {Answer} */ early) => { if (!added) showFirst(early, ticket); };
      const answer = await client.ask({ text, filters, sort, count: pages * PAGE * looked, counted }, first);
      if (ticket === asked && answer) await show(answer, ticket, added);
    } catch {
      if (ticket === asked) {
        status.textContent = say(root, "failed");
        showHints(root, hints, undefined, { base, retry: () => run({ added }), take: () => undefined });
      }
    }
    if (ticket === asked) root.removeAttribute("aria-busy");
  };

  /** @param {Partial<State>} to @param {"pushState" | "replaceState"} how @param {{added?: boolean}} [added] */
  const change = (to, how, added) => {
    state = { ...state, ...to };
    const address = addressOf(location.href, state);
    if (address !== location.href) history[how](null, "", address);
    return run(added);
  };

  more.addEventListener("click", () => change({ pages: state.pages + 1 }, "replaceState", { added: true }));
  facets.box.addEventListener("toggle", () => {
    if (!facets.box.open || counted) return;
    counted = true;
    run();
  });
  client.open().catch(() => undefined); // who comes to this page wants to search; the first question says what fails
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const how = finished ? "pushState" : "replaceState";
      finished = false;
      change({ text: input.value, pages: 1 }, how);
    }, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    const how = finished ? "pushState" : "replaceState";
    finished = true;
    change({ text: input.value, pages: 1 }, how);
  });
  addEventListener("popstate", () => {
    state = stateOf(location.href);
    input.value = state.text;
    finished = true;
    run();
  });
  root.addEventListener("keydown", (event) => moved(event, input, list));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || composes(event) || isField(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  if (state.text && !input.value) input.value = state.text;
  counted = facets.box.open = Object.values(state.filters).flat().length > 0 || state.sort === "date";
  if (input.value.trim()) change({ text: input.value }, "replaceState");
}

/** @param {KeyboardEvent} event @returns {boolean} whether an input method still composes; Safari ends it before Enter's key comes */
function composes(event) {
  return event.isComposing || event.keyCode === 229;
}

/** @param {EventTarget | null} target @returns {boolean} */
function isField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** @param {KeyboardEvent} event arrow keys go from the field to the results and back @param {HTMLInputElement} input @param {HTMLElement} list */
function moved(event, input, list) {
  if (event.key === "Enter" && event.target === input && composes(event)) event.preventDefault();
  if (composes(event) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const links = Array.from(list.querySelectorAll("h2 a"));
  const here = event.target === input ? -1 : links.indexOf(/** @type {Element} */ (event.target));
  if (!step || (here < 0 && (event.target !== input || step < 0))) return;
  const next = here + step < 0 ? input : links[here + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

const root = document.getElementById("search");
if (root && location.protocol === "file:") root.querySelector("[role=status]")?.append(say(root, "file"));
else if (root) start(root);
