"""Articles that were published and are gone although nobody unpublished them: broken, or no longer articles.

Whoever unpublishes or deletes an article means it. A file that is there, and has an error, no front matter or a date in
the future now, costs subscribers an article by mistake: that is told until the file is mended, unpublished or deleted.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles.files import root_of
from feeds.articles.outcome import NO_ARTICLE, UNDATED
from feeds.core.model import Problem
from feeds.core.real_paths import real_path
from feeds.core.safe_files import read_regular
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database
from feeds.index.memory import Compared
from feeds.index.rows import BROKEN
from feeds.index.selection import FUTURE

_TEXTS = (".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".htm", ".xhtml", ".adoc", ".org", ".rst")
"""Suffixes of files that may hold an article's text, and that no build reads."""

_BEHIND_LINK = "its folder is behind a link now, and no link to a folder is followed"
_CONFLICT = b"<<<<<<<"
_HEAD = 4096


class Departed(NamedTuple):
    """The path of an article that was published, since when it is not, and what is wrong with its file."""

    path: str
    since: datetime
    why: str


def update(
    database: Database, sources: Sequence[Path], compared: Compared, catalogue: Catalogue, now: datetime
) -> list[Departed]:
    """Bring what is remembered of departed articles up to date with the reading, and return those there are."""
    before = {os.fsdecode(path): int(since) for path, since in database.db.execute("SELECT path, since FROM departed")}
    missing = {os.path.abspath(one.path) for one in compared.missing if not one.is_elsewhere}  # noqa: PTH100
    if not before and not missing:
        return []

    after: dict[str, int] = {}
    found = []
    for place in sorted(before.keys() | missing):
        shown = _as_shown(place, sources)
        if shown is None:  # it is not below the sources of this build
            after[place] = before[place]
            continue
        why = _why(Path(shown), catalogue) if _is_reached(Path(shown), sources) else _BEHIND_LINK
        if why is not None:
            after[place] = before.get(place, int(now.timestamp()))
            found.append(Departed(shown, datetime.fromtimestamp(after[place], UTC), why))

    gone = before.keys() - after.keys()
    database.db.executemany("DELETE FROM departed WHERE path = ?", ((os.fsencode(path),) for path in gone))
    new = ((os.fsencode(place), since) for place, since in after.items() if place not in before)
    database.db.executemany("INSERT INTO departed VALUES (?, ?)", new)
    return found


def told(departed: Iterable[Departed], errors: Iterable[Problem], zone: tzinfo) -> Iterator[Problem]:
    """Yield what is to be said of departed articles: their errors, of which the first says so, or else a warning."""
    by_path: dict[str, list[Problem]] = {}
    for problem in errors:
        by_path.setdefault(problem.path, []).append(problem)

    for path, since, why in departed:
        moment = f"{since.astimezone(zone):%Y-%m-%d %H:%M %Z}"
        known = sorted(by_path.get(path, []))
        if known:
            message = f"{known[0].message}; the article was published, and is left out since {moment}"
            yield replace(known[0], message=message)
            yield from known[1:]
        else:
            message = f"was an article that was published, and is none any more since {moment}: {why}"
            yield Problem(path, 1, "warning", message)


def _why(path: Path, catalogue: Catalogue) -> str | None:
    """Return why a file that was a published article is in no feed, if nobody took it back; None otherwise."""
    standing = catalogue.find(path)
    if standing is not None:
        reasons = {
            BROKEN: "it has errors",
            NO_ARTICLE: "it has no title, no date and no link",
            UNDATED: f"it is {UNDATED}",
            FUTURE: "its date is in the future",
        }
        return reasons.get(standing.why or "")
    try:
        if not path.is_file():
            other = next((name for name in map(path.with_suffix, _TEXTS) if name.is_file()), None)
            return f"it is called {other.name} now, and no build reads such files" if other else None
    except PermissionError:
        return "its folder cannot be entered"
    except OSError as error:
        return f"it cannot be looked at: {error.strerror}"
    try:
        head = read_regular(path, _HEAD)
    except OSError:
        return "it is a link, and leads to no article of the site" if path.is_symlink() else "it is no regular file"
    if not head.strip():
        return "the file is empty"
    if head.startswith(_CONFLICT):
        return "the file begins with the mark of a merge conflict"
    return "it has no front matter"


def _is_reached(path: Path, sources: Iterable[Path]) -> bool:
    """Say whether no link to a folder, which builds do not follow, is on the way to a file, and leads elsewhere."""
    folder = real_path(path.parent)
    return folder is not None and any(Path(folder).is_relative_to(root_of(source).resolve()) for source in sources)


def _as_shown(place: str, sources: Sequence[Path]) -> str | None:
    """Return an absolute path with the source as it is called today; None if it is below none."""
    for root in map(root_of, sources):
        above = os.path.join(os.path.abspath(root), "")  # noqa: PTH100
        if place.startswith(above):
            return str(root / place.removeprefix(above))
    return None
