"""The names of the pages that list the feeds of a large site."""

from feeds.core.directory import (
    ON_FRONT_PAGE,
    PER_DIRECTORY_PAGE,
    directory_page,
    directory_pages,
    directory_part,
    is_site_document,
    lists_feeds,
)
from feeds.core.model import GroupKind


def test_only_a_large_site_has_such_pages() -> None:
    """The front page lists all feeds as long as it has room; then kinds with many feeds have pages besides."""
    topics: list[GroupKind] = ["topic"]
    kinds: list[GroupKind] = ["all", *topics * (ON_FRONT_PAGE - 1)]
    assert directory_pages(kinds) == frozenset()
    assert directory_pages([*kinds, "provider"]) == {"directory/topic-1.html", "directory/topic-2.html"}
    assert len(directory_pages(topics * (4 * PER_DIRECTORY_PAGE))) == 4


def test_a_name_says_what_is_on_the_page() -> None:
    """A page is known by its name, and nothing else is."""
    assert directory_part(directory_page("topic-provider", 12)) == ("topic-provider", 12)
    for name in ("directory/topic-0.html", "directory/x-1.html", "topic-1.html", "directory/topic-1.html.gz"):
        assert directory_part(name) is None
        assert not is_site_document(name)


def test_which_documents_show_the_feeds() -> None:
    """What lists feeds is rendered again when one of them changes; what pages share is not."""
    listing = ["index.html", "feeds.opml", "directory/topic-1.html"]
    assert [lists_feeds(name) for name in [*listing, "feeds.css", "all/index.html"]] == [True, True, True, False, False]
    assert all(map(is_site_document, [*listing, "feeds.css"]))
