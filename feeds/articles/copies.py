"""Cut the lists of an article that would fill a disk in all the feeds that it is in."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from feeds.core.limits import MAX_COPIED
from feeds.core.model import Article, Image, Medium, Person, Related
from feeds.core.spread import ESCAPED, OF_IMAGE, USUAL, Spread, feeds_of, size_of

_PLACES = 12
"""How often a field is written in the documents of a feed at most: the title of a film is, on its page above all."""

_OF_EXCERPT, _OF_MEDIUM, _OF_STORY, _OF_NAME = 7, 9, 5, 5
"""The same for an excerpt, a medium, a related story, and the name of a topic or a person."""

_SHARE_OF_LIST, _SHARE_OF_REST = 15, 5
"""The parts of MAX_COPIED for media with pictures, for related stories and for authors, each, and for all else."""


def fits(article: Article, spread: Spread = USUAL) -> bool:
    """Say whether the fields of an article are plainly few enough for its feeds; those of most are."""
    copies = feeds_of(article, spread)
    room = MAX_COPIED // _SHARE_OF_LIST // copies
    if _PLACES * (1 + ESCAPED) * _length(article) <= room:  # whatever the texts hold, and wherever they are written
        return True
    return (
        _rest(article) <= _room_of_rest(copies)
        and sum(map(_of_medium, article.media)) + sum(map(_of_image, article.images)) <= room
        and sum(map(_of_story, article.related)) <= room
        and sum(map(_of_person, article.authors)) <= room
    )


def fitted(article: Article, spread: Spread = USUAL) -> tuple[Article, list[tuple[str, str]]]:
    """Return an article with as much of its lists as its feeds can hold, and what to say of each field.

    Of the topics as many are kept as leave room for what cannot be cut; media and pictures, related stories and
    authors share the rest.
    """
    topics = article.topics
    while topics and _rest(cut := replace(article, topics=topics)) > _room_of_rest(feeds_of(cut, spread)):
        topics = topics[:-1]
    copies = feeds_of(replace(article, topics=topics), spread)
    room = MAX_COPIED // _SHARE_OF_LIST // copies
    media = article.media[: _number(map(_of_medium, article.media), room)]
    images = article.images[: _number(map(_of_image, article.images), room - sum(map(_of_medium, media)))]
    related = article.related[: _number(map(_of_story, article.related), room)]
    authors = article.authors[: _number(map(_of_person, article.authors), room)]
    cut = replace(article, topics=topics, media=media, images=images, related=related, authors=authors)
    return cut, list(_warnings(article, cut, copies))


def _warnings(article: Article, cut: Article, copies: int) -> Iterator[tuple[str, str]]:
    if len(cut.topics) < len(article.topics):
        yield "topics", f"are too many for what the article holds: the first {len(cut.topics)} are kept"
    for name, before, after in (
        ("enclosures", article.media, cut.media),
        ("images", article.images, cut.images),
        ("related", article.related, cut.related),
        ("authors", article.authors, cut.authors),
    ):
        if len(after) < len(before):
            yield name, f"is too long for the {copies} feeds of the article: the first {len(after)} are kept"


def _number(sizes: Iterable[int], room: int) -> int:
    """Return how many members of a list, from the first on, have room."""
    number = 0
    for size in sizes:
        room -= size
        if room < 0:
            break
        number += 1
    return number


def _room_of_rest(copies: int) -> int:
    return MAX_COPIED // _SHARE_OF_REST // copies


def _length(article: Article) -> int:
    """Return the characters of all texts that are counted."""
    texts = [*_in_rest(article), article.excerpt, *article.topics]
    for medium in article.media:
        texts += _in_medium(medium)
    for image in article.images:
        texts += _in_image(image)
    for story in article.related:
        texts += _in_story(story)
    for person in article.authors:
        texts += _in_person(person)
    return len("".join(filter(None, texts)))


def _rest(article: Article) -> int:
    """Return the bytes of what every feed of an article has of it, besides its text and the other lists."""
    of_names = size_of(_OF_NAME, article.topics)
    return size_of(_PLACES, _in_rest(article)) + size_of(_OF_EXCERPT, [article.excerpt]) + of_names


def _in_rest(article: Article) -> Sequence[str | None]:
    provider = article.provider
    return article.title, provider.name, article.id, article.link, article.original, article.amp, article.player


def _of_image(image: Image) -> int:
    return size_of(OF_IMAGE, _in_image(image))


def _in_image(image: Image) -> Sequence[str | None]:
    return image.url, image.title, image.attribution, image.alt, image.caption, image.copyright


def _of_medium(medium: Medium) -> int:
    return size_of(_OF_MEDIUM, _in_medium(medium))


def _in_medium(medium: Medium) -> Sequence[str | None]:
    return medium.url, medium.type, medium.title


def _of_story(story: Related) -> int:
    return size_of(_OF_STORY, _in_story(story))


def _in_story(story: Related) -> Sequence[str | None]:
    return story.title, story.url, story.provider.name, story.provider.domain


def _of_person(person: Person) -> int:
    return size_of(_OF_NAME, _in_person(person))


def _in_person(person: Person) -> Sequence[str | None]:
    return person.name, person.url, person.avatar
