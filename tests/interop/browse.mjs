// Opens pages in Chromium, as people would, and prints what went wrong as JSON: a list of sentences, empty if all is well.
// Usage: node browse.mjs CHROMIUM PAGES, where PAGES is a JSON object: { door, feeds: [addresses] }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const WIDTHS = [320, 768, 1440];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A picture of one pixel: no test fetches the articles' own.
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const [executablePath, given] = process.argv.slice(2);
const { door, feeds } = JSON.parse(given);
const { host } = new URL(door);
const icon = (await (await fetch(door)).text()).match(/rel="icon" href="([^"]+)"/)[1];
const wrong = [];
const expect = (condition, sentence) => condition || wrong.push(sentence);

async function opened(browser, options, address, look) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Paris", ...options });
  const where = `${new URL(address).pathname} (${JSON.stringify(options)})`;
  await context.route((url) => url.host !== host, (route) => {
    const request = route.request();
    const isPicture = request.resourceType() === "image" || request.url() === icon;
    expect(isPicture, `${where} asks for ${request.url()} as ${request.resourceType()}`);
    return route.fulfill({ contentType: "image/png", body: Buffer.from(PIXEL, "base64") });
  });
  const page = await context.newPage();
  page.on("console", (message) => wrong.push(`${where} says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${where} fails: ${error.message}`));
  await page.goto(address);
  await look(page, where);
  await context.close();
}

async function fits(page, where) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide <= room, `${where} is ${wide} pixels wide`);
}

async function accessible(page, where) {
  await page.evaluate(AXE); // not as an element: the page's policy would refuse it
  const found = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), RULES);
  for (const { id, nodes } of found.violations) wrong.push(`${where} breaks ${id}: ${nodes[0].html}`);
}

async function stable(page, where) {
  const shift = await page.evaluate(async () => {
    for (const picture of document.images) picture.loading = "eager";
    await Promise.all(Array.from(document.images, (picture) => picture.decode()));
    const entries = await new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve([]), 300);
    });
    return entries.reduce((sum, entry) => sum + entry.value, 0);
  });
  expect(shift < 0.1, `${where} shifts by ${shift}`); // what Core Web Vitals call good
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const address of [door, ...feeds]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      await opened(browser, { colorScheme, viewport: { width, height: 800 } }, address, async (page, where) => {
        await fits(page, where);
        await accessible(page, where);
        if (width === 1440 && colorScheme === "light") await stable(page, where);
      });
    }
  }
}

// Without a script: everything can be read, and nothing that needs one is shown.
for (const address of [door, ...feeds]) {
  await opened(browser, { javaScriptEnabled: false, viewport: { width: 768, height: 800 } }, address, async (page, where) => {
    expect(await page.locator("h1").isVisible(), `${where} has no title`);
    expect(await page.locator("h3 a").first().isVisible(), `${where} has nothing to read`);
    expect((await page.locator("button:visible, input:visible").count()) === 0, `${where} shows a button without use`);
  });
}

// A story is of the same day for every reader, however far from the site's zone.
const days = {};
for (const options of [{ javaScriptEnabled: false }, { timezoneId: "Pacific/Honolulu" }, { timezoneId: "Pacific/Kiritimati" }]) {
  await opened(browser, options, feeds[0], async (page, where) => {
    const shown = (await page.locator("time").allInnerTexts()).join();
    expect(shown === (days[feeds[0]] ??= shown), `${where} shows other days`);
  });
}

await opened(browser, {}, door, async (page, where) => {
  const [first, last] = await page.locator(".entry h3").evaluateAll((all) => [all[0], all.at(-1)].map((h) => h.innerText));
  const shown = page.locator(".entry:visible");
  const all = await shown.count();
  await page.getByLabel("Filter the feeds").fill(last.toUpperCase());
  const names = await page.locator(".entry:visible h3").allInnerTexts();
  expect(names.includes(last) && !names.includes(first), `${where} does not filter: ${names}`);
  const said = await page.locator(".filter .status").innerText();
  expect(said === `${names.length} of ${all} feeds`, `${where} says ${said}`);
  await page.keyboard.press("Escape");
  expect((await shown.count()) === all, `${where} does not show all again`);
  await page.locator(".entry h3 a").first().click();
  expect((await page.locator("h1").innerText()) === first, `${where} leads to another page`);
  await page.goBack();
  await page.keyboard.press("Tab");
  expect((await page.locator(":focus").innerText()).startsWith("Skip"), `${where} cannot be skipped into`);
});

const permissions = ["clipboard-read", "clipboard-write"];
for (const address of feeds) {
  await opened(browser, { permissions }, address, async (page, where) => {
    const wanted = await page.locator("link[rel=alternate]").evaluateAll((all) => all.map((link) => link.href));
    for (const [number, button] of (await page.locator("button.copy").all()).entries()) {
      await button.click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied === wanted[number], `${where} copies ${copied}, not ${wanted[number]}`);
    }
    expect((await page.locator(".subscribe .status").innerText()).includes("copied"), `${where} does not say so`);
    const play = page.locator("button.play");
    if (await play.count()) {
      const asked = page.waitForRequest((request) => request.resourceType() === "document" && request.frame().parentFrame());
      await page.route(/\/\/(www\.youtube|player\.vimeo)/, (route) => route.fulfill({ contentType: "text/html", body: "" }));
      expect((await page.locator("iframe").count()) === 0, `${where} loads a player by itself`);
      const player = await play.first().getAttribute("data-player");
      await play.first().click();
      expect((await asked).url() === player, `${where} does not play`);
    }
  });
}

await browser.close();
process.stdout.write(JSON.stringify(wrong));
