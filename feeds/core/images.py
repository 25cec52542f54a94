"""What is known of a picture from its address, and which picture suits which place."""

import re
from collections.abc import Iterable

from feeds.core.model import Image

# Our own table: the one of the `mimetypes` module differs from machine to machine.
_TYPES = {
    "apng": "image/apng",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "heic": "image/heic",
    "ico": "image/vnd.microsoft.icon",
    "jfif": "image/jpeg",
    "jpe": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
}
_TYPE = re.compile(r"image/[a-z0-9][a-z0-9!#$&^_.+-]*")
RSS_MAX_WIDTH, RSS_MAX_HEIGHT = 144, 400
"""The largest picture that an RSS channel may show, in pixels (RSS 2.0, <image>)."""


def type_of(url: str) -> str | None:
    """Return the media type that an address's path ends in (`photo.jpg?w=1024` is image/jpeg), or None."""
    path = url.partition("#")[0].partition("?")[0]
    return _TYPES.get(path.rpartition("/")[2].rpartition(".")[2].lower())


def is_type(text: str) -> bool:
    """Say whether a text is a picture's media type, as RFC 6838 writes it, in lower case."""
    return _TYPE.fullmatch(text) is not None


def smallest(images: Iterable[Image]) -> Image | None:
    """Return the picture with the fewest pixels, for an icon; one of unknown size only where there is no other."""
    return min(images, key=lambda image: _pixels(image) or float("inf"), default=None)


def largest(images: Iterable[Image]) -> Image | None:
    """Return the picture with the most pixels, for a logo; one of unknown size only where there is no other."""
    return max(images, key=_pixels, default=None)


def of_width(images: Iterable[Image], width: int) -> Image | None:
    """Return the smallest picture that is at least so many pixels wide, else the largest."""
    images = tuple(images)
    return smallest(image for image in images if (image.width or 0) >= width) or largest(images)


def fits_rss(image: Image) -> bool:
    """Say whether a picture may be an RSS channel's; one of unknown size may."""
    return (image.width or 0) <= RSS_MAX_WIDTH and (image.height or 0) <= RSS_MAX_HEIGHT


def _pixels(image: Image) -> int:
    return (image.width or 0) * (image.height or 0)
