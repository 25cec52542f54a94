"""Word what a build does to those who have subscribed to a feed. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from feeds.core.subscribed import is_fetched
from feeds.core.text import counted, some


def notices(
    output: Path,
    emptied: Mapping[str, str | None],
    removed: Iterable[str],
    renamed: Collection[str],
    *,
    dry_run: bool = False,
) -> Iterator[str]:
    """Yield a sentence for each feed that has lost its last article, one for removed documents, and one for new ids.

    Pages are not subscribed to, and their end is not told. `emptied` has the folder of each emptied feed, with that of
    the feed in which its articles are now, if this is known; `renamed` are the paths of the articles in the feeds that
    were there under another id. Of a dry run, they say what would be.
    """
    for folder, heir in emptied.items():
        end = "would be empty" if dry_run else "is empty now"
        yield f"{output / folder}: the feed has lost its last article, and {end}; {_what_to_write(folder, heir)}"

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


def given_up(output: Path, documents: Collection[str]) -> Iterator[str]:
    """Yield a sentence about the documents that the site no longer has, if there are any."""
    kept = [name for name in documents if is_fetched(name)]
    if kept:
        verb = "is" if len(kept) == 1 else "are"
        yield (
            f"{output}: {counted(len(kept), 'document')} of a format or group that feeds.toml no longer names {verb}"
            f" kept up to date for subscribers: {some(kept)}; feeds build --prune removes them"
        )


def shortened(output: Path, folders: Collection[str]) -> str:
    """Return a sentence about the feeds that were written without their oldest items."""
    has = "has" if len(folders) == 1 else "have"
    return (
        f"{output}: {counted(len(folders), 'feed')} {has} fewer items than limit, to keep to max_bytes: {some(folders)}"
    )


def _what_to_write(folder: str, heir: str | None) -> str:
    """Return what a person can write into feeds.toml for those who have subscribed to a feed that is empty."""
    if heir is not None:
        return f'its articles are in {heir}: if that is its new name, add "{folder}" = "{heir}" below [renamed]'
    kind = folder.partition("/")[0]
    return (
        f'if it has another name now, add "{folder}" = "{kind}/…" below [renamed];'
        f' if it has ended, feeds = ["{folder}"] below [retired]'
    )


def _them(names: Collection[str]) -> str:
    return "it" if len(names) == 1 else "them"
