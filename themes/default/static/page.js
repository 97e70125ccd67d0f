// Small comforts: "/" goes to the search field, code and citations get copy buttons, a copy can be verified. Nothing depends on them.
(() => {
  const { copy, copied } = document.currentScript.dataset;

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector("main input[type=search], header input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  const button = (words, after, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = words;
    made.addEventListener("click", async () => {
      made.textContent = await act();
      setTimeout(() => (made.textContent = words), 4000);
    });
    after.after(made);
  };

  // Counted as ssg/formats/fixity.py does: headline and text, white space of any length one space (Python's idea of it).
  const plain = (text) => text.split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter(Boolean).join(" ");
  const digest = document.getElementById("digest");
  if (digest && globalThis.crypto?.subtle) {
    button(digest.dataset.verify, digest, async () => {
      const body = document.querySelector(".article .body").cloneNode(true);
      for (const own of body.querySelectorAll("button.copy, figure.placed")) own.remove();
      const text = `${plain(document.querySelector(".article h1").textContent)}\n${plain(body.textContent)}`;
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
      const hex = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex === digest.textContent ? digest.dataset.same : digest.dataset.other;
    });
  }

  if (!navigator.clipboard) return; // without https there is no clipboard, and no dead button
  for (const text of document.querySelectorAll(".body pre, .cite pre, .cite .line")) {
    button(copy, text, async () => {
      await navigator.clipboard.writeText(text.textContent);
      return copied;
    });
  }
})();
