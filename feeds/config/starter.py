"""Write the `feeds.toml` of a new site: what it needs, and in comments what else there is."""

import json
from pathlib import Path

from msgspec import Struct

from feeds.config.article_folders import PATTERN, article_folders
from feeds.config.found_site import DATA
from feeds.core.errors import ConfigError, OptionError, OutputError
from feeds.core.safe_files import create_whole
from feeds.sites import values
from feeds.sites.description import SiteDescription
from feeds.sites.detect import Found, describe, site_at
from feeds.sites.fallback import completed
from feeds.sites.files import SiteFiles

_TEMPLATE = """\
# Configuration of feeds. Every key may be left out; options of `feeds build` take precedence.
# Paths are relative to this file's folder.

# The articles: a folder, a file, or a list of them.{source_remark}
{source}

# Where the documents go; {output_remark}
output = {output}

# The folder that describes topics (topics/*.yaml) and providers (organizations/*.md).
# data = {data}

# The formats of every feed, and the groups that have one; there are also "author", "section" (the folder), "language",
# any field ("field:series"), and "topic-provider".
# formats = ["rss", "atom", "json"]
# groups = ["all", "topic", "provider"]

# Items in a feed at most, and what each has: its text ("full"), or its excerpt alone ("summary").
# limit = 50
# content = "full"

# The kinds of groups of which articles beyond that have archives, by month; "feed" stands for feeds of your own.
# archives = ["all", "topic"]

# Bytes of a document at most: the oldest items go first.
# max_bytes = 1_000_000

# Pages for people: an index.html for each feed, and a front page. The folder holds your own templates, if any.
# pages = true
# pictures = "whole"   # on cards, instead of cropped to one shape
# templates = "templates"

# The format that feeds.opml refers to; it brings all feeds into a reader at once: "rss" or "atom".
# opml = "rss"

# A .gz beside each document, and a .br with the package brotli, for a web server that sends these as they are.
# precompress = true

# Maps of renamed and ended feeds, for these servers: "nginx", "apache", "caddy", "netlify", "cloudflare".
# redirects = ["nginx"]

[site]
{title}
# Where `output` is served. Feed readers remember this address: choose it once.
{base_url}
# The site itself; addresses in articles that begin with / are below it.
{home_url}
# description = "What the site is about, in a sentence."
# language = "en"
# author = "The newsroom"
# timezone = "Europe/Paris"   # of dates without a zone
# icon = "/assets/icon.png"

# [select]
# min_quality = 60
# min_heat = 0
# since = "2026-01-01"
# types = ["article", "video"]
# categories = ["news"]
# topics = ["AI", "Robotics"]          # any of these; likewise:
# providers = ["techcrunch.com"]
# authors = ["Ada Byron"]
# languages = ["en"]
# sections = ["blog"]
# without_types = ["course"]           # none of these; likewise:
# without_categories = ["press"]
# without_topics = ["Sponsored"]
# without_providers = ["example.com"]
# without_authors = ["The newsroom"]
# without_languages = ["de"]
# without_sections = ["archive"]

# A feed of your own, at feeds/top-ai/: by what [select] takes, and with words, limit, formats and content of its own.
# [feeds."top-ai"]
# title = "The most talked of in AI"
# description = "What everybody reads about machines that learn."
# image = "/assets/top-ai.png"
# topics = ["AI", "Robotics"]
# without_types = ["course"]
# min_heat = 100
# limit = 20
# formats = ["rss"]
# content = "summary"

# Feeds whose folders have other names now go on in the old ones, and feeds that have ended say so.
# [renamed]
# "topics/artificial-intelligence" = "topics/ai"
# [retired]
# feeds = ["topics/blackberry"]

# [images]
# probe = true             # builds ask the network about pictures, sound and film; needs feeds[probe]
# allow = ["10.0.0.0/8"]   # private hosts, addresses and networks that may be asked

# [websub]
# hubs = ["https://hub.example.org/"]   # told by `feeds ping` what has changed, and named in every feed

# [workers]
# scheduler = "tcp://10.0.0.1:8786"   # a Dask cluster that reads and renders; needs feeds[cluster]

{articles}
{permalink}   # the address of an article that names none, below home_url
# id = "story"   # or "link", or "jekyll-feed": as that plugin makes them
# exclude = ["drafts/*", "about.md"]   # below the sources; never read
# template_code = "keep"   # texts with template code that nobody resolves: shown as they are, instead of the excerpt

# [[readers]]   # the feed readers on the web that pages offer, instead of the built-in ones
# name = "Feedly"
# url = "https://feedly.com/i/subscription/feed%2F{{url}}"

# [words]   # what feeds and pages say, in words of your own
# "More coverage" = "Elsewhere"

# [fields]
# title = "headline"   # ours = theirs, or a list: the first that is there counts
# excerpt = ["standfirst", "deck"]

# [topics."AI"]
# title = "Artificial intelligence"
# description = "Machines that learn, and the people who teach them."
# slug = "ai"
# aliases = ["Artificial Intelligence"]
# image = "/assets/topics/ai.png"

# [providers."techcrunch.com"]
# title = "TechCrunch"
# description = "Start-ups and technology."
# aliases = ["beta.techcrunch.com"]
"""


