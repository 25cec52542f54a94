"""Turn topics, people and pictures, in the forms that others write them in, into those of our own vocabulary."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from feeds.articles.conventions import Conventions
from feeds.articles.foreign.collected import Given
from feeds.core.languages import tag_of
from feeds.core.limits import MAX_AUTHORS, MAX_IMAGES, MAX_NAME, MAX_TOPICS
from feeds.frontmatter.lines import KeyPath

Placed = tuple[Any, KeyPath | str]
"""A value, and where it comes from."""

_NAMES_OF_PEOPLE = ("name", "display_name", "title", "label")
_PAGES = ("url", "uri", "link", "website", "homepage", "web")
_FACES = ("avatar", "image_url", "imageURL", "image", "picture", "photo")
_FILES = ("url", "src", "path", "image", "file", "light", "href")
_TEXTS = ("title", "alt", "caption", "credit", "copyright")
_MARKERS = frozenset({"all", "post", "posts"})
"""Tags that Eleventy's own starters have for lists of pages."""


def topics_of(given: Iterable[Given], conventions: Conventions, folders: tuple[str, ...]) -> list[Placed]:
    """Return the topics of several fields, each once, and the folders that are categories.

    What the configuration names goes alone, and so do the topics of our own vocabulary.
    """
    given = list(given)
    found: dict[str, Placed] = {}
    for folder in folders:
        found.setdefault(folder, (folder, "the folder's name"))
    labels = conventions.labels
    for one in [one for one in given if one.rank < 0] or [one for one in given if one.rank == 0] or given:
        for topic, path in _topics(one, conventions):
            if conventions.generator != "eleventy" or topic not in _MARKERS:
                found.setdefault(labels.get(topic, topic), (labels.get(topic, topic), path))
    return list(found.values())[: MAX_TOPICS + 1]


def _topics(given: Given, conventions: Conventions) -> Iterator[tuple[str, KeyPath | str]]:
    value = given.value
    if isinstance(value, str):
        divides = conventions.generator == "jekyll" and given.name.lower() in ("tags", "categories")
        parts = value.split() if divides else value.split(",") if given.rank else [value]
        yield from ((part.strip(), given.path) for part in parts if part.strip())
    elif isinstance(value, list):
        for position, member in enumerate(value[: MAX_TOPICS + 1]):
            path = (*given.path, position) if isinstance(given.path, tuple) else given.path
            yield from ((name, path) for name in _names(member, 3))
    else:
        yield from ((name, given.path) for name in _names(value, 3))


def categories_of(given: Iterable[Given], conventions: Conventions, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the categories of an article, which are part of its address; of several chains of them the last."""
    found = [one for one in given if one.name.lower() in ("categories", "category")]
    if conventions.generator == "hexo":
        chains = [one.value for one in found if isinstance(one.value, list) and one.value]
        if chains and isinstance(chains[0][-1], list):
            return tuple(_names(chains[0][-1], 1))
    above = folders if conventions.generator == "jekyll" else ()
    topics = (topic for one in found for topic, _ in _topics(one, conventions))
    names = dict.fromkeys([*above, *topics])
    return tuple(name for name in names if len(name) <= MAX_NAME)[:MAX_TOPICS]


def language_of(value: object) -> str | None:
    """Return the tag of a language, if a value is one. To YAML, `no` is false, which is no other language."""
    return "no" if value is False else tag_of(value) if isinstance(value, str) else None


def written(value: object) -> str:
    """Return a text, a number or a date as text, and nothing of all else: aliases in a list may stand for gigabytes."""
    return str(value) if isinstance(value, str | int | float | date) else ""


def _names(value: object, depth: int) -> Iterator[str]:
    """Yield the names in a member of a list of topics: a text or a number, a group with a label, or a list of these."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("label", "name", "title") if name in value), None)
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, date) and not isinstance(value, datetime):
        yield value.isoformat()
    elif isinstance(value, int | float):
        yield str(value).lower()[:_LONGEST_NUMBER]
    elif isinstance(value, list) and depth:
        for member in value[:MAX_TOPICS]:
            yield from _names(member, depth - 1)


