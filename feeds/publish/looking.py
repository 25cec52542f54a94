"""Look which documents are to be rendered: those that are stale, missing, or not as a build left them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from feeds.core.directory import lists_feeds
from feeds.core.model import DOCUMENT_NAMES, FormatName
from feeds.publish.jobs import Stale
from feeds.publish.output import Output
from feeds.publish.plan import PlannedFeed
from feeds.publish.precompress import CompressedFiles
from feeds.publish.tree import Stamp


class Look:
    """What the documents in an output are compared with: `fresh` are the stamps of those that need not be rendered.

    Nothing is rendered for the place of a `taken` one.
    """

    def __init__(
        self, output: Output, compressed: CompressedFiles, fresh: Mapping[str, Stamp], taken: Container[str] = ()
    ) -> None:
        self._output = output
        self._compressed = compressed
        self._fresh = fresh
        self._taken = taken

    def of_feed(self, planned: PlannedFeed) -> Iterator[Stale]:
        """Yield a feed, and its archives, with the formats in which a document in any place is to render, if any is."""
        for archive in (None, *planned.archives):
            month, formats = (archive.month, archive.formats) if archive else ("", planned.formats)
            folders = (place.archive(month) for place in planned.places)
            found = set().union(*(self._of_folder(folder, formats) for folder in folders))
            if found:
                yield planned, archive, tuple(name for name in formats if name in found)

    def of_site(self, names: Iterable[str]) -> list[str]:
        """Return those of the documents of no feed that are to be rendered, in order."""
        return [name for name in sorted(names) if self._is_to_render(name, self._output.stamp(name))]

    def forget_lists(self) -> None:
        """Take the documents that list feeds as stale: what they show has changed."""
        self._fresh = {name: stamp for name, stamp in self._fresh.items() if not lists_feeds(name)}

    def _of_folder(self, folder: str, formats: Sequence[FormatName]) -> set[FormatName]:
        """Return the formats in which the document in a folder is to render."""
        stamps = self._output.tree.stamps(folder, [DOCUMENT_NAMES[name] for name in formats])
        return {
            name
            for name, stamp in zip(formats, stamps, strict=True)
            if self._is_to_render(f"{folder}/{DOCUMENT_NAMES[name]}", stamp)
        }

    def _is_to_render(self, name: str, stamp: Stamp | None) -> bool:
        """Say whether a document, or a compressed file of it, is stale, missing, or not as a build left it."""
        is_as_left = stamp and self._fresh.get(name) == stamp and self._compressed.are_all_up_to_date(name, stamp)
        return not is_as_left and name not in self._taken
