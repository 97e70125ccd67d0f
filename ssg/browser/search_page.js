/**
 * The search page: DOM glue around the pure modules `*_core.js`.
 *
 * This file, the cores and `analysis.json` stand in one folder, unhashed or with one hash for
 * the folder; the cores are imported by relative path. Loaded on the search page only:
 *     <script type="module" src="…/search_page.js"></script>
 *
 * Contract with templates/search.html (everything in [brackets] may be left out):
 *
 *   <section id="search"
 *            data-index="/repo/search/"                    folder of the index: manifest.bin and what it names
 *            [data-table="/repo/assets/ssg/analysis.json"] the analyser's table; default: beside this file
 *            data-lunr="/repo/assets/ssg/lunr.min.js"      loaded by a created <script src> for the first query with operators
 *            data-base="/repo/"                            base path, ends with "/"; "/" for a site at the root
 *            lang="ko">                                    [language of our texts, default: the page's]
 *     <form action="/repo/search/" role="search">
 *       <label for="q">찾는 말</label>
 *       <input type="search" id="q" name="q" autocomplete="off" spellcheck="false">
 *       <button>찾기</button>
 *     </form>
 *     <p role="status"></p>                                12건, "nothing found", "can't load …": text only
 *     <ol id="results"></ol>                               filled and emptied by the script
 *     [<p><button type="button" data-more hidden>더 보기</button></p>]   made by the script after the list if absent
 *   </section>
 *
 * Results are shown ten at a time. A result is made so (classes are the theme's to style; nothing else is added):
 *   <li><h2><a href="/repo/articles/x/">제목의 <mark>회담</mark></a></h2>
 *       <p class="excerpt">… <mark>정상회담</mark>을 …</p>
 *       <p class="meta"><time datetime="2023-09-13">2023-09-13</time> <span>한국신문</span></p></li>
 * `time` and `span` are left out where the date or the source is not known. Where the excerpt holds
 * no word of the query, the article's own page is read and the passage cut from its `.body` (or `main`).
 *
 * Texts: Korean and English are built in, chosen by the closest `lang` ("ko…" → Korean, else English).
 * A theme may replace any of them by `data-text-<key>` on the section, with `{n}` filled in:
 * loading, failed, none, one, many, more (search_text.js).
 *
 * Behaviour: `?q=` is read at the start and on back/forward; typing replaces it, but a query that was
 * finished with Enter keeps its own entry in the history;
 * "/" anywhere outside a field focuses the input; while a query runs the old list stays and the
 * section has aria-busy="true". Never writes into the input except from the address.
 */
import { makeAnalyser } from "./analysis_core.js";
import { find } from "./query_core.js";
import { complete, openIndex } from "./search_files.js";
import { addPassages, element, result } from "./search_result.js";
import { say } from "./search_text.js";
import { entryOf } from "./shards_core.js";

/** @typedef {import("./query_core.js").Loaded} Loaded */
/** @typedef {import("./query_core.js").Answer} Answer */
/** @typedef {import("./shards_core.js").Entry} Entry */
/** @typedef {{answer: Answer, entries: Entry[]}} Found a page of results */

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

/** @param {string} address @returns {Promise<any>} */
async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** @param {string} address @returns {Promise<any>} lunr, which is a classic script */
function lunrFrom(address) {
  if (window.lunr) return Promise.resolve(window.lunr);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.lunr));
    script.addEventListener("error", () => reject(new Error(address)));
    document.head.append(script);
  });
}

/** @param {DOMStringMap} data @returns {Promise<Loaded>} */
async function fetchIndex(data) {
  const table = data["table"] || new URL("analysis.json", import.meta.url).href;
  const [corpus, words] = await Promise.all([openIndex(data["index"] ?? ""), json(table)]);
  return { lunr: undefined, corpus, analyser: makeAnalyser(words) };
}

/** @param {Loaded} index @param {string} text @param {number} from @returns {Found | undefined} undefined while files are missing */
function found(index, text, from) {
  const answer = find(index, text, from + PAGE);
  const entries = answer?.hits.slice(from, from + PAGE).flatMap(({ number }) => entryOf(index.corpus, number) ?? []);
  return answer && entries && { answer, entries };
}

/** @param {HTMLElement} root @param {HTMLOListElement} list @returns {HTMLButtonElement} */
function moreButton(root, list) {
  const there = root.querySelector("[data-more]");
  if (there instanceof HTMLButtonElement) return there;
  const button = document.createElement("button");
  button.type = "button";
  button.hidden = true;
  button.textContent = say(root, "more");
  const line = element("p");
  line.append(button);
  list.after(line);
  return button;
}

