// JSON lines in, each a word; JSON lines out: what hangul_core.js makes of it.
import { readFileSync } from "node:fs";
import { completions, initials, keyboard, leads } from "../../ssg/browser/hangul_core.js";

const out = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [kind, word, dangling = ""] = JSON.parse(line);
  if (kind === "half") return JSON.stringify([initials(word), completions(word, dangling)]);
  return JSON.stringify([keyboard(word), leads(word)]);
});
process.stdout.write(out.join("\n") + "\n");
