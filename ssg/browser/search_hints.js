/** Below the count: near words, what was not understood, where else to look, and a button to try again. */
import { button, element } from "./search_result.js";
import { say } from "./search_text.js";

/**
 * @param {HTMLElement} root @param {HTMLElement} into @param {import("./search_engine.js").Answer | undefined} answer none where it failed
 * @param {{base: string, retry: (() => void) | undefined, take: (text: string) => void}} how `take` is told which near words were chosen
 */
export function showHints(root, into, answer, { base, retry, take }) {
  const made = [];
  for (const [notice, name] of answer?.notices ?? []) made.push(element("p", say(root, notice, { name }), "notice"));
  if (answer?.near.length) {
    const line = element("p", `${say(root, "near")} `, "near");
    for (const text of answer.near) {
      const choice = button(text);
      choice.addEventListener("click", () => take(text));
      line.append(choice, " ");
    }
    made.push(line);
  }
  if (!answer || !answer.total) {
    const line = element("p", "", "elsewhere");
    if (retry) {
      const again = button(say(root, "retry"), "retry");
      again.addEventListener("click", retry);
      line.append(again, " ");
    }
    line.append(link(`${base}tags/`, say(root, "tags")), " · ", link(`${base}archive/`, say(root, "archive")));
    made.push(line);
  }
  into.replaceChildren(...made);
}

/** @param {string} address @param {string} text */
function link(address, text) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = text;
  return made;
}
