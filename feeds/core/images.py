"""Derive the media type of an image from its address, and choose images by size."""

import math
import re
from collections.abc import Iterable

from msgspec.structs import replace

from feeds.core.model import Image
from feeds.core.patterns import lazy
from feeds.core.urls import picture_key, suffix

# Not from the `mimetypes` module, whose table differs between machines.
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
_SPELLINGS = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/svg": "image/svg+xml",
    "image/tif": "image/tiff",
    "image/ico": "image/vnd.microsoft.icon",
}
"""Types that many write and no register has, and what is meant."""

_TYPE = lazy(r"image/[a-z0-9][a-z0-9!#$&^_.+-]*")
_TEXTS = ("title", "attribution", "alt", "caption", "copyright")
THUMBNAIL = (300, 600)
"""The width of a small picture, in pixels."""

MIN_LEAD = 100
"""Pixels of the width, or of the height, of a picture that may stand for a story where there is another one."""

_COUNTER = lazy(
    r"https?://(?:b\.scorecardresearch\.com|pixel\.(?:wp|quantserve)\.com|stats\.wordpress\.com|pi?xel\.parsely\.com"
    r"|(?:www\.|ssl\.)?google-analytics\.com|(?:[a-z0-9.-]+\.)?doubleclick\.net|www\.facebook\.com/tr\b"
    r"|feeds\.feedburner\.com/~r/|feeds\.wordpress\.com/1\.0/|px\.ads\.linkedin\.com|t\.co/i/adsct)",
    re.IGNORECASE,
)
"""The addresses of services whose pictures nobody is meant to see."""

RSS_MAX_WIDTH, RSS_MAX_HEIGHT = 144, 400
"""The largest size of an RSS channel's image, in pixels (RSS 2.0, <image>)."""


def type_of(url: str) -> str | None:
    """Return the media type by the suffix of an address's path (`photo.jpg?w=1024` is image/jpeg), or None."""
    return _TYPES.get(suffix(url))


def is_type(text: str) -> bool:
    """Return whether a text is an image's media type (RFC 6838) in lower case."""
    return _TYPE.fullmatch(text) is not None


def meant_type(given: str) -> str | None:
    """Return the media type of an image that somebody names: as it is registered, or as people write it (`JPG`).

    None for what is no image's type.
    """
    named = given.lower().partition(";")[0].strip()
    named = _SPELLINGS.get(named) or _TYPES.get(named.removeprefix(".")) or named
    return named if is_type(named) else None


def distinct(pictures: tuple[Image, ...]) -> tuple[Image, ...]:
    """Return each picture once, in the order in which they are first given: of several sizes of one the largest.

    The others are its variants.
    """
    if len(pictures) < 2:
        return pictures
    sizes: dict[str, dict[str, Image]] = {}
    for picture in pictures:
        sizes.setdefault(picture_key(picture.url), {}).setdefault(picture.url, picture)
    return tuple(_merged(tuple(found.values())) for found in sizes.values())


def _merged(sizes: tuple[Image, ...]) -> Image:
    shown = max(sizes, key=_pixels)  # of equal ones the first
    texts = {name: next(filter(None, (getattr(one, name) for one in sizes)), None) for name in _TEXTS}
    return replace(shown, **texts, variants=tuple(one for one in sizes if one is not shown))


def thumbnail(image: Image) -> Image:
    """Return the size of a picture that is the nearest to what lists of readers show, 300 to 600 pixels wide."""
    return nearest_to_thumbnail((image, *image.variants))


def nearest_to_thumbnail(sizes: Iterable[Image]) -> Image:
    """Return the first of some pictures whose width is the nearest to 300 to 600 pixels."""

    def distance(one: Image) -> float:
        return max(THUMBNAIL[0] - one.width, one.width - THUMBNAIL[1], 0) if one.width else math.inf

    return min(sizes, key=distance)


def smallest(images: Iterable[Image]) -> Image | None:
    """Return the image with the fewest pixels, for an icon; one of unknown size only if there is no other."""
    return min(images, key=lambda image: _pixels(image) or float("inf"), default=None)


def largest(images: Iterable[Image]) -> Image | None:
    """Return the image with the most pixels, for a logo; one of unknown size only if there is no other."""
    return max(images, key=_pixels, default=None)


def of_width(images: Iterable[Image], width: int) -> Image | None:
    """Return the smallest image that is at least `width` pixels wide, else the largest."""
    images = tuple(images)
    return smallest(image for image in images if (image.width or 0) >= width) or largest(images)


def fits_rss(image: Image) -> bool:
    """Return whether an image is small enough for an RSS channel; one of unknown size is."""
    return (image.width or 0) <= RSS_MAX_WIDTH and (image.height or 0) <= RSS_MAX_HEIGHT


def counts_readers(image: Image) -> bool:
    """Return whether a picture is there to count readers: a single pixel, or at the address of a known counter."""
    is_dot = image.width is not None and image.height is not None and max(image.width, image.height) <= 1
    return is_dot or _COUNTER.match(image.url) is not None


def lead_first(images: tuple[Image, ...]) -> tuple[Image, ...]:
    """Return images in their order, but those that are too small to stand for a story after the others.

    One is if its width and its height are known to be less than MIN_LEAD: a logo, a badge, a portrait.
    """
    small = [image for image in images if 0 < (image.width or 0) < MIN_LEAD and 0 < (image.height or 0) < MIN_LEAD]
    return images if not small else (*(image for image in images if image not in small), *small)


def _pixels(image: Image) -> int:
    return (image.width or 0) * (image.height or 0)
