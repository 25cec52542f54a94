// Opens pages in Chromium that hold hostile articles, and prints what they did as JSON: a list of sentences, empty if all is well.
// Usage: node hostile.mjs CHROMIUM ADDRESSES, where ADDRESSES is a JSON list. Only pictures, sound, film, and players of known hosts, may be asked for.
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");
const PLAYER =
  /^https:\/\/((www\.)?youtube(-nocookie)?\.com\/embed\/|player\.vimeo\.com\/video\/|www\.dailymotion\.com\/embed\/video\/|geo\.dailymotion\.com\/player|open\.spotify\.com\/embed\/|w\.soundcloud\.com\/player\/|bandcamp\.com\/EmbeddedPlayer\/)/;
const MEDIA = ["image", "media"];

const [executablePath, given] = process.argv.slice(2);
const addresses = JSON.parse(given);
const { host } = new URL(addresses[0]);
const wrong = [];

const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const address of addresses) {
  const context = await browser.newContext();
  const where = new URL(address).pathname;
  await context.exposeFunction("attack", () => wrong.push(`${where} ran a script`));
  await context.route((url) => url.host !== host, (route) => {
    const request = route.request();
    const isFrame = request.resourceType() === "document" && request.frame() !== page.mainFrame();
    const isAllowed = MEDIA.includes(request.resourceType()) || (isFrame && PLAYER.test(request.url()));
    if (!isAllowed) wrong.push(`${where} asks for ${request.url()} as ${request.resourceType()}`);
    return isFrame ? route.fulfill({ contentType: "text/html", body: "" }) : route.abort();
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => { wrong.push(`${where} opens a dialog`); dialog.dismiss(); });
  page.on("pageerror", (error) => wrong.push(`${where} fails: ${error.message}`));
  page.on("console", (message) => {
    if (!/Failed to load resource|Mixed Content/.test(message.text())) wrong.push(`${where} says: ${message.text()}`);
  });
  page.on("popup", () => wrong.push(`${where} opens a window`));
  await page.goto(address, { waitUntil: "load" });
  // Pictures have failed by themselves. As a visitor would: everything is opened, clicked and pointed at, but no link is followed.
  await page.evaluate(() => {
    document.addEventListener("click", (event) => event.target.closest("a[href]") && event.preventDefault());
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const element of document.querySelectorAll("main *")) {
      for (const kind of ["mouseover", "focus", "toggle"]) element.dispatchEvent(new Event(kind));
      if (!element.matches("main a, main a *, button.copy, button.share")) element.click?.();
    }
    for (const link of document.querySelectorAll("a[href]")) {
      const isOurs = link.matches(".choice.app") && /^feed:https?:/.test(link.href); // opens an app for feeds
      if (!isOurs && !/^(https?|mailto|tel):$/.test(link.protocol)) throw new Error(`a link leads to ${link.href}`);
    }
  });
  await page.waitForTimeout(300);
  const there = new URL(page.url());
  there.search = new URL(address).search; // a filter of the front page keeps its state there
  if (there.href !== address) wrong.push(`${where} went to ${page.url()}`);
  await context.close();
}
await browser.close();
console.log(JSON.stringify(wrong));
