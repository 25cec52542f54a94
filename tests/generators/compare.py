"""Compare the entries that a generator and feeds make of the same site."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.generators.entries import Entry


class Difference(NamedTuple):
    """What differs for the entry of a title: a field, or that only one of the two has an entry with its link."""

    title: str
    what: str


class Values(NamedTuple):
    """What both say; of an entry that only one has, its link."""

    theirs: object
    ours: object


def differences(theirs: Sequence[Entry], ours: Sequence[Entry]) -> dict[Difference, Values]:
    """Return what differs between entries with the same link. What their feed does not say differs from nothing."""
    found: dict[Difference, Values] = {}
    rest = {entry.link: entry for entry in ours}
    assert len(rest) == len(ours), "a link occurs twice"
    for entry in theirs:
        same = rest.pop(entry.link, None)
        if same is None:
            found[Difference(entry.title, "theirs alone")] = Values(entry.link, None)
            continue
        for field, value in entry._asdict().items():
            own = getattr(same, field)
            if value is not None and value != own:
                found[Difference(entry.title, field)] = Values(value, own)
    for entry in rest.values():
        found[Difference(entry.title, "ours alone")] = Values(None, entry.link)
    return found
