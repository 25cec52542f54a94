"""Build the article of plain front matter directly, without tracking where each value stands.

It accepts only values that need no correction and no warning. For all others `fields` is used, which gives the same
article where both give one.
"""

from datetime import datetime, tzinfo
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from feeds.articles import hints
from feeds.articles.fields import is_there
from feeds.articles.media import FIELDS, distinct, medium_kind, medium_type
from feeds.articles.parts import distinct_people, has_path, image_type, is_other_type, link_of, shown_name, with_domain
from feeds.articles.plain_fields import (
    AnyPlainFields,
    PlainAuthor,
    PlainFields,
    PlainForeignFields,
    PlainImage,
    PlainLogo,
    PlainMedium,
    PlainProvider,
    PlainRelated,
)
from feeds.articles.prose import without_markup
from feeds.core import dates, images, media, urls
from feeds.core.international import written_host
from feeds.core.mail import has_address, without_address
from feeds.core.model import Article, Body, Image, Medium, MediumKind, Person, Provider, Related
from feeds.core.stories import story_key
from feeds.core.text import plain, without_controls
from feeds.markup.players import player_address, player_in

_media_given = attrgetter(*FIELDS)
_NO_MEDIA = (None,) * len(FIELDS)

_LATEST = dates.LATEST.replace(month=1, day=1)


class _UnusualError(Exception):
    """The article needs a correction or a warning, or has a value of an unusual type."""


def article(
    data: dict[str, Any], *, home: str, zone: tzinfo, category: str | None, body: Body | None, is_ours: bool = True
) -> Article | None:
    """Return the article that front matter describes; None if it is not plain.

    `home` is the address that relative ones are below, `zone` the zone of times without one, and `category` the
    category of an article that names none. Unless it `is_ours`, the front matter was in the words of others.
    """
    try:
        fields = msgspec.convert(data, PlainFields) if is_ours else msgspec.convert(data, PlainForeignFields)
        return _article(fields, home, zone, category, body)
    except (_UnusualError, msgspec.ValidationError, UnicodeError, urls.BadURLError, dates.BadDateError):
        return None


def _article(
    fields: PlainFields | PlainForeignFields, home: str, zone: tzinfo, category: str | None, body: Body | None
) -> Article:
    title, published = _prose(fields.title), _date(fields.published_date_time, zone)
    excerpt = _prose(fields.excerpt) if fields.excerpt else ""
    web = _address(fields.web_url)
    original = web if fields.original_url == fields.web_url else _address(fields.original_url)
    provider = _provider(fields.provider, home) if fields.provider else Provider("")
    link = web if web == original else link_of(web, original, provider)
    if not title or published is None or link is None:
        raise _UnusualError
    _require_no_hints(title, excerpt)
    if web and original and web != original and hints.differ(web, original, provider.domain, home):
        raise _UnusualError
    if not provider.domain and not hints.is_own(link, home):
        raise _UnusualError

    updated = _date(fields.updated_date_time, zone)
    given = without_controls(fields.id).strip() if isinstance(fields.id, str) else fields.id
    identifier = "" if given is None else str(given)
    return Article(
        id=identifier or story_key(original or link),
        gives_id=bool(identifier),
        expires=_date(fields.expiry_date, zone),
        title=title,
        published=published,
        link=link,
        provider=with_domain(provider, link),
        authors=_authors(fields, home),
        excerpt=excerpt,
        updated=max(updated, published) if updated else None,
        original=original if original != link else None,
        amp=_address(fields.amp_web_url),
        type=_text(fields.type) or "article",
        category=_text(fields.category) or category,
        quality=fields.quality,
        heat=fields.heat,
        topics=tuple(filter(None, map(_plain, fields.topics))) if fields.topics else (),
        images=tuple([_picture(image, home, link) for image in fields.images]) if fields.images else (),
        media=_media(fields, home, link),
        related=tuple([_related(story, zone) for story in fields.related]) if fields.related else (),
        player=_player(fields.featured_content) if fields.featured_content else None,
        body=body,
    )


def _require_no_hints(title: str, excerpt: str) -> None:
    """Raise _UnusualError if a warning about the title or the excerpt is due."""
    if "&" in title and hints.of_text(title):
        raise _UnusualError
    if "&" in excerpt and (hints.of_text(excerpt) or hints.whole_entities(excerpt) != excerpt):
        raise _UnusualError


def _player(featured: str) -> str | None:
    player = player_in(featured)
    if player is None and featured.strip():
        raise _UnusualError
    return player


def _unusual() -> None:
    raise _UnusualError


def _plain(text: str) -> str:
    return plain(text, _unusual)


def _optional(text: str | None) -> str | None:
    return _prose(text) or None if text else None


def _prose(text: str) -> str:
    if without_markup(text) != text:
        raise _UnusualError
    return plain(text, _unusual)


