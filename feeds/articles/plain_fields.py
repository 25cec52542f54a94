"""The shape of plain front matter: the fields of an article, each of the type that it usually has."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from feeds.core.limits import (
    MAX_AUTHORS,
    MAX_EMBED,
    MAX_EXCERPT,
    MAX_ID,
    MAX_IMAGE_SIDE,
    MAX_IMAGES,
    MAX_INTEGER,
    MAX_MEDIA,
    MAX_NAME,
    MAX_RELATED,
    MAX_TITLE,
    MAX_TOPICS,
)
from feeds.core.media import MAX_SECONDS

Whole = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
Side = Annotated[int, Meta(ge=1, le=MAX_IMAGE_SIDE)]
Name = Annotated[str, Meta(max_length=MAX_NAME)]
Title = Annotated[str, Meta(max_length=MAX_TITLE)]


class PlainLogo(Struct, gc=False, kw_only=True):
    """A provider's picture."""

    url: str
    width: Side | None = None
    height: Side | None = None
    type: Name | None = None
    length: Whole | None = None
    title: Title | None = None
    attribution: Title | None = None
    credit: Title | None = None
    alt: Title | None = None
    caption: Title | None = None
    copyright: Title | None = None


class PlainImage(PlainLogo, gc=False, kw_only=True):
    """A picture of the article, whose size is given."""

    width: Side
    height: Side


class PlainMedium(Struct, gc=False, kw_only=True):
    """A sound, a film, or another file that comes with the article."""

    url: str
    type: Name | None = None
    length: Whole | None = None
    duration: Annotated[int, Meta(ge=1, le=MAX_SECONDS)] | None = None
    title: Title | None = None


PlainMedia = str | PlainMedium | Annotated[list[str | PlainMedium], Meta(max_length=MAX_MEDIA)]


class PlainAuthor(Struct, gc=False):
    """An author with addresses."""

    name: Name | None = None
    url: str | None = None
    avatar: str | None = None


PlainPeople = Annotated[list[Name | PlainAuthor], Meta(max_length=MAX_AUTHORS)]


class PlainOutlet(Struct):
    """A provider as related stories name it."""

    name: Name | None = None
    domain: Name | None = None


class PlainProvider(PlainOutlet):
    """The provider of the article."""

    images: Annotated[list[PlainLogo], Meta(max_length=MAX_IMAGES)] | None = None
    authors: PlainPeople | None = None


class PlainRelated(Struct, rename="camel"):
    """A related story."""

    title: Title
    web_url: str | None = None
    original_url: str | None = None
    provider: PlainOutlet | None = None
    published_date_time: Any = None


class AnyPlainFields(Struct, rename="camel"):
    """The fields of an article but its pictures, each of the type that it usually has."""

    title: Title
    published_date_time: Any
    web_url: str | None = None
    original_url: str | None = None
    id: Annotated[str, Meta(max_length=MAX_ID)] | Whole | None = None
    excerpt: Annotated[str, Meta(max_length=MAX_EXCERPT)] | None = None
    updated_date_time: Any = None
    amp_web_url: str | None = None
    published: bool | None = None
    deleted: bool | None = None
    removed: bool | None = None
    draft: bool | None = None
    expiry_date: Any = None
    type: Name | None = None
    category: Name | None = None
    quality: Whole | None = None
    heat: Whole | None = None
    provider: PlainProvider | None = None
    author: Name | PlainAuthor | None = None
    authors: PlainPeople | None = None
    topics: Annotated[list[Name], Meta(max_length=MAX_TOPICS)] | None = None
    related: Annotated[list[PlainRelated], Meta(max_length=MAX_RELATED)] | None = None
    enclosure: PlainMedia | None = None
    enclosures: PlainMedia | None = None
    audio: PlainMedia | None = None
    video: PlainMedia | None = None
    attachments: PlainMedia | None = None
    featured_content: Annotated[str, Meta(max_length=MAX_EMBED)] | None = None


class PlainFields(AnyPlainFields, rename="camel"):
    """The fields of an article in our own vocabulary."""

    images: Annotated[list[PlainImage], Meta(max_length=MAX_IMAGES)] | None = None


class PlainForeignFields(AnyPlainFields, rename="camel"):
    """The fields translated from the words of others, who seldom give the size of a picture."""

    images: Annotated[list[PlainLogo], Meta(max_length=MAX_IMAGES)] | None = None
