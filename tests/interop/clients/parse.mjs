// Reads one feed from its address with a parser, and prints its items as JSON: none if the parser does not know the format.
// Usage: node parse.mjs rss-parser|feedsmith ADDRESS
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

async function rssParser(address) {
  const { items } = await new Parser().parseURL(address);
  return items.map((item) => ({
    id: item.guid ?? item.id,
    title: item.title,
    link: item.link,
    date: item.isoDate,
    content: item["content:encoded"] ?? item.content,
    authors: [item.creator ?? item.author].filter(Boolean),
    source: item.source,
    enclosures: item.enclosure ? [item.enclosure.url] : [],
    media: [],
  }));
}

const SHAPES = {
  rss: (item) => ({
    id: item.guid.value,
    title: item.title,
    link: item.link,
    date: new Date(item.pubDate).toISOString(),
    content: item.content.encoded,
    authors: item.dc?.creators ?? [],
    source: item.source?.title,
    enclosures: item.enclosures ?? [],
    media: item.media?.contents ?? [],
  }),
  atom: (item) => ({
    id: item.id,
    title: item.title.value,
    link: item.links.findLast(({ rel = "alternate" }) => rel === "alternate").href, // those of translations go before it
    date: item.published,
    content: item.content.value,
    authors: (item.authors ?? []).map(({ name }) => name),
    enclosures: item.links.filter((link) => link.rel === "enclosure").map((link) => ({ url: link.href })),
    media: item.media?.contents ?? [],
  }),
  json: (item) => ({
    id: item.id,
    title: item.title,
    link: item.url,
    date: item.date_published,
    content: item.content_html,
    authors: (item.authors ?? []).map(({ name }) => name),
    enclosures: item.attachments ?? [],
    media: [],
  }),
};

async function feedsmith(address) {
  const { format, feed } = parseFeed(await (await fetch(address)).text());
  const addresses = (list) => list.map(({ url }) => url);
  return (feed.items ?? feed.entries)
    .map(SHAPES[format])
    .map((item) => ({ ...item, enclosures: addresses(item.enclosures), media: addresses(item.media) }));
}

const [parser, address] = process.argv.slice(2);
const found = await { "rss-parser": rssParser, feedsmith }[parser](address).catch((error) => {
  if (/Non-whitespace before first tag/.test(error.message)) return []; // JSON, to a parser of XML
  throw error;
});
process.stdout.write(JSON.stringify(found));
