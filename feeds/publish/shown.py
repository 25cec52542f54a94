"""Note of an item what later builds compare it with: what it is, and a digest of what people read of it. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from msgspec import Struct

from feeds.core.model import Article, Item
from feeds.index.memory import PublishedItem
from feeds.index.rows import key_of


class About(Struct, frozen=True, array_like=True):
    """What the history says of an item. `published` is in seconds since 1970."""

    id: str
    title: str
    url: str
    published: int

    @property
    def place(self) -> tuple[int, str]:
        """Return what sorts items as feeds show them, the newest first."""
        return -self.published, self.id

    @property
    def moment(self) -> datetime:
        """Return when the item was published."""
        return datetime.fromtimestamp(self.published, UTC)


class ShownItem(NamedTuple):
    """An item that a feed shows: the number that stands for its id, a digest of it, and an encoded `About`.

    The digest is None where nobody knows more than what the documents say.
    """

    key: int
    digest: int | None
    about: bytes


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(About).decode


def shown_item(item: Item, article: Article) -> ShownItem:
    """Return what is noted of an item.

    The digest is of what the article says, in no form that a release of this program may change. It is the same
    whatever the article's quality and heat, which move without anybody's doing, and whatever is measured of pictures.
    """
    body = article.body
    read = (
        (item.title, item.url, article.original, article.amp, article.excerpt, body and (body.text, body.format)),
        (item.published, item.updated, article.player, article.topics),
        [person.name for person in article.authors],
        [(image.url, image.title, image.alt, image.caption) for image in article.images],
        [(medium.url, medium.title) for medium in article.media],
        [(related.url, related.title) for related in article.related],
    )
    digest = int.from_bytes(blake2b(_ENCODE(read), digest_size=8).digest(), "big", signed=True)
    return ShownItem(key_of("id", item.id), digest, _encoded(item.id, item.title, item.url, item.published))


def without_article(item: PublishedItem | Item) -> ShownItem:
    """Return what is noted of an item that only a document tells of, or that says that a feed has ended."""
    return ShownItem(key_of("id", item.id), None, _encoded(item.id, item.title, item.url, item.published))


def about(encoded: bytes) -> About:
    """Return what the history says of an item. Raises msgspec.MsgspecError for what no build has noted."""
    return _DECODE(encoded)


def in_order(items: Iterable[ShownItem]) -> list[ShownItem]:
    """Return items in the order in which feeds show them."""
    return sorted(items, key=lambda item: about(item.about).place)


def _encoded(item_id: str, title: str, url: str, published: datetime) -> bytes:
    return _ENCODE(About(item_id, title, url, int(published.timestamp())))
