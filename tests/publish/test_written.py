"""The notes of written documents, which the build after a killed one reads."""

import errno
import os
from pathlib import Path

import pytest

from feeds.publish import written
from feeds.publish.tree import Stamp
from feeds.publish.written import WrittenNotes


def test_a_line_that_a_full_disk_has_cut_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each note begins a line of its own, whatever is left of the one before it."""
    notes = WrittenNotes(tmp_path / "notes")
    notes.begin()
    notes.note("a", Stamp(1, 1))

    def cut(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:-3])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(written, "write_all", cut)
        notes.note("b", Stamp(2, 2))
    notes.note("c", Stamp(3, 3))
    notes.close()
    assert WrittenNotes(tmp_path / "notes").before() == {"a": Stamp(1, 1), "c": Stamp(3, 3)}
