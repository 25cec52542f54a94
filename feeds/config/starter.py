"""Write the `feeds.toml` of a new site, with a comment for each key."""

import json
from pathlib import Path

from feeds.config.article_folders import article_folders
from feeds.config.found_site import DATA
from feeds.core.errors import ConfigError, OutputError
from feeds.sites.description import SiteDescription
from feeds.sites.detect import describe, site_at

_TEMPLATE = """\
# Configuration of feeds. Every key may be left out; options of `feeds build` take precedence.
# Paths are relative to this file's folder.

# The articles: a folder, a file, or a list of them.
source = {source}

# Where the documents go; serve this folder.
output = "dist"

# The folder that describes topics (topics/*.yaml) and providers (organizations/*.md).
{data}

# The formats of every feed, and the groups that have one; there is also "topic-provider".
# formats = ["rss", "atom", "json"]
# groups = ["all", "topic", "provider"]

# Items in a feed at most.
# limit = 50

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

[site]
{title}
# Where `output` is served. Feed readers remember this address: choose it once.
{base_url}
# The site itself; addresses in articles that begin with / are below it.
{home_url}
# description = "What the site is about, in a sentence."
{language}
# author = "The newsroom"
# timezone = "Europe/Paris"   # of dates without a zone
# icon = "/assets/icon.png"

[select]
# min_quality = 60
# min_heat = 0
# since = "2026-01-01"
# types = ["article", "video"]
# categories = ["news"]

# [images]
# probe = true             # builds ask the network about pictures, sound and film; needs feeds[probe]
# allow = ["10.0.0.0/8"]   # private hosts, addresses and networks that may be asked

# [websub]
# hubs = ["https://hub.example.org/"]   # told by `feeds ping` what has changed, and named in every feed

# [articles]
# permalink = "/:year/:month/:day/:slug/"   # the address of an article that names none, below home_url
# id = "story"   # or "link", or "jekyll-feed": as that plugin makes them
# exclude = ["drafts/*", "about.md"]   # below the sources; never read
# template_code = "keep"   # texts with template code that nobody resolves: shown as they are, instead of the excerpt

# [[readers]]   # the feed readers on the web that pages offer, instead of the built-in ones
# name = "Feedly"
# url = "https://feedly.com/i/subscription/feed%2F{{url}}"

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


def write(path: Path) -> Path:
    """Write a commented `feeds.toml` for the folder that it is in, and return its path.

    Raises ConfigError if it exists, OutputError if it cannot be written.
    """
    content = _content(path.parent)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise ConfigError(f"{path} exists already; remove it first, or edit it") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def _content(folder: Path) -> str:
    """Fill in the template with the settings of a Jekyll site, or with the usual names."""
    site = site_at(folder)
    found = describe(site, []) if site else SiteDescription()
    source = "." if site or not (folder / "seeds").is_dir() else "seeds"
    data = folder / source / DATA
    shown_data = (Path(source) / DATA).as_posix()
    sources = list(found.sources) or (article_folders(folder, found.home_url or "") if site else [])
    return _TEMPLATE.format(
        source=f"[{', '.join(map(_quoted, sources))}]" if sources else _quoted(source),
        data=_line("data", shown_data if data.is_dir() else None, "_data"),
        title=_line("title", found.title, "My news"),
        base_url=_line("base_url", found.home_url, "https://example.org/feeds/"),
        home_url=_line("home_url", found.home_url, "https://example.org/"),
        language=_line("language", found.language, "en"),
    )


def _line(key: str, value: str | None, example: str) -> str:
    """Return a line that sets a key, commented out if only an example is known."""
    return f"{key} = {_quoted(value)}" if value is not None else f"# {key} = {_quoted(example)}"


def _quoted(text: str) -> str:
    """Return a TOML basic string, which JSON's strings are too, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
