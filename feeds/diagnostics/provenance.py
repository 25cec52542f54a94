"""Say of each picture and medium of an article from where its values are known: the article, a file, the network."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from feeds.articles import media as media_fields
from feeds.config import Settings
from feeds.core import media, urls
from feeds.core.model import Article, Image, Medium
from feeds.core.safe_files import is_regular
from feeds.probing.answers import answers_path
from feeds.probing.known_answers import known_answers
from feeds.probing.records import Answer

ARTICLE, ADDRESS, FILE, UNKNOWN = "the article", "its address", "its file", "unknown"


class Value(Struct, frozen=True):
    """A value in bytes, pixels or seconds, and from where it is known."""

    name: str
    value: str | int | None
    known_from: str


class Picture(Struct, frozen=True):
    """A picture or a medium of an article's item, its values, and what the network last said of it, if it was asked."""

    url: str
    values: tuple[Value, ...]
    said: str | None = None

    def as_text(self) -> Iterator[tuple[str, str]]:
        """Yield names and values as lines for people show them."""
        for one in self.values:
            unit = {"length": " bytes", "duration": " s"}.get(one.name, "")
            shown = f"{one.value}{unit} ({one.known_from})" if one.value is not None else UNKNOWN
            yield f"  {one.name}", shown
        if self.said:
            yield "  the network", self.said


def pictures(article: Article, data: Mapping[str, Any], settings: Settings) -> tuple[Picture, ...]:
    """Return the pictures of an article with the front matter `data`."""
    names = ("type", "length", "width", "height")
    return tuple(_picture(image, names, article, data, settings) for image in article.images)


def recordings(article: Article, data: Mapping[str, Any], settings: Settings) -> tuple[Picture, ...]:
    """Return the sound and film of an article with the front matter `data`."""
    names = ("type", "length", "duration")
    return tuple(_picture(medium, names, article, data, settings) for medium in article.media)


def _picture(
    shown: Image | Medium, names: tuple[str, ...], article: Article, data: Mapping[str, Any], settings: Settings
) -> Picture:
    home = settings.site.home_url
    given = _given(shown.url, article.link, data, home)
    answer = _answer(shown.url, settings)
    is_local = answer is None and urls.local_path(shown.url, home) is not None

    def known_from(name: str, value: object) -> str:
        if given.get(name) not in (None, ""):
            return ARTICLE
        if name == "type" and value == media.type_of(shown.url):
            return ADDRESS
        if is_local:
            return FILE
        return f"the network, {_day(answer.seen)}" if answer and answer.seen else UNKNOWN

    found = [(name, getattr(shown, name)) for name in names]
    values = tuple(Value(name, one, known_from(name, one) if one is not None else UNKNOWN) for name, one in found)
    return Picture(shown.url, values, f"{answer.said}, {_day(answer.asked)}" if answer else None)


def _given(url: str, page: str, data: Mapping[str, Any], home: str) -> Mapping[str, Any]:
    """Return what an article says of the picture or medium at an address; empty where it says only the address."""
    for field in ("images", *media_fields.FIELDS):
        listed = data.get(field)
        for entry in listed if isinstance(listed, list) else [listed]:
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                try:
                    if urls.absolute(entry["url"], home, page) == url:
                        return entry
                except urls.BadURLError:
                    continue
    return {}


def _answer(url: str, settings: Settings) -> Answer | None:
    path = answers_path(settings.state_dir)
    found = known_answers(path).get(url) if is_regular(path) else None
    return found and found.answer


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
