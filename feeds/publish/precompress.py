"""Keep compressed files beside the documents: which should exist, and which are as a build left them."""

from collections.abc import Iterable

from feeds.core.compression import SUFFIXES
from feeds.core.directory import SITE_DOCUMENTS
from feeds.index.database import Database
from feeds.publish import state
from feeds.publish.output import Output
from feeds.publish.tree import Stamp, Tree


class CompressedFiles:
    """The compressed files of an output folder during one build.

    The state knows each one before it is written, so a build that is killed leaves none unknown.
    """

    def __init__(self, database: Database, output: Output) -> None:
        self._database = database
        self._output = output
        self._known = state.compressed_files(database)

    def up_to_date(self, document: str, stamp: Stamp | None) -> frozenset[str]:
        """Return the suffixes of a document's compressed files that are as a build left them and have its date.

        `stamp` is that of the document.
        """
        if stamp is None:
            return frozenset()
        known = {suffix: self._known.get(document + suffix) for suffix in self._output.suffixes_of(document)}
        return frozenset(
            suffix
            for suffix, written in known.items()
            if written and written.mtime == stamp.mtime and written == self._output.stamp(document + suffix)
        )

    def are_all_up_to_date(self, document: str, stamp: Stamp | None) -> bool:
        """Say whether a document with this stamp has every compressed file that it should have."""
        wanted = self._output.suffixes_of(document)
        return not wanted or len(self.up_to_date(document, stamp)) == len(wanted)

    def announce(self, documents: Iterable[str]) -> None:
        """Save that the compressed files of these documents may be written from now on."""
        names = {document + suffix for document in documents for suffix in self._output.suffixes_of(document)}
        state.announce_compressed(self._database, names)
        self._known |= dict.fromkeys(names)

    def remove_unwanted(self, documents: Iterable[str]) -> None:
        """Remove the files beside documents that the configuration no longer asks for, or that cannot be made here.

        They would be out of date as soon as the document is replaced. Raises OutputError.
        """
        if not self._known:
            return
        self._remove(
            document + suffix
            for document in documents
            for suffix in SUFFIXES
            if suffix not in self._output.suffixes_of(document)
        )

    def remove_all(self, documents: Iterable[str]) -> None:
        """Remove the files beside documents that are to be removed. Raises OutputError."""
        self._remove(document + suffix for document in documents for suffix in SUFFIXES)

    def save(self) -> None:
        """Save the stamps of the files that the output has put in place."""
        state.mark_compressed(self._database, self._output.compressed)

    def _remove(self, names: Iterable[str]) -> None:
        gone = {name: self._known.pop(name) for name in names if name in self._known}
        self._output.remove_compressed(gone)
        state.forget_compressed(self._database, gone)


def recover_compressed(database: Database, documents: Iterable[str], tree: Tree) -> None:
    """Rebuild the state of compressed files from the output: those that have the date of their document.

    Dates are kept in nanoseconds: no other file has the same by chance.
    """
    found: dict[str, Stamp] = {}
    for document in {*documents, *SITE_DOCUMENTS}:
        stamp = tree.stamp(document)
        if stamp is None:
            continue
        for name in (document + suffix for suffix in SUFFIXES):
            other = tree.stamp(name)
            if other and other.mtime == stamp.mtime:
                found[name] = other
    state.mark_compressed(database, found)
