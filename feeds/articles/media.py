"""Read the sound and film that come with a story, and other files: `enclosure`, `audio`, `attachments` and the like."""

from collections.abc import Iterable
from typing import NamedTuple

from feeds.articles.fields import Fields
from feeds.articles.local_files import Completion, LeftOutError
from feeds.core import images, media
from feeds.core.limits import MAX_MEDIA, MAX_TITLE
from feeds.core.model import Image, Medium, MediumKind
from feeds.markup.players import player_address

FIELDS: dict[str, MediumKind | None] = {
    "enclosure": None,
    "enclosures": None,
    "audio": "audio",
    "video": "video",
    "attachments": None,
}
"""The fields that list media, in the order in which they count, and what each holds if nothing else says it."""


UNTYPED = "cannot be told from the address: give it, such as audio/mpeg, or RSS has no enclosure"


class Media(NamedTuple):
    """What the fields list: media, pictures among them, and the address of a film's player."""

    media: tuple[Medium, ...] = ()
    images: tuple[Image, ...] = ()
    player: str | None = None


def media_in(
    fields: Fields,
    home: str,
    page: str,
    completion: Completion,
    player: str | None = None,
    among_images: Iterable[Fields] = (),
) -> Media:
    """Return what comes with a story and can be published, each address once.

    Relative addresses are below `home`, or beside a `page` if they begin with no slash. The page of a film at a known
    host stands for its player, unless the article has another `player`. `completion` adds what the files tell. Entries
    `among_images` that are no pictures come last.
    """
    found: list[Medium] = []
    pictures: list[Image] = []
    listed = ((entry, kind) for name, kind in FIELDS.items() for entry in _entries(fields, name))
    for entry, kind in (*listed, *((entry, None) for entry in among_images)):
        url = entry.url("url", home, page)
        if url is None:
            if not entry.has("url"):
                entry.warn("url", "is missing: the entry is left out")
        elif played := player_address(url):
            if player not in (None, played):
                entry.warn("url", "is left out: the article has another player already")
            player = player or played
        else:
            try:
                complete = _completed(_medium(entry, url, kind), page, completion)
            except LeftOutError as error:
                entry.warn("url", str(error))
                continue
            if isinstance(complete, Image):
                pictures.append(complete)
            else:
                found.append(complete)
                if complete.type is None:
                    entry.warn("type", UNTYPED)
    return Media(distinct(found), tuple(pictures), player)


def _entries(fields: Fields, name: str) -> Iterable[Fields]:
    return fields.addressed(name, MAX_MEDIA) if fields.has(name) else ()


def distinct(found: Iterable[Medium]) -> tuple[Medium, ...]:
    """Return each medium once, as it is first given."""
    by_address: dict[str, Medium] = {}
    for medium in found:
        by_address.setdefault(medium.url, medium)
    return tuple(by_address.values())


def medium_type(given: str | None, url: str) -> str | None:
    """Return a medium's type: the given one if it is a media type, else by the address."""
    return (media.meant_type(given) if given else None) or media.type_of(url)


def medium_kind(kind: MediumKind | None, media_type: str | None) -> MediumKind | None:
    """Return what kind of medium one of a type is, if the field that names it is for a `kind` of media."""
    by_type = media.kind_of(media_type) if media_type else None
    return kind if by_type in (None, "document") and kind else by_type


def _medium(entry: Fields, url: str, kind: MediumKind | None) -> Medium:
    given = entry.name("type")
    found = medium_type(given, url)
    if given and found and media.meant_type(given) is None:
        entry.warn("type", f"is no media type; {found} stands for it")
    return Medium(
        url=url,
        kind=medium_kind(kind, found),
        type=found,
        length=entry.positive("length"),
        duration=entry.seconds("duration"),
        title=entry.prose("title", longest=MAX_TITLE),
    )


def _completed(medium: Medium, page: str, completion: Completion) -> Medium | Image:
    """Return a medium, or the picture that it is, with what else is known of it."""
    if medium.type and images.is_type(medium.type):
        return completion.picture(Image(medium.url, type=medium.type, length=medium.length, title=medium.title), page)
    return completion.medium(medium, page)
