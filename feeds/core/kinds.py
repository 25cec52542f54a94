"""Name the kinds of groups: where the feeds of each kind lie, and what people call them."""

from functools import lru_cache
from typing import NamedTuple

from feeds.words import N_

ALL, OWN, TOPIC, PROVIDER, PAIR = "all", "own", "topic", "provider", "topic-provider"
AUTHOR, SECTION, LANGUAGE = "author", "section", "language"

_FIELD = "field:"


class Kind(NamedTuple):
    """A kind of groups: the folder of its feeds, the heading of their list, and the word for one of them.

    `about` describes a feed that the site does not describe, `about_of_site` one whose name does not tell the site;
    they have places for the name of the group, which may be called the `language`, and for the site. All but the folder
    are messages, to be said in the language of whoever reads them.
    """

    folder: str
    heading: str
    label: str
    about: str
    about_of_site: str


_NEWS_ON = (N_("News on {name}"), N_("News on {name} from {site}"))
_NEWS_IN = (N_("News in {name}"), N_("News in {name} from {site}"))
_NEWS_IN_LANGUAGE = (N_("News in {language}"), N_("News in {language} from {site}"))

KINDS = {
    ALL: Kind("all", N_("All stories"), N_("All stories"), "{name}", "{name}"),
    OWN: Kind("feeds", N_("Special feeds"), N_("Special feed"), "{name}", N_("{name} from {site}")),
    TOPIC: Kind("topics", N_("Topics"), N_("Topic"), *_NEWS_ON),
    PROVIDER: Kind("providers", N_("Providers"), N_("Provider"), N_("News from {name}"), N_("News from {name}")),
    AUTHOR: Kind("authors", N_("Authors"), N_("Author"), N_("Stories by {name}"), N_("Stories by {name} from {site}")),
    SECTION: Kind("sections", N_("Sections"), N_("Section"), *_NEWS_IN),
    LANGUAGE: Kind("languages", N_("Languages"), N_("Language"), *_NEWS_IN_LANGUAGE),
    PAIR: Kind("topics", N_("Topics of a provider"), N_("Topic of a provider"), *_NEWS_ON),
}
"""Every kind that there always is, in the order in which people see them. Fields of articles make more: `field:…`."""

CONFIGURABLE = tuple(name for name in KINDS if name != OWN)
"""The kinds that a site can choose, besides those of fields."""


def kind_of(name: str) -> Kind:
    """Return the kind of a name. The groups of a field lie in a folder of its name: `field:series` in `series`."""
    field = field_of(name)
    if field is None:
        return KINDS[name]
    called = field[:1].upper() + field[1:].replace("_", " ")
    return Kind(field.lower(), called, called, *_NEWS_ON)


@lru_cache(maxsize=1 << 16)  # a build asks for each many times
def folder_of(kind: str, key: str, provider: str) -> str:
    """Return the folder of a group's documents, relative to the output, with `/` between its parts."""
    return "/".join(filter(None, (kind_of(kind).folder, key, f"providers/{provider}" if provider else "")))


def of_field(field: str) -> str:
    """Return the kind of the groups that a field makes."""
    return _FIELD + field


def field_of(kind: str) -> str | None:
    """Return the field that makes the groups of a kind; None for a kind that no field makes."""
    return kind.removeprefix(_FIELD) if kind.startswith(_FIELD) else None


def in_order(kinds: set[str]) -> list[str]:
    """Return kinds in the order in which people see them, those of fields last."""
    known = list(KINDS)
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in KINDS else len(known), kind))


FACETS = {
    "topics": TOPIC,
    "providers": PROVIDER,
    "authors": AUTHOR,
    "types": of_field("type"),
    "categories": of_field("category"),
    "languages": LANGUAGE,
    "sections": SECTION,
}
"""What a selection can name, each with the kind of the groups that it chooses from."""
