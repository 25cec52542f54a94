// Looks for the feeds of pages as a client does that is given a page's address, and prints them as JSON: a list for each.
// Usage: node discover.mjs ADDRESS...
import { find } from "feedfinder-ts";

const found = [];
for (const address of process.argv.slice(2)) found.push((await find(address)).map(({ title, link }) => [title, link]));
process.stdout.write(JSON.stringify(found));
