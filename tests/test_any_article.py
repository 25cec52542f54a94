"""Whatever front matter holds, it is published or it is a problem: never the end of a build."""

import json
from datetime import UTC
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.articles.parse import Context, parse
from feeds.compose import Composer
from feeds.config import Site
from feeds.model import DOCUMENT_NAMES, Group
from feeds.taxonomy import Taxonomy
from tests.support import ARTICLE, render, whole

HOME = "https://home.example/"
NAMES = st.sampled_from(
    [*ARTICLE, "id", "updatedDateTime", "originalUrl", "ampWebUrl", "published", "type", "category", "quality", "heat"]
) | st.sampled_from(
    ["images", "related", "featuredContent", "url", "name", "domain", "authors", "width", "length", "attribution"]
)
TEXTS = (
    st.text(max_size=30)
    | st.sampled_from(
        ["//[bad", "/\t/[x", "//a／b/c.png", "http://", "https://x.example/\ud800", "&#1;", "]]>", "\ufffe\x00", "٣"]
    )
    | st.sampled_from(
        ["https://ok.example/a.png", "2026-01-02", "<script>", "https://u:p@x.example/?a=<b>", "x/y.jpg#[", "&lt;b&gt;"]
    )
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, max_size=6), TEXTS)
@settings(max_examples=300)
@example({"images": [{"url": "//[bad"}]}, "")
@example({"featuredContent": "<iframe src='https://www.youtube.com/embed/x'></iframe>\ud800"}, "")
@example({"quality": 10**4000, "images": [{"url": "/a.png", "width": 10**4000}]}, "")
@example({"topics": ["\ud800", "/../..", ".", ""]}, "<p>&#xFFFE;</p>")
def test_an_article_is_published_or_a_problem(changes: dict[str, Any], body: str) -> None:
    """Values of any type in any field come out of every format, or are named as what is wrong."""
    raw = f"{json.dumps(ARTICLE | changes)}\n{body}".encode("utf-8", "replace")
    outcome = parse(raw, "a.html", Context(UTC, HOME))
    assert outcome is not None
    if outcome.article is None:
        assert outcome.skipped or any(problem.severity == "error" for problem in outcome.problems)
        return
    feed, items = whole(Composer(Site("S", HOME, HOME), Taxonomy()), Group("all"), [outcome.article])
    documents = {form: render(form, feed, items) for form in DOCUMENT_NAMES}
    assert len(etree.fromstring(documents["rss"]).findall("channel/item")) == 1
    assert len(etree.fromstring(documents["atom"]).findall("{*}entry")) == 1
    assert len(json.loads(documents["json"])["items"]) == 1
