import { feedPlugin } from "@11ty/eleventy-plugin-rss";

export default function (config) {
  config.addPlugin(feedPlugin, {
    type: "atom",
    outputPath: "/feed.xml",
    collection: { name: "posts", limit: 0 },
    metadata: {
      language: "en",
      title: "The Lock Keeper",
      subtitle: "Notes from the lock",
      base: "https://lock.example/",
      author: { name: "Ines Holm" },
    },
  });
  config.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
}
