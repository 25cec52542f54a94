"""Describe the site that publishes the feeds."""

from feeds.config import Site
from feeds.core import images
from feeds.core.model import FeedFormat, Image, Publisher
from feeds.words import Words


def publisher(site: Site, words: Words, pages: bool, opml: FeedFormat) -> Publisher:
    """Return what every format says of a site, with the words of its language.

    `pages` says whether it has pages, `opml` is the format that the list for feed readers names.
    """
    return Publisher(
        title=site.title,
        description=site.description or words.gettext("News from {name}", name=site.title),
        url=site.home_url,
        feeds_url=site.base_url,
        language=site.language,
        author=site.author,
        icon=Image(site.icon, type=images.type_of(site.icon)) if site.icon else None,
        has_pages=pages,
        opml=opml,
        hubs=site.hubs,
        readers=site.readers,
        whole_pictures=site.whole_pictures,
        words=words,
    )
