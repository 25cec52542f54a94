// Takes the README's pictures from a build of the sample site, in light and dark.
// Usage: feeds build -o /tmp/shots/dist --state-dir /tmp/shots/state && node tests/interop/shots.mjs /tmp/shots/dist docs
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [output, folder] = process.argv.slice(2);
const seeds = fileURLToPath(new URL("../../seeds", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const PAGES = { "front-door": "", topic: "topics/ai/" };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
FLAGS.push("--disable-background-networking", "--disable-component-update");

async function file(root, address) {
  const path = join(root, decodeURIComponent(new URL(address).pathname));
  return (await stat(path)).isDirectory() ? join(path, "index.html") : path;
}

const server = createServer(async (request, response) => {
  const path = await file(output, `http://localhost${request.url}`);
  response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream");
  response.end(await readFile(path));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
for (const colorScheme of ["light", "dark"]) {
  const options = { colorScheme, locale: "en-GB", timezoneId: "Europe/Paris", viewport: { width: 1280, height: 960 } };
  const context = await browser.newContext(options);
  await context.route((url) => !url.href.startsWith(home), async (route) => {
    // The site's own pictures lie in the repository; none is fetched from elsewhere.
    const path = await file(seeds, route.request().url()).catch(() => null);
    await (path ? route.fulfill({ path }) : route.abort());
  });
  for (const [name, address] of Object.entries(PAGES)) {
    const page = await context.newPage();
    await page.goto(home + address);
    await page.evaluate(() => {
      for (const picture of document.images) picture.loading = "eager"; // one that waits to be seen is never decoded
      return Promise.all(Array.from(document.images, (picture) => picture.decode().catch(() => 0)));
    });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await context.close();
}
await browser.close();
server.close();