/**
 * @param {HTMLElement} root
 * @returns {{ask: (text: string) => Promise<void>, prefetch: () => void}} what the form and the address call
 */
function searcher(root) {
  const status = part(root, "[role=status]", HTMLElement);
  const list = part(root, "#results", HTMLOListElement);
  const more = moreButton(root, list);
  const base = root.dataset["base"] || "/";
  let asked = 0;
  let resting = 0;
  /** @type {Promise<Loaded> | undefined} */
  let loading;
  let shown = "";

  const index = () => (loading ??= fetchIndex(root.dataset).catch((error) => {
    loading = undefined; // the next key tries again
    throw error;
  }));

  /**
   * @param {string} text @param {number} from @param {number} ticket
   * @returns {Promise<HTMLElement[] | undefined>} the next results; undefined if another query was asked meanwhile
   */
  const page = async (text, from, ticket) => {
    const loaded = await index();
    const engine = () => lunrFrom(root.dataset["lunr"] ?? "");
    const made = await complete(loaded, root.dataset["index"] ?? "", engine, () => (ticket === asked ? found(loaded, text, from) : undefined));
    if (ticket !== asked || !made) return undefined;
    const { entries, answer: { hits, wanted, complete: whole } } = made;
    const items = entries.map((entry) => result(loaded, entry, wanted, base));
    more.hidden = whole && hits.length <= from + PAGE;
    clearTimeout(resting);
    resting = setTimeout(() => {
      status.textContent = say(root, hits.length === 1 ? "one" : hits.length ? "many" : "none", hits.length);
      addPassages(items, loaded, wanted, () => ticket !== asked);
    }, REST);
    return items;
  };

  /** @param {string} text @param {number} from @param {(items: HTMLElement[]) => void} show */
  const run = async (text, from, show) => {
    const ticket = ++asked;
    clearTimeout(resting);
    root.setAttribute("aria-busy", "true");
    try {
      const items = await page(text, from, ticket);
      if (items) show(items);
    } catch {
      if (ticket === asked) status.textContent = say(root, "failed");
    }
    if (ticket === asked) root.removeAttribute("aria-busy");
  };

  /** @param {string} text */
  const ask = async (text) => {
    if (text.trim()) {
      if (!shown) status.textContent = say(root, "loading");
      await run(text, 0, (items) => {
        shown = text;
        list.replaceChildren(...items);
      });
      return;
    }
    asked++;
    clearTimeout(resting);
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    root.removeAttribute("aria-busy");
  };

  more.addEventListener("click", () => run(shown, list.children.length, (items) => {
    list.append(...items);
    items[0]?.querySelector("a")?.focus();
  }));
  return { ask, prefetch: () => void index().catch(() => undefined) };
}

/** @param {string} text @param {"pushState" | "replaceState"} how */
function remember(text, how) {
  const address = new URL(location.href);
  if (text.trim()) address.searchParams.set("q", text);
  else address.searchParams.delete("q");
  if (address.href !== location.href) history[how](null, "", address);
}

/** @returns {string} */
function fromAddress() {
  return new URL(location.href).searchParams.get("q") ?? "";
}

/** @param {KeyboardEvent} event @returns {boolean} whether an input method still composes */
function composes(event) {
  return event.isComposing || event.keyCode === 229;
}

/** @param {EventTarget | null} target @returns {boolean} */
function isField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @param {HTMLElement} root */
function start(root) {
  const form = part(root, "form", HTMLFormElement);
  const input = part(form, "input[name=q]", HTMLInputElement);
  const { ask, prefetch } = searcher(root);
  let typing = 0;
  /** Whether the address is a query that Enter finished: typing then begins a new entry, so "back" leads to it. */
  let finished = fromAddress() !== "";

  input.addEventListener("focus", prefetch, { once: true });
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      remember(input.value, finished ? "pushState" : "replaceState");
      finished = false;
      ask(input.value);
    }, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && composes(event)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    remember(input.value, finished ? "pushState" : "replaceState");
    finished = true;
    ask(input.value);
  });
  addEventListener("popstate", () => {
    input.value = fromAddress();
    finished = true;
    ask(input.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || composes(event)) return;
    if (isField(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  if (fromAddress() && !input.value) input.value = fromAddress();
  if (input.value.trim()) ask(input.value);
}

const root = document.getElementById("search");
if (root) start(root);
