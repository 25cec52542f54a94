export default {
  title: "The Signal Box",
  tagline: "Notes from the signal box",
  url: "https://signals.example",
  baseUrl: "/box/",
  onBrokenLinks: "ignore",
  presets: [
    [
      "classic",
      {
        docs: false,
        blog: {
          routeBasePath: "journal",
          onInlineTags: "ignore",
          onInlineAuthors: "ignore",
          onUntruncatedBlogPosts: "ignore",
          feedOptions: { type: "all", limit: false },
        },
      },
    ],
  ],
};
