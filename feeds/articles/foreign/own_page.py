"""Find the page that an article has on the site itself, and the id that the site's own feed gives it."""

from typing import NamedTuple
from urllib.parse import quote

from feeds.articles.conventions import IdStyle
from feeds.articles.foreign import addresses
from feeds.articles.foreign.collected import Collected
from feeds.articles.foreign.patterns import Page
from feeds.core import urls
from feeds.frontmatter.lines import KeyPath

PATTERN = "the pattern of addresses"


class OwnPage(NamedTuple):
    """The address of an article's page, and where it comes from: a path in front matter, or words."""

    link: str
    path: KeyPath | str


def own_page(found: Collected, page: Page, pattern: str | None, home: str) -> OwnPage | None:
    """Return the page of an article; None if nothing says where it is. `pattern` is that of its part of the site.

    Raises UnknownPartError or BadURLError for an address that cannot be made.
    """
    fields = {name: found[name][0].value for name in addresses.NAMES if name in found}
    name = addresses.given(fields, page.conventions)
    if name is not None:
        given = found[name][0]
        return OwnPage(addresses.meant(given.value, page, home), given.path)

    made_of = addresses.pattern_of(page, pattern)
    return OwnPage(addresses.made(made_of, page, home), PATTERN) if made_of else None


def id_of(style: IdStyle, link: str, page: Page, home: str) -> str | None:
    """Return the id of an article by the link of its page; None if it is the story key.

    That of jekyll-feed is the folder of the page with the article's slug, below the site's home.
    """
    if style == "link":
        return link
    if style == "story" or not link.startswith(home):
        return None
    folder = link[len(home) :].rstrip("/").rpartition("/")[0]
    slug = quote(page.slug or page.location.slug, safe="-._~!$&'()*+,;=:@/")
    return f"{home}{folder}/{slug}" if folder else f"{home}{slug}"


def leads_away(address: object, home: str) -> bool:
    """Say whether a value is the address of a page of another site than that with this home."""
    if not isinstance(address, str) or not address.strip().startswith(("https://", "http://")):
        return False
    try:
        return urls.host(urls.clean(address)) != urls.host(home)
    except urls.BadURLError:
        return False
