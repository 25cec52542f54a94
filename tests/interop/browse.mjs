// Opens pages in Chromium, as people would, and prints what went wrong as JSON: a list of sentences, empty if all is well.
// Usage: node browse.mjs CHROMIUM PAGES, where PAGES is a JSON object: { door, feeds: [addresses], lists: [addresses] }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const WIDTHS = [320, 375, 768, 1440];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What a picture's address says it is, or one of the usual shape: no test fetches the articles' own.
function drawn(address) {
  if (address.includes("broken")) return { status: 404, body: "" };
  const [, width, height] = address.match(/(\d+)x(\d+)\.png$/) ?? [0, 1200, 675];
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%"/></svg>`;
  return { contentType: "image/svg+xml", body };
}

const [executablePath, given] = process.argv.slice(2);
const { door, feeds, lists } = JSON.parse(given);
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
    return route.fulfill(drawn(request.url()));
  });
  const page = await context.newPage();
  page.on("console", (message) => /Failed to load/.test(message.text()) || wrong.push(`${where} says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${where} fails: ${error.message}`));
  await page.goto(address);
  await look(page, where);
  await context.close();
}

async function fits(page, where) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide <= room, `${where} is ${wide} pixels wide`);
}

async function accessible(page, where, rules = {}) {
  await page.evaluate(AXE); // not as an element: the page's policy would refuse it
  const options = { runOnly: { type: "tag", values: RULES }, rules };
  const found = await page.evaluate((given) => axe.run(given), options);
  for (const { id, nodes } of found.violations) wrong.push(`${where} breaks ${id}: ${nodes[0].html}`);
}

async function stable(page, where) {
  const shift = await page.evaluate(async () => {
    for (const picture of document.images) picture.loading = "eager";
    await Promise.all(Array.from(document.images, (picture) => picture.decode().catch(() => null)));
    const entries = await new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve([]), 300);
    });
    return entries.reduce((sum, entry) => sum + entry.value, 0);
  });
  expect(shift < 0.05, `${where} shifts by ${shift}`);
}

// Where the first story stands, to see whether something moves it.
const place = (page) => page.evaluate(() => window.scrollY + (document.querySelector("article")?.getBoundingClientRect().top ?? 0));

const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const address of [door, ...feeds, ...lists]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      await opened(browser, { colorScheme, viewport: { width, height: 800 } }, address, async (page, where) => {
        await fits(page, where);
        await accessible(page, where);
        if (colorScheme === "light") await stable(page, where);
        // Once more with every fold open, as a visitor may have it.
        await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
        await fits(page, `${where}, unfolded,`);
        if (width === 320) await accessible(page, `${where}, unfolded,`);
      });
    }
  }
}

// Without a script: everything can be read, and nothing that needs one is shown.
for (const address of [door, ...feeds, ...lists]) {
  await opened(browser, { javaScriptEnabled: false, viewport: { width: 768, height: 800 } }, address, async (page, where) => {
    expect(await page.locator("h1").isVisible(), `${where} has no title`);
    expect(await page.locator("h3 a, .entry a").first().isVisible(), `${where} has nothing to read`);
    if (!lists.includes(address)) {
      await page.locator(".subscribe > summary").click();
      expect(await page.locator(".choice").first().isVisible(), `${where} cannot be subscribed to`);
    }
    expect((await page.locator("button:visible, input:visible, select:visible").count()) === 0, `${where} shows a button without use`);
  });
}

