"""JSON Feed 1.1, with the extension `_feeds` for fields that the format lacks."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from msgspec import Struct, field

from feeds.core.model import Feed, Image, Item, Medium, Provider, Related
from feeds.core.pretty_json import pretty_json
from feeds.formats.feedgen_adapter import Batch
from feeds.formats.links import address

_BETWEEN = b",\n    "
_END = b"]\n}"
VERSION = "https://jsonfeed.org/version/1.1"


class _Object(Struct, omit_defaults=True, frozen=True):
    """A JSON object; members that are None or empty are left out, because the format has no null."""


class _Author(_Object, frozen=True, kw_only=True):
    name: str
    url: str | None = None
    avatar: str | None = None


class _Attachment(_Object, frozen=True, kw_only=True):
    url: str
    mime_type: str
    title: str | None = None
    size_in_bytes: int | None = None
    duration_in_seconds: int | None = None


class _Provider(_Object, frozen=True, kw_only=True):
    name: str | None = None
    domain: str


class _Image(_Object, frozen=True, kw_only=True):
    url: str
    width: int | None = None
    height: int | None = None
    type: str | None = None
    size_in_bytes: int | None = None
    title: str | None = None
    attribution: str | None = None
    alt: str | None = None
    caption: str | None = None
    copyright: str | None = None


class _Related(_Object, frozen=True, kw_only=True):
    title: str
    url: str
    date_published: datetime | None = None
    provider: _Provider


class _Translation(_Object, frozen=True, kw_only=True):
    language: str
    url: str


class _ItemExtension(_Object, frozen=True, kw_only=True):
    provider: _Provider
    quality: int | None = None
    heat: int | None = None
    amp_url: str | None = None
    images: tuple[_Image, ...] = ()
    related: tuple[_Related, ...] = ()
    translations: tuple[_Translation, ...] = ()


class _Item(_Object, frozen=True, kw_only=True):
    id: str
    url: str
    external_url: str | None = None
    title: str
    content_html: str
    summary: str | None = None
    image: str | None = None
    date_published: datetime
    date_modified: datetime | None = None
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    attachments: tuple[_Attachment, ...] = ()
    extension: _ItemExtension = field(name="_feeds")


class _FeedExtension(_Object, frozen=True, kw_only=True):
    about: str
    current_url: str | None = None


class _Hub(_Object, frozen=True, kw_only=True):
    type: str
    url: str


class _Feed(_Object, frozen=True, kw_only=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    next_url: str | None = None
    description: str
    icon: str | None = None
    favicon: str | None = None
    authors: tuple[_Author, ...] = ()
    language: str | None = None
    expired: bool = False
    hubs: tuple[_Hub, ...] = ()
    extension: _FeedExtension = field(name="_feeds")
    items: tuple[_Item, ...]


def parts(batch: Batch) -> list[bytes]:
    """Return the JSON object of each item, indented as in a document."""
    # Line ends in strings are escaped, so each one here is between members.
    return [pretty_json(_item(item)).replace(b"\n", b"\n    ") for item in batch.items]


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return a feed's JSON Feed 1.1 document in UTF-8, with the items that `parts` rendered."""
    chain = feed.chain
    frame = _Feed(
        version=VERSION,
        title=feed.title,
        home_page_url=feed.home_url,
        feed_url=address(feed, "json", chain.month),
        next_url=address(feed, "json", chain.older) if chain.older else None,
        description=feed.description,
        icon=feed.logo.url if feed.logo else None,
        favicon=feed.icon.url if feed.icon else None,
        authors=(_Author(name=feed.author),) if feed.author else (),
        language=feed.language,
        expired=feed.has_ended,
        hubs=() if chain.month else tuple(_Hub(type="WebSub", url=hub) for hub in feed.site.hubs),
        extension=_FeedExtension(about=feed.about_url, current_url=feed.urls["json"] if chain.month else None),
        items=(),
    )
    start = pretty_json(frame).removesuffix(_END)
    if not parts:
        return start + _END + b"\n"
    # Join all pieces at once: a document is large, and each further join would copy it.
    pieces = [piece for part in parts for piece in (_BETWEEN, part)]
    return b"".join((start, b"\n    ", *pieces[1:], b"\n  ", _END, b"\n"))


def _item(item: Item) -> _Item:
    return _Item(
        id=item.id,
        url=item.url,
        external_url=item.original,
        title=item.title,
        content_html=item.content or f"<p>{escape(item.summary, quote=False)}</p>",
        summary=item.summary or None,
        image=item.images[0].url if item.images else None,
        date_published=item.published,
        date_modified=item.updated if item.updated != item.published else None,
        authors=tuple(_Author(name=person.name, url=person.url, avatar=person.avatar) for person in item.authors),
        tags=tuple(category.label for category in item.categories),
        language=item.language,
        attachments=(
            *(_recording(medium, medium.type) for medium in item.media if medium.type),
            *(_attachment(image, image.type) for image in item.images if image.type),
        ),
        extension=_ItemExtension(
            provider=_provider(item.provider),
            quality=item.quality,
            heat=item.heat,
            amp_url=item.amp,
            images=tuple(_image(image) for image in item.images),
            related=tuple(_related(story) for story in item.related),
            translations=tuple(_Translation(language=page.language, url=page.url) for page in item.alternates[:-1]),
        ),
    )


def _attachment(image: Image, mime_type: str) -> _Attachment:
    return _Attachment(url=image.url, mime_type=mime_type, title=image.title, size_in_bytes=image.length)


def _recording(medium: Medium, mime_type: str) -> _Attachment:
    return _Attachment(
        url=medium.url,
        mime_type=mime_type,
        title=medium.title,
        size_in_bytes=medium.length,
        duration_in_seconds=medium.duration,
    )


def _image(image: Image) -> _Image:
    return _Image(
        url=image.url,
        width=image.width,
        height=image.height,
        type=image.type,
        size_in_bytes=image.length,
        title=image.title,
        attribution=image.attribution,
        alt=image.alt,
        caption=image.caption,
        copyright=image.copyright,
    )


def _related(story: Related) -> _Related:
    return _Related(
        title=story.title, url=story.url, date_published=story.published, provider=_provider(story.provider)
    )


def _provider(provider: Provider) -> _Provider:
    return _Provider(name=provider.name, domain=provider.domain)
