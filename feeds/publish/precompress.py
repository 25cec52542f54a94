"""The compressed files beside the documents: which there should be, and which are there as a build left them."""

from collections.abc import Iterable
from pathlib import Path

from feeds.core.compression import SUFFIXES
from feeds.core.model import SITE_DOCUMENTS
from feeds.index.database import Database
from feeds.publish import state
from feeds.publish.output import Output, Stamp, look


class Compressed:
    """The compressed files of an output folder during one build.

    Before one is written, the state knows of it: a build that is killed leaves none that no build knows.
    """

    def __init__(self, store: Database, output: Output) -> None:
        self._store = store
        self._output = output
        self._known = state.packed(store)

    def finished(self, document: str, stamp: Stamp | None) -> frozenset[str]:
        """Return the suffixes of a document's compressed files that are as a build left them, and of its date.

        `stamp` is how the document looks.
        """
        found = ((suffix, self._known.get(document + suffix)) for suffix in self._output.suffixes)
        return frozenset(
            suffix
            for suffix, known in found
            if known and stamp and known.mtime == stamp.mtime and known == self._output.stamp(document + suffix)
        )

    def are_finished(self, document: str, stamp: Stamp | None) -> bool:
        """Say whether nothing is to be done beside a document that looks so."""
        return len(self.finished(document, stamp)) == len(self._output.suffixes)

    def foresee(self, documents: Iterable[str]) -> None:
        """Remember which files may be written from now on."""
        names = {document + suffix for document in documents for suffix in self._output.suffixes}
        state.foresee_packed(self._store, names)
        self._known |= dict.fromkeys(names)

    def drop_unwanted(self, documents: Iterable[str]) -> None:
        """Remove the files beside documents that the configuration no longer asks for, or that cannot be made here.

        Once the document is replaced, they would be stale. Raises OutputError.
        """
        unwanted = [suffix for suffix in SUFFIXES if suffix not in self._output.suffixes]
        self._drop(document + suffix for document in documents for suffix in unwanted)

    def drop_all(self, documents: Iterable[str]) -> None:
        """Remove the files beside documents that are to be removed. Raises OutputError."""
        self._drop(document + suffix for document in documents for suffix in SUFFIXES)

    def remember(self) -> None:
        """Remember how the files look that the output has put in place."""
        state.mark_packed(self._store, self._output.packed)

    def _drop(self, names: Iterable[str]) -> None:
        gone = {name: self._known.pop(name) for name in names if name in self._known}
        self._output.remove_packed(gone)
        state.forget_packed(self._store, gone)


def adopt(store: Database, documents: Iterable[str], folder: Path) -> None:
    """Know the compressed files again that lie beside documents when the state is lost: those of the same date.

    No file gets that by chance: it is kept in nanoseconds.
    """
    found: dict[str, Stamp] = {}
    for document in {*documents, *SITE_DOCUMENTS}:
        stamp = look(folder / document)
        beside = {document + suffix: look(folder / (document + suffix)) for suffix in SUFFIXES}
        found |= {name: other for name, other in beside.items() if stamp and other and other.mtime == stamp.mtime}
    state.mark_packed(store, found)
