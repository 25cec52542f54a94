"""The file `_headers` of docs/serving.md gives each document its headers, with Netlify and with Cloudflare Pages."""

import re
from pathlib import Path

from tests.interop.servers.pages import blocks
from tests.interop.servers.programs import on_node

TYPES = {
    "/all/rss.xml": "application/rss+xml; charset=utf-8",
    "/topics/ai/atom.xml": "application/atom+xml; charset=utf-8",
    "/providers/robotyard.example/feed.json": "application/feed+json",
    "/topics/ai/providers/robotyard.example/rss.xml": "application/rss+xml; charset=utf-8",
    "/feeds.opml": "text/x-opml; charset=utf-8",
}
OTHERS = ["/", "/all/", "/feeds.css", "/favicon.svg", "/topics/rss.xml-and-more/"]
EXPECTED = {
    path: {"Cache-Control": "max-age=900"}
    | ({"Content-Type": TYPES[path]} if path in TYPES else {})
    | ({"Access-Control-Allow-Origin": "*"} if path.endswith("feed.json") else {})
    for path in (*TYPES, *OTHERS)
}


def test_netlify_reads_the_file_as_it_is_meant(tmp_path: Path) -> None:
    """Netlify's own parser finds no mistake, and gives each document its type, lifetime and CORS."""
    (text,) = blocks("serving.md", "headers")
    (tmp_path / "_headers").write_text(text)
    found = on_node("headers.mjs", "netlify-headers-parser", str(tmp_path / "_headers"), *EXPECTED)
    assert found == {"errors": [], "headers": EXPECTED}


def test_cloudflare_reads_the_file_as_it_is_meant() -> None:
    """By the rules that Cloudflare documents: one `*` in a rule, which takes any text; no header from two rules."""
    (text,) = blocks("serving.md", "headers")
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            assert line.count("*") <= 1
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name] = value
    assert len(rules) <= 100
    for path, expected in EXPECTED.items():
        found: dict[str, str] = {}
        for rule, headers in rules.items():
            if re.fullmatch(re.escape(rule).replace(r"\*", "(.*)"), path):
                assert not found.keys() & headers
                found |= headers
        assert found == expected
