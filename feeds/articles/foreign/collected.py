"""Collect the fields of front matter by what they stand for, whatever they are called there."""

from typing import Any, NamedTuple

from feeds.articles.fields import is_there
from feeds.articles.foreign.spellings import NESTED, Names, Slot, folded
from feeds.core.limits import MAX_SPELLINGS
from feeds.frontmatter.lines import KeyPath


class Given(NamedTuple):
    """A value of a field: its place among the names of the field, the path to it in front matter, and the value.

    A default of the site has words for a path.
    """

    rank: int
    path: KeyPath | str
    value: Any

    @property
    def name(self) -> str:
        """The name that the value has, where it stands."""
        return str(self.path[-1]) if isinstance(self.path, tuple) else self.path


Collected = dict[str, list[Given]]
"""The values of each field, by rank."""

DEFAULTS = "the defaults of the site"


def collected(data: dict[str, Any], names: Names, defaults: dict[str, Any]) -> Collected:
    """Return the values of front matter that are there, and those of the defaults that it leaves out."""
    found: Collected = {}
    for name, value in data.items():
        slot = names.slot(name)
        if slot is not None:
            if is_there(value):
                _add(found, slot, (name,), value)
                if other := names.other_slot(name):
                    _add(found, other, (name,), value)
        elif isinstance(value, dict) and folded(name) in NESTED:
            _nested(name, value, names, found)
    if defaults:
        _add_defaults(found, names, defaults)
    for given in found.values():
        if len(given) > 1:
            given.sort(key=_rank)
    return found


_LAST = 1_000
"""What the ranks of names in groups begin with: those outside go first."""


_DATES = {
    "publishedDateTime": {"created": "publishedDateTime", "updated": "updatedDateTime"},
    "updatedDateTime": {"date": "updatedDateTime"},
}
"""What stands in a group instead of a date: in those of MkDocs (`date`), and of Docusaurus (`last_update`)."""


def _rank(given: Given) -> int:
    return given.rank


def _add(found: Collected, slot: Slot, path: KeyPath, value: Any) -> None:
    """Add a value, or the dates in a group of them."""
    fields = _DATES.get(slot.field, {}) if isinstance(value, dict) else {}
    inner = {name: value[name] for name in fields if is_there(value.get(name))}
    for name, one in inner.items():
        _append(found, fields[name], Given(slot.rank, (*path, name), one))
    if not inner:
        _append(found, slot.field, Given(slot.rank, path, value))


def _append(found: Collected, field: str, given: Given) -> None:
    values = found.setdefault(field, [])
    if len(values) < MAX_SPELLINGS:
        values.append(given)


def _nested(name: str, value: dict[Any, Any], names: Names, found: Collected) -> None:
    for inner_name, inner in value.items():
        slot = names.slot(str(inner_name))
        if slot is None and name == "taxonomies":
            slot = Slot("topics", _LAST)
        if slot is not None and is_there(inner):
            _add(found, Slot(slot.field, slot.rank + _LAST), (name, str(inner_name)), inner)
            if other := names.other_slot(str(inner_name)):
                _add(found, Slot(other.field, other.rank + _LAST), (name, str(inner_name)), inner)


def _add_defaults(found: Collected, names: Names, defaults: dict[str, Any]) -> None:
    """Add defaults for fields that have no value; topics of several names go together, so there each name counts."""
    for name, value in defaults.items():
        slot = names.slot(name)
        if slot is None or not is_there(value):
            continue
        known = found.get(slot.field, ())
        if not known or (slot.field == "topics" and all(one.rank != slot.rank for one in known)):
            found.setdefault(slot.field, []).append(Given(slot.rank, DEFAULTS, value))
