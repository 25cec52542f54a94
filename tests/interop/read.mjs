// Reads RSS and Atom documents with rss-parser, as a Node.js program would, and prints what it saw as JSON.
// Usage: node read.mjs FILE...
import { readFileSync } from "node:fs";
import Parser from "rss-parser";

const parser = new Parser();
const seen = {};
for (const path of process.argv.slice(2)) {
  const feed = await parser.parseString(readFileSync(path, "utf8"));
  seen[path] = {
    title: feed.title,
    items: feed.items.map((item) => ({
      id: item.guid ?? item.id,
      title: item.title,
      link: item.link,
      date: item.isoDate,
      enclosure: item.enclosure ?? null,
    })),
  };
}
process.stdout.write(JSON.stringify(seen));
