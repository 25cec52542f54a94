"""Whatever markup an article holds, and wherever, nothing that leaves runs, frames or loads what it should not."""

import json
from datetime import UTC

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.articles.parse import Context, parse
from feeds.compose import Composer
from feeds.config import Site
from feeds.core.model import DOCUMENT_NAMES, Group
from feeds.core.slugs import slugify
from feeds.core.taxonomy import Taxonomy
from feeds.formats import opml
from feeds.formats.html import pages
from tests.documents import faults, in_html
from tests.hostile.markup import ATTACKS, MARKUP
from tests.support import ARTICLE, BASE_URL, render, whole

COMPOSER = Composer(Site("S", BASE_URL, BASE_URL), Taxonomy(), kinds=("all", "topic", "provider"))


def check(markup: str, suffix: str) -> None:
    """Put markup in every field that holds text, and look through every document that comes of it."""
    picture = {"url": f"/a.png?{markup}", "width": 1, "height": 1, "title": markup, "attribution": markup}
    story = {"title": markup, "webUrl": "https://b.example/", "provider": {"name": markup, "domain": "b.example"}}
    provider = {"name": markup, "domain": "a.example", "images": [picture], "authors": [{"name": markup}]}
    texts = dict.fromkeys(("id", "excerpt", "featuredContent", "type", "category"), markup)
    fields = ARTICLE | texts | {
        "title": f"x {markup}",
        "topics": [markup, f"y{markup}"],
        "images": [picture],
        "related": [story],
        "provider": provider,
        "ampWebUrl": f"https://a.example/{markup}",
    }  # fmt: skip
    raw = f"{json.dumps(fields)}\n{markup}".encode("utf-8", "replace")
    outcome = parse(raw, f"x{suffix}", Context(UTC, BASE_URL))
    assert outcome is not None
    assert outcome.article is not None, outcome.problems

    feed, items = whole(COMPOSER, Group("all"), [outcome.article])
    topic, _ = (
        whole(COMPOSER, Group("topic", slugify(items[0].categories[0].term)), [outcome.article])
        if (items[0].categories)
        else (feed, items)
    )
    for format_name in DOCUMENT_NAMES:
        assert faults(format_name, render(format_name, feed, items)) == []
        assert faults(format_name, render(format_name, topic, items)) == []

    directory = COMPOSER.directory((one, 1, items[0].published) for one in (feed, topic))
    assert faults("opml", opml.document(directory)) == []
    assert faults("page", pages(None).front_page(directory)) == []


@given(MARKUP, st.sampled_from([".md", ".html"]))
@settings(max_examples=100, deadline=None)
@example("<iframe><iframe src='javascript:x//www.youtube.com'></iframe>", ".html")
@example(
    "<iframe src='https://www.youtube.com/embed/x' title=' src='></iframe>&#1;<a href='https://e.example/'>", ".md"
)
@pytest.mark.slow
def test_no_markup_gets_out(markup: str, suffix: str) -> None:
    """In all that leaves a browser finds listed elements, attributes and addresses, and frames of players alone."""
    check(markup, suffix)


@given(MARKUP, st.sampled_from([".md", ".html"]))
@settings(max_examples=20_000, deadline=None)
@pytest.mark.thorough
def test_no_markup_gets_out_for_long(markup: str, suffix: str) -> None:
    """The same, for many minutes."""
    check(markup, suffix)


@pytest.mark.parametrize("suffix", [".md", ".html"])
@pytest.mark.parametrize("markup", ATTACKS)
def test_no_known_attack_gets_out(markup: str, suffix: str) -> None:
    """The same for each attack as it is."""
    check(markup, suffix)


@pytest.mark.parametrize("markup", ATTACKS)
def test_the_look_is_not_blind(markup: str) -> None:
    """What the tests look for is found in what has not been made safe, so they can fail."""
    assert in_html(markup)