// On paper: dark on white in either theme, with the addresses of the feed and of each story, whole texts and no buttons.
for (const address of [door, ...feeds]) {
  await opened(browser, { colorScheme: "dark", viewport: { width: 768, height: 800 } }, address, async (page, where) => {
    await page.emulateMedia({ media: "print" });
    const inks = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
    expect(inks.join("; ") === "rgb(0, 0, 0); rgb(255, 255, 255)", `${where} is printed in ${inks.join(" on ")}`);
    const printed = await page.locator(".printed").innerText();
    expect(/^https?:.*\/rss\.xml$/.test(printed), `${where} prints ${printed} as its address`);
    expect((await page.locator("button:visible, input:visible, .subscribe:visible").count()) === 0, `${where} prints buttons`);
    const { cut, bare, torn } = await page.evaluate(() => {
      const all = (selector) => [...document.querySelectorAll(selector)];
      const printed = (link) => getComputedStyle(link, "::after");
      return {
        cut: all("h3, .excerpt").filter((text) => text.scrollHeight > text.clientHeight + 1).length,
        bare: all("h3 a").filter((link) => printed(link).position !== "static" || !/attr|http/.test(printed(link).content)).length,
        torn: all(".card, .entry").filter((row) => getComputedStyle(row).breakInside !== "avoid").length,
      };
    });
    expect(cut === 0, `${where} prints ${cut} texts in part`);
    expect(bare === 0, `${where} prints ${bare} stories without an address`);
    expect(torn === 0, `${where} tears ${torn} rows`);
    expect((await page.pdf({ format: "A4" })).length > 1000, `${where} cannot be printed`);
  });
}

// In the colours of the system: what is pressed, focused and played is still to be seen.
for (const address of [door, ...feeds]) {
  await opened(browser, { forcedColors: "active", viewport: { width: 768, height: 800 } }, address, async (page, where) => {
    await fits(page, where);
    await accessible(page, where, { "color-contrast": { enabled: false } }); // it knows nothing of the system's colours
    await page.locator(".subscribe > summary").focus();
    const focused = await page.locator(":focus").evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(focused === "solid", `${where} does not show the focus`);
    const edges = await page.locator("button:visible, .button:visible, .plain").evaluateAll((all) =>
      all.filter((one) => !one.matches(".play") && getComputedStyle(one).borderTopStyle !== "solid").length);
    expect(edges === 0, `${where} has ${edges} buttons and cards without an edge`);
    const pressed = page.locator(".kinds [aria-pressed=true]");
    if (await pressed.count()) {
      const width = await pressed.evaluate((button) => getComputedStyle(button).borderTopWidth);
      expect(width === "2px", `${where} does not show which kind is chosen`);
    }
    const play = page.locator(".play").first();
    if (await play.count()) {
      const adjusted = await play.evaluate((button) => getComputedStyle(button).forcedColorAdjust);
      expect(adjusted === "none", `${where} has no triangle on what plays`);
    }
  });
}

// With text of twice the size, nothing is cut, or wider than the window.
for (const address of [door, ...feeds, ...lists]) {
  for (const width of [320, 1280]) {
    await opened(browser, { viewport: { width, height: 800 } }, address, async (page, where) => {
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
      await fits(page, `${where}, in large type,`);
      await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
      await fits(page, `${where}, in large type, unfolded,`);
      const cut = await page.locator("button:visible, .button:visible, .choice:visible").evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1).map((one) => one.textContent.trim()));
      expect(cut.length === 0, `${where}, in large type, cuts ${cut}`);
    });
  }
}

// The front page and the page of all stories are told apart.
const everything = feeds.find((address) => address.endsWith("/all/"));
if (everything) {
  const [names, headings] = [[], []];
  for (const address of [door, everything]) {
    await opened(browser, {}, address, async (page) => {
      names.push(await page.title());
      headings.push(await page.locator("h1").innerText());
    });
  }
  expect(names[0] !== names[1] && headings[0] !== headings[1], `${everything} is called as the front page: ${names}, ${headings}`);
}

// A story is of the same day for every reader, however far from the site's zone.
const days = {};
for (const options of [{ javaScriptEnabled: false }, { locale: "de-DE" }, { timezoneId: "Pacific/Honolulu" }, { timezoneId: "Pacific/Kiritimati" }]) {
  await opened(browser, options, feeds[0] ?? door, async (page, where) => {
    const shown = (await page.locator("time").allInnerTexts()).join();
    expect(shown === (days.all ??= shown), `${where} shows other days`);
  });
}

