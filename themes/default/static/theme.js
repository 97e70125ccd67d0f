// Remembers the reader's view settings. Loaded before the style sheet, so that no page flashes.
(() => {
  const root = document.documentElement;
  const defaults = document.currentScript.dataset;
  const names = ["scheme", "font"];
  const stored = (name) => {
    try {
      return localStorage.getItem(`view-${name}`);
    } catch {
      return null; // storage is switched off: the settings hold for this page
    }
  };
  for (const name of names) root.dataset[name] = stored(name) || defaults[name];
  addEventListener("DOMContentLoaded", () => {
    for (const name of names) {
      const choice = document.getElementById(`v-${root.dataset[name]}`);
      if (choice) choice.checked = true;
    }
  });
  addEventListener("change", ({ target }) => {
    const name = target.name?.replace("view-", "");
    if (target.name === name || !names.includes(name)) return;
    root.dataset[name] = target.value;
    try {
      localStorage.setItem(target.name, target.value);
    } catch {}
  });
})();
