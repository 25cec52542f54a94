"""Say where entries by feeds differ from a generator's, and why feeds is right."""

from tests.generators.compare import Difference

NO_MARKUP = "a title is text: what looks like HTML in it is taken out, and told"
NO_FRONT_MATTER = "a file without front matter is no article, in the site of any generator"
NOT_YET = "an article of the future appears when its time has come"
NO_DATE = "what has no date is a page, and no news"
SIGNS = "the generator leaves signs in the address that must be encoded: its own link leads elsewhere"
NAMED = "an article has a title: without one, that of its file's name"
ALL_NAMES = "categories are topics, too"

NO_TITLE = {Difference("", "theirs alone"): NAMED, Difference("No Title", "ours alone"): NAMED}
"""What differs where an address is made of the title."""

BY_CHANCE = {
    Difference(
        "Categories beside each other", what
    ): "Hexo takes the category that its database, by random ids, has last"
    for what in ("theirs alone", "ours alone")
}
"""What differs in some builds of the generator, and in others does not."""

EXPLAINED: dict[str, dict[Difference, str]] = {
    "jekyll": {
        Difference("Salt &amp; light: “no” isn’t — ü", "title"): (
            "the plugin makes quotes and dashes typographic, and encodes signs twice; a title stays as it is written"
        ),
        Difference("Both", "topics"): "the plugin leaves categories out where there is a category; they are topics all",
        Difference("No Front Matter", "theirs alone"): NO_FRONT_MATTER,
        Difference("A page with a date", "ours alone"): "a page that says its date is an article, in no collection too",
    },
    "hugo": {
        Difference("", "title"): NAMED,
        Difference("About the press", "theirs alone"): NO_DATE,
        Difference("A last change alone", "theirs alone"): "a page that has only been changed at some time is no news",
        Difference('Salt & <em>light</em> "no"', "title"): NO_MARKUP,
    },
    "hugo, titles": NO_TITLE,
    "hugo, sections": NO_TITLE,
    "hugo, dates as usual": {
        Difference(title, field): "the date is in the file's name, which Hugo does not look at unless it is told to"
        for title in ("A dated bundle", "Date from the name")
        for field in ("published", "updated")
    },
    "hexo": {
        Difference("", "title"): NAMED,
        Difference("Far ahead", "theirs alone"): NOT_YET,
        Difference("Odd letters", "theirs alone"): SIGNS,
        Difference("Odd letters", "ours alone"): SIGNS,
        Difference('Salt & <em>light</em> "no"', "title"): NO_MARKUP,
    },
    "hexo, times and titles": NO_TITLE,
    "hexo, bare addresses": {
        Difference("Own file", what): "the address that an article gives is that of its file, which Hexo writes"
        for what in ("theirs alone", "ours alone")
    },
    "hexo, categories": BY_CHANCE,
    "eleventy": {
        Difference(
            "About", "ours alone"
        ): "what is in a collection is decided by code; all that has a date is published",
        Difference("Categories", "topics"): ALL_NAMES,
        Difference("Far ahead", "theirs alone"): NOT_YET,
        Difference("Odd letters", "theirs alone"): SIGNS,
        Difference("Odd letters", "ours alone"): SIGNS,
        Difference('Salt & <em>light</em> "no"', "title"): NO_MARKUP,
    },
    "docusaurus": {
        Difference("Far ahead", "theirs alone"): NOT_YET,
        Difference("Title by a heading", "theirs alone"): NO_FRONT_MATTER,
    },
}
"""The reasons by the name of a site, for all its variants, or by that of a variant."""