// The directory is filtered and ordered, says so, and the way back leads to the same view.
await opened(browser, {}, door, async (page, where) => {
  const shown = page.locator(".entry:visible b");
  const [field, none] = [page.getByLabel("Filter the feeds"), page.locator(".none")];
  const before = await shown.allInnerTexts();
  const topics = page.locator("section.list[data-kind=topic]");
  const size = Number((await topics.locator(".count").innerText()).replace(",", ""));
  const last = await topics.locator(".entry b").last().textContent();

  await page.keyboard.press("/");
  await page.keyboard.type(last.toUpperCase());
  const found = await shown.allInnerTexts();
  expect(found.includes(last) && found.length < before.length, `${where} does not find ${last}: ${found}`);
  const said = await topics.locator(".count").innerText();
  expect(new RegExp(`^\\d+ of ${size.toLocaleString("en")}$`).test(said), `${where} says ${said}`);
  await page.locator(".entry:visible a").first().click();
  expect((await page.locator("h1").innerText()) === found[0], `${where} leads to another page than ${found[0]}`);
  await page.goBack();
  expect((await field.inputValue()) === last.toUpperCase(), `${where} forgets what was looked for`);
  expect((await shown.allInnerTexts()).join() === found.join(), `${where} shows something else after the way back`);

  await field.fill("nothing has this name");
  expect((await shown.count()) === 0 && (await none.innerText()).includes("nothing has this name"), `${where} finds something`);
  await none.getByRole("button").click();
  expect((await shown.allInnerTexts()).join() === before.join(), `${where} does not show all again`);

  // Whatever is looked for, there are no more rows to lay out than at first; the others are a tap away.
  await field.fill("a");
  const sections = await page.locator("section.list:visible").count();
  expect((await shown.count()) <= 24 * sections, `${where} lays out ${await shown.count()} rows`);
  await field.fill("");

  await page.getByLabel("Order").selectOption("name");
  const names = await topics.locator(".entries:not(.found) b").allTextContents();
  const wanted = names.sort(new Intl.Collator("en", { numeric: true }).compare);
  const ordered = topics.locator(".entry:visible b");
  expect((await ordered.allInnerTexts()).join() === wanted.slice(0, 24).join(), `${where} is not ordered by name`);
  if (wanted.length > 24) {
    await topics.getByRole("button", { name: `Show ${wanted.length - 24} more` }).click();
    expect((await ordered.allInnerTexts()).join() === wanted.join(), `${where} does not show the rest by name`);
    expect((await page.locator(":focus b").innerText()) === wanted[24], `${where} loses the focus`);
  }
  await page.getByRole("button", { name: "Providers" }).click();
  expect(!(await topics.isVisible()), `${where} shows topics among the providers`);
  expect(new URL(page.url()).search === "?order=name&kind=provider", `${where} is at ${page.url()}`);
  await page.goBack();
  await page.goBack();
  expect((await shown.allInnerTexts()).join() === before.join(), `${where} does not go back step by step`);

  await page.reload();
  await page.keyboard.press("Tab");
  expect((await page.locator(":focus").innerText()).startsWith("Skip"), `${where} cannot be skipped into`);
});

// What is new since the last visit is told, once.
if (feeds.length) await opened(browser, {}, feeds[0], async (page, where) => {
  expect(!(await page.locator(".fresh").isVisible()), `${where} calls stories new on the first visit`);
  const times = await page.locator(".card time").evaluateAll((all) => all.map((time) => time.dateTime).sort().reverse());
  await page.evaluate((seen) => localStorage.setItem(`feeds.seen ${location.pathname}`, seen), times[1]);
  await page.reload();
  expect((await page.locator(".fresh").innerText()).includes("1 new since your last visit"), `${where} does not tell of news`);
  expect((await page.locator(".card.new").count()) === 1, `${where} does not mark what is new`);
  await page.reload();
  expect(!(await page.locator(".fresh").isVisible()), `${where} calls the same story new again`);
});