_LONGEST_NUMBER = 40


def people_of(given: Iterable[Given], people: Mapping[str, dict[str, Any]]) -> list[Placed]:
    """Return the authors of several fields, with what is known of those that are named by their keys."""
    found: list[Placed] = []
    for one in given:
        members = one.value if isinstance(one.value, list) else [one.value]
        for position, member in enumerate(members[: MAX_AUTHORS + 1]):
            path = (*one.path, position) if isinstance(one.value, list) and isinstance(one.path, tuple) else one.path
            found.append((_person(member, people), path))
    return found


def _person(value: object, people: Mapping[str, dict[str, Any]]) -> object:
    """Return an author as our vocabulary has one: a name, or a group with one. What is neither stays."""
    if isinstance(value, str) and value.strip() in people:
        return {"name": value.strip()} | _described(people[value.strip()])
    if not isinstance(value, dict):
        return value
    key = value.get("key")
    known = people.get(key) if isinstance(key, str) else None
    return (_described(known) if known else {}) | _described(value)


def _described(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the name, page and picture of a person; addresses that are no complete ones, nor of the site, go."""
    found: dict[str, str] = {}
    name = next((value[key] for key in _NAMES_OF_PEOPLE if isinstance(value.get(key), str)), None)
    if name:
        found["name"] = name
    for ours, theirs in (("url", _PAGES), ("avatar", _FACES)):
        address = next((value[key] for key in theirs if isinstance(value.get(key), str)), "")
        if address.startswith(("https://", "http://", "/")):
            found[ours] = address
    return found


def pictures_of(given: Iterable[Given], conventions: Conventions, *, is_bundle: bool) -> list[Placed]:
    """Return the pictures of the first field that has one, as groups with a `url`."""
    for one in given:
        members = one.value if isinstance(one.value, list) else [one.value]
        found: list[Placed] = []
        for position, member in enumerate(members[: MAX_IMAGES + 1]):
            picture = _picture(member, conventions, is_bundle=is_bundle)
            if picture:
                is_listed = isinstance(one.value, list) and isinstance(one.path, tuple)
                found.append((picture, (*one.path, position) if is_listed else one.path))
        if found:
            return found
    return []


def _picture(value: object, conventions: Conventions, *, is_bundle: bool) -> dict[str, Any] | None:
    if isinstance(value, str):
        value = {"url": value}
    if not isinstance(value, dict):
        return None
    address = next((value[name] for name in _FILES if isinstance(value.get(name), str) and value[name].strip()), None)
    if address is None:
        return None
    address = _of_site(address.strip(), conventions, is_bundle=is_bundle)
    if address is None:
        return None
    texts = {name: value[name] for name in _TEXTS if isinstance(value.get(name), str)}
    known = ((name, value.get(name)) for name in ("width", "height", "length"))
    sizes = {name: size for name, size in known if isinstance(size, int) and not isinstance(size, bool) and size > 0}
    kind = value.get("type")
    return {"url": address} | sizes | texts | ({"type": kind} if _is_type(kind) else {})


def _is_type(value: object) -> bool:
    return isinstance(value, str) and value.startswith("image/")


def _of_site(address: str, conventions: Conventions, *, is_bundle: bool) -> str | None:
    """Return the address of a picture as the generator resolves it; None where only its bundler knows where it is."""
    if "://" in address or address.startswith("/"):
        return address
    if "." not in address or address.startswith(("data:", "@", "~", "#")):
        return None  # the name of a colour or of a symbol, or a module's
    if conventions.generator in ("astro", "docusaurus"):
        return None
    if conventions.generator == "jekyll" or (conventions.generator == "hugo" and not is_bundle):
        return f"/{address.removeprefix('./')}"
    return address
