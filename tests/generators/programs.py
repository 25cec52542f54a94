"""Build a site with its own generator, and read the feed that this makes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from tests.conftest import need
from tests.generators.entries import Entry, moment, names, of_atom, of_rss

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"

HUGO_LIST = """{{- $all := slice -}}
{{- range site.RegularPages -}}
{{- $topics := append (.Params.categories | default slice) (.Params.tags | default slice) -}}
{{- $all = $all | append (dict "link" .Permalink "updated" .Lastmod "topics" $topics) -}}
{{- end -}}
{{- $all | jsonify -}}
"""
"""What Hugo's own template of RSS leaves out."""

ELEVENTY_TAGS = """---
permalink: /tags.json
eleventyExcludeFromCollections: true
---
{
{%- for post in collections.posts %}{{ post.data.title | dump | safe }}: {{ post.data.tags | dump | safe }},
{%- endfor -%}
"": []}
"""
"""What the templates of Eleventy's RSS plugin leave out, by the titles of pages."""

Build = Callable[[Path], list[Entry]]
"""Builds the site in a folder, which may be written to, and returns the entries of its feeds."""


def jekyll(site: Path) -> list[Entry]:
    """Build a site with Jekyll, and return the entries of what jekyll-feed makes of its posts and collections."""
    program = need(shutil.which("jekyll"), "Jekyll")
    _run(site, program, "build", "--quiet", "--disable-disk-cache")
    output = site / "_site"
    documents = [output / "feed.xml", *sorted((output / "feed").glob("*.xml"))]
    return [entry for document in documents for entry in of_atom(document)]


def hugo(site: Path) -> list[Entry]:
    """Build a site with Hugo, and return the entries of its own RSS of each language."""
    need(sys.executable if find_spec("hugo") else None, "Hugo, which the group of packages for tests brings,")
    layouts = site / "layouts"
    layouts.mkdir()
    (layouts / "all.html").write_text("{{ .Title }}")
    (layouts / "home.list.json").write_text(HUGO_LIST)
    _run(site, sys.executable, "-m", "hugo", "--quiet")

    told = {page["link"]: page for path in site.glob("public/**/list.json") for page in json.loads(path.read_bytes())}
    entries = [entry for document in site.glob("public/**/index.xml") for entry in of_rss(document)]
    return [
        entry._replace(
            updated=moment(told[entry.link]["updated"]),
            topics=names(told[entry.link]["topics"]),
        )
        for entry in entries
    ]


def hexo(site: Path) -> list[Entry]:
    """Build a site with Hexo, and return the entries of what hexo-generator-feed makes.

    Hexo has the dates in addresses by the clock of the machine, which is that of the site at its author's.
    """
    _node(site, "hexo", "generate", "--silent", TZ="America/New_York")
    return of_atom(site / "public" / "atom.xml")


def eleventy(site: Path) -> list[Entry]:
    """Build a site with Eleventy, and return the entries of what its RSS plugin makes, with the tags of their pages.

    The name of the collection that the feed is of is a tag of every page in it, and is left out.
    """
    (site / "tags.njk").write_text(ELEVENTY_TAGS)
    _node(site, "eleventy", "--quiet")
    output = site / "_site"
    tags = json.loads((output / "tags.json").read_bytes())
    return [entry._replace(topics=names(tags[entry.title]) - {"posts"}) for entry in of_atom(output / "feed.xml")]


def docusaurus(_: Path) -> list[Entry]:
    """Return the entries of the Atom document that Docusaurus 3.10.2 made of the sample site.

    It is not built here: its packages are 1,279, of 274 MB, and one build takes a minute. Its links are encoded here,
    as every reader does.
    """
    pages = json.loads((HERE / "docusaurus.json").read_bytes())
    links = [quote(page["link"], safe=":/") for page in pages]
    return [
        Entry(link, link, page["title"], moment(page["published"]), topics=names(page["topics"]))
        for link, page in zip(links, pages, strict=True)
    ]


def _node(site: Path, name: str, *arguments: str, **environment: str) -> None:
    node, program = need(shutil.which("node"), "Node.js"), NODE_MODULES / ".bin" / name
    need(str(program) if program.is_file() else None, name)
    (site / "node_modules").symlink_to(NODE_MODULES)
    _run(site, node, str(program), *arguments, **environment)


def _run(site: Path, *command: str, **environment: str) -> None:
    plain = {"PATH": os.environ["PATH"], "HOME": str(site), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command, cwd=site, env=plain | environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
