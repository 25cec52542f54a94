"""What an article's own fields come to in all the feeds that it is in: lists that would fill a disk are cut."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from feeds.core.limits import MAX_COPIED, MAX_TITLE, MAX_URL
from feeds.core.model import Article, Image, Related

_MEMBER = MAX_URL + 2 * MAX_TITLE


def feeds_of(topics: int) -> int:
    """Return how many feeds an article of so many topics may be in: of everything, of its provider, of its topics."""
    return topics + 2


def fits(article: Article) -> bool:
    """Say whether the images and related stories of an article are plainly few enough; those of most are."""
    return (len(article.images) + len(article.related)) * _MEMBER * feeds_of(len(article.topics)) <= MAX_COPIED


def fitted(article: Article) -> tuple[Article, list[tuple[str, str]]]:
    """Return an article with as many images and related stories as its feeds can hold, and what to say of each field.

    Both fields together stay below MAX_COPIED; the images go first.
    """
    copies = feeds_of(len(article.topics))
    room = MAX_COPIED // copies
    images = article.images[: _number(list(map(_length_of_image, article.images)), room // 2)]
    related = article.related[: _number(list(map(_length_of_story, article.related)), room // 2)]
    cut = replace(article, images=images, related=related)
    return cut, list(_warnings(article, cut, copies))


def _warnings(article: Article, cut: Article, copies: int) -> Iterator[tuple[str, str]]:
    for name, before, after in (("images", article.images, cut.images), ("related", article.related, cut.related)):
        if len(after) < len(before):
            yield name, f"is too long for the {copies} feeds of the article: the first {len(after)} are kept"


def _number(lengths: Sequence[int], room: int) -> int:
    """Return how many members of a list, from the first on, have room."""
    for number, length in enumerate(lengths):
        room -= length
        if room < 0:
            return number
    return len(lengths)


def _length_of_image(image: Image) -> int:
    return len(image.url) + len(image.title or "") + len(image.attribution or "")


def _length_of_story(story: Related) -> int:
    return len(story.url) + len(story.title) + len(story.provider.name or "") + len(story.provider.domain)
