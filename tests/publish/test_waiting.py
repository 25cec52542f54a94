"""Rendered items that wait for their feeds: bounded in memory, whatever their number."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feeds.publish import waiting as module
from feeds.publish.build import Request
from feeds.publish.waiting import RenderedItem, Waiting, Wanted
from tests.support import Site, tree

ROOM = 10_000
"""Bytes that may wait in memory."""


def _item(number: int) -> RenderedItem:
    return RenderedItem(float(number), (bytes([number]) * 300 * number, b"", b"%d" % number))


def _waiting(folder: Path | None, numbers: range, uses: int) -> tuple[Waiting, list[Wanted]]:
    """Return items that wait, those that exceed the room in a file, and what they are asked for by."""
    wanted = [Wanted(number, "full") for number in numbers]
    waiting = Waiting(Counter(dict.fromkeys(wanted, uses)), folder, ROOM)
    for one in wanted:
        waiting.put(one, _item(one.article))
        waiting.make_room()
    return waiting, wanted


def _held(waiting: Waiting) -> int:
    return sum(item.size for item in waiting._held.values())


def test_items_come_back_from_the_file_as_they_were(tmp_path: Path) -> None:
    """Every item is the same each time it is taken, in memory or not, and forgotten after the last time."""
    waiting, wanted = _waiting(tmp_path, range(40), 3)
    with waiting:
        assert 0 < _held(waiting) <= ROOM
        for _ in range(3):
            assert [waiting.take(one) for one in wanted] == [_item(number) for number in range(40)]
        with pytest.raises(KeyError):
            waiting.take(wanted[0])
    assert list(tmp_path.iterdir()) == []


def test_room_in_the_file_is_used_again(tmp_path: Path) -> None:
    """A file through which many items go is as long as those that wait at the same time."""
    wanted = [Wanted(number, "full") for number in range(500)]
    with Waiting(Counter(wanted), tmp_path, 0) as waiting:
        for one in wanted:
            waiting.put(one, _item(7))
            waiting.make_room()
            assert waiting.take(one) == _item(7)
        assert os.fstat(waiting._descriptor()).st_size < 2 * _item(7).size


def test_items_stay_in_memory_where_no_file_can_be_made(tmp_path: Path) -> None:
    """A full or read-only disk costs memory, and no feed."""
    waiting, wanted = _waiting(tmp_path / "missing", range(40), 1)
    with waiting:
        assert [waiting.take(one) for one in wanted] == [_item(number) for number in range(40)]


def test_documents_are_the_same_whether_items_wait_in_memory_or_not(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build in whose memory no item may wait puts those in several feeds into its file, and writes the same."""
    for number in range(6):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=["Lamps", f"T{number}"])
    site.build()
    before = tree(site.output)

    written: list[RenderedItem] = []
    write = Waiting._write

    def noted(self: Waiting, item: RenderedItem) -> Any:
        written.append(item)
        return write(self, item)

    monkeypatch.setattr(module, "MEMORY", 0)
    monkeypatch.setattr(Waiting, "_write", noted)
    monkeypatch.setattr("feeds.publish.render.BATCH", 1)
    site.build(request=Request(full=True))
    assert len(written) == 6
    assert tree(site.output) == before
