"""Read the authors of a site, which articles name by their keys."""

from collections.abc import Sequence
from typing import Any

from feeds.sites import config_file
from feeds.sites.files import SiteFiles

People = dict[str, dict[str, Any]]

MAX_PEOPLE = 5_000
"""Authors of a site at most; the first ones are kept."""


def people_in(files: SiteFiles, names: Sequence[str]) -> tuple[People, tuple[str, ...]]:
    """Return the authors in the first of these files that is there, by their keys, and the name of that file.

    A file that cannot be read is a problem: its keys are shown as the names.
    """
    name = next((name for name in names if files.has(name)), None)
    if name is None:
        return {}, ()
    found = config_file.read_or_note(files, files.root / name)
    if found is None:
        return {}, (name,)

    people: People = {}
    for key, fields in list(found.data.items())[:MAX_PEOPLE]:
        if isinstance(fields, dict):
            people[key] = {str(field): value for field, value in fields.items() if isinstance(value, str)}
        elif isinstance(fields, str):
            people[key] = {"name": fields}
    files.problems += found.problems()
    return people, (name,)
