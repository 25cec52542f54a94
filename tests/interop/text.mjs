// Shows the content of an item in Chromium as a reader does, under a policy that allows nothing to run, and prints what is seen as JSON.
// Usage: node text.mjs CHROMIUM ADDRESS
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

const [executablePath, address] = process.argv.slice(2);
const { host } = new URL(address);
const wrong = [];
const asked = new Set();
const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext();
await context.route((url) => url.host !== host, (route) => {
  asked.add(route.request().resourceType());
  const isPicture = route.request().resourceType() === "image";
  return isPicture ? route.fulfill({ contentType: "image/png", body: PIXEL }) : route.fulfill({ contentType: "text/html", body: "" });
});
const page = await context.newPage();
page.on("pageerror", (error) => wrong.push(error.message));
page.on("console", (message) => wrong.push(message.text()));
await page.goto(address, { waitUntil: "load" });
const seen = await page.evaluate(() => {
  const all = (selector) => Array.from(document.querySelectorAll(`main ${selector}`));
  const height = (element) => element.getBoundingClientRect().height;
  const [fraction] = all("mfrac");
  return {
    notes: all("a[href^='#']").every((link) => document.getElementById(link.getAttribute("href").slice(1))),
    jumps: all("a[href^='#']").length,
    rightToLeft: all("[dir=rtl]").map((element) => getComputedStyle(element).direction),
    fraction: fraction ? height(fraction) > height(fraction.parentElement.querySelector("mi")) * 1.3 : false,
    controls: all("audio, video").map((element) => element.controls && !element.autoplay),
    pictures: all("img").map((image) => image.complete && image.naturalWidth > 0),
    aligned: all("td:last-child").map((cell) => getComputedStyle(cell).textAlign),
    referrers: all("iframe").map((frame) => frame.referrerPolicy),
    text: document.querySelector("main").innerText,
  };
});
await page.locator("main a[href^='#fn']").first().click();
seen.at = new URL(page.url()).hash;
await browser.close();
console.log(JSON.stringify({ ...seen, wrong, asked: [...asked].sort() }));