def _address(text: str | None, home: str | None = None, page: str = "") -> str | None:
    if text is None or (urls.is_clean(text) and urls.without_entities(text) == text):
        return text
    text = without_controls(text)
    if not text.strip():
        return None
    if "@" in text or urls.without_entities(text) != text or written_host(text):  # it may be a password's
        raise _UnusualError
    return urls.clean(text) if home is None else urls.absolute(text, home, page)


def _date(value: object, zone: tzinfo) -> datetime | None:
    moment = dates.parse(value, zone) if is_there(value) else None
    if moment is not None and not dates.EARLIEST <= moment < _LATEST:  # a warning is due
        raise _UnusualError
    return moment


def _text(text: str | None) -> str | None:
    return plain(text, _unusual) or None if text else None


def _provider(fields: PlainProvider, home: str) -> Provider:
    known = _outlet(fields.name, fields.domain)
    if not fields.images:
        return known
    return Provider(known.domain, known.name, tuple([_image(image, home) for image in fields.images]))


def _authors(fields: AnyPlainFields, home: str) -> tuple[Person, ...]:
    of_provider = fields.provider.authors if fields.provider else None
    if not of_provider and not fields.authors and not fields.author:
        return ()
    given = [*([fields.author] if fields.author else ()), *(fields.authors or ()), *(of_provider or ())]
    return distinct_people(filter(None, [_person(author, home) for author in given]))


def _person(author: str | PlainAuthor, home: str) -> Person | None:
    if isinstance(author, str):
        name = _name(author)
        return Person(name) if name else None
    name, url, avatar = _name(author.name), _address(author.url, home), _address(author.avatar, home)
    if (url and has_address(url)) or (avatar and has_address(avatar)):
        raise _UnusualError
    return Person(name, url, avatar) if name else None


def _name(text: str | None) -> str | None:
    name = _text(text)
    if name and without_address(name) != name:
        raise _UnusualError
    return name


@lru_cache(maxsize=4096)
def _outlet(name: str | None, domain: str | None) -> Provider:
    """Return a provider; cached, as a site has far fewer providers than articles."""
    shown, given = _name(name), _text(domain)
    if given and has_path(given):
        raise _UnusualError
    return Provider(urls.domain_of(given) if given else "", shown_name(shown, given))


def _picture(fields: PlainLogo, home: str, page: str) -> Image:
    """Return a picture of the article itself. Its type must be known, unless others give no sizes either."""
    image = _image(fields, home, page)
    is_known = image.type is not None or not isinstance(fields, PlainImage)
    if not is_known or (fields.type and is_other_type(fields.type, image.type or "")):
        raise _UnusualError
    return image


def _image(fields: PlainLogo, home: str, page: str = "") -> Image:
    url = _address(fields.url, home, page)
    if url is None:
        raise _UnusualError
    length = fields.length
    return Image(
        url=url,
        width=fields.width,
        height=fields.height,
        type=image_type(_text(fields.type), url),
        length=length if length is not None and length > 0 else None,
        title=_optional(fields.title),
        attribution=_credit(fields.attribution if is_there(fields.attribution) else fields.credit),
        alt=_optional(fields.alt),
        caption=_credit(fields.caption),
        copyright=_credit(fields.copyright),
    )


def _credit(text: str | None) -> str | None:
    text = _optional(text)
    if text and "@" in text and without_address(text) != text:
        raise _UnusualError
    return text


def _media(fields: AnyPlainFields, home: str, page: str) -> tuple[Medium, ...]:
    """Return what comes with the story: files whose type is known, and is no picture's."""
    values = _media_given(fields)
    if values == _NO_MEDIA:  # as for most articles
        return ()
    found = []
    for kind, given in zip(FIELDS.values(), values, strict=True):
        if given is not None:
            found += [_medium(kind, one, home, page) for one in (given if isinstance(given, list) else [given])]
    return distinct(found)


def _medium(kind: MediumKind | None, given: str | PlainMedium, home: str, page: str) -> Medium:
    fields = PlainMedium(url=given) if isinstance(given, str) else given
    url = _address(fields.url, home, page)
    known = _text(fields.type)
    if url is None or player_address(url) or (known and media.meant_type(known) is None):
        raise _UnusualError
    found = medium_type(known, url)
    if found is None or images.is_type(found):
        raise _UnusualError
    return Medium(
        url=url,
        kind=medium_kind(kind, found),
        type=found,
        length=fields.length if fields.length is not None and fields.length > 0 else None,
        duration=fields.duration,
        title=_prose(fields.title) or None if fields.title else None,
    )


def _related(fields: PlainRelated, zone: tzinfo) -> Related:
    title, url = _prose(fields.title), _address(fields.web_url) or _address(fields.original_url)
    if not title or url is None:
        raise _UnusualError
    provider = _outlet(fields.provider.name, fields.provider.domain) if fields.provider else Provider("")
    return Related(title, url, with_domain(provider, url), _date(fields.published_date_time, zone))
