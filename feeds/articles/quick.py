"""Builds the article of plain front matter in one go, without a note of where each value stood.

It takes only what needs no mending and no word to the author: for anything else there is the way of `fields`, which
gives the same article where both give one.
"""

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from feeds import dates, urls
from feeds.articles.fields import LARGEST, is_there
from feeds.articles.parts import image_type, link_of, shown_name, with_domain
from feeds.model import Article, Body, Image, Provider, Related
from feeds.text import plain, without_controls

_Whole = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]


class _Image(Struct, gc=False):
    url: str
    width: _Whole | None = None
    height: _Whole | None = None
    type: str | None = None
    length: _Whole | None = None
    title: str | None = None
    attribution: str | None = None


class _Author(Struct, gc=False):
    name: str | None = None


class _Outlet(Struct):
    name: str | None = None
    domain: str | None = None


class _Provider(_Outlet):
    images: list[_Image] | None = None
    authors: list[_Author] | None = None


class _Related(Struct, rename="camel"):
    title: str
    web_url: str | None = None
    original_url: str | None = None
    provider: _Outlet | None = None
    published_date_time: Any = None


class _Fields(Struct, rename="camel"):
    """The fields of an article, each of the one type that it has where nothing is unusual."""

    title: str
    published_date_time: Any
    web_url: str | None = None
    original_url: str | None = None
    id: str | _Whole | None = None
    excerpt: str | None = None
    updated_date_time: Any = None
    amp_web_url: str | None = None
    published: bool | None = None
    deleted: bool | None = None
    removed: bool | None = None
    type: str | None = None
    category: str | None = None
    quality: _Whole | None = None
    heat: _Whole | None = None
    provider: _Provider | None = None
    topics: list[str] | None = None
    images: list[_Image] | None = None
    related: list[_Related] | None = None
    featured_content: str | None = None


class _UnusualError(Exception):
    """Something is to be said of the article, or it cannot be told in this short way."""


def article(
    data: dict[str, Any], *, home: str, zone: tzinfo, category: str | None, body: Body | None
) -> Article | None:
    """Return the article that front matter describes; None where it is not plain.

    `home` is the address that a relative one is below, `zone` that of a naive time, and `category` that of an article
    that names none.
    """
    try:
        return _article(msgspec.convert(data, _Fields), home, zone, category, body)
    except (_UnusualError, msgspec.ValidationError, UnicodeError, urls.BadURLError, dates.BadDateError):
        return None


def _article(fields: _Fields, home: str, zone: tzinfo, category: str | None, body: Body | None) -> Article:
    title, published = plain(fields.title), _date(fields.published_date_time, zone)
    web = _address(fields.web_url)
    original = web if fields.original_url == fields.web_url else _address(fields.original_url)
    provider = _provider(fields.provider, home) if fields.provider else Provider("")
    link = web if web == original else link_of(web, original, provider)
    if not title or published is None or link is None:
        raise _UnusualError
    updated = _date(fields.updated_date_time, zone)
    given = fields.id if not isinstance(fields.id, str) else without_controls(fields.id).strip()
    return Article(
        id=urls.identity(original or link) if given is None or given == "" else str(given),
        title=title,
        published=published,
        link=link,
        provider=with_domain(provider, link),
        excerpt=plain(fields.excerpt) if fields.excerpt else "",
        updated=max(updated, published) if updated else None,
        original=original if original != link else None,
        amp=_address(fields.amp_web_url),
        type=(plain(fields.type) if fields.type else "") or "article",
        category=(plain(fields.category) if fields.category else "") or category,
        quality=fields.quality,
        heat=fields.heat,
        topics=tuple(filter(None, map(plain, fields.topics))) if fields.topics else (),
        images=tuple([_image(image, home) for image in fields.images]) if fields.images else (),
        related=tuple([_related(story, zone) for story in fields.related]) if fields.related else (),
        embed=without_controls(fields.featured_content) if fields.featured_content is not None else None,
        body=body,
    )


def _address(text: str | None, home: str | None = None) -> str | None:
    if text is None or urls.is_clean(text):
        return text
    text = without_controls(text)
    if not text.strip():
        return None
    return urls.clean(text) if home is None else urls.absolute(text, home)


def _date(value: object, zone: tzinfo) -> datetime | None:
    return dates.parse(value, zone) if is_there(value) else None


def _text(text: str | None) -> str | None:
    return plain(text) or None if text else None


def _provider(fields: _Provider, home: str) -> Provider:
    known = _outlet(fields.name, fields.domain)
    if not fields.images and not fields.authors:
        return known
    images = tuple([_image(image, home) for image in fields.images or ()])
    authors = tuple(filter(None, [_text(author.name) for author in fields.authors or ()]))
    return Provider(known.domain, known.name, images, authors)


@lru_cache(maxsize=4096)
def _outlet(name: str | None, domain: str | None) -> Provider:
    """Return a provider by what an article calls it: a site has far fewer of them than articles."""
    shown, given = _text(name), _text(domain)
    return Provider(urls.domain_of(given) if given else "", shown_name(shown, given))


def _image(fields: _Image, home: str) -> Image:
    url = _address(fields.url, home)
    if url is None:
        raise _UnusualError
    width, height, length = fields.width, fields.height, fields.length
    return Image(
        url=url,
        width=width if width is not None and width > 0 else None,
        height=height if height is not None and height > 0 else None,
        type=image_type(_text(fields.type), url),
        length=length if length is not None and length > 0 else None,
        title=_text(fields.title),
        attribution=_text(fields.attribution),
    )


def _related(fields: _Related, zone: tzinfo) -> Related:
    title, url = plain(fields.title), _address(fields.web_url) or _address(fields.original_url)
    if not title or url is None:
        raise _UnusualError
    provider = _outlet(fields.provider.name, fields.provider.domain) if fields.provider else Provider("")
    return Related(title, url, with_domain(provider, url), _date(fields.published_date_time, zone))
