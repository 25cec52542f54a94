// Opens sites of other scripts in Chromium, and prints what went wrong as JSON: a list of sentences, empty if all is well.
// Usage: node languages.mjs CHROMIUM SITES, where SITES is a JSON list: { lang, door, pages: [addresses], found: [[query, name]] }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const STATES = [["none", "html"], ["details:not(.subscribe, .subscribe *)", "html"], [".subscribe, .subscribe *", ".subscribe"]];
const LOOKS = [[320, "light"], [320, "dark"], [768, "dark"], [768, "light"], [1440, "light"], [1440, "dark"]];

const [executablePath, given] = process.argv.slice(2);
const sites = JSON.parse(given);
const wrong = [];
const expect = (condition, sentence) => condition || wrong.push(sentence);

// How a page is laid out. Where lines run from right to left, what comes first stands on the right.
function look(lang) {
  const isRtl = document.documentElement.dir === "rtl";
  const found = [];
  const seen = (element) => element.getBoundingClientRect();
  const inOrder = (first, second, name) => {
    if (!first || !second || first === second || Math.abs(seen(first).top - seen(second).top) > seen(first).height) return;
    const isBefore = isRtl ? seen(first).left >= seen(second).right - 1 : seen(first).right <= seen(second).left + 1;
    if (!isBefore) found.push(`has ${name} in the wrong order`);
  };
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (document.documentElement.lang !== lang) found.push(`is in ${document.documentElement.lang}`);
  if (isRtl !== ["ar", "fa", "he"].includes(lang)) found.push("runs the other way");
  if (document.documentElement.scrollWidth > innerWidth) found.push(`is ${document.documentElement.scrollWidth} pixels wide`);

  inOrder(one(".home"), one(".masthead nav"), "the site and its links");
  inOrder(one(".subscribe"), one(".share"), "the buttons");
  inOrder(one(".bar > :first-child"), one(".bar > :last-child"), "the bar");
  inOrder(one(".address"), one(".copy"), "the address and its button");
  for (const row of all(".entry a")) inOrder(one(".portrait", row), one(".what", row), "a portrait and its name");
  for (const name of all("h1, .kicker, .lead, h3, figcaption, .excerpt, .what b")) {
    const around = getComputedStyle(name.parentElement).direction;
    const box = document.createRange();
    box.selectNodeContents(name);
    const [text, room] = [box.getBoundingClientRect(), seen(name.parentElement)];
    const gap = around === "rtl" ? room.right - text.right : text.left - room.left;
    if (text.width && gap > 2 && !name.previousElementSibling?.matches("img")) found.push(`begins “${name.textContent}” elsewhere`);
  }
  for (const card of all(".card:not(.plain)")) {
    const { direction } = getComputedStyle(card);
    const [picture, text] = [one(".picture", card), one(".text", card)].map(seen);
    if (picture.bottom <= text.top) continue;
    const isBefore = direction === "rtl" ? picture.left >= text.right : picture.right <= text.left;
    if (!isBefore) found.push(`has the picture of a card on the wrong side`);
  }

  // Titles of another direction, and those that begin with a word of one, run their own way.
  const ways = { "C++ أم Rust؟ جدل قديم يعود": "rtl", "A lamp that remembers (v2.0)!": "ltr", "مصباح يتذكر v2.0!": "rtl" };
  for (const title of all("h3, .coverage li")) {
    const [way, around] = [ways[one("a", title)?.textContent], getComputedStyle(title.parentElement).direction];
    if (way && (around === "rtl" || way === "ltr") && getComputedStyle(title).direction !== way) found.push(`runs “${title.textContent}” the wrong way`);
  }
  const turned = all(".prose :is(pre, code), .address[dir]").filter((code) => getComputedStyle(code).direction === "rtl");
  if (turned.length) found.push("turns code round");
  return found;
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Paris" });
const hosts = new Set(sites.map(({ door }) => new URL(door).host));
await context.route((url) => !hosts.has(url.host), (route) => {
  const body = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"><rect width="100%" height="100%"/></svg>';
  return route.request().resourceType() === "image" ? route.fulfill({ contentType: "image/svg+xml", body }) : route.abort();
});
const page = await context.newPage();
page.on("console", (message) => wrong.push(`${page.url()} says: ${message.text()}`));
page.on("pageerror", (error) => wrong.push(`${page.url()} fails: ${error.message}`));

let turn = 0;
for (const { lang, door, pages, found } of sites) {
  for (const address of pages) {
    await page.goto(door + address);
    for (const [width, colorScheme] of LOOKS) {
      const where = `${lang}: ${address} (${width}, ${colorScheme})`;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      // As it comes, with its folds open, or with the ways to subscribe, which cover what is below.
      const [opened, looked] = STATES[turn % 3];
      await page.evaluate((open) => { for (const fold of document.querySelectorAll("details")) fold.open = fold.matches(open); }, opened);
      for (const sentence of await page.evaluate(look, lang)) wrong.push(`${where} ${sentence}`);
      if (turn++ % 5) continue; // so that each width and theme has each state once
      await page.evaluate(AXE); // not as an element: the page's policy would refuse it
      const run = ([part, values]) => axe.run(document.querySelector(part) ?? document, { runOnly: { type: "tag", values } });
      const { violations } = await page.evaluate(run, [looked, RULES]);
      for (const { id, nodes } of violations) wrong.push(`${where} breaks ${id}: ${nodes[0].html}`);
    }
  }

  await page.goto(door);
  await page.setViewportSize({ width: 1440, height: 900 });
  const field = page.locator(".filter input");
  for (const [query, name] of found) {
    await field.fill(query);
    const shown = await page.locator(".entry:visible b").allInnerTexts();
    expect(shown.includes(name), `${lang}: ${query} does not find ${name}, but ${shown}`);
    expect(shown.length < 9, `${lang}: ${query} finds ${shown}`);
  }
}

await browser.close();
process.stdout.write(JSON.stringify(wrong));
