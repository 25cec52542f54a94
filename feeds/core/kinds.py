"""Name the kinds of groups: where the feeds of each kind lie, and what people call them."""

from typing import NamedTuple

ALL, OWN, TOPIC, PROVIDER, PAIR = "all", "own", "topic", "provider", "topic-provider"
AUTHOR, SECTION, LANGUAGE = "author", "section", "language"

_FIELD = "field:"


class Kind(NamedTuple):
    """A kind of groups: the folder of its feeds, the heading of their list, and the word for one of them.

    `about` describes a feed that the site does not describe; it has places for the name of the group and for the site.
    """

    folder: str
    heading: str
    label: str
    about: str


KINDS = {
    ALL: Kind("all", "All stories", "All stories", "{name}"),
    OWN: Kind("feeds", "Special feeds", "Special feed", "{name}{of_site}"),
    TOPIC: Kind("topics", "Topics", "Topic", "News on {name}{of_site}"),
    PROVIDER: Kind("providers", "Providers", "Provider", "News from {name}"),
    AUTHOR: Kind("authors", "Authors", "Author", "Stories by {name}{of_site}"),
    SECTION: Kind("sections", "Sections", "Section", "News in {name}{of_site}"),
    LANGUAGE: Kind("languages", "Languages", "Language", "News in {name}{of_site}"),
    PAIR: Kind("topics", "Topics of a provider", "Topic of a provider", "News on {name}{of_site}"),
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
    return Kind(field.lower(), called, called, "News on {name}{of_site}")


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
