"""Cut the lists of an article that would fill a disk in all the feeds that it is in."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from feeds.core.limits import MAX_COPIED, MAX_TITLE, MAX_URL
from feeds.core.model import Article, Image, Person, Related

_MEMBER = MAX_URL + 2 * MAX_TITLE


def feeds_of(topics: int) -> int:
    """Return how many feeds an article of so many topics may be in: of everything, of its provider, of its topics."""
    return topics + 2


def fits(article: Article) -> bool:
    """Say whether the images, related stories and authors of an article are plainly few enough; those of most are."""
    return (len(article.images) + len(article.related) + 2 * len(article.authors)) * _MEMBER * feeds_of(
        len(article.topics)
    ) <= MAX_COPIED


def fitted(article: Article) -> tuple[Article, list[tuple[str, str]]]:
    """Return an article with as much as its feeds can hold of its lists, and what to say of each field.

    The images, the related stories and the authors each have a third of MAX_COPIED.
    """
    copies = feeds_of(len(article.topics))
    room = MAX_COPIED // copies // 3
    images = article.images[: _number(list(map(_length_of_image, article.images)), room)]
    related = article.related[: _number(list(map(_length_of_story, article.related)), room)]
    authors = article.authors[: _number(list(map(_length_of_person, article.authors)), room)]
    cut = replace(article, images=images, related=related, authors=authors)
    return cut, list(_warnings(article, cut, copies))


def _warnings(article: Article, cut: Article, copies: int) -> Iterator[tuple[str, str]]:
    for name, before, after in (
        ("images", article.images, cut.images),
        ("related", article.related, cut.related),
        ("authors", article.authors, cut.authors),
    ):
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


def _length_of_person(person: Person) -> int:
    return len(person.name) + len(person.url or "") + len(person.avatar or "")
