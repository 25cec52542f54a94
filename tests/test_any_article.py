"""Whatever front matter holds, it is published or it is a problem: never the end of a build."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.target import check
from tests.support import ARTICLE

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
@pytest.mark.slow
def test_an_article_is_published_or_a_problem(changes: dict[str, Any], body: str) -> None:
    """Values of any type in any field come out of every format, or are named as what is wrong."""
    raw = f"{json.dumps(ARTICLE | changes)}\n{body}".encode("utf-8", "replace")
    assert check(raw, "a.html") is not None
