"""Makes the HTML that an article brings safe to show in a feed reader."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from feeds.core import urls
from feeds.core.text import without_controls

_DROPPED_WITH_CONTENT = {"script", "style", "title", "template", "textarea", "noscript", "object", "select"}
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})
_OTHER_SCHEMES = ("mailto:", "tel:")
_FRAME = re.compile(r"(<iframe\b[^>]*>).*?</iframe>", re.DOTALL)
_EMPTY_FRAME = re.compile(r"<iframe(?![^>]*\ssrc=\")[^>]*>.*?</iframe>", re.DOTALL)
_EMPTY_PICTURE = re.compile(r"<img(?![^>]*\ssrc=\")[^>]*>")
_BLANK_LINES = re.compile(r"(<pre\b.*?</pre>)|\n\s*\n", re.DOTALL)
_SOURCE = re.compile(r"<iframe[^>]*\ssrc=\"([^\"]*)\"")


def sanitise(html: str, home_url: str, link: str) -> str:
    """Return HTML without anything that runs, loads or frames what it should not.

    Relative links are made absolute below `home_url`, a mere fragment below `link`. Players are kept from
    `urls.EMBED_HOSTS` only, and empty: what stands in a frame is text to this parser and might be markup to another. A
    link whose address cannot be published loses it, a picture or frame goes.
    """
    clean = _clean(html, lambda value: _published(value, home_url, link))
    shown = _EMPTY_PICTURE.sub("", _EMPTY_FRAME.sub("", _FRAME.sub(r"\1</iframe>", clean)))
    # Once more: no pattern of ours has the last word on what is safe.
    safe = without_controls(_clean(shown, lambda value: value))
    return _BLANK_LINES.sub(lambda match: match[1] or "\n", safe).strip()


@lru_cache(maxsize=256)
def embed(html: str) -> str | None:
    """Return the address of the player that an article's featured content shows; None where it may not be shown."""
    found = _SOURCE.search(_clean(html, lambda value: _published(value, "", "")))
    return found[1].replace("&amp;", "&") if found else None


def _clean(html: str, publish: Callable[[str], str | None]) -> str:
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name not in _URL_ATTRIBUTES:
            return value
        if tag == "iframe":
            return _player(value)
        return publish(value) if value.strip() or name == "href" else None

    return nh3.clean(
        html,
        tags=(nh3.ALLOWED_TAGS | {"figure", "figcaption", "iframe"}) - _DROPPED_WITH_CONTENT,
        attributes=nh3.ALLOWED_ATTRIBUTES | {"iframe": {"src", "width", "height", "title", "allowfullscreen"}},
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attribute_filter=attribute,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )


def _published(value: str, home_url: str, link: str) -> str | None:
    value = value.strip()
    try:
        if value.lower().startswith(_OTHER_SCHEMES):
            return urls.encoded(value)
        if value[:1] in ("", "#"):
            return urls.clean(urls.without_fragment(link) + value)
        return urls.absolute(value, home_url)
    except urls.BadURLError:
        return None


def _player(value: str) -> str | None:
    try:
        url = urls.absolute(value, "https://example.org/")
    except urls.BadURLError:
        return None
    parts = urlsplit(url)
    return parts._replace(scheme="https").geturl() if parts.netloc in urls.EMBED_HOSTS else None
