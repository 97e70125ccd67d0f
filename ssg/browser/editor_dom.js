/** Elements made in one go. Text is always text, never markup. */

/**
 * Return an element with attributes (`onclick` and the like are listeners) and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [given]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/**
 * Ask in a dialog; resolves with what `read` says when it is sent, with null when it is closed.
 * @template T
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {{send: string, cancel: string}} words
 * @param {() => T} read
 * @returns {Promise<T | null>}
 */
export function ask(title, content, words, read) {
  return new Promise((done) => {
    const form = h("form", { method: "dialog" }, h("h2", {}, title), ...content,
      h("p", { class: "buttons" }, h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), h("button", { value: "send", class: "main" }, words.send)));
    const dialog = h("dialog", { onclose: () => {
      const sent = dialog.returnValue === "send";
      const said = sent ? read() : null;
      dialog.remove();
      done(said);
    } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
