// Small comforts: "/" goes to the search field, code gets a copy button. Nothing depends on them.
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

  if (!navigator.clipboard) return; // without https there is no clipboard, and no dead button
  for (const code of document.querySelectorAll(".body pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    code.after(button);
  }
})();
