"""Read the parts of an article that have fields of their own: provider, pictures, related stories."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from functools import partial

from msgspec.structs import replace

from feeds.articles.fields import Fields
from feeds.articles.local_files import LeftOutError
from feeds.core import images, media, urls
from feeds.core.limits import MAX_AUTHORS, MAX_IMAGES, MAX_RELATED, MAX_TITLE
from feeds.core.mail import has_address, without_address, without_sentences
from feeds.core.model import Image, Person, Provider, Related

_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/\S*$", re.IGNORECASE)

_NAMELESS = "is an e-mail address, which is not published: give the name"


def provider_in(fields: Fields | None, home: str) -> Provider:
    """Return the provider that an article names; its domain is empty if it is unknown."""
    if fields is None:
        return Provider("")
    return replace(named_provider(fields), images=tuple(images_in(fields, home)))


def authors_in(fields: Fields, provider: Fields | None, home: str) -> tuple[Person, ...]:
    """Return the authors that an article names, and those that its provider names."""
    found = [*_people(fields, "author", home), *_people(fields, "authors", home)]
    if provider is not None:
        found += _people(provider, "authors", home)
    return distinct_people(found)


def _people(fields: Fields, name: str, home: str) -> Iterator[Person]:
    for person in fields.names_or_mappings(name, MAX_AUTHORS):
        if isinstance(person, str):
            if called := _called(person, partial(fields.warn, name, _NAMELESS)):
                yield Person(called)
        elif (given := person.name("name")) and (called := _called(given, partial(person.warn, "name", _NAMELESS))):
            yield Person(called, *(_public(person, address, home) for address in ("url", "avatar")))


def _called(given: str, warn: Callable[[], None]) -> str:
    """Return the name of a person; an empty one, with a warning, if nothing but an e-mail address is given."""
    called = without_address(given)
    if not called:
        warn()
    return called


def _public(person: Fields, name: str, home: str) -> str | None:
    """Return the address of a page or a picture of a person; None, with a warning, for one with an e-mail address."""
    address = person.url(name, home)
    if address is None or not has_address(address):
        return address
    person.warn(name, "holds an e-mail address, which is not published")
    return None


def distinct_people(found: Iterable[Person]) -> tuple[Person, ...]:
    """Return each person once, with the first addresses given."""
    people: dict[str, Person] = {}
    for person in found:
        known = people.get(person.name, person)
        people[person.name] = Person(person.name, known.url or person.url, known.avatar or person.avatar)
    return tuple(people.values())


def named_provider(fields: Fields | None) -> Provider:
    """Return a provider with its name and domain only, which is all that is shown of a related story's."""
    if fields is None:
        return Provider("")
    name, given = fields.name("name"), fields.name("domain")
    domain = ""
    if given:
        try:
            domain = urls.domain_of(given)
        except urls.BadURLError as error:
            fields.warn("domain", str(error))
        if domain and has_path(given):
            fields.warn("domain", f"holds a path: only its host counts, {domain}")
    if name and not (name := without_address(name)):
        fields.warn("name", _NAMELESS)
    return Provider(domain, shown_name(name or None, given))


def has_path(domain: str) -> bool:
    """Return whether a provider's domain, which may be an address, has a path after the host."""
    return "/" in domain and "/" in domain.strip().rpartition("://")[2].strip("/")


def shown_name(name: str | None, domain: str | None) -> str | None:
    """Return a provider's name; None for an address such as `scmp.com/business/…`, as scrapers write."""
    return None if name and (name == domain or _ADDRESS.match(name)) else name


def link_of(web: str | None, original: str | None, provider: Provider) -> str | None:
    """Return the link: the address whose host is the provider's, else webUrl, else originalUrl."""
    for url in (web, original):
        if url and urls.host(url) == provider.domain:
            return url
    return web or original


def with_domain(provider: Provider, link: str) -> Provider:
    """Return a provider with the host of the story's link as its domain, if it has none."""
    return provider if provider.domain else replace(provider, domain=urls.host(link))


def images_in(
    fields: Fields,
    home: str,
    page: str = "",
    complete: Callable[[Image], Image] | None = None,
    played: list[Fields] | None = None,
    *,
    all_told: bool = False,
) -> Iterator[Image]:
    """Yield the pictures that `images` lists and that can be published.

    Relative addresses are below `home`, or beside a `page` if they begin with no slash. `complete` adds what a file of
    the picture tells. With `all_told`, a picture whose type or size nobody can know is worth a warning. Sound and film
    among them, which are no pictures, are added to `played`.
    """
    for image in fields.mappings("images", "url", MAX_IMAGES):
        url = image.url("url", home, page)
        if url is None:
            if not image.has("url"):
                image.warn("url", "is missing: the picture is left out")
            continue
        given = image.name("type")
        kind = image_type(given, url)
        if played is not None and kind is None and media.is_played(given, url):
            image.warn("url", "leads to sound or film: it is published as that, not as a picture")
            played.append(image)
            continue
        if all_told and given and kind and is_other_type(given, kind):
            image.warn("type", f"is no media type of a picture; {kind} stands for it")
        found = Image(
            url=url,
            width=image.side("width"),
            height=image.side("height"),
            type=kind,
            length=image.positive("length"),
            title=image.prose("title", longest=MAX_TITLE),
            attribution=_credit(image, "attribution" if image.has("attribution") else "credit"),
            alt=image.prose("alt", longest=MAX_TITLE),
            caption=_credit(image, "caption", without_sentences),
            copyright=_credit(image, "copyright"),
        )
        try:
            found = _shown(complete(found) if complete else found)
        except LeftOutError as error:
            image.warn("url", str(error))
            continue
        if all_told and found.type is None:
            image.warn("type", "cannot be told from the address: give it, such as image/jpeg, or RSS has no enclosure")
        missing = [side for side in ("width", "height") if not image.has(side) and getattr(found, side) is None]
        if all_told and missing:
            image.warn(missing[0], f"is missing{', and so is height' if len(missing) > 1 else ''}: give it in pixels")
        yield found


def _credit(image: Fields, name: str, bare: Callable[[str], str] = without_address) -> str | None:
    """Return a text of a picture that mostly names a person, without e-mail addresses."""
    written = image.prose(name, longest=MAX_TITLE)
    return bare(written) or None if written else None


def _shown(image: Image) -> Image:
    if images.counts_readers(image):
        raise LeftOutError("leads to what only counts readers, and is left out")
    return image


def image_type(given: str | None, url: str) -> str | None:
    """Return a picture's media type: the given one if it is that of a picture, else by the address."""
    return (images.meant_type(given) if given else None) or images.type_of(url)


def is_other_type(given: str, kind: str) -> bool:
    """Return whether a picture's media type differs from the one that an article gives."""
    return given.lower().partition(";")[0].strip() != kind


def related_in(fields: Fields, zone: tzinfo) -> Iterator[Related]:
    """Yield the stories that `related` lists and that have a title and a link; a naive time is in `zone`."""
    for story in fields.mappings("related", "title", MAX_RELATED):
        title, url = story.prose("title", longest=MAX_TITLE), story.url("webUrl") or story.url("originalUrl")
        if title is None or url is None:
            name = "webUrl" if url is None else "title"
            is_there = story.has(name) or (url is None and story.has("originalUrl"))
            story.warn(name, f"{'cannot be used' if is_there else 'is missing'}: the related story is left out")
            continue
        provider = with_domain(named_provider(story.mapping("provider")), url)
        yield Related(title, url, provider, story.date("publishedDateTime", zone))
