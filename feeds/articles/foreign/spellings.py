"""Know the names by which the sites of others call the fields of an article.

Case, `_` and `-` in a name make no difference: `pubDate`, `PubDate` and `pub_date` are one.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

SPELLINGS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "excerpt": ("excerpt", "description", "summary", "deck", "subtitle"),
    "publishedDateTime": (
        *("publishedDateTime", "date", "publishDate", "pubDate", "published_at", "added"),
        "date_published",
    ),
    "updatedDateTime": (
        *("updatedDateTime", "updated", "lastmod", "last_modified_at", "updatedDate", "modified", "updated_at"),
        *("last_update", "date_modified", "date_updated"),
    ),
    "expiryDate": ("expiryDate", "unpublishDate"),
    "topics": ("topics", "tags", "tag", "categories", "category"),
    "authors": ("authors", "author"),
    "images": (
        *("images", "image", "cover", "banner", "featured_image", "og_image", "primary_image"),
        "thumbnail",
    ),
    "originalUrl": ("originalUrl", "external_url", "source_url", "link", "canonical_url"),
    "language": ("language", "lang"),
    "translationKey": ("translationKey", "translation_id", "page_id", "ref"),
    "id": ("id", "guid"),
}
"""The names of each field of ours, ours first. The first one counts that is there; of topics, all but ours together."""

ADDRESSES = ("permalink", "url", "path", "slug")
"""The names of an article's own address, or of a part of it; which of them count depends on the generator."""

FLAGS = ("published", "deleted", "removed", "draft")
"""What says whether an article is published. A date in `published` is one of publication."""

RELEASING, HIDING = ("publish",), ("private", "isPrivate", "isDraft", "hidden")
"""What says, where no generator is known that would publish it all the same, that an article is not for everybody.

Those that release it say so if they are false, those that hide it if they are true.
"""

PASSWORDS = ("password", "passwd", "passphrase", "post_password", "enc_pwd")
ENCRYPTING = ("encrypt", "encrypted", "protected", "password_protected")
"""What says that a page is only for those who know its password, in the words of plugins, themes and WordPress."""

WITHDRAWING = ("unlisted", "headless", "eleventyExcludeFromCollections")
"""What says in the words of a generator, if it is true, that a page is in no list of pages."""

MEDIA = ("enclosure", "enclosures", "audio", "video", "attachments")
OWN = ("webUrl", "ampWebUrl", "type", "quality", "heat", "provider", "related", "featuredContent", *MEDIA)
"""The fields of ours that have one name only."""

FIELDS = (*SPELLINGS, *OWN)
"""The fields of ours that `[fields]` may give other names."""

NESTED = ("extra", "taxonomies", "params", "taxonomy")
"""The groups of fields in which Zola and Hugo keep what they do not know, and Grav its topics."""


class Slot(NamedTuple):
    """What a name stands for: a field, and its place among the names of that; the lowest counts first."""

    field: str
    rank: int


class Names:
    """The names of fields in one site: those of its configuration, then the known spellings.

    `foreign` are the names that add something to an article which has the required fields under our names.
    """

    def __init__(self, configured: Mapping[str, tuple[str, ...]]) -> None:
        self._slots: dict[str, Slot] = {}
        for field, name, rank in _listed(configured):
            self._slots.setdefault(folded(name), Slot(field, rank))
        self._shared = {
            key: Slot(field, rank)
            for field, other in (_DATES, _DATES[::-1])
            for rank, name in enumerate(SPELLINGS[field])
            if self._slots[key := folded(name)].field == other
        }
        own_words = [name for names in configured.values() for name in names]
        others = [name for field in _ADDED for name in SPELLINGS[field] if name not in (field, *_AMBIGUOUS)]
        names = (*own_words, *others, *_OF_TRANSLATIONS)
        self.foreign = frozenset(variant for name in names for variant in _variants(name))
        self._known: dict[str, Slot | None] = {}

    def other_slot(self, name: str) -> Slot | None:
        """Return what a name of one of the two dates is known to be as well, if the site gives it to the other one.

        So `date` may stand for both, as in Hugo's `lastmod = ["lastmod", "date"]`.
        """
        return self._shared.get(folded(name)) if self._shared else None

    def slot(self, name: str) -> Slot | None:
        """Return what a name of front matter stands for; None for a name that is not known."""
        try:
            return self._known[name]
        except KeyError:
            slot = self._slots.get(folded(name))
            if len(self._known) < _MOST_KEPT:
                self._known[name] = slot
            return slot


_MOST_KEPT = 2_000
"""How many names of front matter are kept in mind, with what they stand for."""

_ADDED = ("excerpt", "updatedDateTime", "expiryDate", "topics", "images", "language", "id")
_OF_TRANSLATIONS = ("language", *SPELLINGS["translationKey"])
"""The fields that no article is read for but those of sites with several languages."""

_DATES = ("publishedDateTime", "updatedDateTime")

_AMBIGUOUS = ("category",)
"""The fields whose other names count beside the required ones of ours, and a name that is one of ours there."""


def _listed(configured: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, int]]:
    """Yield each field with its names and their ranks; those of the configuration are below 0."""
    for field, names in configured.items():
        yield from ((field, name, rank - len(names)) for rank, name in enumerate(names))
    for field, names in SPELLINGS.items():
        yield from ((field, name, rank) for rank, name in enumerate(names))
    for name in (*OWN, *ADDRESSES, *FLAGS):
        yield name, name, 0


def folded(name: str) -> str:
    """Return a name as it is compared with others: without `_`, `-` and differences of case."""
    return name.replace("_", "").replace("-", "").casefold() or name


def _variants(name: str) -> tuple[str, ...]:
    return (name, name.lower(), name.capitalize(), name.upper())
