"""What a worker answers, asked here."""

import threading
from pathlib import Path

import pytest

from feeds.cluster.surroundings import packed
from feeds.cluster.worker import Answer, answer, request
from tests.cluster import pieces


@pytest.mark.parametrize("compresses", [False, True])
def test_pieces_are_done_in_their_order(compresses: bool) -> None:
    """The results are those of the pieces, whether they come back compressed or not."""
    found = Answer(*answer(request(packed([]), pieces.fail, [(1,), (2,), (3,)]), compresses))
    assert (found.unpacked(), found.is_compressed, found.difference) == ([1, 2, 3], compresses, None)
    assert found.seconds > 0


def test_nothing_is_done_where_something_differs(tmp_path: Path) -> None:
    """Other files are not even looked at."""
    before = packed([tmp_path])
    (tmp_path / "more").touch()
    found = Answer(*answer(request(before, pieces.fail, [(5,)]), compresses=False))
    assert found.results == b""
    assert found.difference
    assert "sees other files" in found.difference


def test_one_thread_does_all_pieces() -> None:
    """Also on a worker that has been started with several threads, what is not made for them is done by one."""
    work = request(packed([]), threading.get_ident, [(), ()])
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(Answer(*answer(work, False)).unpacked())) for _ in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert found[0] not in {thread.ident for thread in threads}