class Proposal(Struct, frozen=True):
    """What a new configuration is made of: the site that its folder is the root of, and what it must say besides.

    The description of a folder that is no such root is what files of no generator say, which only the proposal counts.
    `sources` are those that need be named, and `permalink` the pattern of addresses, if the articles need one. `inner`
    is the site that the only source is the root of, if the folder is none: it knows its addresses, and is described.
    `missed` says which folders of the sources are left out, and why.
    """

    site: Found | None
    description: SiteDescription
    sources: tuple[str, ...] = ()
    permalink: str | None = None
    inner: Found | None = None
    missed: tuple[str, ...] = ()


_STATIC = {
    "jekyll": ("feeds", "Jekyll copies this folder as it is."),
    "hugo": ("static/feeds", "Hugo copies what is in static as it is."),
    "zola": ("static/feeds", "Zola copies what is in static as it is."),
    "docusaurus": ("static/feeds", "Docusaurus copies what is in static as it is."),
    "astro": ("public/feeds", "Astro copies what is in public as it is."),
    "eleventy": ("feeds", 'Eleventy copies it with addPassthroughCopy("feeds") in its configuration.'),
    "hexo": ("source/feeds", 'Hexo copies it with skip_render: "feeds/**" in its configuration.'),
}
"""The folder for the documents that each generator takes over into its site, and how."""


def propose(folder: Path) -> Proposal:
    """Look at a folder, and return what a configuration in it would be about. Raises ConfigError as `load` does."""
    site = site_at(folder)
    if site:
        return Proposal(site, describe(site, []))
    files = SiteFiles(folder, [])
    description = completed(files, SiteDescription())
    found = article_folders(folder)
    if files.has_folder("seeds"):
        return Proposal(None, description, ("seeds",))
    inner = site_at(folder / found.names[0]) if len(found.names) == 1 and found.names != (".",) else None
    if inner:
        description = completed(files, describe(inner, []))
    pattern = PATTERN if found.need_pattern and not inner else None
    return Proposal(None, description, found.names, pattern, inner, found.missed)


def write(path: Path, proposal: Proposal, base_url: str | None = None) -> None:
    """Write a commented `feeds.toml` for a proposal; `base_url` is where the output will be served, if that is known.

    Raises OptionError for an address that is none, ConfigError if the file exists, OutputError if it cannot be written.
    """
    try:
        if base_url is not None:
            values.address(base_url)
    except ValueError as error:
        raise OptionError("base_url", str(error)) from error
    content = _content(path.parent, proposal, base_url)
    try:
        create_whole(path, content.encode("utf-8", "replace"))  # of half characters, comments and titles can consist
    except FileExistsError as error:
        raise ConfigError(f"{path} exists already; remove it first, or edit it") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def _content(folder: Path, proposal: Proposal, base_url: str | None) -> str:
    """Fill in the template."""
    site, home, sources = proposal.site, proposal.description.home_url, proposal.sources
    output, remark = _STATIC[site.generator] if site else ("dist", "serve this folder.")
    base = base_url or (f"{home}feeds/" if home else None)
    pattern = proposal.permalink
    usual = proposal.description.sources
    return _TEMPLATE.format(
        source=_line("source", _listed(sources) if sources else None, _listed(usual or ("articles",))),
        source_remark=f" Without it, {_site_word(site)} tells." if site else "",
        output=_quoted(output),
        output_remark=remark,
        data=_quoted(DATA),
        articles="[articles]" if proposal.permalink else "# [articles]",
        permalink=_line("permalink", pattern and _quoted(pattern), _quoted("/:year/:month/:day/:slug/")),
        title=_line("title", None, _quoted(proposal.description.title or "My news")),
        base_url=_line("base_url", _quoted(base) if base else None, _quoted("https://example.org/feeds/")),
        home_url=_line(
            "home_url", _quoted(home) if home and not site else None, _quoted(home or "https://example.org/")
        ),
    )


def _site_word(site: Found) -> str:
    return f"the {site.generator.capitalize()} site"


def _listed(names: tuple[str, ...]) -> str:
    return _quoted(names[0]) if len(names) == 1 else f"[{', '.join(map(_quoted, names))}]"


def _line(key: str, value: str | None, example: str) -> str:
    """Return a line that sets a key, commented out if only an example is known."""
    return f"{key} = {value}" if value is not None else f"# {key} = {example}"


def _quoted(text: str) -> str:
    """Return a TOML basic string, which JSON's strings are too, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
