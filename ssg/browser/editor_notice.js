/** What the editor says of itself: one line of state, one notice with at most one offer; and what waits a moment. */

import { h } from "./editor_dom.js";

export const status = h("p", { class: "status", role: "status" });
export const notice = h("p", { class: "notice", role: "alert", hidden: true });

/** @param {string} what @param {[string, () => unknown]} [offer] */
export function note(what, offer) {
  notice.hidden = !what;
  notice.replaceChildren(what, ...(offer ? [" ", h("button", { type: "button", onclick: () => {
    note("");
    offer[1]();
  } }, offer[0])] : []));
}

/** What an answer says is wrong. @param {{problems?: import("./editor_ask.js").Problem[]}} said */
export function words(said) {
  return (said.problems ?? []).map((each) => [each.what, each.hint].filter(Boolean).join(" — ")).join("\n");
}

/** @type {Record<string, ReturnType<typeof setTimeout>>} */
const timers = {};

/** Do something after a while, and once, however often it is asked for. @param {string} name @param {number} wait @param {() => unknown} act */
export function soon(name, wait, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, wait);
}