const permissions = ["clipboard-read", "clipboard-write"];
for (const address of feeds) {
  await opened(browser, { permissions }, address, async (page, where) => {
    const wanted = await page.locator("link[rel=alternate]").evaluateAll((all) => all.map((link) => link.href));
    const [summary, panel] = [page.locator(".subscribe > summary"), page.locator(".panel")];
    expect(!(await panel.isVisible()), `${where} is covered by the ways to subscribe`);
    await summary.press("Enter");
    await page.locator(".formats > summary").click();
    const before = await place(page);
    for (const [number, button] of (await page.locator("button.copy").all()).entries()) {
      await button.click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied === wanted[number], `${where} copies ${copied}, not ${wanted[number]}`);
    }
    expect((await page.locator(".panel .status").innerText()).includes("copied"), `${where} does not say so`);
    expect((await place(page)) === before, `${where} moves when something is copied`);
    expect((await page.locator(".choice.app").getAttribute("href")) === `feed:${wanted[0]}`, `${where} opens no app`);
    for (const link of await page.locator(".readers a").evaluateAll((all) => all.map((one) => one.href))) {
      expect(link.includes(encodeURIComponent(wanted[0])), `${where} subscribes to something else at ${link}`);
    }

    // The last choice is one tap away from then on; Escape and a click elsewhere close the panel.
    await page.locator(".readers a").first().evaluate((link) => link.addEventListener("click", (event) => event.preventDefault()));
    const name = await page.locator(".readers a").first().innerText();
    await page.locator(".readers a").first().click();
    await page.keyboard.press("Escape");
    expect(!(await panel.isVisible()), `${where} does not close by Escape`);
    expect(await summary.evaluate((one) => one === document.activeElement), `${where} loses the focus`);
    await page.reload();
    expect((await page.getByRole("link", { name: `Subscribe in ${name}` }).innerText()) === name, `${where} forgets ${name}`);
    await summary.click();
    await page.locator("h1").click();
    expect(!(await panel.isVisible()), `${where} does not close by a click elsewhere`);

    // Where nothing can be shared, the page's address is copied.
    const share = page.locator("button.share");
    const shared = await page.evaluate(() => (navigator.share = undefined, location.href));
    await share.click();
    await page.waitForFunction(() => document.querySelector("button.share").textContent === "Link copied");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link === shared, `${where} shares ${link} by the clipboard`);
    await page.evaluate(() => { navigator.share = async (given) => { window.given = given; }; });
    await share.click();
    const given = await page.evaluate(() => window.given);
    expect(given?.url === shared && given.title === (await page.title()), `${where} shares ${JSON.stringify(given)}`);

    // Scrolled past, the bar at the top leads back to it.
    const back = page.locator(".bar a");
    expect(!(await back.isVisible()), `${where} says Subscribe twice at once`);
    await page.evaluate(() => window.scrollTo(0, document.querySelector(".bar").offsetTop + 400));
    await page.waitForFunction(() => !document.querySelector(".bar .seen"));
    await back.evaluate((one) => one.click()); // a click of the program would scroll first, and the bar be away again
    expect(await panel.isVisible(), `${where} does not lead back to the ways to subscribe`);
    await page.keyboard.press("Escape");
    const play = page.locator("button.play:visible");
    if (await play.count()) {
      const asked = page.waitForRequest((request) => request.resourceType() === "document" && request.frame().parentFrame());
      await page.route(/\/\/(www\.youtube-nocookie|player\.vimeo)/, (route) => route.fulfill({ contentType: "text/html", body: "" }));
      expect((await page.locator("iframe").count()) === 0, `${where} loads a player by itself`);
      const player = await play.first().getAttribute("data-player");
      await play.first().click();
      expect((await asked).url() === player, `${where} does not play`);
    }
  });
}

await browser.close();
process.stdout.write(JSON.stringify(wrong));
