"""Word what a build does to those who have subscribed to a feed. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from feeds.core.subscribed import is_fetched
from feeds.core.text import counted, some

_MOST_NAMED = 5
"""The most feeds that a line for feeds.toml names."""


def notices(
    output: Path,
    emptied: Mapping[str, str | None],
    removed: Iterable[str],
    renamed: Collection[str],
    *,
    own: Collection[str] = (),
    dry_run: bool = False,
) -> Iterator[str]:
    """Yield a sentence for each feed that has lost its last article, one for removed documents, and one for new ids.

    Pages are not subscribed to, and their end is not told. `emptied` has the folder of each emptied feed, with that of
    the feed in which its articles are now, if this is known; `renamed` are the paths of the articles in the feeds that
    were there under another id. `own` are the folders of the feeds that the site defines. Of a dry run, they say what
    would be.
    """
    for folder, heir in emptied.items():
        if _goes_along(folder, heir, emptied):
            continue
        end = "would be empty" if dry_run else "is empty now"
        yield f"{output / folder}: the feed has lost its last article, and {end}; {_what_to_write(folder, heir, own)}"

    gone = [name for name in removed if is_fetched(name)]
    if gone:
        verb = "would be" if dry_run else "was" if len(gone) == 1 else "were"
        yield f"{output}: {counted(len(gone), 'document')} that readers may fetch {verb} removed: {some(gone)}"

    if renamed:
        verb = "item has" if len(renamed) == 1 else "items have"
        show = "would show" if dry_run else "show"
        yield (
            f"{len(renamed)} {verb} another id than before, and readers {show} {_them(renamed)} as new: {some(renamed)}"
        )


def replaced(output: Path, documents: Collection[str]) -> Iterator[str]:
    """Yield a sentence about documents that something else had replaced since the last build.

    Two machines that build the same output would undo each other's work for ever.
    """
    if documents:
        verb = "was" if len(documents) == 1 else "were"
        yield (
            f"{output}: {counted(len(documents), 'document')} {verb} replaced by something else since the last build,"
            f" and {verb} written again: {some(documents)}; if another machine builds the same output, end one"
        )


def taken(output: Path, documents: Collection[str]) -> Iterator[str]:
    """Yield a sentence about documents that the site no longer has, in whose place something else was found."""
    if documents:
        verb = "was" if len(documents) == 1 else "were"
        yield (
            f"{output}: {counted(len(documents), 'document')} of a format or group that feeds.toml no longer names"
            f" {verb} replaced by something else, which is left alone: {some(sorted(documents))}; the first build after"
            f" that is moved away writes {_them(documents)} again"
        )


def given_up(output: Path, documents: Collection[str], folders: Collection[str] = ()) -> Iterator[str]:
    """Yield a sentence about the documents that the site no longer has, if there are any.

    `folders` are those of the feeds of which it has no document any more.
    """
    kept = [name for name in documents if is_fetched(name)]
    if kept:
        verb = "is" if len(kept) == 1 else "are"
        yield (
            f"{output}: {counted(len(kept), 'document')} of a format or group that feeds.toml no longer names {verb}"
            f" kept up to date for subscribers: {some(kept)}; feeds build --prune removes them{_instead(folders)}"
        )


def shortened(output: Path, folders: Collection[str]) -> str:
    """Return a sentence about the feeds that were written without their oldest items."""
    has = "has" if len(folders) == 1 else "have"
    why = "to keep to max_bytes, and to what readers and feeds validate take"
    return f"{output}: {counted(len(folders), 'feed')} {has} fewer items than limit, {why}: {some(folders)}"


def _goes_along(folder: str, heir: str | None, emptied: Mapping[str, str | None]) -> bool:
    """Say whether a feed of a topic's provider moves with the topic or with the provider, by the line for that."""
    topic, found, provider = folder.partition("/providers/")
    if not found:
        return False
    old = (topic, f"providers/{provider}")
    new = [emptied.get(one) or one for one in old]
    return new != [*old] and heir in (None, "/".join(new))


def _what_to_write(folder: str, heir: str | None, own: Collection[str]) -> str:
    """Return what a person can write into feeds.toml for those who have subscribed to a feed that is empty."""
    kind, _, slug = folder.partition("/")
    table = f'remove [{kind}."{slug}"] and ' if folder in own else ""
    if heir is not None:
        return f"its articles are in {heir}: if that is its new name, {table}add {_renaming(folder, heir)}"
    return (
        f"if it has another name now, {table}add {_renaming(folder)};"
        f' if it has ended, feeds = ["{folder}"] below [retired]'
    )


def _instead(folders: Collection[str]) -> str:
    """Return what a person can write into feeds.toml about feeds that the site no longer has."""
    if not folders:
        return ""
    named = [f'"{folder}"' for folder in folders]
    more = ", …" if len(named) > _MOST_NAMED else ""
    return (
        f"; for feeds that have ended, write feeds = [{', '.join(named[:_MOST_NAMED])}{more}] below [retired];"
        f" for one that has another name now, {_renaming(next(iter(folders)))}"
    )


def _renaming(folder: str, heir: str | None = None) -> str:
    """Return the line for a feed that is elsewhere now, and where it belongs; a person fills in what is not known."""
    return f'"{folder}" = "{heir or folder.partition("/")[0] + "/…"}" below [renamed]'


def _them(names: Collection[str]) -> str:
    return "it" if len(names) == 1 else "them"
