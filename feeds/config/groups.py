"""Check the kinds of groups that a configuration names."""

import re
from collections.abc import Sequence

from feeds.config.file import Origin
from feeds.core.kinds import ALL, CONFIGURABLE, FACETS, KINDS, OWN, PROVIDER, TOPIC, field_of, kind_of, of_field
from feeds.core.slugs import is_slug
from feeds.core.suggestions import did_you_mean, nearest

USUAL = (ALL, TOPIC, PROVIDER)
"""The kinds of groups of a site that chooses none."""

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,49}")
_FEED = "feed"
_PRIVATE = ("secured",)
_HAVE_A_KIND = {facet: kind for facet, kind in FACETS.items() if field_of(kind) is None} | {
    kind: kind for kind in CONFIGURABLE
}


def kinds(named: Sequence[str] | None, origin: Origin) -> tuple[str, ...]:
    """Return the kinds of groups that a configuration names. Raises ConfigError for one that cannot be."""
    folders: dict[str, str] = {kind.folder: name for name, kind in KINDS.items()}
    found: dict[str, None] = {}
    for name in named or USUAL:
        field = field_of(name)
        wrong = _wrong_kind(name) if field is None else _wrong_field(field, folders)
        if wrong:
            raise origin.error(("groups",), wrong)
        kind = of_field(field.lower()) if field is not None else name
        folders[kind_of(kind).folder] = kind
        found[kind] = None
    return tuple(found)


def archived(named: Sequence[str], kinds: Sequence[str], origin: Origin) -> tuple[str, ...]:
    """Return the kinds of groups whose feeds have archives; `feed` stands for the feeds that the site defines itself.

    `kinds` are those that the site has. Raises ConfigError for a kind that is not among them.
    """
    choices = dict(zip(kinds, kinds, strict=True)) | {_FEED: OWN}
    for name in named:
        if name.lower() not in choices:
            hint = did_you_mean(*nearest(name, choices, 1))
            raise origin.error(
                ("archives",),
                f"{name!r} is no kind of feeds of this site{hint} (expected any of:"
                f" {', '.join(choices)}; groups chooses the kinds)",
            )
    return tuple(dict.fromkeys(choices[name.lower()] for name in named))


def _wrong_kind(name: str) -> str | None:
    """Return what is wrong with the name of a kind that no field makes; None if nothing is."""
    if name in CONFIGURABLE:
        return None
    choices = [*CONFIGURABLE, of_field("…")]
    hint = did_you_mean(*nearest(name, CONFIGURABLE, 1))
    return f"unknown value {name!r}{hint} (expected one of: {', '.join(choices)})"


def _wrong_field(field: str, folders: dict[str, str]) -> str | None:
    """Return why a field cannot make groups; None if it can. `folders` has the kinds of the folders that are taken."""
    if field in _PRIVATE:
        return f"{field!r} is private, and is never published"
    if field.lower() in _HAVE_A_KIND:
        return f"{of_field(field)!r}: {_HAVE_A_KIND[field.lower()]!r} stands for this field"
    if not _FIELD.fullmatch(field) or not is_slug(field.lower()):
        return f"{of_field(field)!r}: expected the name of a field, of letters, digits, - and _, as in field:series"
    other = folders.get(kind_of(of_field(field)).folder)
    if other not in (None, of_field(field.lower())):
        return f"{of_field(field)!r}: its folder is that of {other!r}"
    return None
